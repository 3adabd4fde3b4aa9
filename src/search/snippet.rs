//! The piece of an article that shows why it was found, with the matches marked: from the places of the query's words that the index
//! knows and the boundaries of words in the stored original, so that the whole surface word lights up, marks and attached particles included.
use crate::arabic::{Analyzer, Tokens, first_word_spans, word_spans};
use crate::index::{Facet, Mentions, Place, Stored, forms};
use crate::limits::SNIPPET_BYTES;
use crate::query::{Plan, Scored};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;

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
    /// For the rare word of a text that stands for several words of the query.
    analyzer: &'a RefCell<Analyzer>,
    /// The words of the text at hand, in bytes, end exclusive.
    spans: Vec<(u32, u32)>,
    /// Forms of the scored words, and the word that each belongs to.
    forms: Vec<(&'a str, usize)>,
    /// Countries and persons asked for.
    keys: FxHashSet<&'a str>,
    /// Parts of the query in a window.
    parts: Vec<usize>,
}

/// A match: bytes of the original, and which of the query's parts it is.
#[derive(Debug, Clone, Copy)]
struct Match {
    start: usize,
    end: usize,
    part: usize,
}

/// A match by words of the text, end exclusive.
#[derive(Debug, Clone, Copy)]
struct InWords {
    first: usize,
    end: usize,
    part: usize,
}

impl<'a> Highlighter<'a> {
    pub fn new(plan: &'a Plan, analyzer: &'a RefCell<Analyzer>) -> Self {
        let mut known: FxHashMap<&str, usize> = FxHashMap::default();
        let mut forms: Vec<(&str, usize)> = Vec::new();
        let mut keys = FxHashSet::default();
        for (i, scored) in plan.scored.iter().enumerate() {
            match scored {
                Scored::Word(word) if word.boost > 0.0 => {
                    for (form, _) in &word.forms {
                        // Of two words of the query the later one has a form that both have.
                        let at = *known.entry(form).or_insert(forms.len());
                        match forms.get_mut(at) {
                            Some(earlier) => earlier.1 = i,
                            None => forms.push((form, i)),
                        }
                    }
                }
                Scored::Word(_) => {}
                Scored::Facet(Facet::Country | Facet::Person, values, _) => {
                    keys.extend(values.iter().map(String::as_str))
                }
                Scored::Facet(..) => {}
            }
        }
        Self {
            analyzer,
            spans: Vec::new(),
            forms,
            keys,
            parts: Vec::new(),
        }
    }

