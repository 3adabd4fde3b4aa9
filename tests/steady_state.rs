//! Words repeat: a text whose words are all known is analysed without allocating.
use naba::arabic::{Analyzer, Tokens, fold_words};

const TEXT: &str = include_str!("../corpus/articles.jsonl");

#[test]
fn known_words_are_analysed_without_allocating() {
    let mut analyzer = Analyzer::new();
    let mut tokens = Tokens::new();
    analyzer.analyze(TEXT, &mut tokens);
    let words = tokens.len();
    let again = allocation_counter::measure(|| analyzer.analyze(TEXT, &mut tokens));
    assert!(words > 1000 && tokens.len() == words);
    assert_eq!(again.count_total, 0, "{again:?} for {words} words");
}

#[test]
fn the_exact_and_folded_tiers_allocate_for_the_text_not_for_its_words() {
    let (mut words, mut letters) = (0u64, 0);
    let seen = allocation_counter::measure(|| {
        fold_words(TEXT, |_, exact, folded| {
            words += 1;
            letters += exact.len() + folded.len();
        });
    });
    assert!(words > 1000 && letters > 0);
    assert!(seen.count_total < words / 100, "{seen:?} for {words} words");
}
