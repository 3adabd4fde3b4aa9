//! Counts of persons, countries and sources.
use super::escape::{isolate, on_one_line};
use super::terminal::{Style, grouped};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde::Serialize;
use std::io::{self, Write};

/// One counted value. Empty columns are left out of the JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Country code; empty for others.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// Name.
    pub name: String,
    /// Articles that mention it.
    pub articles: u64,
    /// Mentions in them.
    pub mentions: u64,
    /// Forms under which it was mentioned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forms: Option<Vec<FormCount>>,
}

/// How often a form occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormCount {
    /// As written.
    pub text: String,
    /// Occurrences.
    pub count: u64,
}

/// Writes one JSON object a line.
///
/// # Errors
/// When `out` cannot be written.
pub fn counts_jsonl(out: &mut dyn Write, rows: &[Counted]) -> io::Result<()> {
    for row in rows {
        serde_json::to_writer(&mut *out, row)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Writes CSV with a header.
///
/// # Errors
/// When `out` cannot be written.
pub fn counts_csv(out: &mut dyn Write, rows: &[Counted]) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["code", "name", "articles", "mentions"])?;
    for row in rows {
        table.write_record([
            &row.code,
            &row.name,
            &row.articles.to_string(),
            &row.mentions.to_string(),
        ])?;
    }
    table.flush()
}

/// Most other forms of a name shown beside it in a table.
const LISTED_FORMS: usize = 3;

/// Writes a table for people, with the number of articles that it counts.
///
/// # Errors
/// When `out` cannot be written.
pub fn counts_text(
    out: &mut dyn Write,
    rows: &[Counted],
    total: u64,
    style: Style,
) -> io::Result<()> {
    writeln!(out, "among {} articles", grouped(total))?;
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["articles", "mentions", "", "name"]);
    for row in rows {
        let text = |text: &str| {
            if style == Style::Terminal {
                isolate(text)
            } else {
                on_one_line(text)
            }
        };
        let mut name = text(&row.name);
        let forms = row.forms.iter().flatten().filter(|f| f.text != row.name);
        let forms: Vec<String> = forms
            .take(LISTED_FORMS)
            .map(|f| format!("{} {}", text(&f.text), grouped(f.count)))
            .collect();
        if !forms.is_empty() {
            name.push_str(&format!("  (also {})", forms.join(", ")));
        }
        table.add_row([
            grouped(row.articles),
            grouped(row.mentions),
            row.code.clone(),
            name,
        ]);
    }
    for column in table.column_iter_mut().take(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{table}")
}
