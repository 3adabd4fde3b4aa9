//! The piece of an article that shows why it was found, with the matches marked: from the offsets of our own analysis over the
//! stored original, so that the whole surface word lights up, marks and attached particles included.
use crate::arabic::{Analyzer, Tokens};
use crate::index::{Facet, Mentions, Stored, forms};
use crate::limits::SNIPPET_BYTES;
use crate::query::{Plan, Scored};
use rustc_hash::{FxHashMap, FxHashSet};

/// Length of a snippet in words.
const WINDOW_WORDS: usize = 38;
/// Words shown before the first match.
const WORDS_BEFORE: usize = 6;

/// A piece of text with marked spans.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Snippet {
    /// The piece, on one line, with … where the article goes on.
    pub text: String,
    /// Marked spans in Unicode scalar values of `text`, end exclusive, in order.
    pub highlights: Vec<[usize; 2]>,
}

/// Cuts snippets for one plan.
pub(super) struct Highlighter<'a> {
    /// Kept between queries: most words of an article were in others.
    analyzer: &'a mut Analyzer,
    tokens: Tokens,
    /// Form to the scored word that it belongs to.
    words: FxHashMap<String, usize>,
    /// Countries and persons asked for.
    keys: FxHashSet<String>,
    form: String,
}

/// A match: bytes of the original, and which of the query's parts it is.
#[derive(Debug, Clone, Copy)]
struct Match {
    start: usize,
    end: usize,
    part: usize,
}

impl<'a> Highlighter<'a> {
    pub fn new(plan: &Plan, analyzer: &'a mut Analyzer) -> Self {
        let mut words = FxHashMap::default();
        let mut keys = FxHashSet::default();
        for (i, scored) in plan.scored.iter().enumerate() {
            match scored {
                Scored::Word(word) if word.boost > 0.0 => {
                    words.extend(word.forms.iter().map(|(form, _)| (form.clone(), i)));
                }
                Scored::Word(_) => {}
                Scored::Facet(Facet::Country | Facet::Person, values, _) => {
                    keys.extend(values.iter().cloned())
                }
                Scored::Facet(..) => {}
            }
        }
        Self {
            analyzer,
            tokens: Tokens::new(),
            words,
            keys,
            form: String::new(),
        }
    }

    /// The snippet of an article's body, and the highlights of its title.
    pub fn cut(&mut self, stored: &Stored) -> (Snippet, Vec<[usize; 2]>) {
        self.analyzer.trim();
        let title = self.matches(&stored.article.title, stored, 0);
        let body = whole_chars(&stored.article.body, SNIPPET_BYTES);
        let matches = self.matches(body, stored, 1);
        let snippet = self.window(body, &matches);
        (snippet, in_chars(&stored.article.title, &title))
    }

    /// Matches in a text, in order, without overlaps; leaves its tokens in `self.tokens`.
    fn matches(&mut self, text: &str, stored: &Stored, field: u32) -> Vec<Match> {
        let mut tokens = std::mem::take(&mut self.tokens);
        self.analyzer.analyze(text, &mut tokens);
        let mut out = Vec::new();
        for token in &tokens {
            let mut part = None;
            let (words, buffer) = (&self.words, &mut self.form);
            forms(self.analyzer.word(token.word), token.readings, |form| {
                buffer.clear();
                buffer.push(form.class.mark());
                buffer.push_str(form.text);
                part = part.or(words.get(buffer.as_str()).copied());
            });
            if let Some(part) = part {
                out.push(Match {
                    start: token.start as usize,
                    end: token.end as usize,
                    part,
                });
            }
        }
        self.tokens = tokens;
        let mentions = |list: &[Mentions], out: &mut Vec<Match>| {
            for (i, entity) in list
                .iter()
                .enumerate()
                .filter(|(_, e)| self.keys.contains(&e.key))
            {
                let here = entity.spans.iter().filter(|s| s[0] == field);
                let part = usize::MAX - i;
                out.extend(here.map(|s| Match {
                    start: s[1] as usize,
                    end: s[2] as usize,
                    part,
                }));
            }
        };
        mentions(&stored.countries, &mut out);
        mentions(&stored.persons, &mut out);
        out.retain(|m| m.end <= text.len());
        out.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
        let mut last = 0;
        out.retain(|m| {
            let keep = m.start >= last;
            if keep {
                last = m.end;
            }
            keep
        });
        out
    }

    /// The window with the most different parts of the query, then the most matches, then the earliest.
    fn window(&self, text: &str, matches: &[Match]) -> Snippet {
        let tokens = &self.tokens;
        let token_at = |byte: usize| tokens.partition_point(|t| (t.end as usize) <= byte);
        let mut best = (0, 0, 0);
        for (i, first) in matches.iter().enumerate() {
            let from = token_at(first.start).saturating_sub(WORDS_BEFORE);
            let end = tokens
                .get(from + WINDOW_WORDS)
                .map_or(text.len(), |t| t.start as usize);
            let inside = || matches[i..].iter().take_while(|m| m.end <= end);
            let mut parts: Vec<usize> = inside().map(|m| m.part).collect();
            let count = parts.len();
            parts.sort_unstable();
            parts.dedup();
            if (parts.len(), count) > (best.0, best.1) {
                best = (parts.len(), count, from);
            }
        }
        let from = best.2;
        let start = if from == 0 {
            0
        } else {
            tokens.get(from).map_or(0, |t| t.start as usize)
        };
        let cut = tokens.get(from + WINDOW_WORDS);
        let end = match (cut, tokens.get((from + WINDOW_WORDS).saturating_sub(1))) {
            (Some(_), Some(last)) => last.end as usize,
            _ => text.len(),
        };
        let piece = text.get(start..end).unwrap_or("");
        let inside: Vec<Match> = matches
            .iter()
            .filter(|m| m.start >= start && m.end <= end)
            .map(|m| Match {
                start: m.start - start,
                end: m.end - start,
                part: m.part,
            })
            .collect();
        let mut highlights = in_chars(piece, &inside);
        let mut out = String::with_capacity(piece.len() + 8);
        if start > 0 {
            out.push_str("… ");
            for h in &mut highlights {
                *h = [h[0] + 2, h[1] + 2];
            }
        }
        out.extend(
            piece
                .trim_end()
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c }),
        );
        if cut.is_some() {
            out.push_str(" …");
        }
        Snippet {
            text: out,
            highlights,
        }
    }
}

fn whole_chars(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

/// Byte spans to spans of Unicode scalar values, in one pass.
fn in_chars(text: &str, matches: &[Match]) -> Vec<[usize; 2]> {
    let (mut byte, mut chars) = (0, 0);
    let mut upto = |target: usize| {
        chars += text.get(byte..target).map_or(0, |t| t.chars().count());
        byte = target.max(byte);
        chars
    };
    matches
        .iter()
        .map(|m| [upto(m.start), upto(m.end)])
        .collect()
}
