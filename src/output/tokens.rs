//! The tokens of a text in every tier, with each decision's evidence.
use crate::arabic::{Analyzer, Evidence, Token, Word};
use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct TokenLine<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    position: usize,
    exact: &'a str,
    folded: &'a str,
    stem: Vec<&'a str>,
    clitics: Vec<&'a str>,
    readings: Vec<ReadingLine<'a>>,
}

#[derive(Serialize)]
struct ReadingLine<'a> {
    proclitics: &'a str,
    stem: &'a str,
    enclitic: &'a str,
    lemma: &'a str,
    evidence: &'static str,
    chosen: bool,
}

fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Surface => "surface",
        Evidence::Lexicon => "lexicon",
        Evidence::Statistics => "statistics",
        Evidence::Rule => "rule",
    }
}

fn readings<'w>(word: &'w Word, token: &Token) -> Vec<ReadingLine<'w>> {
    word.readings
        .iter()
        .enumerate()
        .map(|(i, r)| ReadingLine {
            proclitics: &r.proclitics,
            stem: &r.stem,
            enclitic: &r.enclitic,
            lemma: &r.lemma,
            evidence: evidence(r.evidence),
            chosen: i < 8 && token.readings & (1 << i) != 0,
        })
        .collect()
}

/// Writes one JSON object a token; `stem` holds the lemmas of the readings that hold, `clitics` what was taken off for them.
///
/// # Errors
/// When `out` cannot be written.
pub fn tokens_jsonl(
    out: &mut dyn Write,
    text: &str,
    analyzer: &Analyzer,
    tokens: &[Token],
) -> io::Result<()> {
    let (mut byte, mut chars) = (0, 0);
    let mut in_chars = |target: usize| {
        chars += text.get(byte..target).map_or(0, |t| t.chars().count());
        byte = target;
        chars
    };
    for (position, token) in tokens.iter().enumerate() {
        let word = analyzer.word(token.word);
        let readings = readings(word, token);
        let chosen = || readings.iter().filter(|r| r.chosen);
        let mut stem: Vec<&str> = Vec::new();
        let mut clitics: Vec<&str> = Vec::new();
        for reading in chosen() {
            if !stem.contains(&reading.lemma) {
                stem.push(reading.lemma);
            }
            for clitic in [reading.proclitics, reading.enclitic] {
                if !clitic.is_empty() && !clitics.contains(&clitic) {
                    clitics.push(clitic);
                }
            }
        }
        let line = TokenLine {
            text: text
                .get(token.start as usize..token.end as usize)
                .unwrap_or_default(),
            start: in_chars(token.start as usize),
            end: in_chars(token.end as usize),
            position,
            exact: &word.exact,
            folded: &word.folded,
            stem,
            clitics,
            readings,
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Writes a table of the tokens; a reading that does not hold in this context stands in brackets.
///
/// # Errors
/// When `out` cannot be written.
pub fn tokens_text(
    out: &mut dyn Write,
    text: &str,
    analyzer: &Analyzer,
    tokens: &[Token],
) -> io::Result<()> {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["", "word", "exact", "folded", "readings"]);
    for (position, token) in tokens.iter().enumerate() {
        let word = analyzer.word(token.word);
        let readings: Vec<String> = readings(word, token)
            .iter()
            .map(|r| {
                let parts: Vec<&str> = [r.proclitics, r.stem, r.enclitic]
                    .into_iter()
                    .filter(|p| !p.is_empty())
                    .collect();
                let reading = format!("{} → {} ({})", parts.join("+"), r.lemma, r.evidence);
                if r.chosen {
                    reading
                } else {
                    format!("[{reading}]")
                }
            })
            .collect();
        let surface = text
            .get(token.start as usize..token.end as usize)
            .unwrap_or_default();
        table.add_row([
            &position.to_string(),
            &super::on_one_line(surface),
            &*word.exact,
            &*word.folded,
            &readings.join(" | "),
        ]);
    }
    writeln!(out, "{table}")
}
