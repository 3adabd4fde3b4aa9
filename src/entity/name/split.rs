//! Names split into the words by which they are compared: once after a commit, so that no query folds all names of an index.
use super::arabic;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::fmt::Write as _;

/// Lists of many short lists, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Runs<T> {
    pub all: Vec<T>,
    /// Where each ends.
    pub ends: Vec<u32>,
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
    pub fn push(&mut self, run: impl Iterator<Item = T>) {
        self.all.extend(run);
        self.ends.push(self.all.len() as u32);
    }

    /// How many lists there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, at: usize) -> Option<&[T]> {
        let before = at.checked_sub(1).and_then(|b| self.ends.get(b));
        let start = before.copied().unwrap_or(0) as usize;
        self.all.get(start..*self.ends.get(at)? as usize)
    }
}

/// Many short texts in one.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Texts {
    /// None, with room for the ends of so many.
    pub fn with_capacity(texts: usize) -> Self {
        Self {
            all: String::new(),
            ends: Vec::with_capacity(texts),
        }
    }

    /// Adds one.
    pub fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len() as u32);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One by its place; empty if there is none.
    pub fn get(&self, at: usize) -> &str {
        let before = at.checked_sub(1).and_then(|b| self.ends.get(b));
        let start = before.copied().unwrap_or(0) as usize;
        let end = self.ends.get(at).map_or(start, |end| *end as usize);
        self.all.get(start..end).unwrap_or_default()
    }

    /// All, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at))
    }
}

impl<'t> FromIterator<&'t str> for Texts {
    fn from_iter<I: IntoIterator<Item = &'t str>>(texts: I) -> Self {
        let mut out = Self::default();
        texts.into_iter().for_each(|text| out.push(text));
        out
    }
}

/// The folded words of names, compounds as one word.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct SplitNames {
    /// Distinct words in byte order.
    pub(super) words: Texts,
    /// The words of each name, as places in the list.
    pub(super) of: Runs<u32>,
}

impl SplitNames {
    /// Splits names.
    pub fn new<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let mut splitter = Splitter::default();
        let (mut of, mut own) = (Runs::default(), Vec::new());
        for name in names {
            splitter.split(name, &mut own);
            of.push(own.iter().copied());
        }
        splitter.sorted(of)
    }

    /// As text: the words, one a line, an empty line, and the numbers of each name's words, a name a line.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        for word in self.words.iter() {
            out.push_str(word);
            out.push('\n');
        }
        out.push('\n');
        for name in 0..self.of.len() {
            let own = self.of.get(name).unwrap_or_default();
            for (at, word) in own.iter().enumerate() {
                let between = if at > 0 { " " } else { "" };
                // Writing into a string cannot fail.
                let _ = write!(out, "{between}{word}");
            }
            out.push('\n');
        }
        out
    }

    /// From what [`SplitNames::to_text`] gave of so many names; none if it is anything else.
    pub fn from_text(text: &str, names: usize) -> Option<Self> {
        let mut lines = text.lines();
        let words: Texts = lines.by_ref().take_while(|line| !line.is_empty()).collect();
        let mut of = Runs::default();
        for line in lines {
            for number in line.split(' ').filter(|number| !number.is_empty()) {
                let word: u32 = number.parse().ok()?;
                of.all.push(word);
            }
            of.ends.push(of.all.len() as u32);
        }
        let known = |word: &u32| (*word as usize) < words.len();
        (of.len() == names && of.all.iter().all(known)).then_some(Self { words, of })
    }
}

/// Splits names into words; a word that was met has its number.
#[derive(Debug, Default)]
pub(super) struct Splitter {
    texts: Texts,
    /// So many words were there before, in byte order;
    known: usize,
    /// the numbers of the others.
    ids: FxHashMap<String, u32>,
}

impl Splitter {
    /// One that knows words, which are in byte order.
    pub fn with(words: Texts) -> Self {
        Self {
            known: words.len(),
            texts: words,
            ids: FxHashMap::default(),
        }
    }

    /// The numbers of a name's words, as [`arabic::words`] gives them.
    pub fn split(&mut self, name: &str, out: &mut Vec<u32>) {
        out.clear();
        arabic::each_word(name, |word| out.push(self.number(word)));
    }

    fn number(&mut self, word: &str) -> u32 {
        let (mut low, mut high) = (0, self.known);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.texts.get(middle).cmp(word) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return middle as u32,
                Ordering::Greater => high = middle,
            }
        }
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = self.texts.len() as u32;
        self.ids.insert(word.to_owned(), id);
        self.texts.push(word);
        id
    }

    /// The words so far, by number.
    pub fn words(&self) -> &Texts {
        &self.texts
    }

    /// The words of names that were split, in byte order.
    pub fn sorted(self, mut of: Runs<u32>) -> SplitNames {
        if self.ids.is_empty() {
            return SplitNames {
                words: self.texts,
                of,
            };
        }
        let mut order: Vec<(&str, u32)> = self.texts.iter().zip(0..).collect();
        order.sort_unstable();
        let mut places = vec![0; order.len()];
        let mut words = Texts::with_capacity(order.len());
        for (place, (text, id)) in (0..).zip(&order) {
            words.push(text);
            if let Some(of) = places.get_mut(*id as usize) {
                *of = place;
            }
        }
        for word in &mut of.all {
            *word = places.get(*word as usize).copied().unwrap_or(0);
        }
        SplitNames { words, of }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<String> {
        [
            "سيرغي لافروف",
            "عبد الفتاح السيسي",
            "أبي مازن",
            "ابن سلمان",
            "…",
            "سيرغي",
        ]
        .map(str::to_owned)
        .to_vec()
    }

    #[test]
    fn split_names_are_kept_as_text_and_come_back() {
        let split = SplitNames::new(names().iter().map(String::as_str));
        assert!(split.words.iter().is_sorted() && split.words.iter().any(|w| w == "عبدالفتاح"));
        let text = split.to_text();
        assert_eq!(SplitNames::from_text(&text, names().len()), Some(split));
        assert_eq!(SplitNames::from_text("\n", 0), Some(SplitNames::default()));
    }

    #[test]
    fn text_that_is_no_list_of_split_names_is_refused() {
        let text = SplitNames::new(names().iter().map(String::as_str)).to_text();
        assert_eq!(SplitNames::from_text(&text, names().len() + 1), None);
        for other in ["سيرغي\n\n1\n", "سيرغي\n\nسيرغي\n", "سيرغي\n\n-1\n"] {
            assert_eq!(SplitNames::from_text(other, 1), None, "{other:?}");
        }
    }

    #[test]
    fn a_splitter_that_knows_words_gives_them_their_places() {
        let split = SplitNames::new(names().iter().map(String::as_str));
        let mut splitter = Splitter::with(split.words.clone());
        let mut own = Vec::new();
        for (at, name) in names().iter().enumerate() {
            splitter.split(name, &mut own);
            assert_eq!(split.of.get(at), Some(own.as_slice()), "{name}");
        }
        splitter.split("سيرغي شويغو", &mut own);
        let of = Runs {
            ends: vec![own.len() as u32],
            all: own,
        };
        let both = splitter.sorted(of);
        assert!(both.words.iter().is_sorted());
        let own = both.of.get(0).unwrap_or_default().iter();
        let own: Vec<&str> = own.map(|word| both.words.get(*word as usize)).collect();
        assert_eq!(own, ["سيرغي", "شويغو"]);
    }
}
