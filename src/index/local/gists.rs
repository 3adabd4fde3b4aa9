//! What the titles of a segment are about.
use super::schema::gist_field;
use crate::entity::Gist;
use tantivy::SegmentReader;
use tantivy::columnar::Column;

/// The directions of all titles of a segment.
pub(super) struct Gists {
    numbers: Vec<Column<u64>>,
}

impl Gists {
    /// Opens their columns.
    pub fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let numbers = (0..Gist::NUMBERS)
            .map(|n| fast.u64(&gist_field(n)))
            .collect::<tantivy::Result<_>>()?;
        Ok(Self { numbers })
    }

    /// That of one document.
    pub fn of(&self, doc: u32) -> Gist {
        let number = |n: usize| self.numbers.get(n).and_then(|column| column.first(doc));
        Gist::from_numbers(std::array::from_fn(|n| number(n).unwrap_or(0)))
    }
}
