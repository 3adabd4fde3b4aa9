//! The best sequence of tags of a sentence (Viterbi).
use super::features::{Place, REACH};
use super::model::{DISTANCES, LANES, Model, PADDED, Rows, TAGS, value};

/// Scores of the tags at one place; the numbers after those of the tags mean nothing.
pub(super) type Scores = [f32; PADDED];

/// Taken from the score of a tag that cannot be.
const NEVER: f32 = 1e4;

/// Room for the work on one sentence, kept between sentences.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// Score of the best path to each tag at each place.
    reached: Vec<Scores>,
    /// What the words around each place add.
    sums: Vec<Sum>,
}

/// Sum of the rows of the words around a place.
type Sum = [i16; LANES];

#[inline]
fn add(sum: &mut Sum, row: &Sum) {
    for (sum, weight) in sum.iter_mut().zip(row) {
        *sum = sum.wrapping_add(*weight);
    }
}

/// The scores of the tags at a place, of what the words around add and the features of the place.
#[inline]
fn scores(model: &Model, mut sum: Sum, place: [usize; 4]) -> Scores {
    for feature in place {
        add(&mut sum, model.place(feature));
    }
    let (tags, hidden) = sum.split_at(TAGS);
    let mut out = [0.0; PADDED];
    for (out, sum) in out.iter_mut().zip(tags) {
        *out = value(*sum);
    }
    model.add_hidden(hidden, &mut out);
    out
}

/// Scores at a place that no name has part in.
const PLAIN: Scores = {
    let mut scores = [-NEVER; PADDED];
    scores[0] = 0.0;
    scores
};

impl Decoder {
    /// Appends the tags of the sentence whose words stand at `places`, and their scores; `rows` gives the rows of its words and
    /// of those beyond its ends, `plain` says of a word that it is in no name, which saves scoring it.
    pub fn sentence<'r>(
        &mut self,
        model: &Model,
        rows: impl Fn(isize) -> &'r Rows,
        plain: impl Fn(usize) -> bool,
        places: &[Place],
        tags: &mut Vec<u8>,
        scored: &mut Vec<Scores>,
    ) {
        self.sum_up(rows, places.len());
        self.reached.clear();
        let mut best = [0.0; PADDED];
        for (at, place) in places.iter().enumerate() {
            if plain(at) {
                let top = if at == 0 {
                    model.begin[0]
                } else {
                    highest(&best, model.to(0))
                };
                best = [top - NEVER; PADDED];
                best[0] = top;
                scored.push(PLAIN);
                self.reached.push(best);
                continue;
            }
            let features = place.features(places.get(at + 1).copied());
            let sum = self.sums.get(at).copied().unwrap_or([0; LANES]);
            let mut here = scores(model, sum, features);
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

    /// Sums up what the words around each of `length` places add: each word's rows are read once, one after the other, as they are
    /// far apart in memory.
    #[inline]
    fn sum_up<'r>(&mut self, rows: impl Fn(isize) -> &'r Rows, length: usize) {
        self.sums.clear();
        self.sums.resize(length, [0; LANES]);
        for at in 0..length + 2 * REACH {
            let word = rows(at as isize - REACH as isize);
            // Row `d` is for the place `d` words before the last that the word reaches.
            let last = at.min(length.saturating_sub(1));
            let first = at.saturating_sub(DISTANCES - 1);
            let Some(sums) = self.sums.get_mut(first..=last) else {
                continue;
            };
            let from = at - last;
            for (sum, row) in sums.iter_mut().rev().zip(word.iter().skip(from)) {
                add(sum, row);
            }
        }
    }

    /// Appends the tags on the best path.
    fn walk_back(&self, model: &Model, tags: &mut Vec<u8>) {
        let first = tags.len();
        let mut next: Option<usize> = None;
        for reached in self.reached.iter().rev() {
            let mut scores = *reached;
            if let Some(next) = next {
                for (score, on) in scores.iter_mut().zip(model.to(next)) {
                    *score += on;
                }
            }
            let (mut tag, mut top) = (0, f32::NEG_INFINITY);
            for (at, score) in scores.iter().take(TAGS).enumerate() {
                if *score >= top {
                    (tag, top) = (at, *score);
                }
            }
            tags.push(tag as u8);
            next = Some(tag);
        }
        if let Some(sentence) = tags.get_mut(first..) {
            sentence.reverse();
        }
    }
}

/// The highest sum of two numbers side by side, those of the tags.
#[inline]
fn highest(scores: &Scores, more: &Scores) -> f32 {
    let sums = scores.iter().zip(more).take(TAGS);
    sums.fold(f32::NEG_INFINITY, |top, (a, b)| top.max(a + b))
}
