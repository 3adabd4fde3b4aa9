//! What an index can do, whichever engine holds it.
use super::forms::Stacks;
use super::record::{Facet, Record, Stored};
use crate::entity::Gist;
use crate::entity::name::{Corrections, Pattern, SplitNames, Texts};
use crate::error::Result;
use crate::query::{Evidence, Fitting, Node, Plan, PlanWord, WordPattern};
use rustc_hash::FxHashMap;

/// Order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Latest publication first, undated last.
    Newest,
    /// Earliest publication first, undated last.
    Oldest,
}

/// One found article.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Engine's address of the article, good for the engine that gave it until it is reopened.
    pub address: u64,
    /// Score; finite, higher is better.
    pub score: f32,
    /// What its words are like, for [`super::may_be_near_copies`].
    pub signature: u64,
}

/// A page of hits.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// Articles that match.
    pub total: u64,
    /// Further articles that only the plan's wider condition matches; ranked among the hits by relevance alone.
    pub related: u64,
    /// The page asked for.
    pub hits: Vec<Hit>,
}

/// How often a facet's value occurs among matching articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// The value.
    pub value: String,
    /// Articles that have it.
    pub articles: u64,
    /// Mentions in them.
    pub mentions: u64,
}

/// What an index holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Stats {
    /// Articles.
    pub articles: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Segments.
    pub segments: u64,
    /// Articles by source, most first.
    pub sources: Vec<(String, u64)>,
    /// Earliest publication, seconds since 1970.
    pub first: Option<i64>,
    /// Latest publication, seconds since 1970.
    pub last: Option<i64>,
    /// Version of the record's layout.
    pub record_version: u32,
    /// Version of the analysis.
    pub analyzer_version: u32,
    /// Whether countries and persons were looked for.
    pub entities: bool,
}

/// A place of a text where a form stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The body, not the title.
    pub in_body: bool,
    /// The word's number in the text, from 0.
    pub position: u32,
    /// The form's place in the list of those that were asked for.
    pub form: u32,
}

/// Reads an index.
pub trait Engine {
    /// Articles that match, a page of them in order; relevance ranks by the plan's scoring.
    fn search(&self, plan: &Plan, sort: Sort, offset: usize, limit: usize) -> Result<Found>;
    /// The best articles by relevance, at most a hundred, each with what speaks for it.
    fn evidence(&self, plan: &Plan) -> Result<Vec<(Hit, Evidence)>>;
    /// How many articles match.
    fn count(&self, matching: &Node) -> Result<u64>;
    /// At least, and at most, how many articles have a word: what its lists say without being read.
    fn articles_between(&self, word: &PlanWord) -> Result<(u64, u64)>;
    /// What the titles of the articles with a word are about, on the whole; of a frequent word, of some of them.
    fn company(&self, word: &PlanWord) -> Result<Gist>;
    /// When the matching articles were published, in seconds since 1970, in no order; those without a date left out.
    fn published(&self, matching: &Node) -> Result<Vec<i64>>;
    /// Counts of a facet's values among matching articles, most articles first.
    fn facet_counts(&self, matching: &Node, facet: Facet) -> Result<Vec<FacetCount>>;
    /// Articles and mentions of groups of a facet's values among matching articles: `group_of` gives each value's group, or none; an
    /// article that has several values of a group counts once.
    fn group_counts(
        &self,
        matching: &Node,
        facet: Facet,
        group_of: &dyn Fn(&str) -> Option<u32>,
    ) -> Result<FxHashMap<u32, (u64, u64)>>;
    /// Recognised names that are one person's, the one to show first; only persons with more than one name. A group whose first name is
    /// empty has the names that tell no person outside their article.
    fn person_groups(&self) -> Result<Vec<Vec<String>>>;
    /// What the user says of persons.
    ///
    /// # Errors
    /// [`crate::Error::Table`] for a line that cannot be read.
    fn corrections(&self) -> Result<Corrections>;
    /// Every value of a facet, in byte order.
    fn facet_values(&self, facet: Facet) -> Result<Vec<String>>;
    /// All recognised names, in byte order, and their words.
    fn person_names(&self) -> Result<(Texts, SplitNames)>;
    /// The distinct folded words of recognised names, in byte order.
    fn name_words(&self) -> Result<Vec<String>>;
    /// The folded words and lemmas of the index that are near to a word of a name, in byte order. The letters in `read` count as read
    /// before each word: with "عبد", what stands after it in a compound name is found.
    fn words_near(&self, pattern: &Pattern, read: &str) -> Result<Vec<String>>;
    /// The folded words of the index, in byte order, that may be a foreign word in other letters: of the same sounds, and near.
    fn words_sounding(&self, word: &str) -> Result<Vec<String>>;
    /// The words of the index, folded, that fit a pattern, at most so many of the most frequent ones.
    fn fitting(&self, pattern: &WordPattern, most: usize) -> Result<Fitting>;
    /// The address of an article; none if no article has the id.
    fn address(&self, id: &str) -> Result<Option<u64>>;
    /// What each scored item of a plan adds to an article's score at the first look, in their order, and what speaks for it at the second.
    fn score_of(&self, plan: &Plan, address: u64) -> Result<(Vec<f32>, Evidence)>;
    /// The stored articles at some addresses, each with where forms, as they are stacked, stand in it, in order of field and position.
    fn shown(&self, forms: &[&str], addresses: &[u64]) -> Result<Vec<(Stored, Vec<Place>)>>;
    /// A stored article.
    fn fetch(&self, address: u64) -> Result<Stored>;
    /// Whether countries and persons were looked for when the index was built.
    fn has_entities(&self) -> bool;
    /// What the index holds.
    fn stats(&self) -> Result<Stats>;
}

/// What [`Writer::put`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The id was new.
    Added,
    /// The id was there with other content.
    Updated,
    /// The id was there with the same content.
    Unchanged,
}

/// Changes an index. Shared by threads.
pub trait Writer: Sync {
    /// What putting an article of this id and content hash would do. `sequence` orders the puts of a run: of two with the
    /// same id the higher one stays.
    fn compare(&self, id: &str, content_hash: u64, sequence: u64) -> Result<Change>;
    /// Adds or replaces an article, whose words are of these stacks; `sequence` as in [`Writer::compare`].
    fn put(&self, record: &Record, stacks: &Stacks, sequence: u64) -> Result<Change>;
    /// Removes an article; true if it was there.
    fn delete(&self, id: &str) -> Result<bool>;
    /// Makes everything so far durable and visible.
    fn commit(&mut self) -> Result<()>;
}
