//! The syntax tree of a query.
use crate::article::Period;
use crate::entity::Field;
use crate::index::Facet;

/// What was typed, by its syntax only. [`std::fmt::Display`] writes it back as a query that reads the same.
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
        /// Words that may stand among them (typed `"…"~N`), in any order; none for a phrase, which is side by side in order.
        within: Option<u32>,
    },
    /// A word with `*` for any letters or `?` for one.
    Wildcard {
        /// As typed.
        pattern: String,
        /// Only in this field.
        field: Option<Field>,
    },
    /// A word in which letters may be off (typed `word~1`).
    Fuzzy {
        /// As typed, without the tilde.
        text: String,
        /// Letters that may be off.
        off: u8,
        /// Only in this field.
        field: Option<Field>,
    },
    /// `person:…`
    Person(String),
    /// `country:…`
    Country(String),
    /// `source:…`, `section:…`, `author:…`
    Value(Facet, String),
    /// `date:…`
    Date {
        /// As typed.
        text: String,
        /// What it means.
        period: Period,
    },
    /// All of them.
    All(Vec<Ast>),
    /// One of them.
    Any(Vec<Ast>),
    /// Not this.
    Not(Box<Ast>),
    /// This in any case, also where articles with only some of the words are shown (typed with `+` in front, or beside AND).
    Must(Box<Ast>),
}

impl Ast {
    /// A text as plain words, whatever signs it holds.
    pub fn plain(text: &str) -> Ast {
        Ast::Words {
            text: text.to_owned(),
            field: None,
            exact: false,
        }
    }
}
