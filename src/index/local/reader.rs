//! Opening an index for reading, and answering from it.
use super::candidate::{Candidate, address, keep_best};
use super::folder::{Folder, Reading};
use super::matched::Matched;
use super::ranking::Ranking;
use super::schema::{Fields, Payload, schema};
use super::score::{self, Scratch, Worth};
use super::segment::{Segment, at};
use super::vocabulary::Vocabulary;
use super::writer::failed;
use super::{dictionary, eval, places, rerank};
use crate::arabic::ANALYZER_VERSION;
use crate::entity::Gist;
use crate::entity::name::{Corrections, Pattern, SplitNames, Texts};
use crate::error::{Error, Result};
use crate::index::engine::{Engine, FacetCount, Found, Hit, Place, Sort, Stats};
use crate::index::record::{Facet, RECORD_VERSION, Stored};
use crate::parallel;
use crate::query::{Evidence, Fitting, Node, Plan, PlanWord, WordPattern};
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use tantivy::schema::{TantivyDocument, Value};
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, SegmentReader, TantivyError};

/// Searches of a process after which more are expected.
const SEARCHES: u32 = 8;

/// Microseconds that reading an article takes, and finding the query's words in it.
const SHOWN_MICROS: usize = 30;

/// An index in a folder, opened for reading.
pub struct LocalIndex {
    path: PathBuf,
    pub(super) fields: Fields,
    searcher: Searcher,
    segments: OnceLock<Vec<Segment>>,
    pub(super) vocabulary: Arc<OnceLock<Vocabulary>>,
    pub(super) ranking: Ranking,
    /// Searches so far.
    searches: AtomicU32,
    entities: bool,
}

/// Opens and checks; the commit's payload may be missing only in an index that was created and never committed.
pub(super) fn open(path: &Path, reading: Reading) -> Result<(Index, Option<String>)> {
    if !path.exists() && !path.is_symlink() {
        return Err(Error::NoIndex(path.to_owned()));
    }
    if !path.is_dir() {
        return Err(Error::NotAnIndex {
            path: path.to_owned(),
            reason: if path.exists() {
                "it is a file, not a folder".to_owned()
            } else {
                "it is a link to nothing".to_owned()
            },
        });
    }
    if !path.join("meta.json").exists() {
        return Err(Error::NoIndex(path.to_owned()));
    }
    let engine = |e: TantivyError| failed(path, &e);
    let folder = Folder::open(path, reading).map_err(|e| engine(e.into()))?;
    let index = Index::open(folder).map_err(engine)?;
    let metas = index.load_metas().map_err(engine)?;
    if metas.payload.is_some() || !metas.segments.is_empty() || index.schema() != schema().0 {
        Payload::check(metas.payload.as_deref(), path)?;
    }
    Ok((index, metas.payload))
}

