//! Sequences of words that are no persons, or more of a name than the model sees: `data/names/phrases.tsv`.
use super::known::Known;
use super::table::key;
use super::vectors::WORD;
use crate::arabic::fold_word;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a sequence of words is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phrase {
    /// No part of any name.
    Never,
    /// No person by itself.
    Alone,
    /// No part of a name before it.
    After,
    /// A whole name.
    Name,
    /// A given name of two words.
    Given,
}

/// Words of the longest sequence.
pub(super) const LONGEST: usize = 3;

static PHRASES: LazyLock<FxHashMap<Vec<u32>, Phrase>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/names/phrases.tsv")
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'));
    rows.filter_map(|row| {
        let (words, kind) = row.split_once('\t')?;
        let kind = match kind {
            "never" => Phrase::Never,
            "alone" => Phrase::Alone,
            "after" => Phrase::After,
            "name" => Phrase::Name,
            "given" => Phrase::Given,
            _ => return None,
        };
        let words = words.split(' ').map(|w| key(WORD, &fold_word(w)));
        Some((words.collect(), kind))
    })
    .collect()
});

/// The sequence that these words are; the first with or without its particles.
pub(super) fn phrase(words: &[Known]) -> Option<Phrase> {
    let (first, rest) = words.split_first()?;
    let mut keys: Vec<u32> = Vec::with_capacity(words.len());
    first.forms.iter().find_map(|form| {
        keys.clear();
        keys.push(*form);
        keys.extend(rest.iter().filter_map(|w| w.forms.first()));
        PHRASES.get(&keys).copied()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let rows = include_str!("../../../data/names/phrases.tsv")
            .lines()
            .filter(|l| !l.is_empty() && !l.starts_with('#'));
        let mut seen = rustc_hash::FxHashSet::default();
        for row in rows {
            let (words, _) = row.split_once('\t').unwrap();
            let words: Vec<u32> = words.split(' ').map(|w| key(WORD, &fold_word(w))).collect();
            assert!(
                words.len() <= LONGEST && PHRASES.contains_key(&words),
                "{row}"
            );
            // رحمه الله and رحمة الله are one when folded: the later row would hide the earlier.
            assert!(seen.insert(words), "twice: {row}");
        }
    }
}
