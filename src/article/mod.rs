//! The article: plain data, as read from any source and as stored.

mod date;
mod period;

pub use date::{Step, day, normalize, seconds_at_start, seconds_past_end, step_of};
pub use period::{Period, period};

use crate::limits::BODY_BYTES;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3Default;

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

/// Longest id in bytes; longer ones are program errors and do not fit an index term well.
const ID_BYTES: usize = 512;

impl Article {
    /// Brings an article as read into the stored form: texts trimmed at their ends, the date as ISO 8601 or empty, an id if there
    /// was none.
    ///
    /// # Errors
    /// The reason why this is no article: it has neither title nor body, or is over a limit.
    pub fn validate(mut self) -> Result<Article, String> {
        for text in [
            &mut self.id,
            &mut self.url,
            &mut self.source,
            &mut self.title,
            &mut self.author,
            &mut self.section,
        ] {
            trim(text);
        }
        if self.title.is_empty() && self.body.trim().is_empty() {
            return Err("neither title nor body".to_owned());
        }
        if self.body.len() > BODY_BYTES {
            return Err(format!(
                "a body of {} bytes, at most {BODY_BYTES} are taken",
                self.body.len()
            ));
        }
        if self.id.len() > ID_BYTES {
            return Err(format!(
                "an id of {} bytes, at most {ID_BYTES} are taken",
                self.id.len()
            ));
        }
        self.published = normalize(&self.published).unwrap_or_default();
        if self.id.is_empty() {
            let hash = match self.url.as_str() {
                "" => stable_hash(&[&self.source, &self.title, &self.published, &self.body]),
                url => stable_hash(&[url]),
            };
            self.id = format!("naba-{hash:016x}");
        }
        Ok(self)
    }

    /// Hash of every field: XXH3 of 64 bits over the texts, each followed by a byte that no UTF-8 text contains; the same on every
    /// machine.
    pub fn content_hash(&self) -> u64 {
        let mut hash = Xxh3Default::new();
        for text in [
            &self.id,
            &self.url,
            &self.source,
            &self.title,
            &self.author,
            &self.published,
            &self.section,
            &self.body,
        ] {
            hash.update(text.as_bytes());
            hash.update(&[0xFF]);
        }
        hash.digest()
    }

    /// Publication in seconds since 1970-01-01T00:00Z; a date without a time counts as its midnight in UTC.
    pub fn published_seconds(&self) -> Option<i64> {
        seconds_at_start(&self.published)
    }
}

fn trim(text: &mut String) {
    let kept = text.trim();
    if kept.len() != text.len() {
        *text = kept.to_owned();
    }
}

/// 64-bit FNV-1a over the texts, each followed by a byte that no UTF-8 text contains
/// (Fowler, Noll, Vo; `draft-eastlake-fnv`).
pub fn stable_hash(texts: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for text in texts {
        for byte in text.bytes().chain([0xFF]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_needs_a_title_or_a_body() {
        assert!(Article::default().validate().is_err());
        let only_title = Article {
            title: " عاجل ".into(),
            ..Article::default()
        }
        .validate()
        .unwrap();
        assert_eq!(only_title.title, "عاجل");
    }

    #[test]
    fn a_missing_id_comes_from_the_url_else_from_the_text() {
        let with = |url: &str, body: &str| {
            Article {
                url: url.into(),
                body: body.into(),
                ..Article::default()
            }
            .validate()
            .unwrap()
            .id
        };
        assert_eq!(
            with("https://a.example/1", "نص"),
            with("https://a.example/1", "نص آخر")
        );
        assert_ne!(with("", "نص"), with("", "نص آخر"));
        assert!(with("", "نص").starts_with("naba-"));
    }

    #[test]
    fn hashes_do_not_change_between_versions() {
        assert_eq!(stable_hash(&["نبأ"]), 0x848f6325112fb1ec);
        assert_ne!(stable_hash(&["ab", "c"]), stable_hash(&["a", "bc"]));
    }
}
