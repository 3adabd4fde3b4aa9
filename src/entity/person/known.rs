//! What is kept of each distinct word: worked out when it is first seen, then only read.
use super::features::{profile, skip};
use super::lexicon::Traits;
use super::model::{Model, Rows};
use super::table::key;
use super::vectors::{Vectors, WORD};
use crate::arabic::{Analyzer, Script, WordId};
use std::sync::LazyLock;

/// The weights of this build.
pub(super) static MODEL: LazyLock<Option<Model>> =
    LazyLock::new(|| Model::read(include_bytes!("../../../data/person/model.bin")));

static VECTORS: LazyLock<Option<Vectors<'static>>> =
    LazyLock::new(|| Vectors::read(include_bytes!("../../../data/person/vectors.bin")));

/// What a distinct word is to the recogniser.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub traits: Traits,
    /// Letters of particles if it begins a name.
    pub particles: u8,
    /// In lists of names.
    pub listed: bool,
    /// One letter alone: the beginning of an abbreviation.
    pub letter: bool,
    /// Hashes of the whole word, of what is left without particles and without its first letter, if that can be a particle.
    pub forms: [u32; 3],
}

/// The words seen, by id.
#[derive(Debug, Default)]
pub(super) struct Words {
    known: Vec<Option<Known>>,
    rows: Vec<Rows>,
}

impl Words {
    /// Makes sure that a word is known.
    #[inline]
    pub fn see(&mut self, word: WordId, model: &Model, analyzer: &Analyzer) {
        if self.known.get(word.index()).is_none_or(Option::is_none) {
            self.learn(word, model, analyzer);
        }
    }

    #[cold]
    fn learn(&mut self, id: WordId, model: &Model, analyzer: &Analyzer) {
        let word = analyzer.word(id);
        let Some(vectors) = *VECTORS else { return };
        let profile = profile(word, vectors);
        if self.known.len() <= id.index() {
            self.known.resize(id.index() + 1, None);
            self.rows.resize(id.index() + 1, super::model::NOTHING);
        }
        let folded = &*word.folded;
        let particle = folded.starts_with(['و', 'ل', 'ب', 'ف', 'ك']);
        let whole = key(WORD, folded);
        let forms = [
            whole,
            key(WORD, skip(folded, profile.particles)),
            if particle { key(WORD, skip(folded, 1)) } else { whole },
        ];
        if let (Some(known), Some(rows)) =
            (self.known.get_mut(id.index()), self.rows.get_mut(id.index()))
        {
            *rows = model.rows(&profile);
            *known = Some(Known {
                traits: profile.traits,
                particles: profile.particles,
                listed: profile.listed,
                letter: word.script == Script::Arabic && folded.chars().nth(1).is_none(),
                forms,
            });
        }
    }

    /// What is kept of a word that was seen.
    #[inline]
    pub fn get(&self, word: WordId) -> Known {
        self.known.get(word.index()).copied().flatten().unwrap_or(NOBODY)
    }

    /// What a word that was seen adds at each distance.
    #[inline]
    pub fn rows(&self, word: WordId) -> &Rows {
        self.rows.get(word.index()).unwrap_or(&super::model::NOTHING)
    }

    /// Forgets every word.
    pub fn clear(&mut self) {
        self.known.clear();
        self.rows.clear();
    }
}

const NOBODY: Known = Known {
    traits: Traits(0),
    particles: 0,
    listed: false,
    letter: false,
    forms: [0; 3],
};
