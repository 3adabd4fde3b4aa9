//! Syntax tree and filters to a plan: what each part of a query means, and how that was understood.
use super::ast::Ast;
use super::choice::Choice;
use super::expand::{BUDGET, Expansion, Fitting};
use super::pattern::WordPattern;
use super::person::UnderstoodPerson;
use super::plan::{Node, Plan, PlanWord, Scored};
use super::remembered::{Spelled, SpelledAs};
use super::rescue::{Read, Rescue, TRIES};
use super::weights::Weights;
use crate::arabic::{Analyzer, Token, Tokens};
use crate::article::Period;
use crate::entity::country::{CountryReading, resolve};
use crate::entity::name::{NameWords, Pattern, People};
use crate::entity::{CountryCode, Field, Gist};
use crate::error::{Error, Result};
use crate::index::Facet;
use rustc_hash::FxHashMap;

/// What interpretation must know of the index.
pub trait Names {
    /// All recognised persons.
    fn persons(&self) -> Result<&People>;
    /// Whether countries and persons were looked for at all.
    fn has_entities(&self) -> bool {
        true
    }
    /// The folded words of persons' names.
    fn name_words(&self) -> Result<&NameWords>;
    /// The words and lemmas of the texts that are near to a word of a name, as [`crate::index::Engine::words_near`] gives them.
    fn words_near(&self, pattern: &Pattern, read: &str) -> Result<Vec<String>>;
    /// How many articles have a folded word.
    fn articles_with(&self, folded: &str) -> Result<u64>;
    /// At least, and at most, how many articles have a folded word: what is known without looking at them.
    fn articles_between(&self, folded: &str) -> Result<(u64, u64)> {
        let articles = self.articles_with(folded)?;
        Ok((articles, articles))
    }
    /// The folded words of the texts that may be a foreign word in other letters, as [`crate::index::Engine::words_sounding`] gives
    /// them.
    fn words_sounding(&self, _folded: &str) -> Result<Vec<String>> {
        Ok(Vec::new())
    }
    /// What the titles of the articles with a folded word are about; empty where nobody knows.
    fn company(&self, _folded: &str) -> Result<Gist> {
        Ok(Gist::default())
    }
    /// A word of an earlier query in all its spellings, if it was remembered.
    fn spelled(&self, _word: &SpelledAs) -> Option<Spelled> {
        None
    }
    /// Told of the words whose spellings were looked for, at their first sight in a query: they may be remembered for queries to come.
    fn remember(&self, _word: SpelledAs, _spelled: Spelled) {}
    /// The values of a facet.
    fn values(&self, facet: Facet) -> Result<Vec<String>>;
    /// How many articles meet a condition.
    fn count(&self, matching: &Node) -> Result<u64>;
    /// The folded words of the index that fit a pattern, at most so many of the most frequent ones.
    fn fitting(&self, pattern: &WordPattern, most: usize) -> Result<Fitting>;
}

/// How a query without operators is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// All words, through any tier.
    #[default]
    Default,
    /// These letters only, words side by side.
    Exact,
    /// Words side by side, through any tier.
    Phrase,
    /// A person's name.
    Person,
    /// A country.
    Country,
}

/// Conditions beside the query; all must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Persons, in any script.
    pub persons: Vec<String>,
    /// Countries by name, adjective or code.
    pub countries: Vec<String>,
    /// Whether a country that is only implied counts.
    pub implied: bool,
    /// Sources.
    pub sources: Vec<String>,
    /// Sections.
    pub sections: Vec<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// Published at or after, in seconds since 1970.
    pub since: Option<i64>,
    /// Published before, in seconds since 1970.
    pub until: Option<i64>,
    /// Fields to look for words in; none means both.
    pub field: Option<Field>,
    /// Surface forms to which the words, persons and countries that can stand in them are held.
    pub forms: Vec<String>,
    /// Surface forms that do not count.
    pub not_forms: Vec<String>,
}

/// A country as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderstoodCountry {
    /// As typed.
    pub query: String,
    /// How it was read.
    pub code: CountryCode,
    /// That country's Arabic name.
    pub name: String,
    /// What else it could mean.
    pub others: Vec<OtherCountry>,
}

/// Another country that a name could mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherCountry {
    /// Its code.
    pub code: CountryCode,
    /// Its Arabic name.
    pub name: String,
    /// Articles of the index that name it; 0 until counted.
    pub articles: u64,
}

