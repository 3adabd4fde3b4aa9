//! What a word says of the weak word of a country beside it; worked out once for each distinct word.
use super::forms::is_country_word;
use crate::arabic::{Analyzer, Kept, Word, WordId, fold_word, is_ordinary_word, is_stop_word};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const SIGNS: &str = include_str!("../../../data/country_signs.tsv");

/// A set of the signs below.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Signs(u32);

impl Signs {
    /// A given name of persons.
    pub const GIVEN: Self = Self(1);
    /// Stands before the name of a place.
    pub const PLACE: Self = Self(1 << 1);
    /// A noun for people.
    pub const HUMAN: Self = Self(1 << 2);
    /// A verb of saying.
    pub const VERB: Self = Self(1 << 3);
    /// Begins with a digit.
    pub const NUMBER: Self = Self(1 << 4);
    /// A quantity.
    pub const MEASURE: Self = Self(1 << 5);
    /// Geometry.
    pub const SHAPE: Self = Self(1 << 6);
    /// Abu.
    pub const KUNYA: Self = Self(1 << 7);
    /// Part of a name: ibn, Al, Abd.
    pub const FILIATION: Self = Self(1 << 8);
    /// A ruler's title.
    pub const RULER: Self = Self(1 << 9);
    /// Who speaks follows.
    pub const SPEECH: Self = Self(1 << 10);
    /// Carries the article.
    pub const DEFINITE: Self = Self(1 << 11);
    /// No foreign name: an ordinary word, or one of a country, or one with a particle.
    pub const COMMON: Self = Self(1 << 12);
    /// في
    pub const IN: Self = Self(1 << 13);
    /// من
    pub const FROM: Self = Self(1 << 14);
    /// Ends as a plural of people does.
    pub const PLURAL: Self = Self(1 << 15);
    /// There is a word.
    pub const WORD: Self = Self(1 << 16);
    /// Ends in ة, as no masculine noun without the article does but those for a person.
    pub const FEMININE: Self = Self(1 << 17);
    /// One of several, of whom an adjective may be said: والآخر هندي.
    pub const OTHER: Self = Self(1 << 18);

    /// Whether one of `signs` is among them.
    pub fn any(self, signs: Self) -> bool {
        self.0 & signs.0 != 0
    }

    fn add(&mut self, signs: Self) {
        self.0 |= signs.0;
    }
}

impl std::ops::BitOr for Signs {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Signs of the words of the tables, folded, and whether the word may carry a particle.
static TABLE: LazyLock<FxHashMap<String, Signs>> = LazyLock::new(|| {
    let mut table: FxHashMap<String, Signs> = FxHashMap::default();
    let mut lists = |text: &'static str, sign: Signs| {
        for word in rows(text) {
            table.entry(fold_word(word)).or_default().add(sign);
        }
    };
    lists(include_str!("../../../data/place_signs.tsv"), Signs::PLACE);
    lists(include_str!("../../../data/human_nouns.tsv"), Signs::HUMAN);
    lists(
        include_str!("../../../data/names/reporting_verbs.tsv"),
        Signs::VERB,
    );
    lists(include_str!("../../../data/names/given.tsv"), Signs::GIVEN);
    for (word, sign) in rows(SIGNS).filter_map(|row| row.split_once('\t')) {
        if let Some(sign) = named(sign) {
            table.entry(fold_word(word)).or_default().add(sign);
        }
    }
    table
});

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
}

fn named(sign: &str) -> Option<Signs> {
    Some(match sign {
        "measure" => Signs::MEASURE,
        "shape" => Signs::SHAPE,
        "kunya" => Signs::KUNYA,
        "filiation" => Signs::FILIATION,
        "ruler" => Signs::RULER,
        "speech" => Signs::SPEECH,
        "other" => Signs::OTHER,
        _ => return None,
    })
}

/// Sets of signs that a byte can tell apart; the tables make some fifty.
const SETS: usize = 255;

/// Remembers the signs of words: a byte a word, so that most lie near the processor.
#[derive(Debug, Default)]
pub(super) struct KnownSigns {
    /// By word id: index + 1 into `sets`; 0 before they were worked out.
    of: Vec<u8>,
    sets: Vec<Signs>,
}

impl KnownSigns {
    /// The signs of a word of `analyzer`.
    #[inline]
    pub fn of(&mut self, word: WordId, analyzer: &Analyzer) -> Signs {
        let known = self.of.get(word.index()).copied().unwrap_or(0);
        match self.sets.get(usize::from(known).wrapping_sub(1)) {
            Some(signs) => *signs,
            None => self.learn(word, analyzer),
        }
    }

    /// Forgets the words that the analyser forgot.
    pub fn keep(&mut self, kept: &Kept) {
        kept.compact(&mut self.of);
    }

    #[cold]
    fn learn(&mut self, word: WordId, analyzer: &Analyzer) -> Signs {
        let signs = signs(analyzer.word(word));
        if self.of.len() <= word.index() {
            self.of.resize(analyzer.distinct_words(), 0);
        }
        let set = self.sets.iter().position(|known| *known == signs);
        let set = set.unwrap_or(self.sets.len());
        if set < SETS {
            if set == self.sets.len() {
                self.sets.push(signs);
            }
            self.of[word.index()] = set as u8 + 1;
        }
        signs
    }
}

/// The signs of a word.
pub(super) fn signs(word: &Word) -> Signs {
    let folded: &str = &word.folded;
    let mut out = Signs::WORD;
    let bare = folded.strip_prefix(['و', 'ف', 'ب', 'ل']).unwrap_or(folded);
    for word in [folded, bare] {
        out.add(TABLE.get(word).copied().unwrap_or_default());
    }
    for (holds, sign) in [
        (
            folded.starts_with(|c: char| c.is_ascii_digit()),
            Signs::NUMBER,
        ),
        (
            folded.starts_with("ال") || (bare.starts_with("ال") && !is_ordinary_word(folded)),
            Signs::DEFINITE,
        ),
        (word.exact.ends_with('ة'), Signs::FEMININE),
        (folded.ends_with("ين"), Signs::PLURAL),
        (folded == "في", Signs::IN),
        (folded == "من", Signs::FROM),
        (
            folded.starts_with(['و', 'ب', 'ل'])
                || is_ordinary_word(folded)
                || is_stop_word(folded)
                || is_country_word(folded),
            Signs::COMMON,
        ),
    ] {
        if holds {
            out.add(sign);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arabic::Tokens;

    #[test]
    fn every_row_of_the_table_of_signs_has_a_known_sign() {
        for row in rows(SIGNS) {
            let sign = row.split_once('\t').and_then(|(_, sign)| named(sign));
            assert!(sign.is_some(), "{row}");
        }
    }

    #[test]
    fn a_particle_does_not_hide_a_sign() {
        let signs_of = |text: &str| {
            let mut analyzer = Analyzer::new();
            let mut tokens = Tokens::new();
            analyzer.analyze(text, &mut tokens);
            KnownSigns::default().of(tokens[0].word, &analyzer)
        };
        assert!(signs_of("ومحمد").any(Signs::GIVEN));
        assert!(signs_of("وبحكومه").any(Signs::WORD));
        assert!(!signs_of("كتاب").any(Signs::GIVEN | Signs::PLACE));
        assert!(signs_of("والمهندس").any(Signs::DEFINITE));
        assert!(!signs_of("والد").any(Signs::DEFINITE));
    }
}