impl LocalIndex {
    /// Opens the index at `path` as of its last commit.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::NotAnIndex`], [`Error::Version`], [`Error::Engine`].
    pub fn open(path: &Path) -> Result<Self> {
        let (index, payload) = open(path, Reading::Mapped)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|e: TantivyError| failed(path, &e))?;
        let (_, fields) = schema();
        Ok(Self {
            path: path.to_owned(),
            fields,
            searcher: reader.searcher(),
            segments: OnceLock::new(),
            vocabulary: Arc::default(),
            ranking: Ranking::default(),
            searches: AtomicU32::new(0),
            entities: Payload::entities(payload.as_deref()),
        })
    }

    /// The segments, opened by whoever asks first.
    pub(super) fn segments(&self) -> Result<&[Segment]> {
        if let Some(known) = self.segments.get() {
            return Ok(known);
        }
        let readers = self.searcher.segment_readers().iter().enumerate();
        let opened = readers
            .map(|(n, r)| self.engine(Segment::open(r, &self.fields, n, &self.vocabulary)))
            .collect::<Result<Vec<_>>>()?;
        Ok(self.segments.get_or_init(|| opened))
    }

    /// Once a process has asked so much that it is likely to ask more: begins to put the dictionaries into one table, beside the
    /// queries, which go on without it.
    fn prepare(&self, segments: &[Segment]) {
        if self.searches.fetch_add(1, Ordering::Relaxed) != SEARCHES {
            return;
        }
        let vocabulary = Arc::clone(&self.vocabulary);
        let texts: Vec<_> = segments.iter().map(|s| s.texts().map(Arc::clone)).collect();
        // Without a thread, queries go on asking the dictionaries.
        let _ = std::thread::Builder::new().spawn(move || {
            if let Some(made) = Vocabulary::of(&texts) {
                let _ = vocabulary.set(made);
            }
        });
    }

    pub(super) fn engine<T>(&self, result: tantivy::Result<T>) -> Result<T> {
        result.map_err(|e| failed(&self.path, &e))
    }

    /// Tantivy's reader of all segments.
    #[cfg(test)]
    pub(super) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn segment_readers(&self) -> &[SegmentReader] {
        self.searcher.segment_readers()
    }

    pub(super) fn facet_field(&self, facet: Facet) -> tantivy::schema::Field {
        self.fields.facet(facet)
    }

    /// Every value of a facet as the segments have them, in byte order.
    pub(super) fn values_of(&self, facet: Facet) -> Result<Vec<String>> {
        let field = self.fields.facet(facet);
        let mut out = Vec::new();
        for segment in self.segments()? {
            self.engine(segment.each_term(field, &mut |value| {
                out.push(value.to_owned());
            }))?;
        }
        // Each segment's are in order.
        out.sort();
        out.dedup();
        Ok(out)
    }

    /// All articles of a segment that are not deleted.
    pub(super) fn all_of(&self, segment: &Segment) -> Result<Matched> {
        self.engine(eval::matches(segment, &Node::everything(), None))
    }

    pub(super) fn matched(&self, matching: &Node, segments: &[Segment]) -> Result<Vec<Matched>> {
        segments
            .iter()
            .map(|s| self.engine(eval::matches(s, matching, None)))
            .collect()
    }

    fn dated(
        segments: &[Segment],
        matched: &[Matched],
        sort: Sort,
        wanted: usize,
    ) -> Vec<Candidate> {
        let mut best = Vec::new();
        for (ord, (segment, matched)) in segments.iter().zip(matched).enumerate() {
            best.extend(matched.iter().map(|doc| {
                let seconds = segment.published(doc).map(|s| s as f64);
                let key = match sort {
                    Sort::Oldest => seconds.map(|s| -s),
                    _ => seconds,
                };
                Candidate {
                    segment: ord as u32,
                    doc,
                    key: key.unwrap_or(f64::NEG_INFINITY),
                    tie: segment.id_hash(doc),
                }
            }));
            keep_best(&mut best, wanted);
        }
        best
    }
}

impl Engine for LocalIndex {
    fn search(&self, plan: &Plan, sort: Sort, offset: usize, limit: usize) -> Result<Found> {
        let segments = self.segments()?;
        self.prepare(segments);
        let wanted = offset.saturating_add(limit);
        let (best, total, related) = match sort {
            Sort::Relevance => {
                let ranked = self.ranked(plan, segments, wanted)?;
                let related = ranked.all.saturating_sub(ranked.own);
                (ranked.best, ranked.own, related)
            }
            Sort::Newest | Sort::Oldest => {
                let matched = self.matched(&plan.matching, segments)?;
                let total = matched.iter().map(Matched::len).sum();
                (Self::dated(segments, &matched, sort, wanted), total, 0)
            }
        };
        let hits = best
            .iter()
            .skip(offset)
            .take(limit)
            .map(|c| {
                let signature = segments
                    .get(c.segment as usize)
                    .map_or(0, |s| s.signature(c.doc));
                let score = match sort {
                    Sort::Relevance => c.key as f32,
                    Sort::Newest | Sort::Oldest => 0.0,
                };
                c.hit(score, signature)
            })
            .collect();
        Ok(Found {
            total,
            related,
            hits,
        })
    }

    fn evidence(&self, plan: &Plan) -> Result<Vec<(Hit, Evidence)>> {
        let segments = self.segments()?;
        let statistics = self.statistics(plan, segments)?;
        let mut best = self.first_look(plan, segments, 0, &statistics)?.best;
        best.truncate(rerank::reranked(plan));
        let found = self.engine(rerank::evidence(
            segments,
            plan,
            &statistics,
            &mut best,
            &self.ranking.scratches,
        ))?;
        let mut out: Vec<(Hit, Evidence)> = found
            .into_iter()
            .map(|(c, evidence)| (c.hit(evidence.score(&plan.weights), 0), evidence))
            .collect();
        out.sort_by(|a, b| b.0.score.total_cmp(&a.0.score));
        Ok(out)
    }

