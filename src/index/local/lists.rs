//! The postings lists through which a query's words are found in one segment: looked up once for all that reads them.
use super::eval::fields_of;
use super::segment::{Segment, at};
use crate::query::{Plan, PlanWord, Scored};
use tantivy::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

/// The list of one form in one field.
pub(super) struct List {
    pub term: TermInfo,
    /// What finding the form is worth.
    pub worth: f32,
    /// Whether the form is the word itself, not a related one.
    pub own: bool,
}

/// The lists of a word: of the title, and of the body.
pub(super) type WordLists = [Vec<List>; 2];

/// The lists of a word in the fields that it is looked for in; forms that the segment lacks left out.
pub(super) fn word_lists(segment: &Segment, word: &PlanWord) -> tantivy::Result<WordLists> {
    let mut out = [Vec::new(), Vec::new()];
    let own = word.forms.len();
    for (i, (form, worth)) in word.scoring().enumerate() {
        let mut terms = segment.terms(form)?;
        for field in fields_of(word) {
            let at = at(field);
            if let Some(term) = terms[at].take() {
                out[at].push(List {
                    term,
                    worth: *worth,
                    own: i < own,
                });
            }
        }
    }
    Ok(out)
}

/// The lists of each scored item of a plan in one segment; of facets none.
pub(super) fn plan_lists(segment: &Segment, plan: &Plan) -> tantivy::Result<Vec<WordLists>> {
    let of = |scored: &Scored| match scored {
        Scored::Word(word) => word_lists(segment, word),
        Scored::Facet(..) => Ok([Vec::new(), Vec::new()]),
    };
    plan.scored.iter().map(of).collect()
}

/// Reads lists of one field one after the other, in the same buffers.
#[derive(Default)]
pub(super) struct Cursor {
    postings: Option<BlockSegmentPostings>,
}

impl Cursor {
    /// Whether a list has any document of a kind.
    pub fn any(
        &mut self,
        index: &InvertedIndexReader,
        term: &TermInfo,
        wanted: impl Fn(u32) -> bool,
    ) -> tantivy::Result<bool> {
        let mut any = false;
        self.each_block(index, term, |docs, _| {
            any |= docs.iter().any(|doc| wanted(*doc));
        })?;
        Ok(any)
    }

    /// Calls `sink` with blocks of documents and their frequencies.
    pub fn each_block(
        &mut self,
        index: &InvertedIndexReader,
        term: &TermInfo,
        mut sink: impl FnMut(&[u32], &[u32]),
    ) -> tantivy::Result<()> {
        let postings = match &mut self.postings {
            Some(postings) => {
                index.reset_block_postings_from_terminfo(term, postings)?;
                postings
            }
            none => none.insert(
                index.read_block_postings_from_terminfo(term, IndexRecordOption::WithFreqs)?,
            ),
        };
        let mut left = term.doc_freq as usize;
        while left > 0 && !postings.docs().is_empty() {
            sink(postings.docs(), postings.freqs());
            left = left.saturating_sub(postings.docs().len());
            if left > 0 {
                postings.advance();
            }
        }
        Ok(())
    }
}
