//! Near-copies of one story: newspapers print the same agency report with another headline, a cut at the end, a word changed.
//!
//! A text is the set of its runs of three words. Sixty-four bits keep the lowest bit of the least hash in each of sixty-four bins
//! (one permutation hashing: Li, Owen, Zhang 2012; empty bins borrow from the next, Shrivastava and Li 2014; b-bit minwise
//! hashing with b = 1, Li and König 2010). Of two texts that share a part J of their runs about (1 + J) / 2 of the bits agree.
use crate::arabic::fold_text;
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::Hasher;

/// Words in a run.
const RUN: usize = 3;
/// Runs that a text needs to be told from others.
const FEWEST: usize = 24;
/// Bits in which near-copies may differ; of those that do not differ in more the texts are compared.
const DIFFERENT: u32 = 16;
/// Share of the shorter text's runs that near-copies have in common.
const COMMON: f32 = 0.6;

/// The signature of a text given by the hashes of its words; 0 for one too short to have any.
pub(super) fn signature(words: impl Iterator<Item = u64>) -> u64 {
    let mut bins = [u64::MAX; 64];
    let mut runs = 0;
    for hash in hashed_runs(words) {
        runs += 1;
        let bin = (hash >> 58) as usize;
        bins[bin] = bins[bin].min(hash);
    }
    if runs < FEWEST {
        return 0;
    }
    let mut out = 0u64;
    for at in 0..64 {
        let full = (0..64)
            .map(|step| (at + step) % 64)
            .find(|b| bins[*b] != u64::MAX);
        let least = full.map_or(0, |b| bins[b]);
        out |= (least & 1) << at;
    }
    // 0 means that there is none.
    out.max(1)
}

/// The hash of a folded word.
pub(super) fn word_hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

/// A hash of each run of words, given by their hashes.
fn hashed_runs(words: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    let mut last = [0u64; RUN];
    let hashes = words.map(move |word| {
        last.rotate_left(1);
        last[RUN - 1] = word;
        mix(last.iter().fold(0, |sum: u64, h| mix(sum ^ h)))
    });
    hashes.skip(RUN - 1)
}

/// The runs of a text, to compare it with others of which the signatures say that they may be near-copies.
#[derive(Debug, Clone)]
pub struct Runs(FxHashSet<u64>);

impl Runs {
    /// The runs of a text.
    pub fn new(text: &str) -> Runs {
        let folded = fold_text(text);
        Runs(hashed_runs(folded.split(' ').map(word_hash)).collect())
    }

    /// Whether the texts are near-copies: most of the shorter one is in the other.
    pub fn are_near(&self, other: &Runs) -> bool {
        let common = self.0.intersection(&other.0).count() as f32;
        common >= COMMON * self.0.len().min(other.0.len()).max(1) as f32
    }
}

/// The finalizer of splitmix64 (Steele, Lea, Flood 2014): every bit depends on every other.
fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    hash ^ (hash >> 31)
}

/// Whether two signatures may be of near-copies of one text; [`Runs`] decides.
pub fn may_be_near_copies(a: u64, b: u64) -> bool {
    a != 0 && b != 0 && (a ^ b).count_ones() <= DIFFERENT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> u64 {
        signature(text.split(' ').map(word_hash))
    }

    /// A text of words that all differ.
    fn story(name: &str, words: std::ops::Range<usize>) -> String {
        words
            .map(|i| format!("{name}{i}"))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_report_with_another_headline_is_a_near_copy() {
        let report = story("خبر", 0..200);
        assert!(may_be_near_copies(
            of(&report),
            of(&format!("عنوان آخر للخبر نفسه {report}"))
        ));
        assert!(may_be_near_copies(of(&report), of(&story("خبر", 0..170))));
        assert!(may_be_near_copies(
            of(&report),
            of(&report.replace("خبر100", "كلمة"))
        ));
    }

    #[test]
    fn other_reports_are_not_copies() {
        let near = (0..500)
            .filter(|i| {
                let (a, b) = (
                    story(&format!("أ{i}x"), 0..150),
                    story(&format!("ب{i}x"), 0..150),
                );
                may_be_near_copies(of(&a), of(&b))
            })
            .count();
        assert_eq!(near, 0);
        let half = format!("{} {}", story("خبر", 0..60), story("غيره", 0..140));
        assert!(!Runs::new(&story("خبر", 0..200)).are_near(&Runs::new(&half)));
        assert!(Runs::new(&story("خبر", 0..200)).are_near(&Runs::new(&story("خبر", 0..70))));
        assert!(!may_be_near_copies(of(&story("خبر", 0..200)), of(&half)));
        assert!(
            !may_be_near_copies(of("خبر عاجل"), of("خبر عاجل")),
            "too short to tell"
        );
    }
}
