//! Orthography: the exact and the folded tier of a word.
//!
//! Exact takes off what is not a letter (marks, tatweel, zero-width and bidi controls), maps presentation forms to letters and
//! composes decomposed ones. Folded unifies what writers interchange: the seats of hamza, ya and alef maqsura, ta marbuta and ha,
//! Persian letters, digits of three kinds, Latin case.
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Whether a character is taken off in every tier: harakat, Quranic marks, dagger alef, tatweel, zero-width and bidi controls.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{0610}'..='\u{061A}' | '\u{061C}' | '\u{0640}' | '\u{064B}'..='\u{0652}' | '\u{0656}'..='\u{065F}' | '\u{0670}'
        | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E8}' | '\u{06EA}'..='\u{06ED}' | '\u{08D3}'..='\u{08FF}'
        | '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}')
}

/// Whether composing or compatibility mapping could change the word.
fn needs_mapping(c: char) -> bool {
    matches!(c, '\u{0653}'..='\u{0655}' | '\u{0300}'..='\u{036F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{FF00}'..='\u{FFEF}')
}

/// Appends the exact tier of a surface word to `out`.
pub(super) fn exact_into(surface: &str, out: &mut String) {
    if surface.chars().any(needs_mapping) {
        // Of ﷺ, one character, the mapping makes four words; a word stays one.
        let stays = |c: &char| !is_mark(*c) && !c.is_whitespace();
        let mut text: String = surface.nfkc().filter(stays).collect();
        // With a mark gone a hamza may now stand beside its letter and compose.
        while text.chars().any(needs_mapping) {
            let again: String = text.nfkc().filter(stays).collect();
            if again == text {
                break;
            }
            text = again;
        }
        out.push_str(&text);
    } else {
        out.extend(surface.chars().filter(|c| !is_mark(*c)));
    }
}

/// Appends the folded tier of a word in its exact form to `out`.
pub(super) fn fold_exact_into(exact: &str, out: &mut String) {
    let start = out.len();
    let mut previous = '\0';
    let mut chars = exact.chars().peekable();
    let mut first = true;
    while let Some(c) = chars.next() {
        let folded = match c {
            'إ' | 'آ' | 'ٱ' | 'ٲ' | 'ٳ' => 'ا',
            // هيأة = هيئة: a hamza after ya sits on ya or on alef.
            'أ' if previous == 'ي' && out.len() > start + 2 && chars.peek().is_some() => 'ي',
            'أ' => 'ا',
            'ى' | 'ی' | 'ې' | 'ے' => 'ي',
            // مسئول = مسؤول: before waw the seat is either.
            'ئ' if chars.peek() == Some(&'و') => 'و',
            'ئ' => 'ي',
            'ؤ' => 'و',
            'ة' | 'ۃ' | 'ہ' | 'ە' | 'ۀ' => 'ه',
            'ک' | 'ڪ' => 'ك',
            'گ' => 'غ',
            'پ' => 'ب',
            'ڤ' | 'ڥ' => 'ف',
            'چ' | 'ژ' => 'ج',
            'ۆ' | 'ۋ' => 'و',
            '٠'..='٩' => char::from(b'0' + (c as u32 - 0x660) as u8),
            '۰'..='۹' => char::from(b'0' + (c as u32 - 0x6F0) as u8),
            '٫' => '.',
            '٬' => ',',
            c if c.is_ascii() => c.to_ascii_lowercase(),
            c if ('\u{0600}'..='\u{06FF}').contains(&c) => c,
            c => {
                out.extend(c.to_lowercase());
                previous = c;
                first = false;
                continue;
            }
        };
        // مسوول, داوود: two waws inside a word are written as one by others.
        if folded == 'و' && previous == 'و' && !first && out.len() > start + 2 {
            continue;
        }
        out.push(folded);
        previous = folded;
        first = false;
    }
    // خامنيي = خامنئي; of a ya drawn out, حبيبيييي, one stays, so that what is folded folds no further.
    while out
        .get(start..)
        .is_some_and(|w| w.ends_with("يي") && w.len() > 6)
    {
        out.pop();
    }
    if out.as_bytes().get(start).is_some_and(u8::is_ascii_digit) {
        drop_separators(out, start);
    }
}

