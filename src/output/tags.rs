//! Entities of an article as JSON.
use crate::article::Article;
use crate::entity::{Entities, Field, Mention};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Tagged<'a> {
    id: &'a str,
    countries: Vec<TaggedCountry<'a>>,
    persons: Vec<TaggedPerson<'a>>,
}

#[derive(Serialize)]
struct TaggedCountry<'a> {
    code: &'a str,
    explicit: bool,
    mentions: Vec<TaggedMention<'a>>,
}

#[derive(Serialize)]
struct TaggedPerson<'a> {
    name: &'a str,
    mentions: Vec<TaggedMention<'a>>,
}

#[derive(Serialize)]
struct TaggedMention<'a> {
    field: &'static str,
    start: usize,
    end: usize,
    text: &'a str,
    /// How a country is named; persons have no kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
}

/// Which letters the span of a mention has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spans {
    /// Those of the name: لافروف of وللافروف.
    #[default]
    Names,
    /// Those of its whole words, attached particles too, as corpora have them that are labelled word by word.
    WholeWords,
}

/// Writes an article's entities as one line of JSON; offsets are Unicode scalar values.
///
/// # Errors
/// When `out` cannot be written.
pub fn tag_json(
    out: &mut dyn Write,
    article: &Article,
    entities: &Entities,
    spans: Spans,
) -> io::Result<()> {
    let tagged = Tagged {
        id: &article.id,
        countries: entities
            .countries
            .iter()
            .map(|c| TaggedCountry {
                code: c.code.as_str(),
                explicit: c.explicit(),
                mentions: c
                    .mentions
                    .iter()
                    .map(|m| TaggedMention {
                        kind: Some(m.kind.name()),
                        ..mention(article, m, spans)
                    })
                    .collect(),
            })
            .collect(),
        persons: entities
            .persons
            .iter()
            .map(|p| TaggedPerson {
                name: &p.name,
                mentions: p
                    .mentions
                    .iter()
                    .map(|m| mention(article, m, spans))
                    .collect(),
            })
            .collect(),
    };
    serde_json::to_writer(&mut *out, &tagged)?;
    out.write_all(b"\n")
}

fn mention<'a>(article: &'a Article, mention: &Mention, spans: Spans) -> TaggedMention<'a> {
    let (field, text) = match mention.field {
        Field::Title => ("title", &article.title),
        Field::Body => ("body", &article.body),
    };
    let (mut start, mut end) = (mention.start as usize, mention.end as usize);
    if spans == Spans::WholeWords {
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(end..).unwrap_or_default();
        start = before.trim_end_matches(char::is_alphanumeric).len();
        end += after.len() - after.trim_start_matches(char::is_alphanumeric).len();
    }
    let before = text.get(..start).map_or(0, |t| t.chars().count());
    let surface = text.get(start..end).unwrap_or_default();
    TaggedMention {
        field,
        start: before,
        end: before + surface.chars().count(),
        text: surface,
        kind: None,
    }
}
