//! Names as spans of words, cut out of their text.
use super::super::model::{Field, Mention, MentionKind, Text};
use super::features::skip;
use crate::arabic::{Analyzer, letter_offset};

/// A name: words from and to (exclusive) of one text.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub field: Field,
    pub from: usize,
    pub to: usize,
    /// Letters of particles before its first word.
    pub particles: u8,
    /// A title stands next to it.
    pub titled: bool,
    /// One word of which the model is not sure: it counts only as the short form of a name that is found.
    pub weak: bool,
}

/// A span with its words.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub span: Span,
    /// Folded words, the particles of the first left out.
    pub words: Vec<String>,
    pub mention: Mention,
    /// As written, marks left out.
    pub text: String,
}

impl Span {
    /// Cuts the span out of its text.
    pub fn found(self, text: Text<'_>, analyzer: &Analyzer) -> Option<Found> {
        let tokens = text.tokens.get(self.from..self.to)?;
        let (first, last) = (tokens.first()?, tokens.last()?);
        let surface = text.text.get(first.start as usize..first.end as usize)?;
        let start = first.start as usize + letter_offset(surface, usize::from(self.particles));
        let mut words = Vec::with_capacity(tokens.len());
        let mut written = String::new();
        for (at, token) in tokens.iter().enumerate() {
            let word = analyzer.word(token.word);
            let particles = if at == 0 { self.particles } else { 0 };
            words.push(skip(&word.folded, particles).to_owned());
            if at > 0 {
                written.push(' ');
            }
            written.push_str(skip(&word.exact, particles));
        }
        let mention = Mention {
            field: self.field,
            start: start as u32,
            end: last.end,
            kind: MentionKind::Name,
        };
        Some(Found {
            span: self,
            words,
            mention,
            text: written,
        })
    }
}