/// 1,000 = 1000: a comma between digits separates thousands.
fn drop_separators(out: &mut String, start: usize) {
    let Some(number) = out.get(start..) else {
        return;
    };
    let mut groups = number.split(',');
    let head = groups.next().unwrap_or("");
    let thousands = |g: &str| {
        g.len() >= 3
            && g.bytes().take(3).all(|b| b.is_ascii_digit())
            && (g.len() == 3 || g.as_bytes()[3] == b'.')
    };
    if number.contains(',') && head.len() <= 3 && groups.all(thousands) {
        let joined = number.replace(',', "");
        out.truncate(start);
        out.push_str(&joined);
    }
}

/// Folds one surface word: the folded tier.
pub fn fold_word(surface: &str) -> String {
    let mut exact = String::with_capacity(surface.len());
    exact_into(surface, &mut exact);
    let mut folded = String::with_capacity(exact.len());
    fold_exact_into(&exact, &mut folded);
    folded
}

/// Calls `sink` with each word of a text: its byte span, its exact and its folded tier. No lexicon, no store of words.
pub fn fold_words(text: &str, mut sink: impl FnMut(Range<usize>, &str, &str)) {
    let (mut exact, mut folded) = (String::new(), String::new());
    super::boundary::words(text, |start, end| {
        let surface = text.get(start..end).unwrap_or_default();
        let mut letters = [0; SHORT];
        if let Some(folded) = fold_letters(surface, &mut letters) {
            return sink(start..end, surface, folded);
        }
        exact.clear();
        exact_into(surface, &mut exact);
        folded.clear();
        fold_exact_into(&exact, &mut folded);
        sink(start..end, &exact, &folded);
    });
}

/// Longest word, in bytes, that is folded the short way.
const SHORT: usize = 32;

/// How the letters U+0600 to U+067F fold whatever stands beside them, in UTF-8; zeros for what needs a closer look.
const LETTERS: [[u8; 2]; 128] = {
    let mut table = [[0; 2]; 128];
    let mut i = 0x20;
    while i <= 0x4A {
        let letter = match 0x600 + i as u32 {
            0x622 | 0x623 | 0x625 => 'ا',
            0x649 => 'ي',
            0x629 => 'ه',
            0x624 => 'و',
            // Hamza on ya, tatweel and what stands between the letters.
            0x626 | 0x63B..=0x640 => '\0',
            c => match char::from_u32(c) {
                Some(letter) => letter,
                None => '\0',
            },
        };
        if letter != '\0' {
            table[i] = [
                0xC0 | (letter as u32 >> 6) as u8,
                0x80 | (letter as u32 & 0x3F) as u8,
            ];
        }
        i += 1;
    }
    table
};

const WAW: [u8; 2] = [0xD9, 0x88];
const YA: [u8; 2] = [0xD9, 0x8A];
const ALEF_HAMZA: [u8; 2] = [0xD8, 0xA3];

/// The folded tier of a short word of plain Arabic letters, which is its own exact form; none if it has anything else, or
/// letters whose folding looks at their neighbours.
#[inline]
fn fold_letters<'b>(surface: &str, buffer: &'b mut [u8; SHORT]) -> Option<&'b str> {
    let bytes = surface.as_bytes();
    let folded = buffer.get_mut(..bytes.len())?;
    let mut previous = [0; 2];
    let mut plain = bytes.len().is_multiple_of(2);
    for (from, to) in bytes.chunks_exact(2).zip(folded.chunks_exact_mut(2)) {
        let letter = [from[0], from[1]];
        let other = LETTERS[usize::from(letter[0] & 1) << 6 | usize::from(letter[1] & 0x3F)];
        let doubled = other == previous && (other == WAW || other == YA);
        plain &= letter[0] & 0xFE == 0xD8
            && other[0] != 0
            && !doubled
            && !(letter == ALEF_HAMZA && previous == YA);
        to.copy_from_slice(&other);
        previous = other;
    }
    if plain {
        std::str::from_utf8(folded).ok()
    } else {
        None
    }
}

/// Folds every word of a text and joins them with one space: for names and gazetteers.
pub fn fold_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_words(text, |_, _, folded| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(folded);
    });
    out
}

/// The exact tier of every word of a text, joined with one space.
pub fn exact_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_words(text, |_, exact, _| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(exact);
    });
    out
}

