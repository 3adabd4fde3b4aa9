//! Naba (نبأ, "news"): a search engine for Arabic news.
#![deny(missing_docs)]

pub mod arabic;
pub mod article;
pub mod entity;
mod error;
pub mod index;
pub mod ingest;
pub mod limits;
pub mod output;
mod parallel;
pub mod query;
pub mod search;
pub mod source;

pub use error::{Error, Result};
