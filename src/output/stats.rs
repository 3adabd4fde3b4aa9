//! What an index holds, for people.
use super::escape::on_one_line;
use super::terminal::grouped;
use crate::article::day;
use crate::index::Stats;
use std::io::{self, Write};

/// Most sources listed.
const SOURCES: usize = 20;

/// Writes the statistics.
///
/// # Errors
/// When `out` cannot be written.
pub fn stats_text(out: &mut dyn Write, stats: &Stats) -> io::Result<()> {
    let date = |seconds: Option<i64>| seconds.map_or_else(|| "none".to_owned(), day);
    writeln!(out, "articles   {}", grouped(stats.articles))?;
    writeln!(out, "bytes      {}", grouped(stats.bytes))?;
    writeln!(out, "segments   {}", stats.segments)?;
    writeln!(
        out,
        "published  {} to {}",
        date(stats.first),
        date(stats.last)
    )?;
    writeln!(
        out,
        "versions   schema {}, analyzer {}",
        stats.record_version, stats.analyzer_version
    )?;
    if !stats.entities {
        writeln!(
            out,
            "left out   countries and persons (built with --no-entities)"
        )?;
    }
    writeln!(out, "sources    {}", stats.sources.len())?;
    for (source, articles) in stats.sources.iter().take(SOURCES) {
        writeln!(out, "  {:>9}  {}", grouped(*articles), on_one_line(source))?;
    }
    match stats.sources.len().saturating_sub(SOURCES) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more"),
    }
}
