//! Words to mentions: countries and persons, each with its spans, canonical name and strength.

mod model;

pub use model::{Country, CountryCode, Document, Entities, Field, Mention, MentionKind, Person, Text};
