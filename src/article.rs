//! The article: plain data, as read from any source and as stored.
use serde::{Deserialize, Serialize};

/// One news article. Only a title or a body is required; every text is Unicode as published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Article {
    /// Stable identifier; derived from the url, else from the content, when the source gives none.
    pub id: String,
    /// Address of the original, or empty.
    pub url: String,
    /// Newspaper, agency or site.
    pub source: String,
    /// Headline.
    pub title: String,
    /// Author line as printed.
    pub author: String,
    /// ISO 8601 date or date-time, or empty.
    pub published: String,
    /// Section of the paper, or empty.
    pub section: String,
    /// Text of the article.
    pub body: String,
}
