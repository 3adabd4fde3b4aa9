//! Articles by period, for people, programs and papers.
use super::terminal::grouped;
use crate::search::PeriodCount;
use std::io::{self, Write};

/// Longest bar in characters.
const BAR: u64 = 40;

/// Writes one JSON object a period.
///
/// # Errors
/// When `out` cannot be written.
pub fn timeline_jsonl(out: &mut dyn Write, rows: &[PeriodCount]) -> io::Result<()> {
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
pub fn timeline_csv(out: &mut dyn Write, rows: &[PeriodCount]) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["period", "articles", "share"])?;
    for row in rows {
        table.write_record([
            &row.period,
            &row.articles.to_string(),
            &row.share.to_string(),
        ])?;
    }
    table.flush()
}

/// Writes a bar for each period.
///
/// # Errors
/// When `out` cannot be written.
pub fn timeline_text(out: &mut dyn Write, rows: &[PeriodCount]) -> io::Result<()> {
    let most = rows.iter().map(|r| r.articles).max().unwrap_or(0).max(1);
    let total: u64 = rows.iter().map(|r| r.articles).sum();
    let noun = if total == 1 { "article" } else { "articles" };
    writeln!(out, "{} {noun} with a date", grouped(total))?;
    for row in rows {
        let length = (row.articles * BAR).div_ceil(most) as usize;
        writeln!(
            out,
            "{:<10}  {:>7}  {:>6.2}%  {}",
            row.period,
            grouped(row.articles),
            row.share * 100.0,
            "#".repeat(length)
        )?;
    }
    Ok(())
}

/// Writes a chart as SVG: a bar for each period, the number in its title.
///
/// # Errors
/// When `out` cannot be written.
pub fn timeline_svg(out: &mut dyn Write, rows: &[PeriodCount]) -> io::Result<()> {
    const WIDTH: f64 = 800.0;
    const HEIGHT: f64 = 240.0;
    const EDGE: f64 = 40.0;
    let most = rows.iter().map(|r| r.articles).max().unwrap_or(0).max(1);
    let step = (WIDTH - 2.0 * EDGE) / rows.len().max(1) as f64;
    let floor = HEIGHT - EDGE;
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11">"#
    )?;
    writeln!(
        out,
        r#"<line x1="{EDGE}" y1="{floor}" x2="{}" y2="{floor}" stroke="black"/>"#,
        WIDTH - EDGE
    )?;
    writeln!(
        out,
        r#"<text x="{}" y="{EDGE}" text-anchor="end">{most}</text>"#,
        EDGE - 4.0
    )?;
    for (i, row) in rows.iter().enumerate() {
        let height = (floor - EDGE) * row.articles as f64 / most as f64;
        let x = EDGE + step * i as f64;
        writeln!(
            out,
            r#"<rect x="{x:.2}" y="{:.2}" width="{:.2}" height="{height:.2}" fill="steelblue"><title>{}: {}</title></rect>"#,
            floor - height,
            step * 0.8,
            row.period,
            row.articles
        )?;
    }
    for (row, x, anchor) in [
        (rows.first(), EDGE, "start"),
        (rows.last(), WIDTH - EDGE, "end"),
    ] {
        if let Some(row) = row {
            writeln!(
                out,
                r#"<text x="{x}" y="{}" text-anchor="{anchor}">{}</text>"#,
                floor + 16.0,
                row.period
            )?;
        }
    }
    writeln!(out, "</svg>")
}
