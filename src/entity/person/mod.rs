//! Persons: names found by their words, by titles and verbs beside them, and by a fuller form elsewhere in the article.

mod clue;
mod segment;
mod spelling;
mod tagger;
mod view;

pub use tagger::PersonTagger;
