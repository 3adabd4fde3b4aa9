//! What a word adds to the scores of the tags at each distance: rows of numbers, summed up in whole ones and kept in bytes.
use super::model::{DISTANCES, LANES};
use super::vectors::{DIMENSIONS, UNIT as VECTOR_UNIT};
use std::ops::RangeInclusive;

/// A row of numbers.
pub(super) type Row = [i16; LANES];

/// A row that adds nothing.
pub(super) const NO_ROW: Row = [0; LANES];

/// A row as it is stored: an exponent of two, and signed bytes that it multiplies.
pub(super) type StoredRow = [u8; LANES + 1];

/// Exponents that a stored row may have. Trained rows without a weight above 0.04 are not stored, so that none needs a lower one.
pub const EXPONENTS: RangeInclusive<i8> = -(FINE_BITS as i8)..=-4;
/// Sums have steps of 2 to the power of minus this, so that every stored row is of whole steps.
const FINE_BITS: u32 = 11;

/// What is added up at a place has steps of 2 to the power of minus this.
const UNIT_BITS: u32 = 8;
/// Steps in one of what is added up at a place.
pub(super) const UNIT: f32 = (1 << UNIT_BITS) as f32;
/// Largest number of a row at a place, in steps, so that the nine added there (five words, four features) stay within sixteen bits.
const LARGEST: i16 = 3600;
/// Bits that a byte of a kept row can be short of; the largest number needs five.
const SHIFTS: u8 = 5;

/// Steps in one of a weight of a number of a vector, and what a number, in steps of 1/[`VECTOR_UNIT`], is multiplied by, so that the
/// upper half of their product has half the steps of sums and the sum over a vector stays within sixteen bits.
const VECTOR_WEIGHT_UNIT: f32 = 16384.0;
const VECTOR_SCALE: f32 = 256.0;

/// A row of numbers in steps of one by so many; what is too large is cut off.
fn in_steps(numbers: &[f32; LANES], unit: f32, most: i16) -> Row {
    let most = f32::from(most);
    numbers.map(|number| (number * unit).round().clamp(-most, most) as i16)
}

/// A row to be added at a place as it is.
pub(super) fn at_places(numbers: &[f32; LANES]) -> Row {
    in_steps(numbers, UNIT, LARGEST)
}

/// What the numbers of a vector are multiplied by.
pub(super) fn vector_weights(numbers: &[f32; LANES]) -> Row {
    in_steps(numbers, VECTOR_WEIGHT_UNIT, i16::MAX)
}

// These stay functions of their own: the compiler makes eight numbers at once of them, and fewer where it finds them in the
// midst of others.

#[inline(never)]
pub(super) fn add_row(sum: &mut Row, row: &Row) {
    for (sum, number) in sum.iter_mut().zip(row) {
        *sum = sum.saturating_add(*number);
    }
}

/// What a word adds at one distance: a byte counts 2 to the power of the shift.
pub(super) type Kept<'r> = (u8, &'r [i8; LANES]);

