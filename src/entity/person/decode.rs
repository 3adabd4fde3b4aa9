//! The best sequence of tags of a sentence (Viterbi).
use super::features::{Place, REACH};
use super::model::{DISTANCES, HIDDEN, LANES, Model, Rows, TAGS, value};

/// Taken from the score of a tag that cannot be.
const NEVER: f32 = 1e4;

/// Scores of the tags at one place.
pub(super) type Scores = [f32; TAGS];

/// Room for the work on one sentence, kept between sentences.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    back: Vec<[u8; TAGS]>,
}

/// The scores of the tags at place `at` of a sentence.
#[inline]
fn scores<'r>(model: &Model, rows: impl Fn(isize) -> &'r Rows, place: [usize; 4], at: usize) -> Scores {
    let mut sum = [0_i16; LANES];
    for distance in 0..DISTANCES {
        let word = rows(at as isize + distance as isize - REACH as isize);
        let row = &word[distance * LANES..(distance + 1) * LANES];
        for (sum, weight) in sum.iter_mut().zip(row) {
            *sum = sum.wrapping_add(*weight);
        }
    }
    let mut all: [f32; LANES] = std::array::from_fn(|i| value(sum[i]));
    for feature in place {
        for (sum, weight) in all.iter_mut().zip(model.place(feature)) {
            *sum += weight;
        }
    }
    let mut out: Scores = std::array::from_fn(|tag| all[tag]);
    for hidden in 0..HIDDEN {
        let active = all[TAGS + hidden].max(0.0);
        let row = &model.output[hidden * TAGS..(hidden + 1) * TAGS];
        for (out, weight) in out.iter_mut().zip(row) {
            *out += active * weight;
        }
    }
    out
}

impl Decoder {
    /// Appends the tags of the sentence whose words stand at `places`, and their scores; `rows` gives the rows of its words and
    /// of those beyond its ends.
    pub fn sentence<'r>(
        &mut self,
        model: &Model,
        rows: impl Fn(isize) -> &'r Rows,
        places: &[Place],
        tags: &mut Vec<u8>,
        scored: &mut Vec<Scores>,
    ) {
        self.back.clear();
        let mut best = [0.0; TAGS];
        for at in 0..places.len() {
            let place = places[at].features(places.get(at + 1).copied());
            let mut here = scores(model, &rows, place, at);
            if places[at].parted() {
                here.iter_mut().skip(2).step_by(2).for_each(|s| *s -= NEVER);
            }
            scored.push(here);
            let mut from = [0_u8; TAGS];
            let mut next = here;
            if at == 0 {
                let begin = &model.transitions[TAGS * TAGS..];
                for (next, score) in next.iter_mut().zip(begin) {
                    *next += score;
                }
            } else {
                let mut top = [f32::NEG_INFINITY; TAGS];
                for (tag, reached) in best.iter().enumerate() {
                    let row = &model.transitions[tag * TAGS..(tag + 1) * TAGS];
                    for to in 0..TAGS {
                        let score = reached + row[to];
                        if score > top[to] {
                            top[to] = score;
                            from[to] = tag as u8;
                        }
                    }
                }
                for (next, top) in next.iter_mut().zip(top) {
                    *next += top;
                }
            }
            best = next;
            self.back.push(from);
        }
        let mut tag = (0..TAGS)
            .max_by(|a, b| best[*a].total_cmp(&best[*b]))
            .unwrap_or(0) as u8;
        let first = tags.len();
        for from in self.back.iter().rev() {
            tags.push(tag);
            tag = from[usize::from(tag)];
        }
        if let Some(sentence) = tags.get_mut(first..) {
            sentence.reverse();
        }
    }
}
