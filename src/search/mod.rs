//! A request to hits with snippets.

mod explain;
mod group;
mod ledger;
mod people;
mod reasons;
mod snippet;
mod timeline;

pub use explain::{Verdict, explain};
pub use ledger::{FormRow, Ledger};
pub use people::PersonCount;
pub use reasons::{Contribution, Reasons};
pub use snippet::Snippet;
pub use timeline::PeriodCount;

use crate::arabic::Analyzer;
use crate::entity::Gist;
use crate::entity::country::prepare;
use crate::entity::name::{NameWords, Pattern, People, ShownNames};
use crate::error::{Error, Result};
use crate::index::local::LocalIndex;
use crate::index::{Engine, Facet, FacetCount, IMPLIED, Sort, Stats, Stored};
use crate::limits::{DEEPEST_HIT, PAGE_HITS};
use crate::query::{
    Ast, Evidence, Filters, Fitting, Interpreter, Names, Node, Plan, PlanWord, Spelled, SpelledAs,
    Understood, Weights, WordPattern, parse_or_plain, placed, plain_words,
};
use rustc_hash::FxHashMap;
use snippet::Highlighter;
use std::cell::{OnceCell, RefCell};
use std::path::Path;
use std::thread;

/// Ids and scores of hits, best first.
pub type Ids = Vec<(String, f32)>;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The query; empty for filters alone.
    pub query: String,
    /// Conditions beside it.
    pub filters: Filters,
    /// Order.
    pub sort: Sort,
    /// Hits to skip.
    pub offset: usize,
    /// Hits to give.
    pub limit: usize,
    /// Whether near-copies of one story are shown under the best of them.
    pub group: bool,
}

/// A found article, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Place among all hits, from 1.
    pub rank: usize,
    /// Score; finite, higher is better, 0 when sorted by date.
    pub score: f32,
    /// The article and its entities.
    pub stored: Stored,
    /// The names that its persons are shown under, by first mention, each once.
    pub persons: Vec<String>,
    /// A piece of it with the matches marked.
    pub snippet: Snippet,
    /// Matches in the title, in Unicode scalar values, end exclusive.
    pub title_highlights: Vec<[usize; 2]>,
    /// Ids of its near-copies further down, best first; empty unless they were asked for.
    pub copies: Vec<String>,
}

impl Hit {
    /// Codes of the countries that the article names.
    pub fn countries(&self) -> Vec<&str> {
        let explicit = |spans: &[[u32; 4]]| spans.iter().any(|s| s[3] != IMPLIED);
        self.stored
            .countries
            .iter()
            .filter(|c| explicit(&c.spans))
            .map(|c| c.key.as_str())
            .collect()
    }

    /// Names of the persons in the article, as they are shown.
    pub fn persons(&self) -> Vec<&str> {
        self.persons.iter().map(String::as_str).collect()
    }
}

/// An answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    /// Articles that match.
    pub total: u64,
    /// Articles with only some of the words, ranked after and among them.
    pub related: u64,
    /// The page.
    pub hits: Vec<Hit>,
    /// How the query was read.
    pub understood: Understood,
}

/// An index opened for questions.
pub struct Search {
    engine: Box<dyn Engine>,
    persons: OnceCell<People>,
    shown: OnceCell<ShownNames>,
    name_words: OnceCell<NameWords>,
    all_days: OnceCell<timeline::Days>,
    /// For the rare word of a snippet that must be read again.
    analyzer: RefCell<Analyzer>,
    /// For the queries, one after the other.
    reader: RefCell<Option<Analyzer>>,
    weights: Weights,
    /// Words of earlier queries in all their spellings.
    spelled: RefCell<FxHashMap<SpelledAs, Spelled>>,
    /// Whether what queries of words need is being made.
    prepared: OnceCell<()>,
}

/// Most words that are remembered, of one to three kilobytes each, and that an analyser for queries knows.
const REMEMBERED: usize = 8_000;

impl Search {
    /// Opens the index at a location: a folder.
    ///
    /// # Errors
    /// Those of [`LocalIndex::open`].
    pub fn open(location: &str) -> Result<Self> {
        Ok(Self {
            engine: Box::new(LocalIndex::open(Path::new(location))?),
            persons: OnceCell::new(),
            shown: OnceCell::new(),
            name_words: OnceCell::new(),
            all_days: OnceCell::new(),
            analyzer: RefCell::default(),
            reader: RefCell::default(),
            weights: Weights::default(),
            spelled: RefCell::default(),
            prepared: OnceCell::new(),
        })
    }

    /// Ranks by other weights from now on: for tuning.
    pub fn set_weights(&mut self, weights: Weights) {
        self.weights = weights;
        self.spelled.take();
    }

    /// Answers a request.
    ///
    /// # Errors
    /// [`Error::Query`] for a query that cannot be read and for a page that is too far; errors of the index.
    pub fn run(&self, request: &Request) -> Result<Results> {
        let ast = self.read(&request.query)?;
        let (plan, understood) = self.planned(&ast, &request.query, &request.filters)?;
        self.run_planned(&plan, understood, request)
    }

