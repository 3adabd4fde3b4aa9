//! Hits as CSV with a header (RFC 4180).
use crate::search::Hit;
use std::io::{self, Write};

/// Writes a header and one row a hit; lists are joined by `; `.
///
/// # Errors
/// When `out` cannot be written.
pub fn hits_csv(out: &mut dyn Write, hits: &[Hit]) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record([
        "rank",
        "score",
        "id",
        "url",
        "source",
        "title",
        "published",
        "countries",
        "persons",
        "snippet",
    ])?;
    for hit in hits {
        let article = &hit.stored.article;
        table.write_record([
            &hit.rank.to_string(),
            &hit.score.to_string(),
            &article.id,
            &article.url,
            &article.source,
            &article.title,
            &article.published,
            &hit.countries().join("; "),
            &hit.persons().join("; "),
            &hit.snippet.text,
        ])?;
    }
    table.flush()
}
