//! Hits as JSON, one a line.
use crate::search::{Hit, Snippet};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Line<'a> {
    rank: usize,
    score: f32,
    id: &'a str,
    url: &'a str,
    source: &'a str,
    title: &'a str,
    published: &'a str,
    countries: Vec<&'a str>,
    persons: Vec<&'a str>,
    strength: Vec<Strength<'a>>,
    snippet: &'a Snippet,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    copies: &'a [String],
}

/// How much an article is about a country.
#[derive(Serialize)]
struct Strength<'a> {
    code: &'a str,
    /// Mentions, implied ones too.
    mentions: usize,
    /// One stands in the title or the lead.
    lead: bool,
    /// Of all mentions of countries in the article, from 0 to 1.
    share: f32,
}

/// Writes each hit as one JSON object a line, with the keys of the interface.
///
/// # Errors
/// When `out` cannot be written.
pub fn hits_jsonl(out: &mut dyn Write, hits: &[Hit]) -> io::Result<()> {
    for hit in hits {
        let article = &hit.stored.article;
        let line = Line {
            rank: hit.rank,
            score: hit.score,
            id: &article.id,
            url: &article.url,
            source: &article.source,
            title: &article.title,
            published: &article.published,
            countries: hit.countries(),
            persons: hit.persons(),
            strength: hit
                .stored
                .countries
                .iter()
                .map(|c| Strength {
                    code: &c.key,
                    mentions: c.spans.len(),
                    lead: c.lead,
                    share: f32::from(c.share) / 1000.0,
                })
                .collect(),
            snippet: &hit.snippet,
            copies: &hit.copies,
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
