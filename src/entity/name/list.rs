//! A list of Arabic names, ready to be asked for names near to a pattern: its words in order, walked letter by letter so that words
//! with a common beginning are read once.
use super::arabic;
use super::pattern::{Pattern, Row, Width};
use super::same::same_word;
use super::split::{Runs, SplitNames, Texts};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Names of persons in Arabic.
#[derive(Debug, Default)]
pub struct NameList {
    names: Texts,
    /// Folded words of each name.
    words: Runs<u32>,
    /// Letters of the distinct folded words, in order.
    vocabulary: Runs<char>,
    texts: Texts,
    /// Names that have each word.
    holders: Runs<u32>,
}

/// Share of the best closeness in a list that a word must have to be the same name.
const SHARE_OF_BEST: f32 = 0.62;

impl NameList {
    /// A list of names as written.
    pub fn new(names: Vec<String>) -> Self {
        let names: Texts = names.iter().map(String::as_str).collect();
        let split = SplitNames::new(names.iter());
        Self::of_split(names, split)
    }

    /// Of names whose words were split.
    pub(super) fn of_split(names: Texts, split: SplitNames) -> Self {
        let SplitNames {
            words: texts,
            of: words,
        } = split;
        // How many names have each word, then where its list goes on.
        let mut next = vec![0u32; texts.len() + 1];
        let distinct = |own: &[u32], i: usize| {
            let word = own.get(i);
            !own.iter().take(i).any(|w| Some(w) == word)
        };
        for name in 0..names.len() {
            let own = words.get(name).unwrap_or_default();
            for (_, word) in own.iter().enumerate().filter(|(i, _)| distinct(own, *i)) {
                next[*word as usize + 1] += 1;
            }
        }
        for at in 1..next.len() {
            next[at] += next[at - 1];
        }
        let ends: Vec<u32> = next.iter().skip(1).copied().collect();
        let mut all = vec![0; ends.last().copied().unwrap_or(0) as usize];
        for name in 0..names.len() {
            let own = words.get(name).unwrap_or_default();
            for (_, word) in own.iter().enumerate().filter(|(i, _)| distinct(own, *i)) {
                let at = &mut next[*word as usize];
                all[*at as usize] = name as u32;
                *at += 1;
            }
        }
        let mut vocabulary = Runs::default();
        texts.iter().for_each(|word| vocabulary.push(word.chars()));
        Self {
            names,
            words,
            vocabulary,
            texts,
            holders: Runs { all, ends },
        }
    }

    /// A list of names and, after them, the given names and surnames that Naba knows.
    pub fn with_known(mut names: Vec<String>) -> Self {
        let known = [
            include_str!("../../../data/names/given.tsv"),
            include_str!("../../../data/names/surnames.tsv"),
            include_str!("../../../data/names/famous.tsv"),
        ];
        let had: FxHashSet<String> = names.iter().cloned().collect();
        let known = known.into_iter().flat_map(arabic::rows).map(str::trim);
        let mut known: Vec<&str> = known.filter(|n| !had.contains(*n)).collect();
        known.sort_unstable();
        known.dedup();
        names.extend(known.into_iter().map(str::to_owned));
        Self::new(names)
    }

    /// The name at a place of the list.
    pub fn name(&self, at: u32) -> &str {
        self.names.get(at as usize)
    }

    /// The folded words of a name.
    pub(super) fn words_of(&self, name: u32) -> &[u32] {
        self.words.get(name as usize).unwrap_or_default()
    }

    /// A word by its number.
    pub(super) fn word(&self, id: u32) -> &str {
        self.texts.get(id as usize)
    }

    /// Names that have a word.
    pub(super) fn holders(&self, word: u32) -> &[u32] {
        self.holders.get(word as usize).unwrap_or_default()
    }

    /// The words of the list that are near to a pattern, and how near.
    pub(super) fn near(&self, pattern: &Pattern, width: Width) -> FxHashMap<u32, f32> {
        let mut found = FxHashMap::default();
        self.walk(
            0..self.texts.len(),
            &pattern.start(),
            pattern,
            width,
            &mut found,
        );
        // Words of names that are not asked for, which the user hid, are nobody's.
        found.retain(|word, _| !self.holders(*word).is_empty());
        if width == Width::Same {
            found.retain(
                |word, score| match pattern.judge("", self.word(*word), *score, width) {
                    Some(judged) => {
                        *score = judged;
                        true
                    }
                    None => false,
                },
            );
            // A name that is written as it is read leaves no doubt: what is much further from it is another one.
            let best = found.values().copied().fold(0.0, f32::max);
            let sure: Vec<u32> = found
                .iter()
                .filter(|(_, s)| **s == best)
                .map(|(w, _)| *w)
                .collect();
            found.retain(|word, score| {
                let variant = |s: &u32| same_word(self.word(*s), self.word(*word)).is_some();
                *score >= best * SHARE_OF_BEST || sure.iter().any(variant)
            });
        }
        found
    }

    /// As [`NameList::near`], of words that end in other letters after what the pattern is near to.
    pub(super) fn near_before(
        &self,
        pattern: &Pattern,
        end: &str,
        width: Width,
    ) -> FxHashMap<u32, f32> {
        let begins = self.texts.iter().map(|word| word.strip_suffix(end));
        let read = begins.map(|word| pattern.read(word?, width));
        (0..)
            .zip(read)
            .filter_map(|(at, score)| Some((at, score?)))
            .collect()
    }

    /// Reads the words of a range, which begin with the same letters, on from where `row` stands.
    fn walk(
        &self,
        range: Range<usize>,
        row: &Row,
        pattern: &Pattern,
        width: Width,
        found: &mut FxHashMap<u32, f32>,
    ) {
        let depth = row.depth;
        let mut at = range.start;
        while at < range.end {
            let Some(word) = self.vocabulary.get(at) else {
                return;
            };
            let Some(letter) = word.get(depth).copied() else {
                // The word ends here; it comes before all that go on.
                if let Some(score) = pattern.score(row, width) {
                    found.insert(at as u32, score);
                }
                at += 1;
                continue;
            };
            let begins =
                |at: usize| self.vocabulary.get(at).and_then(|w| w.get(depth)) == Some(&letter);
            // The first word that goes on with another letter: nearly always near.
            let (mut low, mut step) = (at, 1);
            while low + step < range.end && begins(low + step) {
                low += step;
                step *= 2;
            }
            let mut high = (low + step).min(range.end);
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                if begins(middle) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            let same = high - at;
            let next = pattern.step(row, letter);
            if pattern.can_match(&next, width) {
                self.walk(at..at + same, &next, pattern, width, found);
            }
            at += same;
        }
    }
}
