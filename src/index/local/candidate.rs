//! Documents on their way into the list of hits.
use crate::index::engine::Hit;
use std::cmp::Ordering;

/// Where a document lies, as one number.
pub(super) fn address(segment: u32, doc: u32) -> u64 {
    u64::from(segment) << 32 | u64::from(doc)
}

/// A matching document and what orders it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub segment: u32,
    pub doc: u32,
    pub key: f64,
    pub tie: u64,
}

impl Candidate {
    /// The document as a hit.
    pub fn hit(&self, score: f32, signature: u64) -> Hit {
        Hit {
            address: address(self.segment, self.doc),
            score,
            signature,
        }
    }

    /// Higher key first; equal keys in an order that does not depend on segments.
    pub fn order(a: &Candidate, b: &Candidate) -> Ordering {
        b.key.total_cmp(&a.key).then(a.tie.cmp(&b.tie))
    }
}

/// Keeps so many of the best, in order.
pub(super) fn keep_best(best: &mut Vec<Candidate>, wanted: usize) {
    if best.len() > wanted && wanted > 0 {
        best.select_nth_unstable_by(wanted - 1, Candidate::order);
    }
    best.truncate(wanted);
    best.sort_unstable_by(Candidate::order);
}
