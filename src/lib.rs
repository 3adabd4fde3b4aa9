//! Naba (نبأ, "news"): a search engine for Arabic news.
#![deny(missing_docs)]

pub mod arabic;
pub mod article;
pub mod entity;
pub mod limits;
