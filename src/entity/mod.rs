//! Words to mentions: countries and persons, each with its spans, canonical name and strength.

pub mod country;
mod gist;
mod model;
pub mod name;
pub mod person;
mod recognize;

pub use gist::Gist;
pub use model::{
    Country, CountryCode, Document, Entities, Field, Mention, MentionKind, Person, Text,
};
pub use recognize::Recognizer;
