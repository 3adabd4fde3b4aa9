//! The best sequence of tags of a sentence (Viterbi).
use super::features::{Place, REACH};
use super::model::{Model, PADDED, TAGS, value};
use super::rows::{NO_ROW, Rows, add_up};

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
    let words = std::array::from_fn(|distance| {
        rows(at as isize + distance as isize - REACH as isize).at(distance)
    });
    let mut sum = NO_ROW;
    add_up(&mut sum, &words, &place.map(|feature| model.place(feature)));
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
        plain: &[bool],
        places: &[Place],
        tags: &mut Vec<u8>,
        scored: &mut Vec<Scores>,
    ) {
        self.reached.clear();
        let plain = |at: usize| plain.get(at).copied().unwrap_or_default();
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
            let mut here = scores(model, &rows, features, at);
            if place.parted() {
                let inside = here.iter_mut().take(TAGS).skip(2).step_by(2);
                inside.for_each(|score| *score -= NEVER);
            }
            scored.push(here);
            let mut top = [f32::NEG_INFINITY; PADDED];
            if at == 0 {
                top = model.begin;
            } else if plain(at - 1) {
                // No path has another tag there.
                top = model.transitions[0].map(|score| best[0] + score);
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
        self.walk_back(model, &plain, tags);
    }

    /// Appends the tags on the best path.
    fn walk_back(&self, model: &Model, plain: &impl Fn(usize) -> bool, tags: &mut Vec<u8>) {
        let first = tags.len();
        let mut next: Option<usize> = None;
        for (at, reached) in self.reached.iter().enumerate().rev() {
            if plain(at) {
                tags.push(0);
                next = Some(0);
                continue;
            }
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
