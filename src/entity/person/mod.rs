//! Persons: names found by their words, by titles and verbs beside them, and by a fuller form elsewhere in the article.

mod cut;
mod decode;
mod features;
mod known;
mod ladder;
mod later;
mod lexicon;
mod mend;
mod model;
mod phrases;
mod resolve;
mod rows;
mod signs;
mod span;
mod spelling;
mod table;
mod tagger;
#[cfg(test)]
mod tests;
mod trim;
mod vectors;

pub(super) use known::{CENTRE, vector_of};
pub use tagger::PersonTagger;
pub(super) use vectors::DIMENSIONS;

/// What `tools/train_persons` shares with recognition: features, and the layout of the files of weights.
pub mod training {
    pub use super::features::{Feature, PLACES, Place, Profile, REACH, Width, places_of, profile};
    pub use super::model::{DISTANCES, HIDDEN, LANES, MAGIC, TAGS};
    pub use super::rows::EXPONENTS;
    pub use super::table::{key, write_keys};
    pub use super::vectors::{
        DIMENSIONS, ROW, SHARES, UNIT as VECTOR_UNIT, UNKNOWN, Vectors, WORD,
    };
}
