//! Removing an article from segments that were begun before a moment.
//!
//! The engine keeps removals in a queue, and a segment that is handed over may be shown some from before it was: then an article that
//! replaced another would be removed with it. So a removal says itself which segments it is for.
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::index::SegmentId;
use tantivy::query::{ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Result, Score, SegmentReader, Term};

/// The numbers of the segments that a writer made. Others, committed before or merged since, have none.
#[derive(Debug, Clone, Default)]
pub(super) struct Made(Arc<Mutex<FxHashMap<SegmentId, u64>>>);

impl Made {
    /// Notes the number of a segment that is not yet handed over.
    pub fn note(&self, segment: SegmentId, number: u64) {
        let mut numbers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        numbers.insert(segment, number);
    }

    fn of(&self, segment: SegmentId) -> Option<u64> {
        let numbers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        numbers.get(&segment).copied()
    }
}

/// The articles with a term in segments before the one with a number. A segment without a number is before: what it was merged from had been
/// shown all removals that the queue had by then.
#[derive(Debug, Clone)]
pub(super) struct Removal {
    pub term: Term,
    pub before: u64,
    pub made: Made,
}

impl Query for Removal {
    fn weight(&self, _: EnableScoring<'_>) -> Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

// The queue keeps these until a commit: one for each article that is replaced, so they are no larger than they must be.
impl Weight for Removal {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> Result<Box<dyn Scorer>> {
        let number = self.made.of(reader.segment_id());
        if number.is_some_and(|number| number >= self.before) {
            return Ok(Box::new(EmptyScorer));
        }
        let articles = reader
            .inverted_index(self.term.field())?
            .read_postings(&self.term, IndexRecordOption::Basic)?;
        Ok(match articles {
            Some(articles) => Box::new(ConstScorer::new(articles, boost)),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> Result<Explanation> {
        Ok(Explanation::new("an article that is removed", 1.0))
    }
}
