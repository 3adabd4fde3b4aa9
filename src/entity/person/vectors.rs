//! What unlabelled news says of a word: the company it keeps, how often it stands where a name stands, and how often it is in one.
//!
//! Vectors by skip-gram with negative sampling (Mikolov et al., 2013) over folded words, and the shares of a word's occurrences that
//! a first network takes for names, seeing only what stands around them; last the share that the finished network takes for parts of
//! names, seeing all, which no network sees. `tools/train_persons` makes them. Layout of the file: [`Keys`] of the words, then [`ROW`]
//! bytes a word: [`DIMENSIONS`] signed bytes in units of 1/64, the [`SHARES`] of persons, places and others in units of 1/250, and
//! what is in any name in units of 1/1000, 254 for all above; [`UNKNOWN`] before they are counted.
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
pub const ROW: usize = DIMENSIONS + SHARES + 1;
/// Kind of key under which words are stored.
pub const WORD: u8 = 0;

/// What the news says of a common word.
#[derive(Debug, Clone, Copy)]
pub struct Common<'a> {
    vector: &'a [u8; DIMENSIONS],
    /// Shares of persons, places and others, in units of 1/250.
    pub shares: [u8; SHARES],
    /// Share that is in names of any kind, in units of 1/1000.
    pub named: u8,
}

impl<'a> Common<'a> {
    /// Its vector.
    pub fn vector(self) -> impl Iterator<Item = f32> + use<'a> {
        let numbers = self.vector.iter();
        numbers.map(|b| f32::from(b.cast_signed()) / UNIT)
    }
}

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

    /// What is known of a folded word; nothing if it is not common enough.
    pub fn get(&self, folded: &str) -> Option<Common<'a>> {
        let at = self.keys.find(key(WORD, folded))? * ROW;
        let (vector, rest) = self.rows.get(at..at + ROW)?.split_first_chunk()?;
        let (shares, rest) = rest.split_first_chunk()?;
        Some(Common {
            vector,
            shares: *shares,
            named: *rest.first()?,
        })
    }
}