    /// The tree of a query. One that breaks a rule may be Arabic typed on another keyboard layout: p:f is حزب in France.
    fn read(&self, query: &str) -> Result<Ast> {
        crate::query::parse(query).or_else(|fault| {
            if self.interpreter().is_typed_elsewhere(query)? {
                return Ok(Ast::plain(query));
            }
            Err(fault)
        })
    }

    /// The plan of a tree, and how it was understood; an error about a part of the query names its place.
    fn planned(&self, ast: &Ast, query: &str, filters: &Filters) -> Result<(Plan, Understood)> {
        // Needed by the first words that are read, and ready when it comes to that; without a thread they wait.
        if !query.is_empty() && self.prepared.set(()).is_ok() {
            let _ = thread::Builder::new().spawn(prepare);
        }
        let mut interpreter = self.interpreter();
        let planned = interpreter.plan(ast, filters);
        self.reader.replace(Some(interpreter.into_analyzer()));
        planned.map_err(|error| placed(error, query))
    }

    /// As [`Search::read`] and [`Search::planned`], but what is no query is read as plain words, and why comes beside the plan.
    fn planned_plain(&self, request: &Request) -> Result<(Plan, Understood, Option<Error>)> {
        let (query, filters) = (&request.query, &request.filters);
        let (ast, fault) = match parse_or_plain(query) {
            (_, Some(Error::Syntax { .. })) if self.interpreter().is_typed_elsewhere(query)? => {
                (Ast::plain(query), None)
            }
            read => read,
        };
        match self.planned(&ast, query, filters) {
            // A country that there is none of, a phrase past the limit: seen only now.
            Err(error @ Error::Syntax { .. }) if fault.is_none() => {
                let words = Ast::plain(&plain_words(query));
                let (plan, understood) = self.planned(&words, query, filters)?;
                Ok((plan, understood, Some(error)))
            }
            planned => planned.map(|(plan, understood)| (plan, understood, fault)),
        }
    }

    /// As [`Search::run`], but text that is no query is searched for as plain words, and why comes beside the answer: for
    /// lists of queries made by programs.
    ///
    /// # Errors
    /// As [`Search::run`].
    pub fn run_plain(&self, request: &Request) -> Result<(Results, Option<Error>)> {
        let (plan, understood, fault) = self.planned_plain(request)?;
        Ok((self.run_planned(&plan, understood, request)?, fault))
    }

    fn run_planned(
        &self,
        plan: &Plan,
        mut understood: Understood,
        request: &Request,
    ) -> Result<Results> {
        if request.limit > PAGE_HITS || request.offset.saturating_add(request.limit) > DEEPEST_HIT {
            return Err(Error::Query(format!(
                "at most {PAGE_HITS} hits a page and hits up to {DEEPEST_HIT}: narrow the query with --since, --source or --country"
            )));
        }
        for other in understood.countries.iter_mut().flat_map(|c| &mut c.others) {
            other.articles = self.articles_of_country(other.code.as_str())?;
        }
        people::count(self, &mut understood)?;
        let (found, mut copies) = self.found(plan, request)?;
        copies.resize_with(found.hits.len(), Vec::new);
        if let ([form, ..], 0) = (request.filters.forms.as_slice(), found.total) {
            understood.notes.push(format!(
                "nothing of the query stands in the form {form}; naba forms lists the forms that it has"
            ));
        }
        let mut highlighter = Highlighter::new(plan, &self.analyzer);
        let addresses: Vec<u64> = found.hits.iter().map(|hit| hit.address).collect();
        let shown = self.engine.shown(&highlighter.forms(), &addresses)?;
        let mut hits = Vec::with_capacity(found.hits.len());
        let shown = found.hits.iter().zip(copies).zip(shown);
        for (i, ((hit, copies), (stored, places))) in shown.enumerate() {
            let (snippet, title_highlights) = highlighter.cut(&stored, &places);
            hits.push(Hit {
                rank: request.offset + i + 1,
                score: hit.score,
                persons: self.shown_persons(&stored)?,
                stored,
                snippet,
                title_highlights,
                copies,
            });
        }
        Ok(Results {
            total: found.total,
            related: found.related,
            hits,
            understood,
        })
    }

    /// The plan of a query, or of its words if it is no query.
    fn plain_plan(&self, request: &Request) -> Result<Plan> {
        let ast = crate::query::parse(&request.query).unwrap_or_else(|_| plain(&request.query));
        Ok(Interpreter::new(self, self.weights)
            .plan(&ast, &request.filters)?
            .0)
    }

    /// Ids and scores only, best first: for evaluation runs.
    ///
    /// # Errors
    /// As [`Search::run_plain`].
    pub fn ids(&self, request: &Request) -> Result<Ids> {
        Ok(self.ids_and_reading(request)?.0)
    }

