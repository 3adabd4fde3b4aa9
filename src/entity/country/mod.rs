//! Countries: a gazetteer that people can edit, recognition in text, and the reading of queries.

mod decide;
mod forms;
mod gazetteer;
mod language;
mod query;
mod sign;
mod start;
mod tagger;
#[cfg(test)]
mod tests;
mod weak;

pub use forms::{country_words, is_country_word, other_names, prepare};
pub use gazetteer::{CountryInfo, all, info};
pub use query::{CountryReading, resolve};
pub use tagger::{CountryTagger, may_begin_country};
