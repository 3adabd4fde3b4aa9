//! The embedded engine: tantivy in a folder.

mod candidate;
mod dictionary;
mod eval;
mod gists;
mod near;
mod people;
mod read_only;
mod reader;
mod rerank;
mod schema;
mod score;
mod tokenize;
mod writer;

pub use reader::LocalIndex;
pub use writer::LocalWriter;
