//! Text to tokens, with a bounded store of analysed words.
use super::fold::{exact_word, fold_word};
use super::word::{Evidence, Reading, Script, Word};
use crate::limits::CACHED_WORDS;
use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation;

/// Names a [`Word`] of the [`Analyzer`] that made it, until its next [`Analyzer::trim`] that answers true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(pub u32);

impl WordId {
    /// Dense index, for side tables kept beside the analyser.
    pub fn index(self) -> usize {
        self.0 as usize
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
}

/// Analyses texts; keeps analysed words so that a repeated word costs one look-up. One per thread.
#[derive(Default)]
pub struct Analyzer {
    ids: FxHashMap<Box<str>, WordId>,
    words: Vec<Word>,
}

impl Analyzer {
    /// An analyser with an empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces `tokens` by the words of `text`, in order.
    pub fn analyze(&mut self, text: &str, tokens: &mut Vec<Token>) {
        tokens.clear();
        for (start, surface) in text.unicode_word_indices() {
            let word = self.intern(surface);
            tokens.push(Token { start: start as u32, end: (start + surface.len()) as u32, word, readings: 1 });
        }
    }

    /// The word behind an id.
    pub fn word(&self, id: WordId) -> &Word {
        &self.words[id.index()]
    }

    /// Forgets all words once more than [`CACHED_WORDS`] are kept, which makes every earlier [`WordId`] meaningless;
    /// true if it did. Call it between articles.
    pub fn trim(&mut self) -> bool {
        let full = self.words.len() > CACHED_WORDS;
        if full {
            self.ids.clear();
            self.words.clear();
        }
        full
    }

    fn intern(&mut self, surface: &str) -> WordId {
        if let Some(id) = self.ids.get(surface) {
            return *id;
        }
        let folded = fold_word(surface);
        let reading = Reading {
            proclitics: "".into(),
            stem: folded.as_str().into(),
            enclitic: "".into(),
            lemma: folded.as_str().into(),
            evidence: Evidence::Surface,
        };
        let id = WordId(self.words.len() as u32);
        self.words.push(Word { exact: exact_word(surface).into(), folded: folded.into(), readings: vec![reading], script: Script::Arabic });
        self.ids.insert(surface.into(), id);
        id
    }
}
