//! Countries: a gazetteer that people can edit, recognition in text, and the reading of queries.

mod gazetteer;
mod query;
mod start;
mod tagger;
mod weak;

pub use gazetteer::{CountryInfo, all, info, is_country_word, other_names};
pub use query::{CountryReading, resolve};
pub use tagger::CountryTagger;