    fn count(&self, matching: &Node) -> Result<u64> {
        let segments = self.segments()?;
        Ok(self
            .matched(matching, segments)?
            .iter()
            .map(Matched::len)
            .sum())
    }

    fn articles_between(&self, word: &PlanWord) -> Result<(u64, u64)> {
        let (mut least, mut most) = (0, 0);
        for segment in self.segments()? {
            let (mut longest, mut all) = (0, 0);
            for (form, _) in &word.forms {
                let terms = self.engine(segment.terms(form))?;
                for field in eval::fields_of(word) {
                    let term = terms[at(field)].as_ref();
                    let articles = term.map_or(0, |term| u64::from(term.doc_freq));
                    longest = longest.max(articles);
                    all += articles;
                }
            }
            most += all;
            // Of deleted articles nobody knows which have the word.
            if segment.reader.alive_bitset().is_none() {
                least += longest;
            }
        }
        Ok((least, most))
    }

    fn company(&self, word: &PlanWord) -> Result<Gist> {
        self.company_of(word)
    }

    fn published(&self, matching: &Node) -> Result<Vec<i64>> {
        let segments = self.segments()?;
        let matched = self.matched(matching, segments)?;
        Ok(segments
            .iter()
            .zip(&matched)
            .flat_map(|(s, m)| m.iter().filter_map(|doc| s.published(doc)))
            .collect())
    }

    fn facet_counts(&self, matching: &Node, facet: Facet) -> Result<Vec<FacetCount>> {
        self.counts_of(matching, facet)
    }

    fn group_counts(
        &self,
        matching: &Node,
        facet: Facet,
        group_of: &dyn Fn(&str) -> Option<u32>,
    ) -> Result<FxHashMap<u32, (u64, u64)>> {
        self.counts_of_groups(matching, facet, group_of)
    }

    fn person_groups(&self) -> Result<Vec<Vec<String>>> {
        self.groups()
    }

    fn corrections(&self) -> Result<Corrections> {
        self.read_corrections()
    }

    fn facet_values(&self, facet: Facet) -> Result<Vec<String>> {
        self.values_of(facet)
    }

    fn person_names(&self) -> Result<(Texts, SplitNames)> {
        let names = self.names()?;
        let split = self.names_split(&names);
        Ok((names, split))
    }

    fn name_words(&self) -> Result<Vec<String>> {
        self.words_of_names()
    }

    fn words_near(&self, pattern: &Pattern, read: &str) -> Result<Vec<String>> {
        self.near_words(pattern, read)
    }

    fn words_sounding(&self, word: &str) -> Result<Vec<String>> {
        self.sounding_words(word)
    }

    fn fitting(&self, pattern: &WordPattern, most: usize) -> Result<Fitting> {
        let mut counts: FxHashMap<String, u64> = FxHashMap::default();
        let note = |word: &str, articles| dictionary::count(&mut counts, word, articles);
        let looked = match (self.vocabulary.get(), pattern.nearness(), pattern.holds()) {
            (Some(known), Some((word, off)), _) => known.near(word, off, note),
            (Some(known), None, Some(held)) => {
                known.holding(held, pattern, note);
                true
            }
            _ => false,
        };
        for segment in self.segments()?.iter().filter(|_| !looked) {
            for field in [self.fields.title, self.fields.body] {
                self.engine(dictionary::fitting(segment, field, pattern, &mut counts))?;
            }
        }
        let truncated = counts.len() > most;
        let mut words: Vec<(String, u64)> = counts.into_iter().collect();
        words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        words.truncate(most);
        Ok(Fitting { words, truncated })
    }

    fn address(&self, id: &str) -> Result<Option<u64>> {
        let segments = self.segments()?;
        for (ord, segment) in segments.iter().enumerate() {
            if let Some(doc) = self.engine(segment.doc_of(id))? {
                return Ok(Some(address(ord as u32, doc)));
            }
        }
        Ok(None)
    }