    /// As [`Search::ids`], with how the query was read, and why if it was taken as plain words.
    ///
    /// # Errors
    /// As [`Search::run_plain`].
    pub fn ids_and_reading(&self, request: &Request) -> Result<(Ids, Understood, Option<Error>)> {
        let (plan, understood, fault) = self.planned_plain(request)?;
        let (found, _) = self.found(&plan, request)?;
        let ids: Result<Ids> = found
            .hits
            .iter()
            .map(|hit| Ok((self.engine.fetch(hit.address)?.article.id, hit.score)))
            .collect();
        Ok((ids?, understood, fault))
    }

    /// The best articles by relevance, at most a hundred, each with what speaks for it: for tuning.
    ///
    /// # Errors
    /// As [`Search::run_plain`].
    pub fn evidence(&self, request: &Request) -> Result<Vec<(String, Evidence)>> {
        let plan = self.plain_plan(request)?;
        let found = self.engine.evidence(&plan)?;
        found
            .into_iter()
            .map(|(hit, evidence)| Ok((self.engine.fetch(hit.address)?.article.id, evidence)))
            .collect()
    }

    /// Counts of a facet among the articles that match, most articles first; total of articles beside them.
    ///
    /// # Errors
    /// As [`Search::run`].
    pub fn counts(&self, request: &Request, facet: Facet) -> Result<(u64, Vec<FacetCount>)> {
        if facet.is_entity() {
            self.needs_entities()?;
        }
        let plan = self.plan(request)?;
        Ok((
            self.engine.count(&plan.matching)?,
            self.engine.facet_counts(&plan.matching, facet)?,
        ))
    }

    /// How a query is read, without a search.
    ///
    /// # Errors
    /// As [`Search::run`].
    pub fn reading(&self, request: &Request) -> Result<Understood> {
        let ast = self.read(&request.query)?;
        Ok(self.planned(&ast, &request.query, &request.filters)?.1)
    }

    /// How many articles name each country.
    ///
    /// # Errors
    /// Those of the index.
    pub fn articles_of_country(&self, code: &str) -> Result<u64> {
        self.engine
            .count(&Node::Facet(Facet::Country, vec![code.to_owned()]))
    }

    /// What the index holds.
    ///
    /// # Errors
    /// Those of the index.
    pub fn stats(&self) -> Result<Stats> {
        self.engine.stats()
    }

    /// Refuses to count countries or persons where none were looked for.
    fn needs_entities(&self) -> Result<()> {
        if self.engine.has_entities() {
            return Ok(());
        }
        Err(Error::without_entities())
    }

    fn interpreter(&self) -> Interpreter<'_> {
        let known = self
            .reader
            .take()
            .filter(|known| known.distinct_words() < REMEMBERED);
        Interpreter::with_analyzer(self, self.weights, known.unwrap_or_default()).with_rescue()
    }

    fn plan(&self, request: &Request) -> Result<Plan> {
        let ast = self.read(&request.query)?;
        Ok(self.planned(&ast, &request.query, &request.filters)?.0)
    }
}

/// A text as plain words, whatever signs are in it.
fn plain(text: &str) -> Ast {
    Ast::Words {
        text: text.to_owned(),
        field: None,
        exact: false,
    }
}

impl Names for Search {
    fn persons(&self) -> Result<&People> {
        if let Some(known) = self.persons.get() {
            return Ok(known);
        }
        let (names, split) = self.engine.person_names()?;
        let people = People::new(names, split, self.shown()?);
        Ok(self.persons.get_or_init(|| people))
    }

    fn has_entities(&self) -> bool {
        self.engine.has_entities()
    }

    fn name_words(&self) -> Result<&NameWords> {
        if let Some(known) = self.name_words.get() {
            return Ok(known);
        }
        let words = NameWords::new(self.engine.name_words()?);
        Ok(self.name_words.get_or_init(|| words))
    }

    fn words_near(&self, pattern: &Pattern, read: &str) -> Result<Vec<String>> {
        self.engine.words_near(pattern, read)
    }

    fn articles_with(&self, folded: &str) -> Result<u64> {
        self.engine.count(&Node::Word(PlanWord::written(folded)))
    }

    fn articles_between(&self, folded: &str) -> Result<(u64, u64)> {
        self.engine.articles_between(&PlanWord::written(folded))
    }

    fn words_sounding(&self, folded: &str) -> Result<Vec<String>> {
        self.engine.words_sounding(folded)
    }

    fn company(&self, folded: &str) -> Result<Gist> {
        self.engine.company(&PlanWord::written(folded))
    }

    fn count(&self, matching: &Node) -> Result<u64> {
        self.engine.count(matching)
    }

    fn fitting(&self, pattern: &WordPattern, most: usize) -> Result<Fitting> {
        self.engine.fitting(pattern, most)
    }

    fn spelled(&self, word: &SpelledAs) -> Option<Spelled> {
        self.spelled.borrow().get(word).cloned()
    }

    fn remember(&self, word: SpelledAs, spelled: Spelled) {
        let mut known = self.spelled.borrow_mut();
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(word, spelled);
    }

    fn values(&self, facet: Facet) -> Result<Vec<String>> {
        self.engine.facet_values(facet)
    }
}