/// Adds what the words around a place and the place itself say, in steps of 1/[`UNIT`]: of nine rows no sum runs over.
#[inline(never)]
pub(super) fn add_up(sum: &mut Row, words: &[Kept<'_>; DISTANCES], place: &[&Row; 4]) {
    let [a, b, c, d, e] = *words;
    let [p, q, r, s] = *place;
    let number = |(shift, bytes): Kept<'_>, lane: usize| i16::from(bytes[lane]) << (shift & 7);
    for (lane, sum) in sum.iter_mut().enumerate() {
        let words =
            number(a, lane) + number(b, lane) + number(c, lane) + number(d, lane) + number(e, lane);
        *sum = words + p[lane] + q[lane] + r[lane] + s[lane];
    }
}

#[inline(never)]
fn add_bytes(sum: &mut Row, bytes: &[u8; LANES], times: i16) {
    for (sum, byte) in sum.iter_mut().zip(bytes) {
        *sum = sum.saturating_add(i16::from(byte.cast_signed()) * times);
    }
}

/// Adds what a vector says at one distance.
#[inline(never)]
fn add_products(sum: &mut Row, vector: &[i16; DIMENSIONS], weights: &[Row; DIMENSIONS]) {
    // The lower half of each product is cut off: half a step each on average. One more rounds what is halved below.
    let mut total = [DIMENSIONS as i16 / 2 + 1; LANES];
    for (number, row) in vector.iter().zip(weights) {
        for (total, weight) in total.iter_mut().zip(row) {
            let product = i32::from(*number) * i32::from(*weight);
            *total = total.saturating_add((product >> 16) as i16);
        }
    }
    for (sum, total) in sum.iter_mut().zip(&total) {
        *sum = sum.saturating_add(*total >> 1);
    }
}

#[inline(never)]
fn largest(row: &Row) -> i16 {
    row.iter()
        .fold(0, |most, number| most.max(number.saturating_abs()))
}

/// Numbers without their last `bits` bits, none above `most`.
#[inline(never)]
fn round(out: &mut [i8; LANES], row: &Row, bits: u32, most: i16) {
    let (bits, half) = (bits & 15, 1_i16 << (bits.saturating_sub(1) & 15));
    for (out, number) in out.iter_mut().zip(row) {
        let rounded = number.saturating_add(half) >> bits;
        *out = rounded.clamp(-most, most) as i8;
    }
}

/// What features add at each distance: whole numbers of steps, whose sum no order of adding changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sums([Row; DISTANCES]);

impl Sums {
    /// Of nothing.
    pub const NONE: Self = Self([NO_ROW; DISTANCES]);

    /// Of rows for each distance.
    pub fn of(rows: [[f32; LANES]; DISTANCES]) -> Self {
        let unit = (1 << FINE_BITS) as f32;
        Self(rows.each_ref().map(|row| in_steps(row, unit, i16::MAX)))
    }

    /// Adds the rows of a feature, at those distances that `mask` has.
    #[inline]
    pub fn add_stored(&mut self, mask: u8, rows: &[StoredRow]) {
        let mut rows = rows.iter();
        for (distance, sum) in self.0.iter_mut().enumerate() {
            if mask & (1 << distance) == 0 {
                continue;
            }
            let Some([exponent, weights @ ..]) = rows.next() else {
                continue;
            };
            let (least, most) = (*EXPONENTS.start(), *EXPONENTS.end());
            let steps = exponent.cast_signed().clamp(least, most) - least;
            add_bytes(sum, weights, 1 << steps);
        }
    }

    /// Adds other sums.
    #[inline]
    pub fn add(&mut self, more: &Self) {
        for (sum, row) in self.0.iter_mut().zip(&more.0) {
            add_row(sum, row);
        }
    }

    /// Adds what a vector says; `weights` has, by distance, a row for each of its numbers.
    pub fn add_vector(&mut self, vector: &[f32; DIMENSIONS], weights: &[[Row; DIMENSIONS]]) {
        let vector = vector.map(|n| (n * (VECTOR_UNIT * VECTOR_SCALE)) as i16);
        for (sum, weights) in self.0.iter_mut().zip(weights) {
            add_products(sum, &vector, weights);
        }
    }

    /// The sums as they are kept.
    pub fn rounded(&self) -> Rows {
        let mut out = NOTHING;
        let parts = out.shifts.iter_mut().zip(&mut out.weights);
        for ((shift, weights), row) in parts.zip(&self.0) {
            let most = largest(row);
            let most = (most >> (FINE_BITS - UNIT_BITS)).min(LARGEST);
            while *shift < SHIFTS && most >> *shift >= i16::from(i8::MAX) {
                *shift += 1;
            }
            let bits = FINE_BITS - UNIT_BITS + u32::from(*shift);
            round(weights, row, bits, (LARGEST >> *shift).min(127));
        }
        out
    }
}

/// What a distinct word adds at each distance, in bytes: the words of a text lie all over a store of a hundred thousand, so that what
/// must be read of each is what scoring them costs.
#[derive(Debug, Clone, Copy)]
#[repr(C)]
pub(super) struct Rows {
    /// By distance: a byte counts 2 to the power of this steps of 1/[`UNIT`].
    shifts: [u8; DISTANCES],
    weights: [[i8; LANES]; DISTANCES],
}

/// Bytes that processors fetch at once.
const LINE: usize = 64;

/// Rows of a word that adds nothing.
pub(super) const NOTHING: Rows = Rows {
    shifts: [0; DISTANCES],
    weights: [[0; LANES]; DISTANCES],
};

impl Rows {
    /// Some number for which the processor has to fetch all of them: of bytes that are a line apart, and the first and the last.
    #[inline]
    pub fn touched(&self) -> u8 {
        let weights = self.weights.as_flattened();
        let lines = weights.iter().skip(LINE - DISTANCES).step_by(LINE);
        let lines = lines.chain(weights.last());
        lines.fold(self.shifts[0], |sum, byte| sum ^ byte.cast_unsigned())
    }

    /// What the word says at a distance.
    #[inline]
    pub fn at(&self, distance: usize) -> Kept<'_> {
        (self.shifts[distance], &self.weights[distance])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(number: f32) -> f32 {
        let rows = Sums::of([[number; LANES]; DISTANCES]).rounded();
        let mut sum = NO_ROW;
        add_up(
            &mut sum,
            &[
                rows.at(2),
                NOTHING.at(0),
                NOTHING.at(1),
                NOTHING.at(3),
                NOTHING.at(4),
            ],
            &[&NO_ROW; 4],
        );
        assert_eq!(sum, [sum[0]; LANES]);
        f32::from(sum[0]) / UNIT
    }

    #[test]
    fn what_is_kept_is_off_by_a_hundredth_at_most_and_large_numbers_are_cut_off() {
        for number in [
            0.0, 0.004, 0.3, -0.49, 0.4961, 0.498, 1.0, -1.99, 7.3, -13.9, 14.0,
        ] {
            let off = (kept(number) - number).abs();
            assert!(
                off <= 0.002 + number.abs() * 0.01,
                "{number}: {}",
                kept(number)
            );
        }
        for number in [14.1, 15.9, 100.0] {
            assert!((kept(number) - 14.0).abs() < 0.1 && (kept(-number) + 14.0).abs() < 0.1);
        }
    }

    #[test]
    fn every_line_of_rows_is_touched() {
        // Numbers that differ in a bit tell which bytes have part in what is read: none further from the next than a line.
        let whole = size_of::<Rows>();
        let mut touched = Vec::new();
        for at in 0..whole {
            let mut rows = NOTHING;
            match at.checked_sub(DISTANCES) {
                Some(at) => rows.weights.as_flattened_mut()[at] = 1,
                None => rows.shifts[at] = 1,
            }
            if rows.touched() != 0 {
                touched.push(at);
            }
        }
        assert_eq!(
            (touched.first(), touched.last()),
            (Some(&0), Some(&(whole - 1)))
        );
        assert!(
            touched.windows(2).all(|two| two[1] - two[0] <= LINE),
            "{touched:?}"
        );
    }

    #[test]
    fn rows_and_vectors_add_up() {
        let mut stored: StoredRow = [0; LANES + 1];
        stored[0] = (-9_i8).cast_unsigned();
        stored[1..].fill(100);
        let mut sums = Sums::NONE;
        sums.add_stored(0b10010, &[stored, stored]);
        let weights = [[vector_weights(&[0.1; LANES]); DIMENSIONS]; DISTANCES];
        sums.add_vector(&[-0.25; DIMENSIONS], &weights);
        for (distance, row) in sums.0.iter().enumerate() {
            let features = if distance == 1 || distance == 4 {
                100.0 / 512.0
            } else {
                0.0
            };
            let expected = features - 0.25 * 0.1 * DIMENSIONS as f32;
            for number in row {
                let number = f32::from(*number) / (1 << FINE_BITS) as f32;
                assert!((number - expected).abs() < 0.003, "{number} for {expected}");
            }
        }
    }
}
