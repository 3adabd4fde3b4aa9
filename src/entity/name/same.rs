//! Whether two words are spellings of one word of a name: two by two, and one against a sorted list.
use super::arabic::{ArabicWord, LONGER, bare, distance, substitution};

/// Whether two spellings are close enough to be one word of a name, and how close: 1 for the same.
pub(super) fn same_word(a: &str, b: &str) -> Option<f32> {
    let near = compared(bare(a), bare(b));
    if near.is_some() || bare(a) == a || bare(b) == b {
        return near;
    }
    // أليكسيس and ألكسيس have no article: the whole words, the alef as a letter that is no article's.
    let whole = |word: &str| Some(format!("{WHOLE}{}", word.strip_prefix('ا')?));
    compared(&whole(a)?, &whole(b)?)
}

/// The words of a sorted list that [`same_word`] says are the same as `word`, and how close they are. Words that begin alike are
/// compared as far as they are alike once, and no further than they can still be near.
pub(super) fn same_words<'l>(word: &str, sorted: &'l [String]) -> Vec<(&'l str, f32)> {
    let mut found = walk(bare(word), sorted, |other| Some((None, bare(other))));
    if bare(word) != word {
        // The alef as a letter that is no article's, as in same_word.
        let whole = |other: &'l str| {
            let rest = other.strip_prefix('ا').filter(|_| bare(other) != other)?;
            Some((Some(WHOLE), rest))
        };
        let own: String = std::iter::once(WHOLE).chain(word.chars().skip(1)).collect();
        for more in walk(&own, sorted, whole) {
            if !found.iter().any(|(other, _)| *other == more.0) {
                found.push(more);
            }
        }
        found.sort_unstable_by_key(|(other, _)| *other);
    }
    found
}

/// Stands for an alef that is not the article's.
const WHOLE: char = 'ء';

/// The words of a list, in order, that [`compared`] finds near to `word`; `read` gives how each is read, a letter first or none.
fn walk<'l>(
    word: &str,
    sorted: &'l [String],
    read: impl Fn(&'l str) -> Option<(Option<char>, &'l str)>,
) -> Vec<(&'l str, f32)> {
    let own = ArabicWord::new(word);
    let Some(begins) = word.chars().next() else {
        return Vec::new();
    };
    let most = own.allowed(usize::MAX);
    let mut found = Vec::new();
    // The rows of the letters of the last word, as far as it was read.
    let mut rows = vec![own.start()];
    let mut last: Vec<char> = Vec::new();
    for other in sorted {
        let Some((head, rest)) = read(other) else {
            continue;
        };
        let letters = || head.into_iter().chain(rest.chars());
        let first = letters().next();
        if first.is_none_or(|first| {
            begins != 'ا' && first != 'ا' && substitution(begins, first).is_none()
        }) {
            continue;
        }
        let shared = last.iter().zip(letters()).take_while(|(a, b)| **a == *b);
        let shared = shared.count();
        // The last word was given up at a letter that this one has too.
        if shared == last.len() && rows.len() <= shared {
            continue;
        }
        last.truncate(shared);
        rows.truncate(shared + 1);
        for letter in letters().skip(shared) {
            let Some(row) = rows.last() else { break };
            let row = own.step(row, letter);
            last.push(letter);
            if own.cost(&row).1 > most {
                break;
            }
            rows.push(row);
        }
        let count = letters().count();
        let (Some(row), true) = (rows.get(count), last.len() == count) else {
            continue;
        };
        let distance = own.cost(row).0;
        if own.letters.len().abs_diff(count) <= LONGER && distance <= own.allowed(count) {
            let text: String = letters().collect();
            if !own.is_apart(&text) {
                found.push((other.as_str(), 1.0 - distance * 0.5));
            }
        }
    }
    found
}

/// As [`same_word`], of words without their articles.
fn compared(a: &str, b: &str) -> Option<f32> {
    // The cheap test first: nearly all words differ in where they begin.
    let (first, other) = (a.chars().next()?, b.chars().next()?);
    if first != 'ا' && other != 'ا' {
        substitution(first, other)?;
    }
    let letters = b.chars().count();
    if a.chars().count().abs_diff(letters) > LONGER {
        return None;
    }
    let distance = distance(a, b);
    let word = ArabicWord::new(a);
    (distance <= word.allowed(letters) && !word.is_apart(b)).then_some(1.0 - distance * 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arabic::fold_text;

    #[test]
    fn a_walk_over_a_list_finds_what_comparing_each_word_finds() {
        let mut words: Vec<String> = [
            "لافروف",
            "لافروفا",
            "لفروف",
            "الافروف",
            "بوتين",
            "بوتن",
            "بوتان",
            "نتنياهو",
            "ناتانياهو",
            "البوتين",
            "غوتيريش",
            "جوتيريس",
            "جوتيريز",
            "اوباما",
            "أباما",
            "امبابي",
            "مبابي",
            "اليكسيس",
            "الكسيس",
            "ميركل",
            "ماركل",
            "اب",
            "ا",
            "",
            "سيرغي",
            "سيرغيه",
            "سيرجي",
            "شولتس",
            "شولز",
            "طالباني",
            "الطالباني",
            "طالبان",
            "كمال",
            "جمال",
            "سعد",
            "سعيد",
        ]
        .iter()
        .map(|w| fold_text(w))
        .collect();
        words.sort();
        words.dedup();
        for word in &words {
            let each = words
                .iter()
                .filter_map(|w| Some((w.as_str(), same_word(word, w)?)));
            assert_eq!(same_words(word, &words), each.collect::<Vec<_>>(), "{word}");
        }
    }

    #[test]
    fn spellings_of_one_name_are_near_and_other_names_far() {
        let near = |a: &str, b: &str| same_word(&fold_text(a), &fold_text(b)).is_some();
        for (a, b) in [
            ("غوتيريش", "جوتيريس"),
            ("نتنياهو", "ناتانياهو"),
            ("بوتين", "بوتن"),
            ("بوتين", "بوتاين"),
            ("زيلينسكي", "زيلنسكي"),
            ("ترامب", "ترمب"),
            ("شولتس", "شولز"),
            ("أردوغان", "أردوجان"),
            ("طالباني", "الطالباني"),
            ("ميدفيديف", "مدفيديف"),
            ("فلاديمير", "ولاديمير"),
            ("سيرغي", "سيرغيه"),
            ("مبابي", "إمبابي"),
            ("أليكسيس", "ألكسيس"),
            ("ستولتنبرغ", "إستولتنبرغ"),
        ] {
            assert!(near(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("بوتين", "بوتان"),
            ("لافروف", "لافروفا"),
            ("ميركل", "ماركل"),
            ("طالبان", "طالباني"),
            ("تبون", "تبوك"),
            ("غوتيريش", "غوتييريز"),
            ("سعد", "سعيد"),
            ("سلام", "إسلام"),
            ("شرف", "أشرف"),
            ("حمدي", "أحمدي"),
        ] {
            assert!(!near(a, b), "{a} {b}");
        }
    }
}
