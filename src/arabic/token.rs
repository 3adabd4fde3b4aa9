//! The words of a text as the analyser gives them, and the marks by which a later stage finds those that it cares for.
#[cfg(doc)]
use super::{Analyzer, Marker, Word};

/// Names a [`Word`] of the [`Analyzer`] that made it, until [`Analyzer::trim`] forgets words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(pub u32);

impl WordId {
    /// Dense index, for side tables kept beside the analyser.
    #[inline]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The words that an [`Analyzer`] still knows after it forgot others; nothing if it forgot all. All that its [`Marker`] cares for
/// are among them, in the same order, or none is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept(Vec<WordId>);

impl Kept {
    /// Those for which `kept`, by id, says so.
    pub(super) fn of(kept: &[bool]) -> Self {
        let ids = (0..).map(WordId).zip(kept);
        Self(ids.filter(|(_, kept)| **kept).map(|(id, _)| id).collect())
    }

    /// Their ids of before, ascending; the new ones are 0, 1, 2 …
    pub fn ids(&self) -> &[WordId] {
        &self.0
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether every word was forgotten.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Orders a side table by the new ids, and drops from it what is of forgotten words. It may lack the last words.
    pub fn compact<T>(&self, table: &mut Vec<T>) {
        let have = self.0.partition_point(|old| old.index() < table.len());
        for (new, old) in self.0.iter().take(have).enumerate() {
            // Ids ascend, so that nothing kept lies before its new place.
            table.swap(new, old.index());
        }
        table.truncate(have);
    }
}

/// A word of a text. Its position is its index in the token list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Byte offset of the surface word in the original text, marks and attached particles included.
    pub start: u32,
    /// Byte offset just past it.
    pub end: u32,
    /// The analysed word.
    pub word: WordId,
    /// Bit `i` is set when reading `i` of the word holds in this context; never zero.
    pub readings: u8,
    /// Whether the analyser's [`Marker`] cares for the word.
    pub mark: Mark,
}

/// The words of a text, in order, and which of them a later stage wants to look at.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    list: Vec<Token>,
    /// Positions of words of [`Interest::Look`], of which `bright_len` count.
    bright: Vec<u32>,
    bright_len: usize,
}

impl Tokens {
    /// No words.
    pub const fn new() -> Self {
        Self {
            list: Vec::new(),
            bright: Vec::new(),
            bright_len: 0,
        }
    }

    /// Positions of the words that the marker wants looked at, in order.
    #[inline]
    pub fn bright(&self) -> &[u32] {
        self.bright.get(..self.bright_len).unwrap_or_default()
    }

    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.bright_len = 0;
    }

    #[cold]
    fn widen(&mut self) {
        self.bright.resize(self.bright_len * 2 + 32, 0);
    }

    /// Written without a branch on `bright`, which nothing could foretell.
    #[inline]
    pub(super) fn push(&mut self, token: Token, bright: bool) {
        if self.bright_len == self.bright.len() {
            self.widen();
        }
        self.bright[self.bright_len] = self.list.len() as u32;
        self.bright_len += usize::from(bright);
        self.list.push(token);
    }
}

impl std::ops::Deref for Tokens {
    type Target = [Token];

    #[inline]
    fn deref(&self) -> &[Token] {
        &self.list
    }
}

impl<'t> IntoIterator for &'t Tokens {
    type Item = &'t Token;
    type IntoIter = std::slice::Iter<'t, Token>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

/// What a later stage says of a distinct word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interest {
    /// It does not care.
    None,
    /// It knows the word, and needs it only beside others.
    Know,
    /// Each place of the word is to be looked at.
    Look,
}

/// Numbers the words that a [`Marker`] cares for, so that what it knows of them lies close together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark([u8; 3]);

impl Mark {
    /// Of a word that nobody cares for.
    pub(super) const NONE: Self = Self([0; 3]);

    /// Of the first, second, … word of interest.
    pub(super) fn of(number: usize) -> Self {
        let [a, b, c, _] = (number as u32 + 1).to_le_bytes();
        Self([a, b, c])
    }

    /// Index into [`Analyzer::marked_words`]; none for a word that nobody cares for.
    #[inline]
    pub fn index(self) -> Option<usize> {
        let [a, b, c] = self.0;
        (u32::from_le_bytes([a, b, c, 0]) as usize).checked_sub(1)
    }
}
