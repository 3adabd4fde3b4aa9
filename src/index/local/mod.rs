//! The embedded engine: tantivy in a folder.

mod candidate;
mod counts;
mod dictionary;
mod eval;
mod folder;
mod gists;
mod kept;
mod lists;
mod making;
mod matched;
mod near;
mod people;
mod places;
mod ranking;
mod reader;
mod rerank;
mod schema;
mod score;
mod segment;
mod store;
mod vocabulary;
mod writer;

pub use reader::LocalIndex;
pub use writer::LocalWriter;