/// How a query was read, to be shown to who typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Understood {
    /// Words looked for.
    pub words: Vec<String>,
    /// Words left out of the condition because nearly every article has them.
    pub ignored: Vec<String>,
    /// Words taken for slips of typing, as typed and as read besides.
    pub slips: Vec<(String, String)>,
    /// Foreign words, as typed, with the other spellings in which they were looked for too.
    pub spellings: Vec<(String, Vec<String>)>,
    /// Persons.
    pub persons: Vec<UnderstoodPerson>,
    /// Countries.
    pub countries: Vec<UnderstoodCountry>,
    /// Wildcards and words with letters off, with the words that they stand for.
    pub expansions: Vec<Expansion>,
    /// Dates, as typed and from the first to before the second, in seconds since 1970.
    pub dates: Vec<(String, Period)>,
    /// Words that no article has as typed, and how they were read.
    pub rescues: Vec<Rescue>,
    /// Rare words that may be slips: as typed, what may be meant, and in how many articles that is.
    pub suggestions: Vec<(String, String, u64)>,
    /// What is worth knowing besides: a field's value that nothing has, a field's name that was read as a word.
    pub notes: Vec<String>,
    /// Why the query finds nothing whatever the index holds.
    pub hint: Option<String>,
}

/// Reads queries; one per thread.
pub struct Interpreter<'n> {
    pub(super) analyzer: Analyzer,
    pub(super) names: &'n dyn Names,
    pub(super) weights: Weights,
    pub(super) field: Option<Field>,
    pub(super) implied: bool,
    pub(super) scored: Vec<Scored>,
    pub(super) understood: Understood,
    pub(super) expansions_left: usize,
    pub(super) rescue: bool,
    pub(super) rescues_left: usize,
    /// Folded words of the query that were looked for in the dictionary, and what they were read as.
    pub(super) rescued: FxHashMap<String, Option<Read>>,
    /// Words of the query in all their spellings, and whether they were lost.
    pub(super) spelled: FxHashMap<SpelledAs, (PlanWord, bool)>,
    /// The last word is in no article and was read as nothing else.
    pub(super) lost: bool,
}

impl<'n> Interpreter<'n> {
    /// An interpreter that knows the names of one index.
    pub fn new(names: &'n dyn Names, weights: Weights) -> Self {
        Self::with_analyzer(names, weights, Analyzer::new())
    }

    /// As [`Interpreter::new`], with an analyser that knows words already.
    pub fn with_analyzer(names: &'n dyn Names, weights: Weights, analyzer: Analyzer) -> Self {
        Self {
            analyzer,
            names,
            weights,
            field: None,
            implied: false,
            scored: Vec::new(),
            understood: Understood::default(),
            expansions_left: BUDGET,
            rescue: false,
            rescues_left: TRIES,
            rescued: FxHashMap::default(),
            spelled: FxHashMap::default(),
            lost: false,
        }
    }

    /// Reads words that no article has as what they were most likely meant to be.
    pub fn with_rescue(mut self) -> Self {
        self.rescue = true;
        self
    }

    /// The analyser, for another one.
    pub fn into_analyzer(self) -> Analyzer {
        self.analyzer
    }

    /// The plan of a query under filters. A query of nothing but filters matches whatever passes them.
    ///
    /// # Errors
    /// [`Error::Part`] for an unknown country and for a phrase that is too long; errors of the index.
    pub fn plan(&mut self, ast: &Ast, filters: &Filters) -> Result<(Plan, Understood)> {
        self.analyzer.trim();
        self.scored.clear();
        self.understood = Understood::default();
        self.field = filters.field;
        self.implied = filters.implied;
        self.expansions_left = BUDGET;
        self.rescues_left = TRIES;
        self.rescued.clear();
        self.spelled.clear();
        let mut all = Vec::new();
        let node = self.node(ast)?;
        if !matches!(&node, Node::All(parts) if parts.is_empty()) {
            all.push(node);
        }
        for person in &filters.persons {
            all.push(self.person(person)?);
        }
        for country in &filters.countries {
            all.push(self.country(country, filters.implied)?);
        }
        for (facet, wanted) in [
            (Facet::Source, &filters.sources),
            (Facet::Section, &filters.sections),
            (Facet::Author, &filters.authors),
        ] {
            for value in wanted {
                all.push(self.value(facet, value)?);
            }
        }
        if filters.since.is_some() || filters.until.is_some() {
            all.push(Node::Published(filters.since, filters.until));
        }
        let mut matching = Node::All(all);
        if let Some(hint) = hint(ast, &matching) {
            self.understood.hint = Some(hint.to_owned());
            matching = Node::Any(Vec::new());
        }
        if let Some(choice) = Choice::new(&mut self.analyzer, &filters.forms, &filters.not_forms) {
            matching = choice.hold(matching, self.names)?;
        }
        let related = matching.relaxed();
        let plan = Plan {
            matching,
            related,
            gist: super::plan::gist(&self.scored),
            scored: std::mem::take(&mut self.scored),
            weights: self.weights,
        };
        Ok((plan, std::mem::take(&mut self.understood)))
    }

    /// The tree that a text without operators stands for in a mode.
    pub fn in_mode(text: &str, mode: Mode) -> Result<Ast> {
        let text = text.to_owned();
        Ok(match mode {
            Mode::Default => super::parse(&text)?,
            Mode::Exact => Ast::Phrase {
                text,
                field: None,
                exact: true,
                within: None,
            },
            Mode::Phrase => Ast::Phrase {
                text,
                field: None,
                exact: false,
                within: None,
            },
            Mode::Person => Ast::Person(text),
            Mode::Country => Ast::Country(text),
        })
    }

