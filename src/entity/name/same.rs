//! Whether two words are spellings of one word of a name.
use super::arabic::{ArabicWord, LONGER, allowed, bare, substitution};
use super::consonants::differ;

/// Whether two spellings are close enough to be one word of a name, and how close: 1 for the same.
pub(super) fn same_word(a: &str, b: &str) -> Option<f32> {
    if a == b {
        return (!a.is_empty()).then_some(1.0);
    }
    let near = compared(bare(a), bare(b));
    if near.is_some() || bare(a) == a || bare(b) == b {
        return near;
    }
    // أليكسيس and ألكسيس have no article: the whole words, the alef as a letter that is no article's.
    let (a, b) = (a.strip_prefix('ا')?, b.strip_prefix('ا')?);
    if apart(a, b, 1) {
        return None;
    }
    compared(&format!("{WHOLE}{a}"), &format!("{WHOLE}{b}"))
}

/// Stands for an alef that is not the article's.
pub(super) const WHOLE: char = 'ء';

/// Whether two words are no spellings of each other, by their lengths and consonants alone; `before` counts letters that stand before
/// both.
fn apart(a: &str, b: &str, before: usize) -> bool {
    let letters = |word: &str| word.chars().count() + before;
    let (one, other) = (letters(a), letters(b));
    // A letter of its own costs 1.
    one.abs_diff(other) > LONGER || (allowed(one.min(other)) < 1.0 && differ(a, b))
}

/// As [`same_word`], of words without their articles.
fn compared(a: &str, b: &str) -> Option<f32> {
    // The cheap tests first: nearly all words differ in where they begin, or in a consonant.
    let (first, other) = (a.chars().next()?, b.chars().next()?);
    if first != 'ا' && other != 'ا' {
        substitution(first, other)?;
    }
    if apart(a, b, 0) {
        return None;
    }
    let word = ArabicWord::new(a);
    let distance = word.distance(b, word.allowed(b.chars().count()))?;
    (!word.is_apart(b)).then_some(1.0 - distance * 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arabic::fold_text;

    /// Found in review: of words that begin like an article the lengths without their alef were looked at.
    #[test]
    fn long_words_that_begin_like_an_article_may_differ_in_a_letter() {
        assert_eq!(same_word("الكريستوفرسون", "الكريستوفرسوم"), Some(0.5));
        assert_eq!(same_word("الكريستوفرون", "الكريستوفروم"), None);
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
