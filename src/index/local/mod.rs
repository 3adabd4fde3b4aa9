//! The embedded engine: tantivy in a folder.

mod dictionary;
mod eval;
mod nearness;
mod reader;
mod schema;
mod score;
mod tokenize;
mod writer;

pub use reader::LocalIndex;
pub use writer::LocalWriter;
