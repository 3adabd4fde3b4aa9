//! What the titles of a segment are about.
use super::reader::LocalIndex;
use super::schema::gist_field;
use crate::entity::Gist;
use crate::error::Result;
use crate::query::{Node, PlanWord};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use tantivy::SegmentReader;
use tantivy::columnar::Column;

/// Directions after which all are read at once: a process that asks for so many is likely to ask for more.
const ASKED: usize = 2_000;

/// Articles of a segment whose titles are looked at to tell what company a word keeps.
const COMPANY: usize = 32;

impl LocalIndex {
    /// As [`crate::index::Engine::company`].
    pub(super) fn company_of(&self, word: &PlanWord) -> Result<Gist> {
        let segments = self.segments()?;
        let matched = self.matched(&Node::Word(word.clone()), segments)?;
        let mut titles = Vec::new();
        for (segment, matched) in segments.iter().zip(&matched) {
            let gists = self.engine(segment.gists())?;
            let step = (matched.len() as usize / COMPANY).max(1);
            titles.extend(matched.iter().step_by(step).map(|doc| gists.of(doc)));
        }
        Ok(Gist::mean(&titles))
    }
}

/// The directions of all titles of a segment.
pub(super) struct Gists {
    docs: u32,
    numbers: Vec<Column<u64>>,
    asked: AtomicUsize,
    all: OnceLock<Vec<Gist>>,
}

impl Gists {
    /// Opens their columns.
    pub fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let numbers = (0..Gist::NUMBERS)
            .map(|n| fast.u64(&gist_field(n)))
            .collect::<tantivy::Result<_>>()?;
        Ok(Self {
            docs: segment.max_doc(),
            numbers,
            asked: 0.into(),
            all: OnceLock::new(),
        })
    }

    /// That of one document.
    pub fn of(&self, doc: u32) -> Gist {
        if let Some(known) = self.all.get().and_then(|all| all.get(doc as usize)) {
            return *known;
        }
        if self.asked.fetch_add(1, Ordering::Relaxed) == ASKED {
            let all = || (0..self.docs).map(|doc| self.read(doc)).collect();
            self.all.get_or_init(all);
        }
        self.read(doc)
    }

    fn read(&self, doc: u32) -> Gist {
        let number = |n: usize| self.numbers.get(n).and_then(|column| column.first(doc));
        Gist::from_numbers(std::array::from_fn(|n| number(n).unwrap_or(0)))
    }
}
