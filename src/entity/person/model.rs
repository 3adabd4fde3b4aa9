//! The trained weights: a network of one hidden layer over windows of words, and the transitions of a linear-chain CRF.
//!
//! Every feature of a word within reach adds a row of [`LANES`] numbers: one for each tag, and [`HIDDEN`] that enter the hidden
//! layer. So what a distinct word adds at each distance is summed up once, and a place in a text costs a few additions of rows,
//! the hidden layer and the step of the decoder. `tools/train_persons` trains and writes the file.
//!
//! Layout, little endian: [`MAGIC`]; f32 transitions from each tag to each, then from the beginning of a sentence; f32 from each
//! hidden number to each tag; f32 rows of the places; of a word beyond the sentence for each distance; of each number of a vector for each distance; the keys of the
//! features; a byte a feature saying at which distances it has rows; the rows, each a signed exponent of two, of
//! [`EXPONENTS`](super::rows::EXPONENTS), and [`LANES`] signed bytes that it multiplies.
use super::features::{PLACES, Profile, REACH, Seen, Width};
use super::ladder::{LADDERS, STEPS};
use super::rows::{NO_ROW, Row, Rows, StoredRow, Sums, UNIT, at_places, vector_weights};
use super::table::{Keys, Lookup};
use super::vectors::DIMENSIONS;
use rustc_hash::FxHashMap;
use std::hint::black_box;

/// Tags: nothing, then beginning and inside of a person, a place, an organisation and other names.
pub const TAGS: usize = 9;
/// The first word of a person.
pub const BEGIN_PERSON: u8 = 1;
/// A further word of a person.
pub const IN_PERSON: u8 = 2;
/// Numbers of the hidden layer.
pub const HIDDEN: usize = 31;
/// Scores of tags are kept in so many numbers, which processors add at once.
pub(super) const PADDED: usize = 12;
/// Numbers in a row.
pub const LANES: usize = TAGS + HIDDEN;
/// Distances: [`REACH`] words to either side and the word itself. Distance `d` is that of a word `d - REACH` after the place.
pub const DISTANCES: usize = 2 * REACH + 1;
/// First bytes of the file.
pub const MAGIC: &[u8; 8] = b"NABAPER1";

/// Steps in one of a weight from a hidden number to a tag.
const OUTPUT_UNIT: f32 = 1024.0;
/// Largest such weight, in steps, and largest hidden number, in units of [`UNIT`], so that a sum of products of all hidden numbers
/// stays within 32 bits.
const LARGEST_OUTPUT: f32 = 8192.0;
const LARGEST_HIDDEN: i16 = 8191;

/// The hidden numbers, or weights of them, padded to what processors multiply at once.
pub(super) type Hidden = [i16; HIDDEN.next_multiple_of(8)];

/// Weights: the rows read where they lie, the rest in tables of half a megabyte.
#[derive(Debug)]
pub struct Model {
    /// From each tag to each.
    pub(super) transitions: [[f32; PADDED]; TAGS],
    /// From the beginning of a sentence to each tag.
    pub(super) begin: [f32; PADDED],
    /// To each tag from each: `transitions` turned.
    arrivals: [[f32; PADDED]; TAGS],
    /// To each tag from each hidden number, in units of 1/[`OUTPUT_UNIT`].
    pub(super) output: [Hidden; TAGS],
    places: Vec<Row>,
    beyond: Rows,
    /// By distance: what each number of a vector adds.
    vector: Vec<[Row; DIMENSIONS]>,
    /// Of each feature its first row, and in the lowest [`DISTANCES`] bits at which distances it has rows.
    features: Lookup,
    rows: &'static [StoredRow],
    /// What the lowest steps of each ladder add together, one step more in each.
    steps: Vec<Sums>,
}

const NO_ROWS: &[StoredRow] = &[];

/// What the classes of words add together, by the hash of [`Profile::classes`]: so many words share theirs that few are added up anew.
#[derive(Debug, Default)]
pub(super) struct ClassSums(FxHashMap<u64, Sums>);

/// Most of them that are remembered, of 400 bytes each: what a table of 8,192 places takes without growing.
const CLASS_SUMS: usize = 7 << 10;

impl ClassSums {
    fn keep(&mut self, classes: u64, sums: Sums) {
        if self.0.len() == CLASS_SUMS {
            self.0.clear();
        }
        self.0.insert(classes, sums);
    }
}

/// Rows as numbers.
type Floats = [[f32; LANES]; DISTANCES];