    fn score_of(&self, plan: &Plan, address: u64) -> Result<(Vec<f32>, Evidence)> {
        let (ord, doc) = ((address >> 32) as u32, address as u32);
        let segments = self.segments()?;
        let Some(segment) = segments.get(ord as usize) else {
            return Ok((Vec::new(), Evidence::default()));
        };
        let mut parts = Vec::with_capacity(plan.scored.len());
        for scored in &plan.scored {
            let alone = Plan {
                scored: vec![scored.clone()],
                ..plan.clone()
            };
            let statistics = self.statistics(&alone, segments)?;
            let mut scratch = Scratch::default();
            let look = score::first_look(segment, &alone, &statistics, &mut scratch);
            let mut look = self.engine(look)?;
            let one = Matched::only(segment.reader.max_doc(), doc);
            let late = look.add_late(segment, &alone, &statistics, &one, &mut scratch);
            self.engine(late)?;
            parts.push(look.score(doc, &Worth::of(&alone, &statistics)));
        }
        let statistics = self.statistics(plan, segments)?;
        let mut candidate = [Candidate {
            segment: ord,
            doc,
            key: 0.0,
            tie: 0,
        }];
        let buffers = &self.ranking.scratches;
        let found = rerank::evidence(segments, plan, &statistics, &mut candidate, buffers);
        let found = self.engine(found)?.pop();
        Ok((parts, found.map(|f| f.1).unwrap_or_default()))
    }

    fn shown(&self, forms: &[&str], addresses: &[u64]) -> Result<Vec<(Stored, Vec<Place>)>> {
        // By segment and document, with the place among the addresses.
        let parts = |(at, a): (usize, &u64)| ((a >> 32) as usize, *a as u32, at);
        let mut wanted: Vec<_> = addresses.iter().enumerate().map(parts).collect();
        wanted.sort_unstable();
        let segments = self.segments()?;
        let mine: Vec<_> = wanted.chunk_by(|a, b| a.0 == b.0).collect();
        let shown = parallel::each(&mine, wanted.len() * SHOWN_MICROS, |mine| {
            let docs: Vec<u32> = mine.iter().map(|(_, doc, _)| *doc).collect();
            let mut places = vec![Vec::new(); docs.len()];
            if let Some(segment) = mine.first().and_then(|(s, ..)| segments.get(*s)) {
                let found = places::of_forms(segment, forms, &docs, |at, place| {
                    let of = places.get_mut(at);
                    of.into_iter()
                        .for_each(|of: &mut Vec<Place>| of.push(place));
                });
                self.engine(found)?;
            }
            places.iter_mut().for_each(|of| of.sort_unstable());
            let shown = mine.iter().zip(places).map(|((segment, doc, at), places)| {
                let stored = self.fetch(address(*segment as u32, *doc))?;
                Ok((*at, (stored, places)))
            });
            shown.collect::<Result<Vec<_>>>()
        });
        let mut shown = shown
            .into_iter()
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect::<Vec<_>>();
        shown.sort_unstable_by_key(|(at, _)| *at);
        Ok(shown.into_iter().map(|(_, shown)| shown).collect())
    }

    fn fetch(&self, address: u64) -> Result<Stored> {
        let (ord, doc) = ((address >> 32) as u32, address as u32);
        let segment = self.segments()?.get(ord as usize);
        let store = segment.and_then(|s| s.store(self.searcher.index()));
        let stored = match store.map(|store| store.with(doc, Stored::from_bytes)) {
            Some(Ok(stored)) => stored,
            // Laid out in another way, or damaged, which tantivy says better.
            Some(Err(_)) | None => {
                let address = DocAddress::new(ord, doc);
                let doc: TantivyDocument = self.engine(self.searcher.doc(address))?;
                let bytes = doc.get_first(self.fields.stored);
                Stored::from_bytes(bytes.and_then(|v| v.as_bytes()).unwrap_or_default())
            }
        };
        stored.map_err(|e| Error::Damaged {
            id: format!("at {address:#x}"),
            reason: e.to_string(),
        })
    }

    fn has_entities(&self) -> bool {
        self.entities
    }

    fn stats(&self) -> Result<Stats> {
        let segments = self.segments()?;
        let matched = self.matched(&Node::everything(), segments)?;
        let dates = || {
            segments
                .iter()
                .zip(&matched)
                .flat_map(|(s, m)| m.iter().filter_map(|doc| s.published(doc)))
        };
        let sources = self.facet_counts(&Node::everything(), Facet::Source)?;
        let space = self.engine(self.searcher.space_usage().map_err(TantivyError::from))?;
        Ok(Stats {
            articles: matched.iter().map(Matched::len).sum(),
            bytes: space.total().get_bytes(),
            segments: segments.len() as u64,
            sources: sources.into_iter().map(|c| (c.value, c.articles)).collect(),
            first: dates().min(),
            last: dates().max(),
            record_version: RECORD_VERSION,
            analyzer_version: ANALYZER_VERSION,
            entities: self.entities,
        })
    }
}
