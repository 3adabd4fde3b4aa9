//! Text to words: boundaries (UAX #29), folding with offsets into the original, clitics and lemmas. Pure: no files, no clock.

mod analyzer;
mod fold;
mod word;

pub use analyzer::{Analyzer, Token, WordId};
pub use fold::{fold_text, fold_word, letter_offset};
pub use word::{Evidence, Reading, Script, Word};

/// Version of the analysis; a change makes indexes of other versions unreadable.
pub const ANALYZER_VERSION: u32 = 1;

/// stub
pub fn is_stop_word(_folded: &str) -> bool { false }
/// stub
pub fn is_ordinary_word(_folded: &str) -> bool { false }
