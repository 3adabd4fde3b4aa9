//! Whether one text matches a query, and why: the same interpretation and plan as a search, evaluated over one record.
use crate::article::Article;
use crate::entity::Field;
use crate::entity::name::{NameWords, Pattern, People, Width, distinct_words};
use crate::error::Result;
use crate::index::{Facet, FormClass, Record, Recorder, Stacks};
use crate::query::{
    Filters, Fitting, Interpreter, Mode, Names, Node, PlanWord, Weights, WordPattern, stands_within,
};
use rustc_hash::FxHashMap;

/// The answer to "does it match, and why".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it matches.
    pub matched: bool,
    /// The evidence, or what was missing; one line.
    pub reason: String,
}

/// Decides whether `text` matches `query` read in `mode`, and says why.
///
/// # Errors
/// [`crate::Error::Query`] as for a search.
pub fn explain(recorder: &mut Recorder, text: &str, query: &str, mode: Mode) -> Result<Verdict> {
    let article = Article {
        body: text.to_owned(),
        ..Article::default()
    };
    let record = recorder.record(article);
    let one = OneText::new(record, recorder.stacks());
    // A text that only implies the country is about it, too: the reason says how.
    let filters = Filters {
        implied: true,
        ..Filters::default()
    };
    let ast = Interpreter::in_mode(query, mode)?;
    let (plan, understood) = Interpreter::new(&one, Weights::default()).plan(&ast, &filters)?;
    let mut evidence = Vec::new();
    let empty = matches!(&plan.matching, Node::All(parts) if parts.is_empty());
    let matched = !empty && one.holds(&plan.matching, &mut evidence);
    let mut reason = if empty {
        vec!["the query has no word".to_owned()]
    } else {
        evidence
    };
    if let Some(country) = understood.countries.first() {
        reason.push(format!(
            "{} read as {} {}",
            country.query,
            country.code.as_str(),
            country.name
        ));
    }
    Ok(Verdict {
        matched,
        reason: reason.join("; ").replace(['\t', '\n', '\r'], " "),
    })
}

/// One record as an index of its own.
pub(super) struct OneText {
    record: Record,
    persons: People,
    name_words: NameWords,
    /// Form to positions, by field.
    positions: [FxHashMap<String, Vec<u32>>; 2],
    surfaces: [Vec<String>; 2],
}

impl OneText {
    pub(super) fn new(record: Record, stacks: &Stacks) -> Self {
        let persons: Vec<String> = record
            .stored
            .persons
            .iter()
            .map(|p| p.key.clone())
            .collect();
        let name_words = NameWords::new(distinct_words(persons.iter().map(String::as_str)));
        let persons = People::of_names(&persons);
        let mut positions = [FxHashMap::default(), FxHashMap::default()];
        let mut surfaces = [Vec::new(), Vec::new()];
        for ((text, into), words) in [&record.title, &record.body]
            .into_iter()
            .zip(&mut positions)
            .zip(&mut surfaces)
        {
            for (at, word) in text.iter().map(|n| stacks.stack(*n)).enumerate() {
                for form in word.split('|') {
                    into.entry(form.to_owned())
                        .or_insert_with(Vec::new)
                        .push(at as u32);
                }
                let folded = word
                    .split('|')
                    .find(|f| f.starts_with(['7', '3', '6', '2']));
                words.push(
                    folded
                        .and_then(|f| f.get(1..))
                        .unwrap_or_default()
                        .to_owned(),
                );
            }
        }
        Self {
            record,
            persons,
            name_words,
            positions,
            surfaces,
        }
    }

