//! When a query word and a text word are the same word: the single definition.
use super::word::Word;

/// Through which tier two words are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// The same letters.
    Exact,
    /// The same word in another orthography.
    Folded,
    /// The same lemma in some reading of each.
    Lemma,
}

/// The cheapest tier that connects a query word, in any of its readings, with a text word in the readings that hold there.
pub fn match_words(query: &Word, text: &Word, text_readings: u8) -> Option<Tier> {
    if query.exact == text.exact {
        return Some(Tier::Exact);
    }
    if query.folded == text.folded {
        return Some(Tier::Folded);
    }
    let holds = |i: usize| i < 8 && text_readings & (1 << i) != 0;
    text.readings
        .iter()
        .enumerate()
        .any(|(i, t)| holds(i) && query.readings.iter().any(|q| q.lemma == t.lemma))
        .then_some(Tier::Lemma)
}
