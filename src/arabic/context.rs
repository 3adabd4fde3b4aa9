//! Choosing between the readings of a word by what stands before it.
use super::fold::fold_word;
use super::word::Word;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../data/place_heads.tsv");

/// Nouns that stand before the name of a place: what follows them is a name, whole.
static HEADS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    TABLE
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(fold_word)
        .collect()
});

/// Titles with the article: the name that follows stands beside them without a preposition.
static TITLES: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let rows = include_str!("../../data/names/short_titles.tsv").lines();
    rows.filter(|l| !l.starts_with('#'))
        .map(fold_word)
        .filter(|t| t.starts_with("ال"))
        .collect()
});

/// Whether a word announces a name, of a place or of a person.
pub(super) fn announces_name(word: &Word) -> bool {
    TITLES.contains(&*word.folded)
        || word
            .readings
            .iter()
            .any(|r| HEADS.contains(&*r.lemma) || HEADS.contains(&*r.stem))
}

/// The readings of `word`, of those in `readings`, that hold after a word that announces a name: those that take nothing off,
/// if there is one.
pub(super) fn after_announcement(word: &Word, readings: u8) -> u8 {
    let whole = word
        .readings
        .iter()
        .enumerate()
        .filter(|(i, r)| *i < 8 && matches!(&*r.proclitics, "" | "ال"));
    let mask = whole.fold(0, |mask, (i, _)| mask | 1 << i) & readings;
    if mask == 0 { readings } else { mask }
}
