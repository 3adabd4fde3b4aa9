//! The best sequence of tags of a sentence (Viterbi).
use super::features::{Place, REACH};
use super::model::{DISTANCES, HIDDEN, LANES, Model, PADDED, Rows, TAGS, value};

/// Scores of the tags at one place; the numbers after those of the tags mean nothing.
pub(super) type Scores = [f32; PADDED];

/// Taken from the score of a tag that cannot be.
const NEVER: f32 = 1e4;

/// Room for the work on one sentence, kept between sentences.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// Score of the best path to each tag at each place.
    reached: Vec<Scores>,
}

/// The scores of the tags at place `at` of a sentence.
#[inline]
fn scores<'r>(
    model: &Model,
    rows: impl Fn(isize) -> &'r Rows,
    place: [usize; 4],
    at: usize,
) -> Scores {
    let mut sum = [0_i16; LANES];
    for distance in 0..DISTANCES {
        let word = rows(at as isize + distance as isize - REACH as isize);
        if let Some(row) = word.get(distance) {
            for (sum, weight) in sum.iter_mut().zip(row) {
                *sum = sum.wrapping_add(*weight);
            }
        }
    }
    for feature in place {
        for (sum, weight) in sum.iter_mut().zip(model.place(feature)) {
            *sum = sum.wrapping_add(*weight);
        }
    }
    let (tags, hidden) = sum.split_at(TAGS);
    let mut out = [0.0; PADDED];
    for (out, sum) in out.iter_mut().zip(tags) {
        *out = value(*sum);
    }
    for (active, row) in hidden.iter().zip(&model.output) {
        let active = value((*active).max(0));
        for (out, weight) in out.iter_mut().zip(row) {
            *out += active * weight;
        }
    }
    debug_assert!(hidden.len() == HIDDEN);
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
        self.reached.clear();
        let mut best = [0.0; PADDED];
        for (at, place) in places.iter().enumerate() {
            let features = place.features(places.get(at + 1).copied());
            let mut here = scores(model, &rows, features, at);
            if place.parted() {
                let inside = here.iter_mut().take(TAGS).skip(2).step_by(2);
                inside.for_each(|score| *score -= NEVER);
            }
            scored.push(here);
            let mut top = [f32::NEG_INFINITY; PADDED];
            if at == 0 {
                top = model.begin;
            } else {
                for (reached, row) in best.iter().zip(&model.transitions) {
                    for (top, score) in top.iter_mut().zip(row) {
                        *top = top.max(reached + score);
                    }
                }
            }
            for ((best, top), here) in best.iter_mut().zip(top).zip(here) {
                *best = top + here;
            }
            self.reached.push(best);
        }
        self.walk_back(model, tags);
    }

    /// Appends the tags on the best path.
    fn walk_back(&self, model: &Model, tags: &mut Vec<u8>) {
        let first = tags.len();
        let mut next: Option<usize> = None;
        for reached in self.reached.iter().rev() {
            let score = |tag: usize| {
                let on = next.map_or(0.0, |next| model.transition(tag, next));
                reached.get(tag).copied().unwrap_or_default() + on
            };
            let tag = (0..TAGS)
                .max_by(|a, b| score(*a).total_cmp(&score(*b)))
                .unwrap_or(0);
            tags.push(tag as u8);
            next = Some(tag);
        }
        if let Some(sentence) = tags.get_mut(first..) {
            sentence.reverse();
        }
    }
}
