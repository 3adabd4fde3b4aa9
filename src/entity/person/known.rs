//! What is kept of each distinct word: worked out when it is first seen, then only read.
use super::cut::Rests;
use super::features::{Profile, profile, profile_of, skip};
use super::lexicon::Traits;
use super::model::{ClassSums, Model};
use super::rows::{NOTHING, Rows};
use super::signs::signs;
use super::table::key;
use super::vectors::{DIMENSIONS, Vectors, WORD};
use crate::arabic::{Analyzer, Kept, Token, WordId};
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
    Some((*VECTORS)?.get(folded)?.vector())
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
    /// Lists of names have it all the same.
    pub doubtful: bool,
    /// Its rows have been worked out.
    summed: bool,
    /// Hashes of the whole word, of what is left without particles and without its first letter, if that can be a particle.
    pub forms: [u32; 3],
}

/// Words of an article, beyond those that the analyser has room for, for which there is room.
const SPARE: usize = 1 << 14;
/// Most profiles that are kept for a text; words that are new beyond these are summed up at once.
const FRESH: usize = 4_096;

/// The words seen, by id.
#[derive(Debug, Default)]
pub(super) struct Words {
    known: Vec<Option<Known>>,
    /// Of those beside which a word was scored.
    rows: Vec<Rows>,
    classes: ClassSums,
    /// Words of the text in hand whose rows may yet be asked for.
    fresh: Vec<(WordId, Profile)>,
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
        if self.known.capacity() == 0 {
            // Room that is not used is not backed by memory, and growing piece by piece copies all.
            self.known.reserve(analyzer.room() + SPARE);
            self.rows.reserve(analyzer.room() + SPARE);
        }
        if self.known.len() <= id.index() {
            self.known.resize(id.index() + 1, None);
            self.rows.resize(id.index() + 1, NOTHING);
        }
        let at_once = self.fresh.len() == FRESH;
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
        if let Some(known) = self.known.get_mut(id.index()) {
            *known = Some(Known {
                traits: profile.traits.and(signs(&mut rests, profile.traits)),
                particles: profile.particles,
                letter: profile.letter,
                arabic: profile.arabic,
                lexical: profile.lexical,
                nisba: profile.traits.has(Traits::ARTICLE) && folded.ends_with('ي'),
                plain: profile.plain,
                doubtful: profile.doubtful,
                summed: at_once,
                forms,
            });
        }
        if !at_once {
            self.fresh.push((id, profile));
        } else if let Some(rows) = self.rows.get_mut(id.index()) {
            *rows = weights.model.rows(&profile, &mut self.classes);
        }
    }

    /// Begins a text: what was learnt of another's words but its rows is let go, and what is known of its own is fetched, as what is
    /// known of many words lies far from the processor and would be waited for one by one.
    pub fn begin(&mut self, tokens: &[Token]) {
        self.fresh.clear();
        let known = tokens
            .iter()
            .map(|token| self.known.get(token.word.index()));
        black_box(known.fold(0, |sum, known| match known {
            Some(Some(known)) => sum ^ known.particles,
            _ => sum,
        }));
    }

    /// Makes sure that the rows of a word that was seen are there, and has them fetched: those of a sentence lie far from each other,
    /// and waiting for each by itself took a twentieth of adding. Gives some number that depends on them.
    #[inline]
    pub fn prepare(&mut self, word: WordId, weights: Weights, analyzer: &Analyzer) -> u8 {
        let known = self.known.get(word.index()).copied().flatten();
        if known.is_some_and(|known| !known.summed) {
            self.sum(word, weights, analyzer);
        }
        self.rows(word).touched()
    }

    #[cold]
    fn sum(&mut self, id: WordId, weights: Weights, analyzer: &Analyzer) {
        // New words mostly have ascending ids; what is not found is worked out again.
        let fresh = self.fresh.binary_search_by_key(&id, |(id, _)| *id).ok();
        let again;
        let profile = match fresh.and_then(|at| self.fresh.get(at)) {
            Some((_, profile)) => profile,
            None => {
                again = profile(analyzer.word(id), weights.vectors);
                &again
            }
        };
        let sums = weights.model.rows(profile, &mut self.classes);
        if let (Some(Some(known)), Some(rows)) = (
            self.known.get_mut(id.index()),
            self.rows.get_mut(id.index()),
        ) {
            *rows = sums;
            known.summed = true;
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
    doubtful: false,
    summed: true,
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
