//! Names of persons: whether two spellings, in whatever script, can be one name.

mod arabic;
mod latin;
mod query;

pub use query::NameQuery;
