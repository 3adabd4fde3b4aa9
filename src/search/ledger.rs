//! The form ledger: every surface form in which the words, persons and countries of a query stand in the articles that match,
//! with how often, in how many articles, and why it counts.
use super::Search;
use crate::arabic::{Analyzer, Reading, Token, Tokens, Word};
use crate::entity::Field;
use crate::error::Result;
use crate::index::{Facet, Sort, forms, split_entity_form};
use crate::limits::{LEDGER_ARTICLES, LEDGER_FORMS};
use crate::query::{Choice, Filters, Node, PlanWord};
use rustc_hash::{FxHashMap, FxHashSet};

/// One surface form.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FormRow {
    /// The form, marks taken off.
    pub form: String,
    /// The word, person or country of the query.
    pub word: String,
    /// How often it stands in the articles that match.
    pub occurrences: u64,
    /// Articles that match with the word in this form alone.
    pub articles: u64,
    /// Why it counts.
    pub reason: String,
}

/// The forms of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Most articles first.
    pub rows: Vec<FormRow>,
    /// Articles that match.
    pub articles: u64,
    /// How many of them were read; fewer than all only past the limit, and then the counts are of these.
    pub read: u64,
    /// Whether rarer forms were left out.
    pub cut: bool,
}

/// A form of one word of the query.
#[derive(Debug, Clone, Default)]
struct Seen {
    occurrences: u64,
    articles: u64,
    /// The last article that it was seen in, counted from 1.
    last: u64,
    /// The indexed form through which it matched.
    through: String,
    particles: String,
    /// Whether it is an inflected form of the lemma.
    inflected: bool,
}

impl Search {
    /// Every surface form of a query's words, persons and countries.
    ///
    /// # Errors
    /// As [`Search::run`].
    pub fn forms(&self, query: &str, filters: &Filters) -> Result<Ledger> {
        let ast = self.read(query)?;
        let (plan, _) = self.planned(&ast, query, filters)?;
        let found = self
            .engine
            .search(&plan, Sort::Newest, 0, LEDGER_ARTICLES)?;
        let mut words = Vec::new();
        wanted(&plan.matching, &mut words);
        let mut reader = Reader::new(words);
        for hit in &found.hits {
            let article = self.engine.fetch(hit.address)?.article;
            reader.read(&article.title, &article.body);
        }
        let mut ledger = Ledger {
            articles: found.total,
            read: found.hits.len() as u64,
            ..Ledger::default()
        };
        let primary = Primary::new(&mut reader.analyzer, &reader.words);
        for ((form, at), seen) in &reader.seen {
            if let Some(word) = reader.words.get(*at) {
                ledger.rows.push(FormRow {
                    form: form.clone(),
                    word: word.text.clone(),
                    occurrences: seen.occurrences,
                    articles: seen.articles,
                    reason: primary.reason(*at, form, seen),
                });
            }
        }
        self.entity_rows(&plan.matching, &mut ledger.rows)?;
        ledger.rows.sort_by(|a, b| {
            (b.articles, b.occurrences, &a.word, &a.form).cmp(&(
                a.articles,
                a.occurrences,
                &b.word,
                &b.form,
            ))
        });
        ledger.cut = ledger.rows.len() > LEDGER_FORMS;
        ledger.rows.truncate(LEDGER_FORMS);
        // What stands alone in an article is counted by asking for nothing else, which is what choosing it does.
        if !only_words(&plan.matching) && ledger.read == ledger.articles {
            let (plan, _) = self.planned(&ast, query, &unheld(filters))?;
            let mut analyzer = Analyzer::new();
            for row in &mut ledger.rows {
                let form = std::slice::from_ref(&row.form);
                if let Some(choice) = Choice::new(&mut analyzer, form, &[]) {
                    row.articles = self
                        .engine
                        .count(&choice.hold(plan.matching.clone(), self)?)?;
                }
            }
            ledger.rows.retain(|r| r.articles > 0);
        }
        Ok(ledger)
    }

