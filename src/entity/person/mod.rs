//! Persons: names found by their shape, by titles and verbs beside them, and by a fuller form elsewhere in the article.

mod shape;
mod tagger;

pub use tagger::PersonTagger;
