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

/// So many of the best of documents that are offered one by one.
pub(super) struct Best {
    wanted: usize,
    kept: Vec<Candidate>,
    /// Below this nothing is wanted any more.
    least: f64,
}

impl Best {
    pub fn new(wanted: usize) -> Self {
        Self {
            wanted,
            kept: Vec::new(),
            least: f64::NEG_INFINITY,
        }
    }

    /// Takes a document that may be among the best; it is not made before its key says so.
    #[inline]
    pub fn offer(&mut self, key: f64, candidate: impl FnOnce() -> Candidate) {
        if key < self.least {
            return;
        }
        self.kept.push(candidate());
        if self.wanted > 0 && self.kept.len() >= self.wanted.saturating_mul(2) {
            self.kept
                .select_nth_unstable_by(self.wanted - 1, Candidate::order);
            self.kept.truncate(self.wanted);
            self.least = self.kept.last().map_or(self.least, |c| c.key);
        }
    }

    /// The best, in no order, and perhaps some more.
    pub fn into_kept(self) -> Vec<Candidate> {
        self.kept
    }
}

/// The least of so many of the highest numbers.
pub(super) struct Highest {
    wanted: usize,
    kept: Vec<f32>,
    least: f32,
}

impl Highest {
    pub fn new(wanted: usize) -> Self {
        Self {
            wanted,
            kept: Vec::new(),
            least: f32::NEG_INFINITY,
        }
    }

    #[inline]
    pub fn offer(&mut self, number: f32) {
        if number > self.least {
            self.kept.push(number);
            if self.kept.len() >= self.wanted.saturating_mul(2) {
                self.cut();
            }
        }
    }

    /// Takes what another one kept.
    pub fn absorb(&mut self, other: Self) {
        other.kept.into_iter().for_each(|number| self.offer(number));
    }

    fn cut(&mut self) {
        if let Some(last) = self.wanted.checked_sub(1).filter(|l| *l < self.kept.len()) {
            self.kept
                .select_nth_unstable_by(last, |a, b| b.total_cmp(a));
            self.kept.truncate(self.wanted);
            self.least = self.kept.last().copied().unwrap_or(self.least);
        }
    }

    /// Below it there are only numbers that are not among the highest; of fewer numbers than are wanted all are.
    pub fn least(mut self) -> f32 {
        self.cut();
        self.least
    }
}
