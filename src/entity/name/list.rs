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
    words: Runs<u32>,
    /// Letters of the distinct folded words, in order.
    vocabulary: Runs<char>,
    texts: Vec<String>,
    /// Names that have each word.
    holders: Runs<u32>,
}

/// Lists of many short lists, one after the other.
#[derive(Debug)]
struct Runs<T> {
    all: Vec<T>,
    /// Where each ends.
    ends: Vec<u32>,
}

impl<T> Default for Runs<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            ends: Vec::new(),
        }
    }
}

impl<T> Runs<T> {
    fn push(&mut self, run: impl Iterator<Item = T>) {
        self.all.extend(run);
        self.ends.push(self.all.len() as u32);
    }

    fn get(&self, at: usize) -> Option<&[T]> {
        let before = at.checked_sub(1).and_then(|b| self.ends.get(b));
        let start = before.copied().unwrap_or(0) as usize;
        self.all.get(start..*self.ends.get(at)? as usize)
    }
}

/// Splits names into words; a word that was met has its number.
#[derive(Debug, Default)]
pub(super) struct Splitter {
    ids: FxHashMap<String, u32>,
    texts: Vec<String>,
}

impl Splitter {
    /// The numbers of a name's words, as [`arabic::words`] gives them.
    pub fn split(&mut self, name: &str, out: &mut Vec<u32>) {
        out.clear();
        arabic::each_word(name, |word| {
            let id = match self.ids.get(word) {
                Some(id) => *id,
                None => {
                    let id = self.texts.len() as u32;
                    self.ids.insert(word.to_owned(), id);
                    self.texts.push(word.to_owned());
                    id
                }
            };
            out.push(id);
        });
    }

    /// The words so far, by number.
    pub fn words(&self) -> &[String] {
        &self.texts
    }
}

/// Share of the best closeness in a list that a word must have to be the same name.
const SHARE_OF_BEST: f32 = 0.62;

impl NameList {
    /// A list of names as written.
    pub fn new(names: Vec<String>) -> Self {
        let mut splitter = Splitter::default();
        let mut words = Runs::default();
        let mut own = Vec::new();
        for name in &names {
            splitter.split(name, &mut own);
            words.push(own.iter().copied());
        }
        Self::of_split(names, words, splitter)
    }

    /// Of names whose words were split: each with its words one after the other, and where they end.
    pub(super) fn from_split(
        names: Vec<String>,
        words: (Vec<u32>, Vec<u32>),
        splitter: Splitter,
    ) -> Self {
        let (all, ends) = words;
        Self::of_split(names, Runs { all, ends }, splitter)
    }

    fn of_split(names: Vec<String>, mut words: Runs<u32>, splitter: Splitter) -> Self {
        let mut order: Vec<(String, u32)> = splitter.texts.into_iter().zip(0..).collect();
        order.sort_unstable();
        let mut places = vec![0; order.len()];
        for (place, (_, id)) in (0..).zip(&order) {
            if let Some(of) = places.get_mut(*id as usize) {
                *of = place;
            }
        }
        for word in &mut words.all {
            *word = places.get(*word as usize).copied().unwrap_or(0);
        }
        // How many names have each word, then where its list goes on.
        let mut next = vec![0u32; order.len() + 1];
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
        let texts: Vec<String> = order.into_iter().map(|(text, _)| text).collect();
        let mut vocabulary = Runs::default();
        texts.iter().for_each(|w| vocabulary.push(w.chars()));
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
        self.words.get(name as usize).unwrap_or_default()
    }

    /// A word by its number.
    pub(super) fn word(&self, id: u32) -> &str {
        self.texts.get(id as usize).map_or("", String::as_str)
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
