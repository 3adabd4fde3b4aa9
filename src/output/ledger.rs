//! The form ledger, and why an article matches.
use super::escape::{isolate, on_one_line};
use super::terminal::{Style, grouped};
use super::understood::reading;
use crate::search::{Ledger, Reasons};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use std::io::{self, Write};

/// What a ledger leaves out; none if it is whole.
pub fn ledger_note(ledger: &Ledger) -> Option<String> {
    let read = (ledger.read < ledger.articles).then(|| {
        format!(
            "truncated: the counts are of the latest {} of {} articles",
            grouped(ledger.read),
            grouped(ledger.articles)
        )
    });
    let cut = ledger.cut.then(|| {
        format!(
            "truncated: only the {} most frequent forms",
            grouped(ledger.rows.len() as u64)
        )
    });
    let notes: Vec<String> = read.into_iter().chain(cut).collect();
    (!notes.is_empty()).then(|| notes.join("; "))
}

/// Writes one JSON object a form.
///
/// # Errors
/// When `out` cannot be written.
pub fn ledger_jsonl(out: &mut dyn Write, ledger: &Ledger) -> io::Result<()> {
    for row in &ledger.rows {
        serde_json::to_writer(&mut *out, row)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Writes CSV with a header.
///
/// # Errors
/// When `out` cannot be written.
pub fn ledger_csv(out: &mut dyn Write, ledger: &Ledger) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["form", "word", "occurrences", "articles", "reason"])?;
    for row in &ledger.rows {
        let (occurrences, articles) = (row.occurrences.to_string(), row.articles.to_string());
        table.write_record([&row.form, &row.word, &occurrences, &articles, &row.reason])?;
    }
    table.flush()
}

/// Writes a table for people.
///
/// # Errors
/// When `out` cannot be written.
pub fn ledger_text(out: &mut dyn Write, ledger: &Ledger, style: Style) -> io::Result<()> {
    let show = |text: &str| {
        if style == Style::Terminal {
            isolate(text)
        } else {
            on_one_line(text)
        }
    };
    writeln!(
        out,
        "{} forms in {} articles",
        grouped(ledger.rows.len() as u64),
        grouped(ledger.articles)
    )?;
    if let Some(note) = ledger_note(ledger) {
        writeln!(out, "{note}")?;
    }
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["articles", "times", "form", "of", "why"]);
    for row in &ledger.rows {
        table.add_row([
            grouped(row.articles),
            grouped(row.occurrences),
            show(&row.form),
            show(&row.word),
            show(&row.reason),
        ]);
    }
    for column in table.column_iter_mut().take(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{table}")
}

/// Writes why an article matches and what its score is made of.
///
/// # Errors
/// When `out` cannot be written.
pub fn reasons_text(out: &mut dyn Write, reasons: &Reasons) -> io::Result<()> {
    let verdict = match (reasons.matched, reasons.related) {
        (true, _) => "match",
        (false, true) => "some of the words",
        (false, false) => "no",
    };
    writeln!(
        out,
        "{verdict}: {}",
        on_one_line(&reasons.evidence.join("; "))
    )?;
    for line in reading(&reasons.understood, &on_one_line) {
        writeln!(out, "{line}")?;
    }
    if !reasons.matched && !reasons.related {
        return Ok(());
    }
    writeln!(out, "score {:.3}; at the first look", reasons.score)?;
    for part in &reasons.parts {
        writeln!(
            out,
            "{:>8.3}  {}: {}",
            part.score,
            on_one_line(&part.part),
            on_one_line(&part.evidence)
        )?;
    }
    writeln!(out, "of which")?;
    for (kind, score) in &reasons.kinds {
        writeln!(out, "{score:>8.3}  {kind}")?;
    }
    Ok(())
}
