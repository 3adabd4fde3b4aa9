//! Text to words: boundaries (UAX #29), folding with offsets into the original, clitics and lemmas. Pure: no files, no clock.

mod analyzer;
mod fold;
mod word;

pub use analyzer::{Analyzer, Token, WordId};
pub use fold::{fold_text, fold_word, letter_offset};
pub use word::{Evidence, Reading, Script, Word};
