//! Words that say nothing of what an article is about.
use super::fold::fold_word;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../data/stopwords.tsv");

static WORDS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    TABLE
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(fold_word)
        .collect()
});

/// The stop words, folded.
pub fn stop_words() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(String::as_str)
}

/// Whether a folded word is a stop word.
pub fn is_stop_word(folded: &str) -> bool {
    WORDS.contains(folded)
}

#[cfg(test)]
mod tests {
    #[test]
    fn stop_words_are_found_folded() {
        assert!(super::is_stop_word("الي") && super::is_stop_word("في"));
        assert!(!super::is_stop_word("وزير"));
    }
}
