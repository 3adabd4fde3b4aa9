//! A list of Arabic names, ready to be asked for names near to a pattern: its words in order, walked letter by letter so that words
//! with a common beginning are read once.
use super::arabic;
use super::pattern::{Pattern, Row, Width};
use super::same::same_word;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Names of persons in Arabic.
#[derive(Debug, Default)]
pub struct NameList {
    names: Vec<String>,
    /// Folded words of each name.
    words: Vec<Vec<u32>>,
    /// Distinct folded words in order.
    vocabulary: Vec<Vec<char>>,
    texts: Vec<String>,
    /// Names that have each word.
    holders: Vec<Vec<u32>>,
}

/// Share of the best closeness in a list that a word must have to be the same name.
const SHARE_OF_BEST: f32 = 0.62;

impl NameList {
    /// A list of names as written.
    pub fn new(names: Vec<String>) -> Self {
        let split: Vec<Vec<String>> = names.iter().map(|n| arabic::words(n)).collect();
        let mut texts: Vec<String> = split.iter().flatten().cloned().collect();
        texts.sort_unstable();
        texts.dedup();
        let ids: FxHashMap<&str, u32> = texts.iter().map(String::as_str).zip(0..).collect();
        let mut holders = vec![Vec::new(); texts.len()];
        let mut words = Vec::with_capacity(names.len());
        for (name, split) in (0..).zip(&split) {
            let own: Vec<u32> = split
                .iter()
                .filter_map(|w| ids.get(w.as_str()).copied())
                .collect();
            for word in &own {
                if let Some(list) = holders.get_mut(*word as usize)
                    && list.last() != Some(&name)
                {
                    list.push(name);
                }
            }
            words.push(own);
        }
        let vocabulary = texts.iter().map(|w| w.chars().collect()).collect();
        Self {
            names,
            words,
            vocabulary,
            texts,
            holders,
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

    /// The names as given.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The distinct folded words of the names, in order.
    pub fn vocabulary(&self) -> &[String] {
        &self.texts
    }

    /// The name at a place of the list.
    pub fn name(&self, at: u32) -> &str {
        self.names.get(at as usize).map_or("", String::as_str)
    }

    /// The folded words of a name.
    pub(super) fn words_of(&self, name: u32) -> &[u32] {
        self.words.get(name as usize).map_or(&[], Vec::as_slice)
    }

    /// A word by its number.
    pub(super) fn word(&self, id: u32) -> &str {
        self.texts.get(id as usize).map_or("", String::as_str)
    }

    /// Names that have a word.
    pub(super) fn holders(&self, word: u32) -> &[u32] {
        self.holders.get(word as usize).map_or(&[], Vec::as_slice)
    }

    /// The words of the list that are near to a pattern, and how near.
    pub(super) fn near(&self, pattern: &Pattern, width: Width) -> FxHashMap<u32, f32> {
        let mut found = FxHashMap::default();
        self.walk(
            0..self.vocabulary.len(),
            &pattern.start(),
            pattern,
            width,
            &mut found,
        );
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
            let rest = self.vocabulary.get(at..range.end).unwrap_or_default();
            let same = rest.partition_point(|w| w.get(depth) == Some(&letter));
            let next = pattern.step(row, letter);
            if pattern.can_match(&next, width) {
                self.walk(at..at + same, &next, pattern, width, found);
            }
            at += same;
        }
    }
}
