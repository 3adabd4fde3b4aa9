//! The contract of the analysis on any text: total, tokens in order over their own words, a store of words changes nothing,
//! the exact tier of an exact word is itself.
#![no_main]
use libfuzzer_sys::fuzz_target;
use naba::arabic::{Analyzer, Tokens, fold_word, fold_words};

fuzz_target!(|text: &str| {
    let mut analyzer = Analyzer::new();
    let (mut cold, mut warm) = (Tokens::new(), Tokens::new());
    analyzer.analyze(text, &mut cold);
    analyzer.analyze(text, &mut warm);
    assert_eq!(*cold, *warm);
    let mut end = 0;
    for token in &cold {
        assert!(token.start >= end && token.end > token.start && token.readings != 0);
        end = token.end;
        assert!(text.get(token.start as usize..end as usize).is_some());
    }
    let mut tokens = cold.iter();
    fold_words(text, |span, exact, folded| {
        let token = tokens.next().expect("one token a word");
        assert_eq!(span, token.start as usize..token.end as usize);
        assert_eq!(folded, fold_word(&text[span]));
        assert_eq!(fold_word(exact), folded);
    });
    assert!(tokens.next().is_none());
});
