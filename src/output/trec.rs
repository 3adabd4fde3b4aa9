//! TREC run lines.
use std::io::{self, Write};

/// Writes `QID Q0 ID RANK SCORE naba`. White space in an id would break the columns and is written as `_`.
///
/// # Errors
/// When `out` cannot be written.
pub fn trec_line(
    out: &mut dyn Write,
    query: &str,
    id: &str,
    rank: usize,
    score: f32,
) -> io::Result<()> {
    let id: String = id
        .chars()
        .map(|c| if c.is_whitespace() { '_' } else { c })
        .collect();
    writeln!(out, "{query} Q0 {id} {rank} {score} naba")
}