    fn node(&mut self, ast: &Ast) -> Result<Node> {
        Ok(match ast {
            Ast::Words { text, field, exact } => self.words(text, field.or(self.field), *exact)?,
            Ast::Phrase {
                text,
                field,
                exact,
                within,
            } => self.phrase(text, field.or(self.field), *exact, *within)?,
            Ast::Wildcard { pattern, field } => self.wildcard(pattern, field.or(self.field))?,
            Ast::Fuzzy { text, off, field } => self.fuzzy(text, *off, field.or(self.field))?,
            Ast::Person(name) => self.person(name)?,
            Ast::Country(name) => self.country(name, self.implied)?,
            Ast::Value(facet, name) => self.value(*facet, name)?,
            Ast::Date { text, period } => {
                self.understood.dates.push((text.clone(), *period));
                Node::Published(period.since, period.until)
            }
            Ast::All(parts) => Node::All(self.nodes(parts)?),
            Ast::Any(parts) => Node::Any(self.nodes(parts)?),
            Ast::Not(part) => {
                let scored = self.scored.len();
                let node = self.node(part)?;
                self.scored.truncate(scored);
                Node::Not(Box::new(node))
            }
            Ast::Must(part) => Node::Must(Box::new(self.node(part)?)),
        })
    }

    fn nodes(&mut self, parts: &[Ast]) -> Result<Vec<Node>> {
        parts.iter().map(|part| self.node(part)).collect()
    }

    pub(super) fn tokens(&mut self, text: &str) -> Vec<Token> {
        let mut tokens = Tokens::new();
        self.analyzer.analyze(text, &mut tokens);
        tokens.to_vec()
    }

    pub(super) fn plan_word(&self, token: &Token, field: Option<Field>, exact: bool) -> PlanWord {
        let word = self.analyzer.word(token.word);
        if exact {
            PlanWord::exact(word, field)
        } else {
            PlanWord::new(word, token.readings, field, &self.weights)
        }
    }

    fn country(&mut self, text: &str, implied: bool) -> Result<Node> {
        self.needs_entities(text)?;
        let readings = resolve(text);
        let Some((first, others)) = readings.split_first() else {
            return Err(Error::Part {
                message: format!(
                    "no country is called {text:?}: try its name in Arabic, English or French, or its ISO code"
                ),
                part: text.to_owned(),
            });
        };
        let value = vec![first.code.as_str().to_owned()];
        let named = |r: &CountryReading| OtherCountry {
            code: r.code,
            name: r.name_ar.to_owned(),
            articles: 0,
        };
        self.understood.countries.push(UnderstoodCountry {
            query: text.to_owned(),
            code: first.code,
            name: first.name_ar.to_owned(),
            others: others.iter().map(named).collect(),
        });
        self.scored.push(Scored::Facet(
            Facet::Country,
            value.clone(),
            self.weights.facet,
        ));
        self.scored.push(Scored::Facet(
            Facet::CountryLead,
            value.clone(),
            self.weights.facet,
        ));
        let explicit = Node::Facet(Facet::Country, value.clone());
        Ok(if implied {
            Node::Any(vec![explicit, Node::Facet(Facet::CountryImplied, value)])
        } else {
            explicit
        })
    }

    /// Refuses to look for a country or a person where none can be found.
    pub(super) fn needs_entities(&self, wanted: &str) -> Result<()> {
        if self.names.has_entities() {
            return Ok(());
        }
        Err(Error::Part {
            message: crate::error::WITHOUT_ENTITIES.to_owned(),
            part: wanted.to_owned(),
        })
    }

    /// A facet's values that read like `wanted`, orthography and case aside.
    fn value(&mut self, facet: Facet, wanted: &str) -> Result<Node> {
        let folded = crate::arabic::fold_text(wanted);
        let mut values = self.names.values(facet)?;
        values.retain(|v| {
            v == wanted || (!folded.is_empty() && crate::arabic::fold_text(v) == folded)
        });
        if values.is_empty() {
            let near = self.values_like(facet, &folded)?;
            let near = if near.is_empty() {
                String::new()
            } else {
                format!("; near: {}", near.join(", "))
            };
            let note = format!("no {} is called {wanted}{near}", facet.name());
            self.understood.notes.push(note);
        }
        Ok(Node::Facet(facet, values))
    }
}

/// Why a query can find nothing: no word in it, or only words to leave out.
fn hint(ast: &Ast, matching: &Node) -> Option<&'static str> {
    let typed = !matches!(ast, Ast::All(parts) if parts.is_empty());
    if matching.asks_nothing() {
        return typed.then_some("there is no word to look for in the query");
    }
    (!matching.wants_something())
        .then_some("the query only says what to leave out: add a word to look for, or a filter")
}