fn floats<'a>(bytes: &mut &'a [u8], count: usize) -> Option<Vec<f32>> {
    let (head, rest): (&'a [u8], _) = bytes.split_at_checked(count * 4)?;
    *bytes = rest;
    let chunk = |b: &[u8]| b.try_into().map_or(0.0, f32::from_le_bytes);
    Some(head.chunks_exact(4).map(chunk).collect())
}

/// A row of one number a tag, padded.
fn padded(row: &[f32]) -> [f32; PADDED] {
    std::array::from_fn(|i| row.get(i).copied().unwrap_or_default())
}

/// Numbers as they are stored, in rows; what is missing in the last row is 0.
fn in_rows(numbers: &[f32]) -> impl Iterator<Item = [f32; LANES]> {
    let rows = numbers.chunks(LANES);
    rows.map(|row| std::array::from_fn(|i| row.get(i).copied().unwrap_or_default()))
}

/// Stored numbers as rows for each distance.
fn floats_of(numbers: &[f32]) -> Floats {
    let mut rows = in_rows(numbers);
    std::array::from_fn(|_| rows.next().unwrap_or([0.0; LANES]))
}

impl Model {
    /// Reads the weights; none if the file is not whole.
    pub fn read(bytes: &'static [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let tags = floats(&mut rest, (TAGS + 1) * TAGS)?;
        let mut tags = tags.chunks_exact(TAGS).map(padded);
        let transitions: [[f32; PADDED]; TAGS] =
            std::array::from_fn(|_| tags.next().unwrap_or_default());
        let arrivals = std::array::from_fn(|to| {
            std::array::from_fn(|from| {
                let row = transitions.get(from);
                row.and_then(|row| row.get(to)).copied().unwrap_or_default()
            })
        });
        let begin = tags.next()?;
        let output = floats(&mut rest, HIDDEN * TAGS)?;
        let output = std::array::from_fn(|tag| {
            let mut weights = output.iter().skip(tag).step_by(TAGS);
            std::array::from_fn(|_| {
                let weight = weights.next().copied().unwrap_or_default() * OUTPUT_UNIT;
                weight.round().clamp(-LARGEST_OUTPUT, LARGEST_OUTPUT) as i16
            })
        });
        let places = floats(&mut rest, PLACES * LANES)?;
        let places = in_rows(&places).map(|row| at_places(&row)).collect();
        let beyond = floats(&mut rest, DISTANCES * LANES)?;
        let beyond = Sums::of(floats_of(&beyond)).rounded();
        let vector = floats(&mut rest, DIMENSIONS * DISTANCES * LANES)?;
        let vector = (0..DISTANCES).map(|distance| {
            let mut rows = in_rows(&vector).skip(distance).step_by(DISTANCES);
            std::array::from_fn(|_| rows.next().map_or(NO_ROW, |row| vector_weights(&row)))
        });
        let vector = vector.collect();
        let (keys, rest) = Keys::read(rest)?;
        let (distances, rows) = rest.split_at_checked(keys.len())?;
        let mut next = 0;
        let mut features = Vec::with_capacity(keys.len());
        for (key, mask) in keys.iter().zip(distances) {
            let mask = u32::from(*mask) & ((1 << DISTANCES) - 1);
            features.push((key, next << DISTANCES | mask));
            next += mask.count_ones();
        }
        let (rows, []) = rows.as_chunks() else {
            return None;
        };
        if rows.len() != next as usize {
            return None;
        }
        let mut model = Self {
            transitions,
            begin,
            arrivals,
            output,
            places,
            beyond,
            vector,
            // A feature without rows is as one that is not there.
            features: Lookup::of(&features),
            rows,
            steps: Vec::new(),
        };
        for ladder in LADDERS {
            let mut sum = Sums::NONE;
            let mut keys = ladder.keys();
            for _ in 0..STEPS {
                if let Some(key) = keys.next() {
                    let (mask, rows) = model.rows_of(key);
                    sum.add_stored(mask, rows);
                }
                model.steps.push(sum);
            }
        }
        Some(model)
    }

    /// What a word of this profile adds at each distance. What its classes add is remembered in `known`.
    pub(super) fn rows(&self, profile: &Profile, known: &mut ClassSums) -> Rows {
        let classes = |seen: &&Seen| match seen {
            Seen::One(feature) => feature.width == Width::Class,
            Seen::Steps { .. } => true,
        };
        let mut sum = match known.0.get(&profile.classes) {
            Some(sums) => *sums,
            None => {
                let mut sums = Sums::NONE;
                self.add(profile.seen.iter().filter(classes), &mut sums);
                known.keep(profile.classes, sums);
                sums
            }
        };
        let others = profile.seen.iter().filter(|seen| !classes(seen));
        self.add(others, &mut sum);
        if let Some(vector) = profile.vector.first_chunk() {
            sum.add_vector(vector, &self.vector);
        }
        sum.rounded()
    }

    /// Adds what features add. So many are looked for, and their rows fetched, before any is added: the processor waits for several at once.
    fn add<'s>(&self, mut seen: impl Iterator<Item = &'s Seen>, sum: &mut Sums) {
        const AHEAD: usize = 16;
        loop {
            let mut found = [(0, NO_ROWS); AHEAD];
            let mut count = 0;
            let mut fetched = 0;
            while let Some(place) = found.get_mut(count) {
                match seen.next() {
                    Some(Seen::One(feature)) => {
                        let (mask, rows) = self.rows_of(feature.key);
                        fetched ^= rows.first().map_or(0, |[exponent, ..]| *exponent);
                        *place = (mask, rows);
                        count += 1;
                    }
                    Some(Seen::Steps { ladder, count }) => {
                        let top = usize::from(*count).checked_sub(1);
                        let at = top.map(|top| usize::from(*ladder) * STEPS + top);
                        if let Some(steps) = at.and_then(|at| self.steps.get(at)) {
                            sum.add(steps);
                        }
                    }
                    None => break,
                }
            }
            black_box(fetched);
            for (mask, rows) in found.iter().take(count) {
                sum.add_stored(*mask, rows);
            }
            if count < AHEAD {
                return;
            }
        }
    }

    /// At which distances a feature has rows, a bit for each, and these rows and what follows them; none for one that no weight has.
    #[inline]
    fn rows_of(&self, feature: u32) -> (u8, &'static [StoredRow]) {
        let found = self.features.get(feature);
        let first = (found >> DISTANCES) as usize;
        let mask = (found & ((1 << DISTANCES) - 1)) as u8;
        (mask, self.rows.get(first..).unwrap_or(NO_ROWS))
    }

    /// What the words beyond the ends of a sentence add.
    pub(super) fn beyond(&self) -> Rows {
        self.beyond
    }

    /// The score of tag `to` after tag `from`, or at the beginning of a sentence if that is [`TAGS`].
    pub(super) fn transition(&self, from: usize, to: usize) -> f32 {
        let row = self.transitions.get(from).unwrap_or(&self.begin);
        row.get(to).copied().unwrap_or(f32::NEG_INFINITY)
    }

    /// The scores of a tag after each.
    #[inline]
    pub(super) fn to(&self, tag: usize) -> &[f32; PADDED] {
        self.arrivals.get(tag).unwrap_or(&self.begin)
    }

    /// Adds to the scores of the tags what the hidden numbers of a sum of rows say. A function of its own for the reason that those of
    /// `rows` are.
    #[inline(never)]
    pub(super) fn add_hidden(&self, hidden: &[i16], scores: &mut [f32; PADDED]) {
        let mut active: Hidden = [0; HIDDEN.next_multiple_of(8)];
        for (active, sum) in active.iter_mut().zip(hidden) {
            *active = (*sum).clamp(0, LARGEST_HIDDEN);
        }
        for (score, weights) in scores.iter_mut().zip(&self.output) {
            let products = active.iter().zip(weights);
            let sum: i32 = products.map(|(a, w)| i32::from(*a) * i32::from(*w)).sum();
            *score += sum as f32 * (1.0 / (UNIT * OUTPUT_UNIT));
        }
    }

    /// What feature `at` of a place adds.
    pub(super) fn place(&self, at: usize) -> &Row {
        self.places.get(at).unwrap_or(&NO_ROW)
    }
}