    /// The forms whose places [`Highlighter::cut`] must be told.
    pub fn forms(&self) -> Vec<&'a str> {
        self.forms.iter().map(|(form, _)| *form).collect()
    }

    /// The snippet of an article's body, and the highlights of its title; `places` are those of the forms in the article, in order.
    pub fn cut(&mut self, stored: &Stored, places: &[Place]) -> (Snippet, Vec<[usize; 2]>) {
        let (title, body) = places.split_at(places.partition_point(|place| !place.in_body));
        let title = self.matches(&stored.article.title, stored, 0, title);
        let text = whole_chars(&stored.article.body, SNIPPET_BYTES);
        let snippet = if self.keys.is_empty() && text.len() == stored.article.body.len() {
            self.window_of_words(text, body)
        } else {
            let matches = self.matches(text, stored, 1, body);
            let spans = &self.spans;
            let words = matches.iter().map(|m| InWords {
                first: spans.partition_point(|(_, end)| (*end as usize) <= m.start),
                end: spans.partition_point(|(start, _)| (*start as usize) < m.end),
                part: m.part,
            });
            let words: Vec<InWords> = words.collect();
            let from = self.best(&words);
            self.piece(text, from, &matches)
        };
        (snippet, in_chars(&stored.article.title, &title))
    }

    /// Which word of the query a word of a text is, by the forms that stand there. Of several a lemma comes first, the word as it is
    /// written last.
    fn part(&self, text: &str, here: &[Place]) -> Option<usize> {
        let of = |place: &Place| self.forms.get(place.form as usize).copied();
        let rank = |form: &str| match form.as_bytes().first() {
            Some(b'4') => 0,
            Some(b'1') => 2,
            _ => 1,
        };
        let found = here.iter().filter_map(of);
        let (form, part) = found.clone().min_by_key(|(form, _)| rank(form))?;
        let several = rank(form) == 0
            && found
                .filter(|(form, _)| rank(form) == 0)
                .any(|(_, other)| other != part);
        if several && let Some(place) = here.first() {
            return self.analyzed_part(text, place.position as usize);
        }
        Some(part)
    }

    /// As [`Highlighter::part`], where the order of a word's lemmas decides.
    fn analyzed_part(&self, text: &str, position: usize) -> Option<usize> {
        let mut analyzer = self.analyzer.borrow_mut();
        analyzer.trim();
        let mut tokens = Tokens::new();
        analyzer.analyze(text, &mut tokens);
        let token = tokens.get(position)?;
        let mut part = None;
        forms(analyzer.word(token.word), token.readings, |form| {
            let same = |known: &str| known.strip_prefix(form.class.mark()) == Some(form.text);
            let known = self.forms.iter().find(|(known, _)| same(known));
            part = part.or(known.map(|(_, part)| *part));
        });
        part
    }

    /// Matches in a text, in order, without overlaps; leaves its words in `self.spans`.
    fn matches(&mut self, text: &str, stored: &Stored, field: u32, places: &[Place]) -> Vec<Match> {
        let mut spans = std::mem::take(&mut self.spans);
        word_spans(text, &mut spans);
        let mut out = Vec::new();
        for here in places.chunk_by(|a, b| a.position == b.position) {
            let span = here.first().and_then(|p| spans.get(p.position as usize));
            if let (Some((start, end)), Some(part)) = (span, self.part(text, here)) {
                out.push(Match {
                    start: *start as usize,
                    end: *end as usize,
                    part,
                });
            }
        }
        self.spans = spans;
        let mentions = |list: &[Mentions], out: &mut Vec<Match>| {
            for (i, entity) in list
                .iter()
                .enumerate()
                .filter(|(_, e)| self.keys.contains(e.key.as_str()))
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

    /// The snippet of a text of which only words are looked for: where they stand tells the window, and only the words up to its end
    /// need be cut.
    fn window_of_words(&mut self, text: &str, places: &[Place]) -> Snippet {
        let groups = places.chunk_by(|a, b| a.position == b.position);
        let words = groups.filter_map(|here| {
            let first = here.first()?.position as usize;
            let part = self.part(text, here)?;
            Some(InWords {
                first,
                end: first + 1,
                part,
            })
        });
        let mut words: Vec<InWords> = words.collect();
        let mut from = self.best(&words);
        first_word_spans(text, from + WINDOW_WORDS + 1, &mut self.spans);
        // Places that the text does not have count for nothing.
        if self.spans.len() <= from {
            words.retain(|word| word.first < self.spans.len());
            from = self.best(&words);
        }
        let matches = words.iter().filter_map(|word| {
            let (start, end) = self.spans.get(word.first)?;
            Some(Match {
                start: *start as usize,
                end: *end as usize,
                part: word.part,
            })
        });
        let matches: Vec<Match> = matches.collect();
        self.piece(text, from, &matches)
    }

    /// The first word of the window with the most different parts of the query, then the most matches, then the earliest.
    fn best(&mut self, matches: &[InWords]) -> usize {
        let mut best = (0, 0, 0);
        for (i, first) in matches.iter().enumerate() {
            let from = first.first.saturating_sub(WORDS_BEFORE);
            let inside = matches.get(i..).unwrap_or_default();
            let inside = inside.iter().take_while(|m| m.end <= from + WINDOW_WORDS);
            self.parts.clear();
            self.parts.extend(inside.map(|m| m.part));
            let count = self.parts.len();
            self.parts.sort_unstable();
            self.parts.dedup();
            if (self.parts.len(), count) > (best.0, best.1) {
                best = (self.parts.len(), count, from);
            }
        }
        best.2
    }

    /// The window that begins with a word, and the matches in it.
    fn piece(&self, text: &str, from: usize, matches: &[Match]) -> Snippet {
        let spans = &self.spans;
        let start = if from == 0 {
            0
        } else {
            spans.get(from).map_or(0, |(start, _)| *start as usize)
        };
        let cut = spans.get(from + WINDOW_WORDS);
        let end = match (cut, spans.get((from + WINDOW_WORDS).saturating_sub(1))) {
            (Some(_), Some((_, last))) => *last as usize,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::query::{Node, PlanWord, Weights};

    /// Found in review: a place that the text does not have chose the window, and the whole article was the snippet.
    #[test]
    fn a_place_that_the_text_does_not_have_is_not_shown() {
        let word = PlanWord {
            boost: 1.0,
            ..PlanWord::written("الاتفاق")
        };
        let plan = Plan {
            matching: Node::Word(word.clone()),
            related: None,
            scored: vec![Scored::Word(word)],
            gist: crate::entity::Gist::default(),
            weights: Weights::default(),
        };
        let stored = Stored {
            article: Article {
                body: format!("أعلن الاتفاق اليوم {}", "في البلاد ".repeat(500)),
                ..Article::default()
            },
            ..Stored::default()
        };
        let place = |position| Place {
            in_body: true,
            position,
            form: 0,
        };
        let analyzer = RefCell::default();
        let mut highlighter = Highlighter::new(&plan, &analyzer);
        for places in [&[place(1), place(5000), place(5001)][..], &[place(5000)]] {
            let (snippet, _) = highlighter.cut(&stored, places);
            assert!(snippet.text.starts_with("أعلن الاتفاق") && snippet.text.ends_with('…'));
            assert!(snippet.text.split_whitespace().count() <= WINDOW_WORDS + 1);
            let marked = places.len() - 1;
            assert_eq!(snippet.highlights.len(), marked.min(1));
        }
    }
}
