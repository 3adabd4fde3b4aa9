//! The trained weights: a network of one hidden layer over windows of words, and the transitions of a linear-chain CRF.
//!
//! Every feature of a word within reach adds a row of [`LANES`] numbers: one for each tag, and [`HIDDEN`] that enter the hidden
//! layer. So what a distinct word adds at each distance is summed up once, and a place in a text costs a few additions of rows,
//! the hidden layer and the step of the decoder. `tools/train_persons` trains and writes the file.
//!
//! Layout, little endian: [`MAGIC`]; f32 transitions from each tag to each, then from the beginning of a sentence; f32 from each
//! hidden number to each tag; f32 rows of the places; of a word beyond the sentence for each distance; of each number of a vector for each distance; the keys of the
//! features; a byte a feature saying at which distances it has rows; the rows, each a signed exponent and [`LANES`] signed bytes.
use super::features::{PLACES, Profile, REACH};
use super::table::Keys;
use super::vectors::DIMENSIONS;

/// Tags: nothing, then beginning and inside of a person, a place, an organisation and other names.
pub const TAGS: usize = 9;
/// The first word of a person.
pub const BEGIN_PERSON: u8 = 1;
/// A further word of a person.
pub const IN_PERSON: u8 = 2;
/// Numbers of the hidden layer.
pub const HIDDEN: usize = 31;
/// Numbers in a row.
pub const LANES: usize = TAGS + HIDDEN;
/// Distances: [`REACH`] words to either side and the word itself. Distance `d` is that of a word `d - REACH` after the place.
pub const DISTANCES: usize = 2 * REACH + 1;
/// First bytes of the file.
pub const MAGIC: &[u8; 8] = b"NABAPER1";

/// Steps in one of a row that is kept for a distinct word.
const UNIT: f32 = 512.0;

/// What a distinct word adds at each distance, in units of 1/512.
pub(super) type Rows = [i16; DISTANCES * LANES];

/// Rows of a word that adds nothing.
pub(super) const NOTHING: Rows = [0; DISTANCES * LANES];

/// Weights, read where they lie but for the small tables.
#[derive(Debug)]
pub struct Model {
    /// From tag `i / TAGS` (the last: from the beginning of a sentence) to tag `i % TAGS`.
    pub(super) transitions: Vec<f32>,
    /// From hidden number `i / TAGS` to tag `i % TAGS`.
    pub(super) output: Vec<f32>,
    places: Vec<f32>,
    beyond: Vec<f32>,
    vector: Vec<f32>,
    keys: Keys<'static>,
    distances: &'static [u8],
    /// First row of each feature.
    first: Vec<u32>,
    rows: &'static [u8],
}

fn floats<'a>(bytes: &mut &'a [u8], count: usize) -> Option<Vec<f32>> {
    let (head, rest): (&'a [u8], _) = bytes.split_at_checked(count * 4)?;
    *bytes = rest;
    let chunk = |b: &[u8]| b.try_into().map_or(0.0, f32::from_le_bytes);
    Some(head.chunks_exact(4).map(chunk).collect())
}

impl Model {
    /// Reads the weights; none if the file is not whole.
    pub fn read(bytes: &'static [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let transitions = floats(&mut rest, (TAGS + 1) * TAGS)?;
        let output = floats(&mut rest, HIDDEN * TAGS)?;
        let places = floats(&mut rest, PLACES * LANES)?;
        let beyond = floats(&mut rest, DISTANCES * LANES)?;
        let vector = floats(&mut rest, DIMENSIONS * DISTANCES * LANES)?;
        let (keys, rest) = Keys::read(rest)?;
        let (distances, rows) = rest.split_at_checked(keys.len())?;
        let mut next = 0;
        let mut first = Vec::with_capacity(keys.len());
        for mask in distances {
            first.push(next);
            next += mask.count_ones();
        }
        (rows.len() == next as usize * (LANES + 1)).then_some(Self {
            transitions,
            output,
            places,
            beyond,
            vector,
            keys,
            distances,
            first,
            rows,
        })
    }

    /// What a word of this profile adds at each distance.
    pub(super) fn rows(&self, profile: &Profile) -> Rows {
        let mut sum = [0.0_f32; DISTANCES * LANES];
        for feature in &profile.features {
            if let Some(at) = self.keys.find(feature.key) {
                self.add_feature(at, &mut sum);
            }
        }
        for (number, rows) in profile
            .vector
            .iter()
            .zip(self.vector.chunks_exact(DISTANCES * LANES))
        {
            for (sum, weight) in sum.iter_mut().zip(rows) {
                *sum += number * weight;
            }
        }
        quantised(&sum)
    }

    fn add_feature(&self, at: usize, sum: &mut [f32; DISTANCES * LANES]) {
        let (Some(mask), Some(first)) = (self.distances.get(at), self.first.get(at)) else {
            return;
        };
        let mut row = *first as usize;
        for (distance, sum) in sum.chunks_exact_mut(LANES).enumerate() {
            if mask & (1 << distance) == 0 {
                continue;
            }
            let from = row * (LANES + 1);
            row += 1;
            let Some((exponent, weights)) = self
                .rows
                .get(from..from + LANES + 1)
                .and_then(|r| r.split_first())
            else {
                continue;
            };
            let step = f32::from(exponent.cast_signed()).exp2();
            for (sum, weight) in sum.iter_mut().zip(weights) {
                *sum += f32::from(weight.cast_signed()) * step;
            }
        }
    }

    /// What the words beyond the ends of a sentence add.
    pub(super) fn beyond(&self) -> Rows {
        let mut sum = [0.0; DISTANCES * LANES];
        sum.iter_mut().zip(&self.beyond).for_each(|(s, w)| *s = *w);
        quantised(&sum)
    }

    /// The score of tag `to` after tag `from`, or at the beginning of a sentence if that is [`TAGS`].
    pub(super) fn transition(&self, from: usize, to: usize) -> f32 {
        self.transitions
            .get(from * TAGS + to)
            .copied()
            .unwrap_or(f32::NEG_INFINITY)
    }

    /// What feature `at` of a place adds.
    pub(super) fn place(&self, at: usize) -> &[f32] {
        self.places
            .get(at * LANES..(at + 1) * LANES)
            .unwrap_or_default()
    }
}

fn quantised(sum: &[f32; DISTANCES * LANES]) -> Rows {
    std::array::from_fn(|i| {
        (sum.get(i).copied().unwrap_or_default() * UNIT)
            .round()
            .clamp(-8000.0, 8000.0) as i16
    })
}

/// A sum of rows as numbers.
#[inline]
pub(super) fn value(sum: i16) -> f32 {
    f32::from(sum) / UNIT
}
