//! Sets of documents as bitmaps: one bit a document, whatever the query's shape.

/// A set of documents of one segment.
#[derive(Debug, Clone)]
pub(super) struct Matched {
    bits: Vec<u64>,
}

impl Matched {
    pub fn none(docs: u32) -> Self {
        Self {
            bits: vec![0; docs.div_ceil(64) as usize],
        }
    }

    /// One document.
    pub fn only(docs: u32, doc: u32) -> Self {
        let mut out = Self::none(docs);
        out.insert(doc);
        out
    }

    pub fn all(docs: u32) -> Self {
        let mut out = Self {
            bits: vec![u64::MAX; docs.div_ceil(64) as usize],
        };
        if let Some(last) = out.bits.last_mut()
            && !docs.is_multiple_of(64)
        {
            *last = (1 << (docs % 64)) - 1;
        }
        out
    }

    pub fn insert(&mut self, doc: u32) {
        if let Some(word) = self.bits.get_mut((doc / 64) as usize) {
            *word |= 1 << (doc % 64);
        }
    }

    /// Takes a document out.
    pub fn remove(&mut self, doc: u32) {
        if let Some(word) = self.bits.get_mut((doc / 64) as usize) {
            *word &= !(1 << (doc % 64));
        }
    }

    /// Keeps the documents of a kind.
    pub fn retain(&mut self, wanted: impl Fn(u32) -> bool) {
        for (word, start) in self.bits.iter_mut().zip((0..).step_by(64)) {
            let mut left = *word;
            while left != 0 {
                let bit = left.trailing_zeros();
                left &= left - 1;
                if !wanted(start + bit) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    pub fn contains(&self, doc: u32) -> bool {
        self.bits
            .get((doc / 64) as usize)
            .is_some_and(|w| w & (1 << (doc % 64)) != 0)
    }

    pub fn len(&self) -> u64 {
        self.bits.iter().map(|w| u64::from(w.count_ones())).sum()
    }

    /// Calls `sink` with each document, in order.
    #[inline]
    pub fn each(&self, mut sink: impl FnMut(u32)) {
        for (word, start) in self.bits.iter().zip((0..).step_by(64)) {
            let mut left = *word;
            while left != 0 {
                sink(start + left.trailing_zeros());
                left &= left - 1;
            }
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.bits.iter().enumerate().flat_map(|(i, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(i as u32 * 64 + bit)
            })
        })
    }

    pub fn combine(&mut self, other: &Self, with: impl Fn(u64, u64) -> u64) {
        for (a, b) in self.bits.iter_mut().zip(&other.bits) {
            *a = with(*a, *b);
        }
    }
}
