//! The syntax tree of a query.
use crate::entity::Field;

/// What was typed, by its syntax only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ast {
    /// Words side by side, not yet split into words of the language.
    Words {
        /// As typed.
        text: String,
        /// Only in this field.
        field: Option<Field>,
        /// Exact tier only (typed with `=` in front).
        exact: bool,
    },
    /// Words in quotes.
    Phrase {
        /// Without the quotes.
        text: String,
        /// Only in this field.
        field: Option<Field>,
        /// Exact tier only.
        exact: bool,
    },
    /// `person:…`
    Person(String),
    /// `country:…`
    Country(String),
    /// `source:…`
    Source(String),
    /// All of them.
    All(Vec<Ast>),
    /// One of them.
    Any(Vec<Ast>),
    /// Not this.
    Not(Box<Ast>),
}