    fn entity_rows(&self, matching: &Node, rows: &mut Vec<FormRow>) -> Result<()> {
        let mut keys: Vec<(Facet, &str)> = Vec::new();
        entities(matching, &mut keys);
        for (facet, noun, code) in [
            (Facet::CountryForm, "country", Facet::Country),
            (Facet::PersonForm, "person", Facet::Person),
        ] {
            let wanted: FxHashSet<&str> = keys
                .iter()
                .filter(|(f, _)| *f == code || *f == facet)
                .map(|(_, k)| *k)
                .collect();
            if wanted.is_empty() {
                continue;
            }
            let mut counted: FxHashMap<String, (u64, u64, String)> = FxHashMap::default();
            for count in self.engine.facet_counts(matching, facet)? {
                if let Some((key, form)) = split_entity_form(&count.value)
                    && (wanted.contains(key) || wanted.contains(count.value.as_str()))
                {
                    let row = counted
                        .entry(form.to_owned())
                        .or_insert_with(|| (0, 0, key.to_owned()));
                    row.0 += count.articles;
                    row.1 += count.mentions;
                }
            }
            rows.extend(
                counted
                    .into_iter()
                    .map(|(form, (articles, mentions, key))| FormRow {
                        form,
                        occurrences: mentions,
                        articles,
                        reason: format!("names the {noun} {key}"),
                        word: key,
                    }),
            );
        }
        Ok(())
    }
}

/// Reads articles and counts the forms of the query's words.
struct Reader {
    analyzer: Analyzer,
    tokens: Tokens,
    words: Vec<PlanWord>,
    /// Indexed form to the words found through it.
    through: FxHashMap<String, Vec<usize>>,
    /// Word of the analyser and its readings to the words of the query that it is, and through which form.
    known: FxHashMap<(u32, u8), Vec<(usize, String)>>,
    seen: FxHashMap<(String, usize), Seen>,
    articles: u64,
}

impl Reader {
    fn new(words: Vec<PlanWord>) -> Self {
        let mut through: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (i, word) in words.iter().enumerate() {
            for (form, _) in &word.forms {
                through.entry(form.to_string()).or_default().push(i);
            }
        }
        Self {
            analyzer: Analyzer::new(),
            tokens: Tokens::new(),
            words,
            through,
            known: FxHashMap::default(),
            seen: FxHashMap::default(),
            articles: 0,
        }
    }

    fn read(&mut self, title: &str, body: &str) {
        self.articles += 1;
        if self.analyzer.trim().is_some() {
            self.known.clear();
        }
        for (field, text) in [(Field::Title, title), (Field::Body, body)] {
            let mut tokens = std::mem::take(&mut self.tokens);
            self.analyzer.analyze(text, &mut tokens);
            for token in &tokens {
                self.count(*token, field);
            }
            self.tokens = tokens;
        }
    }

    fn count(&mut self, token: Token, field: Field) {
        let word = self.analyzer.word(token.word);
        let through = &self.through;
        let found = self
            .known
            .entry((token.word.0, token.readings))
            .or_insert_with(|| {
                let mut out: Vec<(usize, String)> = Vec::new();
                forms(word, token.readings, |form| {
                    let form = format!("{}{}", form.class.mark(), form.text);
                    for at in through.get(&form).into_iter().flatten() {
                        if !out.iter().any(|(known, _)| known == at) {
                            out.push((*at, form.clone()));
                        }
                    }
                });
                out
            });
        for (at, form) in found.iter() {
            if self
                .words
                .get(*at)
                .is_some_and(|w| w.field.is_some_and(|f| f != field))
            {
                continue;
            }
            let seen = self
                .seen
                .entry((word.exact.to_string(), *at))
                .or_insert_with(|| Seen {
                    through: form.clone(),
                    particles: reading(word, form).map(particles).unwrap_or_default(),
                    inflected: reading(word, form).is_some_and(|r| *r.stem != *r.lemma),
                    ..Seen::default()
                });
            seen.occurrences += 1;
            if seen.last != self.articles {
                seen.last = self.articles;
                seen.articles += 1;
            }
        }
    }
}