/// Byte offset in `surface` just before its letter number `letters` (marks and tatweel not counted),
/// so that `&surface[letter_offset(surface, n)..]` is the word without its first `n` letters.
pub fn letter_offset(surface: &str, letters: usize) -> usize {
    let mut seen = 0;
    for (at, c) in surface.char_indices() {
        if !is_mark(c) {
            if seen == letters {
                return at;
            }
            seen += 1;
        }
    }
    surface.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_word_fold_to_one() {
        for group in [
            &["أحمد", "احمد", "أَحْمَد", "أحمـــد"][..],
            &["مسؤول", "مسئول", "مسوول"],
            &["شؤون", "شئون"],
            &["هيئة", "هيأة", "هيئه"],
            &["خامنئي", "خامنيي", "خامنئى"],
            &["مصطفى", "مصطفي", "مصطفی"],
            &["ﻻﻓﺮﻭﻑ", "لافروف", "لاف\u{200C}روف", "\u{200F}لافروف"],
            &["ﷲ", "الله", "ٱلله"],
            &["إيران", "ایران", "ايران"],
            &["هٰذا", "هذا"],
            &["١٬٠٠٠", "1,000", "1000", "۱۰۰۰"],
            &["٣٫٥", "3.5"],
            &["آسفي", "ا\u{0653}سفي", "اسفي"],
            &["پوتين", "بوتين"],
            &["داوود", "داود"],
        ] {
            let folded: Vec<String> = group.iter().map(|w| fold_word(w)).collect();
            assert!(folded.iter().all(|f| *f == folded[0]), "{folded:?}");
        }
    }

    #[test]
    fn a_word_with_its_last_ya_drawn_out_folds_no_further() {
        assert_eq!(fold_word("حبيبييييي"), fold_word("حبيبي"));
        for word in ["ءىأى", " ءىأى", "ييييي", "خامنئيي"] {
            let folded = fold_word(word);
            assert_eq!(fold_word(&folded), folded);
        }
    }

    #[test]
    fn the_short_way_of_folding_is_the_long_one() {
        for word in [
            "أحمد",
            "إسلام",
            "آسفي",
            "هيأة",
            "مسئول",
            "داوود",
            "خامنيي",
            "مدرسة",
            "مصطفى",
            "سوريين",
            "مُحمد",
            "لافروف",
            "ـب",
            "شؤون",
            "ءامن",
            "ایران",
            "٣",
            "a",
        ] {
            if let Some(short) = fold_letters(word, &mut [0; SHORT]) {
                assert_eq!(short, fold_word(word));
            }
            fold_words(word, |span, exact, folded| {
                assert_eq!((span, folded), (0..word.len(), &*fold_word(word)));
                let mut long = String::new();
                exact_into(word, &mut long);
                assert_eq!(exact, long);
            });
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (a, b) in [
            ("3.5", "35"),
            ("1000", "100"),
            ("مسؤول", "سؤال"),
            ("سوريين", "سورين"),
            ("ماء", "ما"),
            ("وواشنطن", "واشنطن"),
        ] {
            assert_ne!(fold_word(a), fold_word(b));
        }
    }

    #[test]
    fn exact_keeps_what_the_writer_chose() {
        let exact = |w: &str| {
            let mut out = String::new();
            exact_into(w, &mut out);
            out
        };
        assert_eq!(exact("مُحَمَّدٌ"), "محمد");
        assert_eq!(exact("ا\u{0654}حمد"), "أحمد");
        // Found in review: of one word four were made.
        assert_eq!(exact("ﷺ"), "صلىاللهعليهوسلم");
        for kept in ["أحمد", "مصطفى", "مدرسة", "ایران", "٢٠٢٤"] {
            assert_eq!(exact(kept), kept);
        }
    }

    proptest! {
        #[test]
        fn tiers_without_the_store_are_those_of_single_words(text in "[\u{0620}-\u{0670}\u{0671}-\u{06D3} \u{200C}a-c0-9،.]{0,40}") {
            fold_words(&text, |span, exact, folded| {
                let surface = &text[span];
                assert_eq!(folded, fold_word(surface));
                let mut long = String::new();
                exact_into(surface, &mut long);
                assert_eq!(exact, long);
            });
        }
    }
}
