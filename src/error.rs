//! The one public error: lower case, concrete, with the way out.
use std::path::PathBuf;

/// Anything that can go wrong with an index or a query. Faulty input articles are not errors but rejections of `source`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing lies at the location.
    #[error("no index at {0}: build one with `naba-index --index {0} add PATH`")]
    NoIndex(PathBuf),
    /// The location is something else than an index of ours.
    #[error("{path} is not a naba index: {reason}")]
    NotAnIndex {
        /// The location.
        path: PathBuf,
        /// What it is instead.
        reason: String,
    },
    /// Another schema or analysis made the index, so its terms would not be the ones looked for.
    #[error(
        "the index at {path} was built with {found}, this program needs {needed}: rebuild it with `naba-index --index {path} add PATH` into an empty folder"
    )]
    Version {
        /// The location.
        path: PathBuf,
        /// Versions found.
        found: String,
        /// Versions needed.
        needed: String,
    },
    /// Another indexer holds the writer's lock.
    #[error("the index at {0} is being written by another process: wait for it to end, or stop it")]
    Locked(PathBuf),
    /// An index has countries and persons, or has none, and the other was to be added.
    #[error(
        "the index at {path} was built {has} countries and persons: add {flag} --no-entities, or into another folder"
    )]
    Entities {
        /// The location.
        path: PathBuf,
        /// `with` or `without`.
        has: &'static str,
        /// What the option must be: `with` or `without`.
        flag: &'static str,
    },
    /// The query cannot be read or goes past a limit.
    #[error("query: {0}")]
    Query(String),
    /// A part of a query or of a filter means nothing in this index, or goes past a limit.
    #[error("query: {message}")]
    Part {
        /// What is wrong.
        message: String,
        /// The part, as typed.
        part: String,
    },
    /// The query breaks a rule of the query language.
    #[error("query: {message} (at character {column}){}", suggestion(plain))]
    Syntax {
        /// What is wrong.
        message: String,
        /// Where, in Unicode scalar values from 1.
        column: usize,
        /// The query.
        query: String,
        /// The query without the signs of the language.
        plain: String,
    },
    /// A file or folder could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// What was touched.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A table that the user wrote cannot be read.
    #[error("{path}:{line}: {reason}")]
    Table {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong, and what to write.
        reason: String,
    },
    /// The engine failed.
    #[error("index at {path}: {message}")]
    Engine {
        /// The location.
        path: PathBuf,
        /// What the engine said.
        message: String,
    },
    /// A stored record does not read back.
    #[error("the record of article {id:?} is damaged: {reason}; run `naba-index verify`")]
    Damaged {
        /// The article.
        id: String,
        /// What does not hold.
        reason: String,
    },
}

/// What is said of countries and persons that were left out of an index.
pub(crate) const WITHOUT_ENTITIES: &str = "this index has no countries and persons (it was built with --no-entities): look for the name as words, or build the index without that option";

impl Error {
    /// What is said to who asks an index for countries or persons that were left out of it.
    pub(crate) fn without_entities() -> Self {
        Error::Query(WITHOUT_ENTITIES.to_owned())
    }
}

/// Longest query in bytes that is worth repeating in a message.
const REPEATED: usize = 200;

fn suggestion(plain: &str) -> String {
    if plain.is_empty() || plain.len() > REPEATED {
        return String::new();
    }
    format!("; as plain words: naba search '{plain}'")
}

/// Shorthand for results of this library.
pub type Result<T> = std::result::Result<T, Error>;
