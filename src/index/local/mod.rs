//! The embedded engine: tantivy in a folder.

mod eval;
mod near;
mod nearness;
mod people;
mod reader;
mod schema;
mod score;
mod tokenize;
mod writer;

pub use reader::LocalIndex;
pub use writer::LocalWriter;
