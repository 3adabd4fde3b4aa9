//! What unlabelled news says of a word: the company it keeps, and how often it stands where a name stands.
//!
//! Vectors by skip-gram with negative sampling (Mikolov et al., 2013) over folded words, and the shares of a word's occurrences that
//! a first network takes for names, seeing only what stands around them. `tools/train_persons` makes both. Layout of the file:
//! [`Keys`] of the words, then [`ROW`] bytes a word: [`DIMENSIONS`] signed bytes in units of 1/64, and the [`SHARES`] of persons,
//! places and others in units of 1/250, [`UNKNOWN`] before they are counted.
use super::table::{Keys, key};

/// Numbers in a vector.
pub const DIMENSIONS: usize = 48;
/// Steps of a stored number in one.
pub const UNIT: f32 = 64.0;
/// Kinds of names whose shares are kept.
pub const SHARES: usize = 3;
/// Share of a word that was not counted.
pub const UNKNOWN: u8 = 255;
/// Bytes of a word.
pub const ROW: usize = DIMENSIONS + SHARES;
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
        (rows.len() == keys.len() * ROW).then_some(Self { keys, rows })
    }

    /// The mean of the vectors, of every sixteenth: the keys are hashes, so that these are words at random.
    pub fn centre(&self) -> [f32; DIMENSIONS] {
        let mut sum = [0.0; DIMENSIONS];
        let rows = self.rows.chunks_exact(ROW).step_by(16);
        let count = rows.len().max(1) as f32;
        for row in rows {
            for (sum, part) in sum.iter_mut().zip(row) {
                *sum += f32::from(part.cast_signed()) / UNIT / count;
            }
        }
        sum
    }

    /// Vector and shares of a folded word.
    pub fn get(&self, folded: &str) -> Option<(impl Iterator<Item = f32> + use<'a>, [u8; SHARES])> {
        let at = self.keys.find(key(WORD, folded))? * ROW;
        let (vector, shares) = self.rows.get(at..at + ROW)?.split_at(DIMENSIONS);
        let vector = vector.iter().map(|b| f32::from(b.cast_signed()) / UNIT);
        Some((vector, shares.try_into().ok()?))
    }
}
