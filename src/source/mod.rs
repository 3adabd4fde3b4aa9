//! Bytes to articles: formats, archives, encodings. Streaming, with memory bounded whatever the input's size; every input that
//! cannot be read is reported with its file and line and skipped.

mod container;
mod encoding;
mod html;
mod jsonl;
mod lines;
mod read;
mod record;
mod table;
mod text;
mod trec;
mod walk;

pub use read::{Format, Input, Item, Position, RawItem, ReadOptions, Summary, read, read_raw};
pub use record::{RawRecord, Rejection, parse};
