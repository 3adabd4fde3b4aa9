//! Which consonants every spelling of a word has: what tells most words apart without comparing them letter by letter.
use super::arabic::{ALPHABET, COSTS, place, vowel};
use std::sync::LazyLock;

/// Sets of letters that stand for each other in spellings of one name, a bit for each.
#[derive(Debug, Clone, Copy, Default)]
struct Sets {
    /// Those of which each spelling has a letter,
    every: u64,
    /// and those of which this one has.
    own: u64,
}

/// The set of each letter of the table of costs: letters are in one set that are written for each other, directly or by way of others.
static SET_OF: LazyLock<[u8; ALPHABET]> = LazyLock::new(|| {
    let mut set: [u8; ALPHABET] = std::array::from_fn(|letter| letter as u8);
    for (a, row) in COSTS.iter().enumerate() {
        for (b, cost) in row.iter().enumerate() {
            let (from, to) = (set[a].max(set[b]), set[a].min(set[b]));
            if cost.is_finite() {
                for own in set.iter_mut().filter(|own| **own == from) {
                    *own = to;
                }
            }
        }
    }
    set
});

impl Sets {
    fn of(word: &str) -> Self {
        let mut out = Self::default();
        let table = &*SET_OF;
        let mut last = None;
        for (at, letter) in word.chars().enumerate() {
            let set = place(letter).and_then(|place| table.get(place));
            let bit = set.map_or(0, |set| 1 << set);
            out.own |= bit;
            // The article may stand before one spelling alone.
            let article = at == 1 && letter == 'ل' && last == Some('ا');
            if !(article || vowel(letter) || letter == 'ه') {
                out.every |= bit;
            }
            last = Some(letter);
        }
        out
    }
}

/// Whether a word lacks a consonant that the other has and no spelling of that does without: they differ by a whole letter at least.
pub(super) fn differ(a: &str, b: &str) -> bool {
    let (a, b) = (Sets::of(a), Sets::of(b));
    a.every & !b.own != 0 || b.every & !a.own != 0
}

#[cfg(test)]
mod tests {
    use super::super::arabic::{ArabicWord, bare, rows};
    use super::*;
    use crate::arabic::fold_text;

    #[test]
    fn words_with_other_consonants_are_told_apart_and_spellings_are_not() {
        let differ = |a: &str, b: &str| differ(&fold_text(a), &fold_text(b));
        for (a, b) in [("قحطاني", "قاسمي"), ("بوتين", "بوتر"), ("سعد", "سمير")]
        {
            assert!(differ(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("غوتيريش", "جوتيريس"),
            ("شولتس", "شولز"),
            ("سيرغي", "سيرغيه"),
            ("بنيامين", "بنجامين"),
            ("فلاديمير", "ولاديمير"),
            ("مبابي", "إمبابي"),
            ("جزيرة", "الجزيرة"),
        ] {
            assert!(!differ(a, b), "{a} {b}");
        }
    }

    /// Over all pairs of the names' words: what is told apart costs a letter.
    #[test]
    fn what_differs_costs_a_letter_at_least() {
        let names = rows(include_str!("../../../data/names/given.tsv"));
        let names: Vec<String> = names.step_by(5).map(fold_text).collect();
        let (mut pairs, mut told) = (0, 0);
        for a in &names {
            let word = ArabicWord::new(a);
            for b in &names {
                pairs += 1;
                if differ(bare(a), b) {
                    told += 1;
                    assert_eq!(word.distance(b, 0.99), None, "{a} {b}");
                }
            }
        }
        assert!(told * 10 > pairs * 8, "{told} of {pairs}");
    }
}
