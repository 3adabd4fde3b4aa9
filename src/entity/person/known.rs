//! What is kept of each distinct word: worked out when it is first seen, then only read.
use super::cut::Rests;
use super::features::{profile_of, skip};
use super::lexicon::Traits;
use super::model::Model;
use super::rows::{NOTHING, Rows};
use super::signs::signs;
use super::table::key;
use super::vectors::{DIMENSIONS, Vectors, WORD};
use crate::arabic::{Analyzer, Kept, WordId};
use std::hint::black_box;
use std::sync::LazyLock;

/// Weights and vectors that words are looked up in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    pub model: &'static Model,
    pub vectors: Vectors<'static>,
}

static MODEL: LazyLock<Option<Model>> =
    LazyLock::new(|| Model::read(include_bytes!("../../../data/person/model.bin")));

static VECTORS: LazyLock<Option<Vectors<'static>>> =
    LazyLock::new(|| Vectors::read(include_bytes!("../../../data/person/vectors.bin")));

/// The weights of this build.
pub(super) fn built_in() -> Option<Weights> {
    Some(Weights {
        model: MODEL.as_ref()?,
        vectors: (*VECTORS)?,
    })
}

/// The vector of a folded word, if it is common enough to have one.
pub(in crate::entity) fn vector_of(folded: &str) -> Option<impl Iterator<Item = f32>> {
    Some((*VECTORS)?.get(folded)?.0)
}

/// The middle of all vectors: what says nothing of a word.
pub(in crate::entity) static CENTRE: LazyLock<[f32; DIMENSIONS]> =
    LazyLock::new(|| (*VECTORS).map_or([0.0; DIMENSIONS], |v| v.centre()));

/// What a distinct word is to the recogniser.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub traits: Traits,
    /// Letters of particles if it begins a name.
    pub particles: u8,
    /// One letter alone: the beginning of an abbreviation.
    pub letter: bool,
    /// Written in Arabic letters.
    pub arabic: bool,
    /// The dictionary knows it, however inflected.
    pub lexical: bool,
    /// With the article, and ends as adjectives of origin do.
    pub nisba: bool,
    /// In no name, as far as the news tells.
    pub plain: bool,
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
    pub fn see(&mut self, word: WordId, weights: Weights, analyzer: &Analyzer) {
        if self.known.get(word.index()).is_none_or(Option::is_none) {
            self.learn(word, weights, analyzer);
        }
    }

    #[cold]
    fn learn(&mut self, id: WordId, weights: Weights, analyzer: &Analyzer) {
        let word = analyzer.word(id);
        let mut rests = Rests::of(word);
        let profile = profile_of(&mut rests, weights.vectors);
        if self.known.len() <= id.index() {
            self.known.resize(id.index() + 1, None);
            self.rows.resize(id.index() + 1, NOTHING);
        }
        let folded = &*word.folded;
        let particle = folded.starts_with(['و', 'ل', 'ب', 'ف', 'ك']);
        let whole = key(WORD, folded);
        let forms = [
            whole,
            key(WORD, skip(folded, profile.particles)),
            if particle {
                key(WORD, skip(folded, 1))
            } else {
                whole
            },
        ];
        if let (Some(known), Some(rows)) = (
            self.known.get_mut(id.index()),
            self.rows.get_mut(id.index()),
        ) {
            *rows = weights.model.rows(&profile);
            *known = Some(Known {
                traits: profile.traits.and(signs(&mut rests, profile.traits)),
                particles: profile.particles,
                letter: profile.letter,
                arabic: profile.arabic,
                lexical: profile.lexical,
                nisba: profile.traits.has(Traits::ARTICLE) && folded.ends_with('ي'),
                plain: profile.plain,
                forms,
            });
        }
    }

    /// What is kept of a word that was seen.
    #[inline]
    pub fn get(&self, word: WordId) -> Known {
        self.known
            .get(word.index())
            .copied()
            .flatten()
            .unwrap_or(NOBODY)
    }

    /// What a word that was seen adds at each distance.
    #[inline]
    pub fn rows(&self, word: WordId) -> &Rows {
        self.rows.get(word.index()).unwrap_or(&NOTHING)
    }

    /// Has the rows of words fetched, many at once, that are soon read one after the other: they lie far from each other, and waiting
    /// for each by itself took a twentieth of adding.
    #[inline]
    pub fn fetch(&self, words: impl Iterator<Item = WordId>) {
        let touched = words.map(|word| self.rows(word).touched());
        black_box(touched.fold(0, |sum, byte| sum ^ byte));
    }

    /// Forgets the words that the analyser forgot.
    pub fn keep(&mut self, kept: &Kept) {
        kept.compact(&mut self.known);
        kept.compact(&mut self.rows);
    }
}

const NOBODY: Known = Known {
    traits: Traits(0),
    particles: 0,
    letter: false,
    arabic: false,
    lexical: false,
    nisba: false,
    plain: false,
    forms: [0; 3],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_whole_and_fit_the_budget_of_the_binary() {
        assert!(built_in().is_some());
        let model = include_bytes!("../../../data/person/model.bin").len();
        let vectors = include_bytes!("../../../data/person/vectors.bin").len();
        assert!(model + vectors <= 12_000_000);
    }

    #[test]
    fn weights_that_are_cut_short_are_refused() {
        let model: &'static [u8] = include_bytes!("../../../data/person/model.bin");
        for length in [0, 7, 100, 5_000, model.len() / 2, model.len() - 1] {
            assert!(model.get(..length).and_then(Model::read).is_none());
        }
    }
}