/// The reading of a word whose lemma a form is.
fn reading<'w>(word: &'w Word, form: &str) -> Option<&'w Reading> {
    let lemma = form.get(1..).unwrap_or_default();
    word.readings.iter().find(|r| *r.lemma == *lemma)
}

/// What is attached to a word.
fn particles(reading: &Reading) -> String {
    let parts: Vec<&str> = [&*reading.proclitics, &*reading.enclitic]
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect();
    parts.join(" + ")
}

/// The forms of each word of the query as it was typed, without the spellings that were added to it.
struct Primary {
    words: Vec<(String, String, FxHashSet<String>)>,
}

impl Primary {
    fn new(analyzer: &mut Analyzer, words: &[PlanWord]) -> Self {
        let mut tokens = Tokens::new();
        let words = words
            .iter()
            .map(|word| {
                analyzer.analyze(&word.text, &mut tokens);
                let mut lemmas = FxHashSet::default();
                let (mut exact, mut folded) = (String::new(), String::new());
                if let [token] = &*tokens {
                    let word = analyzer.word(token.word);
                    exact = word.exact.to_string();
                    folded = word.folded.to_string();
                    lemmas.extend(word.readings.iter().map(|r| r.lemma.to_string()));
                }
                (exact, folded, lemmas)
            })
            .collect();
        Self { words }
    }

    fn reason(&self, at: usize, form: &str, seen: &Seen) -> String {
        let letters = seen.through.get(1..).unwrap_or_default();
        let with = if seen.particles.is_empty() {
            String::new()
        } else {
            format!(" with {}", seen.particles)
        };
        match self.words.get(at) {
            Some((exact, ..)) if exact == form => "the letters typed".to_owned(),
            Some((_, folded, _)) if crate::arabic::fold_word(form) == *folded => {
                "the same word in another orthography".to_owned()
            }
            Some((_, folded, _)) if letters == folded && !seen.inflected => {
                format!("the word{with}")
            }
            Some((.., lemmas)) if lemmas.contains(letters) => format!("a form of {letters}{with}"),
            _ => format!("another spelling: {letters}{with}"),
        }
    }
}

/// The filters without a choice of forms.
fn unheld(filters: &Filters) -> Filters {
    Filters {
        forms: Vec::new(),
        not_forms: Vec::new(),
        ..filters.clone()
    }
}

/// The words that a condition asks for, each once.
fn wanted(node: &Node, out: &mut Vec<PlanWord>) {
    let mut add = |word: &PlanWord| {
        if !out
            .iter()
            .any(|w| w.text == word.text && w.field == word.field)
        {
            out.push(word.clone());
        }
    };
    match node {
        Node::Word(word) => add(word),
        Node::Phrase(words) | Node::Near(words, _) => words.iter().for_each(add),
        Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => {
            parts.iter().for_each(|p| wanted(p, out))
        }
        Node::Must(part) | Node::Chosen(part, _) => wanted(part, out),
        Node::Not(_) | Node::Facet(..) | Node::Published(..) => {}
    }
}

/// The persons and countries that it asks for.
fn entities<'n>(node: &'n Node, out: &mut Vec<(Facet, &'n str)>) {
    match node {
        Node::Facet(facet, values) => out.extend(values.iter().map(|v| (*facet, v.as_str()))),
        Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => {
            parts.iter().for_each(|p| entities(p, out))
        }
        Node::Must(part) | Node::Chosen(part, _) => entities(part, out),
        Node::Word(_) | Node::Phrase(_) | Node::Near(..) | Node::Not(_) | Node::Published(..) => {}
    }
}

/// Whether all words must occur, each anywhere, so that an article with a form of one matches by that form.
fn only_words(node: &Node) -> bool {
    match node {
        Node::Word(_) | Node::Published(..) => true,
        Node::Facet(facet, _) => !matches!(
            facet,
            Facet::Country | Facet::Person | Facet::CountryForm | Facet::PersonForm
        ),
        Node::All(parts) => parts.iter().all(only_words),
        Node::Must(part) => only_words(part),
        _ => false,
    }
}
