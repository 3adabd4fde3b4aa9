//! A raw record: what the reading thread hands over, parsed wherever there is time.
use super::{html, jsonl, text, trec};
use crate::article::Article;
use std::fmt;
use std::sync::Arc;

/// An input that was not taken, and why. Displays as `PATH[:LINE]: reason`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// File, or archive and entry, or `-`.
    pub path: Arc<str>,
    /// Line, from 1, where the format has lines.
    pub line: Option<u64>,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path, self.reason),
            None => write!(f, "{}: {}", self.path, self.reason),
        }
    }
}

/// A record cut out of an input, not yet parsed.
#[derive(Debug, Clone)]
pub struct RawRecord {
    pub(super) path: Arc<str>,
    pub(super) line: Option<u64>,
    pub(super) payload: Payload,
}

/// What a raw record holds.
#[derive(Debug, Clone)]
pub(super) enum Payload {
    Json(Vec<u8>),
    Html(String),
    Text(String),
    Trec(String),
    Fields(Box<Article>),
}

impl RawRecord {
    /// Its size in bytes.
    pub fn len(&self) -> usize {
        match &self.payload {
            Payload::Json(bytes) => bytes.len(),
            Payload::Html(text) | Payload::Text(text) | Payload::Trec(text) => text.len(),
            Payload::Fields(article) => article.title.len() + article.body.len(),
        }
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The article in a raw record.
///
/// # Errors
/// The rejection to report when there is none.
pub fn parse(record: RawRecord) -> Result<Article, Rejection> {
    let RawRecord {
        path,
        line,
        payload,
    } = record;
    let parsed = match payload {
        Payload::Json(bytes) => jsonl::article(&bytes),
        Payload::Html(text) => html::article(&text),
        Payload::Text(text) => Ok(text::article(&text)),
        Payload::Trec(text) => trec::article(&text),
        Payload::Fields(article) => Ok(*article),
    };
    parsed
        .and_then(Article::validate)
        .map_err(|reason| Rejection { path, line, reason })
}
