//! Hits for people at a terminal: each text isolated in its own direction, matches marked in colour only where colours show.
use super::escape::{isolate, on_one_line};
use super::understood::reading;
use crate::entity::country::info;
use crate::query::Understood;
use crate::search::{Hit, Results};
use anstyle::{AnsiColor, Style as Ansi};
use std::io::{self, Write};

/// How output may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// No colours, no direction controls: for pipes and files.
    Plain,
    /// Colours and bidi isolates: for a terminal.
    Terminal,
}

/// Most persons and countries listed under one hit.
const LISTED: usize = 6;

struct Ink {
    style: Style,
}

impl Ink {
    fn text(&self, text: &str) -> String {
        if self.style == Style::Terminal {
            isolate(text)
        } else {
            on_one_line(text)
        }
    }

    fn paint(&self, ansi: Ansi, text: &str) -> String {
        if self.style == Style::Terminal {
            format!("{ansi}{text}{ansi:#}")
        } else {
            text.to_owned()
        }
    }

    /// The text with its spans marked; spans in Unicode scalar values.
    fn marked(&self, text: &str, spans: &[[usize; 2]]) -> String {
        if self.style == Style::Plain {
            return on_one_line(text);
        }
        let mark = AnsiColor::Yellow.on_default().bold();
        let mut out = String::new();
        let mut chars = text.chars();
        let mut at = 0;
        for [start, end] in spans {
            let before: String = chars.by_ref().take(start.saturating_sub(at)).collect();
            let inside: String = chars
                .by_ref()
                .take(end.saturating_sub(*start.max(&at)))
                .collect();
            at = *end;
            out.push_str(&on_one_line(&before));
            out.push_str(&self.paint(mark, &on_one_line(&inside)));
        }
        out.push_str(&on_one_line(&chars.collect::<String>()));
        format!("\u{2068}{out}\u{2069}")
    }
}

/// Writes a page of results: what was found, each hit, or what was understood when nothing was.
///
/// # Errors
/// When `out` cannot be written.
pub fn hits_text(out: &mut dyn Write, results: &Results, style: Style) -> io::Result<()> {
    let ink = Ink { style };
    let dim = Ansi::new().dimmed();
    let related = match results.related {
        0 => String::new(),
        n if results.understood.words.len() == 1 => {
            format!("; {} more with words of its family", grouped(n))
        }
        n => format!("; {} more with some of the words", grouped(n)),
    };
    if results.hits.is_empty() && results.total == 0 {
        writeln!(out, "no hits{related}")?;
        return told(out, &ink, &results.understood);
    }
    let articles = if results.total == 1 {
        "article"
    } else {
        "articles"
    };
    writeln!(
        out,
        "{}",
        ink.paint(
            dim,
            &format!("{} {articles}{related}", grouped(results.total))
        )
    )?;
    told(out, &ink, &results.understood)?;
    for hit in &results.hits {
        writeln!(out)?;
        hit_text(out, &ink, hit)?;
    }
    Ok(())
}

/// How the query was read.
fn told(out: &mut dyn Write, ink: &Ink, understood: &Understood) -> io::Result<()> {
    for line in reading(understood, &|text| ink.text(text)) {
        writeln!(out, "{}", ink.paint(Ansi::new().dimmed(), &line))?;
    }
    Ok(())
}

fn hit_text(out: &mut dyn Write, ink: &Ink, hit: &Hit) -> io::Result<()> {
    let dim = Ansi::new().dimmed();
    let article = &hit.stored.article;
    let title = match article.title.as_str() {
        "" => ink.text("(no title)"),
        title => ink.marked(title, &hit.title_highlights),
    };
    writeln!(
        out,
        "{:>3}. {}",
        hit.rank,
        ink.paint(Ansi::new().bold(), &title)
    )?;
    let day = article.published.get(..10).unwrap_or(&article.published);
    let line: Vec<String> = [article.source.as_str(), day, article.id.as_str()]
        .iter()
        .filter(|s| !s.is_empty())
        .map(|s| ink.text(s))
        .collect();
    writeln!(out, "     {}", ink.paint(dim, &line.join(" · ")))?;
    if !hit.copies.is_empty() {
        let copies: Vec<String> = hit.copies.iter().map(|id| ink.text(id)).collect();
        list(out, ink, "near-copies", &copies)?;
    }
    let countries: Vec<String> = hit
        .countries()
        .into_iter()
        .map(|code| info(code).map_or_else(|| code.to_owned(), |c| ink.text(c.name_ar)))
        .collect();
    list(out, ink, "countries", &countries)?;
    let persons: Vec<String> = hit.persons().into_iter().map(|p| ink.text(p)).collect();
    list(out, ink, "persons", &persons)?;
    if !hit.snippet.text.is_empty() {
        writeln!(
            out,
            "     {}",
            ink.marked(&hit.snippet.text, &hit.snippet.highlights)
        )?;
    }
    Ok(())
}

fn list(out: &mut dyn Write, ink: &Ink, label: &str, items: &[String]) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    let more = match items.len().saturating_sub(LISTED) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let shown: Vec<&str> = items.iter().take(LISTED).map(String::as_str).collect();
    let line = format!("{label}: {}{more}", shown.join(", "));
    writeln!(out, "     {}", ink.paint(Ansi::new().dimmed(), &line))
}

/// A number with thousands separated: 24,350.
pub(super) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        assert_eq!(
            [0, 999, 1000, 24350, 1234567].map(grouped),
            ["0", "999", "1,000", "24,350", "1,234,567"]
        );
    }

    #[test]
    fn marks_stand_around_whole_words() {
        let ink = Ink {
            style: Style::Terminal,
        };
        let text = ink.marked("زار لافروف الجزائر", &[[4, 10]]);
        assert_eq!(
            text,
            "\u{2068}زار \u{1b}[1m\u{1b}[33mلافروف\u{1b}[0m الجزائر\u{2069}"
        );
    }
}