    pub(super) fn found<'w>(&self, field: Field, word: &'w PlanWord) -> Vec<(u32, &'w str)> {
        let forms = &self.positions[usize::from(field == Field::Body)];
        let mut out: Vec<(u32, &str)> = word
            .forms
            .iter()
            .flat_map(|(form, _)| {
                forms
                    .get(form.as_str())
                    .into_iter()
                    .flatten()
                    .map(move |p| (*p, form.as_str()))
            })
            .collect();
        out.sort_unstable();
        out.dedup_by_key(|(p, _)| *p);
        out
    }

    pub(super) fn fields(word: &PlanWord) -> impl Iterator<Item = Field> + use<> {
        let only = word.field;
        [Field::Title, Field::Body]
            .into_iter()
            .filter(move |f| only.is_none_or(|o| o == *f))
    }

    pub(super) fn surface(&self, field: Field, at: u32) -> &str {
        self.surfaces[usize::from(field == Field::Body)]
            .get(at as usize)
            .map_or("", String::as_str)
    }

    pub(super) fn holds(&self, node: &Node, evidence: &mut Vec<String>) -> bool {
        match node {
            Node::Word(word) => {
                for field in Self::fields(word) {
                    if let Some((at, form)) = self.found(field, word).first() {
                        evidence.push(format!(
                            "{} ~ {} ({})",
                            word.text,
                            self.surface(field, *at),
                            tier(form, word)
                        ));
                        return true;
                    }
                }
                evidence.push(format!("no form of {}", word.text));
                false
            }
            Node::Phrase(words) => {
                let Some(first) = words.first() else {
                    return false;
                };
                for field in Self::fields(first) {
                    let found: Vec<Vec<u32>> = words
                        .iter()
                        .map(|w| self.found(field, w).into_iter().map(|(p, _)| p).collect())
                        .collect();
                    let Some(starts) = found.first() else {
                        continue;
                    };
                    let start = starts.iter().find(|s| {
                        found
                            .iter()
                            .zip(0..)
                            .all(|(at, i)| at.binary_search(&(**s + i)).is_ok())
                    });
                    if let Some(start) = start {
                        let words: Vec<&str> = (0..words.len() as u32)
                            .map(|i| self.surface(field, start + i))
                            .collect();
                        evidence.push(format!("phrase at word {}: {}", start + 1, words.join(" ")));
                        return true;
                    }
                }
                evidence.push(format!("nowhere side by side: {}", texts(words)));
                false
            }
            Node::Near(words, within) => {
                let Some(first) = words.first() else {
                    return false;
                };
                for field in Self::fields(first) {
                    let found: Vec<Vec<u32>> = words
                        .iter()
                        .map(|w| self.found(field, w).into_iter().map(|(p, _)| p).collect())
                        .collect();
                    if stands_within(&found, *within) {
                        evidence.push(format!("close together: {}", texts(words)));
                        return true;
                    }
                }
                evidence.push(format!("nowhere within {within} words: {}", texts(words)));
                false
            }
            Node::Must(part) | Node::Chosen(part, _) => self.holds(part, evidence),
            Node::All(parts) => parts.iter().all(|p| self.holds(p, evidence)),
            Node::Any(parts) => parts.iter().any(|p| {
                let before = evidence.len();
                let holds = self.holds(p, evidence);
                if holds {
                    evidence.drain(..before);
                }
                holds
            }),
            Node::AtLeast(least, parts) => {
                parts.iter().filter(|p| self.holds(p, evidence)).count() >= *least
            }
            Node::Not(part) => !self.holds(part, &mut Vec::new()),
            Node::Facet(facet, values) => {
                let hit = self
                    .record
                    .facets
                    .iter()
                    .find(|(f, v)| f == facet && values.contains(v));
                match hit {
                    Some((_, value)) => {
                        evidence.push(format!("{} {value}", self.mentioned(*facet, value)))
                    }
                    None => evidence.push(format!("no such {}", facet.name())),
                }
                hit.is_some()
            }
            Node::Published(..) => false,
        }
    }

    /// The words that named an entity.
    fn mentioned(&self, facet: Facet, value: &str) -> String {
        let stored = &self.record.stored;
        let list = if facet == Facet::Person {
            &stored.persons
        } else {
            &stored.countries
        };
        let spans = list
            .iter()
            .find(|m| m.key == value)
            .map(|m| m.spans.as_slice())
            .unwrap_or_default();
        let kinds = ["name", "adjective", "people", "implied"];
        let triggers: Vec<String> = spans
            .iter()
            .map(|[field, start, end, kind]| {
                let text = if *field == 0 {
                    &stored.article.title
                } else {
                    &stored.article.body
                };
                let trigger = text.get(*start as usize..*end as usize).unwrap_or_default();
                match facet {
                    Facet::Person => format!("«{trigger}»"),
                    _ => format!("«{trigger}» ({})", kinds.get(*kind as usize).unwrap_or(&"")),
                }
            })
            .collect();
        format!("{} {} as", facet.name(), triggers.join(", "))
    }
}

fn texts(words: &[PlanWord]) -> String {
    let words: Vec<&str> = words.iter().map(|w| w.text.as_str()).collect();
    words.join(" ")
}

/// The tier through which a form reached the word.
pub(super) fn tier(form: &str, word: &PlanWord) -> &'static str {
    match form.chars().next() {
        Some('1') => "same letters",
        Some('7' | '3') if form.get(1..) == Some(word.text.as_str()) => "same letters",
        Some('4') => "same lemma",
        _ => "same word, other spelling or form",
    }
}

impl Names for OneText {
    fn persons(&self) -> Result<&People> {
        Ok(&self.persons)
    }

    fn name_words(&self) -> Result<&NameWords> {
        Ok(&self.name_words)
    }

    fn words_near(&self, pattern: &Pattern, read: &str) -> Result<Vec<String>> {
        let forms = self.positions.iter().flat_map(|p| p.keys());
        let forms = forms.filter(|f| !f.starts_with(FormClass::Exact.mark()));
        let mut words: Vec<&str> = forms.filter_map(|f| f.get(1..)).collect();
        words.sort_unstable();
        words.dedup();
        words.retain(|w| pattern.read_after(read, w, Width::Same).is_some());
        Ok(words.into_iter().map(str::to_owned).collect())
    }

    fn articles_with(&self, folded: &str) -> Result<u64> {
        Ok(u64::from(
            self.surfaces.iter().flatten().any(|w| w == folded),
        ))
    }

    fn count(&self, matching: &Node) -> Result<u64> {
        Ok(u64::from(self.holds(matching, &mut Vec::new())))
    }

    fn fitting(&self, pattern: &WordPattern, most: usize) -> Result<Fitting> {
        let mut words: Vec<String> = self.surfaces.iter().flatten().cloned().collect();
        words.sort_unstable();
        words.dedup();
        words.retain(|word| pattern.matches(word));
        let truncated = words.len() > most;
        words.truncate(most);
        Ok(Fitting {
            words: words.into_iter().map(|w| (w, 1)).collect(),
            truncated,
        })
    }

    fn values(&self, facet: Facet) -> Result<Vec<String>> {
        Ok(self
            .record
            .facets
            .iter()
            .filter(|(f, _)| *f == facet)
            .map(|(_, v)| v.clone())
            .collect())
    }
}