/// A sum of rows as a number.
#[inline]
pub(super) fn value(sum: i16) -> f32 {
    f32::from(sum) * (1.0 / UNIT)
}

#[cfg(test)]
mod tests {
    use super::super::features::profile;
    use super::super::rows::EXPONENTS;
    use super::*;
    use crate::arabic::{Analyzer, Tokens};

    #[test]
    fn the_sums_can_hold_every_stored_row() {
        let model = Model::read(include_bytes!("../../../data/person/model.bin")).unwrap();
        let mut exponents = model
            .rows
            .iter()
            .map(|[exponent, ..]| exponent.cast_signed());
        assert!(exponents.all(|exponent| EXPONENTS.contains(&exponent)));
    }

    #[test]
    fn what_classes_add_is_the_same_whether_remembered_or_added_up() {
        let weights = super::super::known::built_in().unwrap();
        let mut analyzer = Analyzer::new();
        let mut tokens = Tokens::new();
        let text = "قال سيرغي لافروف ووزير خارجيته في موسكو والقاهرة إن كتابين من الكتب 12 FIFA سيصدران وستصدران";
        analyzer.analyze(text, &mut tokens);
        let mut known = ClassSums::default();
        for token in tokens.iter().chain(tokens.iter()) {
            let profile = profile(analyzer.word(token.word), weights.vectors);
            let mut sum = Sums::NONE;
            for feature in profile.features() {
                let (mask, rows) = weights.model.rows_of(feature.key);
                sum.add_stored(mask, rows);
            }
            if let Some(vector) = profile.vector.first_chunk() {
                sum.add_vector(vector, &weights.model.vector);
            }
            let (rows, expected) = (weights.model.rows(&profile, &mut known), sum.rounded());
            for distance in 0..DISTANCES {
                assert_eq!(rows.at(distance), expected.at(distance), "{token:?}");
            }
        }
        assert!(known.0.len() > 5);
    }
}
