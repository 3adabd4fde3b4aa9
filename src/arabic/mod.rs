//! Text to words: boundaries (UAX #29), folding with offsets into the original, clitics and lemmas. Pure: no files, no clock.
//!
//! A text becomes [`Token`]s; a token names a [`Word`], which is analysed once however often it occurs. A word has an exact form
//! (marks and controls off), a folded form (orthography unified) and [`Reading`]s (particles off, lemma).

mod analyzer;
mod attach;
mod boundary;
mod context;
mod family;
mod fold;
mod inflect;
mod lexicon;
mod matching;
mod particles;
mod segment;
mod slips;
mod stop;
mod token;
mod variants;
mod word;

pub use analyzer::{Analyzer, Marker};
pub use attach::attached_forms;
pub use boundary::{first_word_spans, word_spans};
pub use family::relatives;
pub use fold::{exact_text, fold_text, fold_word, fold_words, letter_offset};
pub use lexicon::{
    Standing, frequency as word_frequency, is_name_word, is_ordinary_word, name_count, standing,
};
pub use matching::{Tier, match_words};
pub use slips::typing_slips;
pub use stop::{is_stop_word, stop_words};
pub use token::{Interest, Kept, Mark, Token, Tokens, WordId};
pub use variants::foreign_variants;
pub use word::{Evidence, Reading, Script, Word};

/// Version of the analysis; a change makes indexes of other versions unreadable.
pub const ANALYZER_VERSION: u32 = 5;
