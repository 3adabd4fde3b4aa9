//! Word vectors: what company a word keeps in news, learnt without labels.
//!
//! Skip-gram with negative sampling (Mikolov et al., 2013) over the folded words of the unlabelled news; `tools/train_persons`
//! trains them. Layout of the file: [`Keys`] of the words, then [`DIMENSIONS`] signed bytes a word, in units of 1/64.
use super::table::{Keys, key};

/// Numbers in a vector.
pub const DIMENSIONS: usize = 48;
/// Steps of a stored number in one.
pub const UNIT: f32 = 64.0;
/// Kind of key under which words are stored.
pub const WORD: u8 = 0;

/// Vectors of common words.
#[derive(Debug, Clone, Copy)]
pub struct Vectors<'a> {
    keys: Keys<'a>,
    rows: &'a [u8],
}

impl<'a> Vectors<'a> {
    /// Reads the file where it lies; none if it is not whole.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let (keys, rows) = Keys::read(bytes)?;
        (rows.len() == keys.len() * DIMENSIONS).then_some(Self { keys, rows })
    }

    /// The vector of a folded word.
    pub fn get(&self, folded: &str) -> Option<impl Iterator<Item = f32> + use<'a>> {
        let at = self.keys.find(key(WORD, folded))? * DIMENSIONS;
        let row = self.rows.get(at..at + DIMENSIONS)?;
        Some(row.iter().map(|b| f32::from(b.cast_signed()) / UNIT))
    }
}
