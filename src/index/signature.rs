//! Near-copies of one story: newspapers print the same agency report with another headline, a cut at the end, a word changed.
//!
//! A text is the set of its runs of three words. Sixty-four bits keep the lowest bit of the least hash in each of sixty-four bins
//! (one permutation hashing: Li, Owen, Zhang 2012; empty bins borrow from the next, Shrivastava and Li 2014; b-bit minwise
//! hashing with b = 1, Li and König 2010). Of two texts that share a part J of their runs about (1 + J) / 2 of the bits agree.
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Words in a run.
const RUN: usize = 3;
/// Runs that a text needs to be told from others.
const FEWEST: usize = 24;
/// Bits in which near-copies may differ: about half of the runs shared. Two unrelated texts come so close once in a million.
const DIFFERENT: u32 = 13;

/// The signature of a text given by its words; 0 for one too short to have any.
pub(super) fn signature<'w>(words: impl Iterator<Item = &'w str>) -> u64 {
    let mut bins = [u64::MAX; 64];
    let mut last = [0u64; RUN];
    let mut runs = 0;
    for (i, word) in words.enumerate() {
        let mut hasher = FxHasher::default();
        hasher.write(word.as_bytes());
        last.rotate_left(1);
        last[RUN - 1] = hasher.finish();
        if i + 1 < RUN {
            continue;
        }
        runs += 1;
        let hash = mix(last.iter().fold(0, |sum: u64, h| mix(sum ^ h)));
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

/// The finalizer of splitmix64 (Steele, Lea, Flood 2014): every bit depends on every other.
fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    hash ^ (hash >> 31)
}

/// Whether two signatures are of near-copies of one text.
pub fn are_near_copies(a: u64, b: u64) -> bool {
    a != 0 && b != 0 && (a ^ b).count_ones() <= DIFFERENT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> u64 {
        signature(text.split(' '))
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
        assert!(are_near_copies(
            of(&report),
            of(&format!("عنوان آخر للخبر نفسه {report}"))
        ));
        assert!(are_near_copies(of(&report), of(&story("خبر", 0..170))));
        assert!(are_near_copies(
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
                are_near_copies(of(&a), of(&b))
            })
            .count();
        assert_eq!(near, 0);
        let half = format!("{} {}", story("خبر", 0..60), story("غيره", 0..140));
        assert!(!are_near_copies(of(&story("خبر", 0..200)), of(&half)));
        assert!(
            !are_near_copies(of("خبر عاجل"), of("خبر عاجل")),
            "too short to tell"
        );
    }
}
