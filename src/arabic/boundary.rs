//! Word boundaries as unicode-segmentation gives them (UAX #29), with a fast path for Arabic and ASCII.
//!
//! The fast path takes a run of letters, digits and marks that is followed by something which certainly ends a word. Whatever
//! else comes is given to the library, up to a space that certainly separates words.
use unicode_segmentation::UnicodeSegmentation;

/// What a byte (or, for Arabic, a two-byte sequence) means to the fast path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter or digit: joins its neighbours.
    Join,
    /// A mark: joins what stands before it.
    Mark,
    /// Certainly ends a word, if no mark follows.
    End,
    /// Ends a word unless a letter or digit follows.
    Mid,
    /// For the library.
    Other,
}

const fn ascii(b: u8) -> Class {
    match b {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => Class::Join,
        b'.' | b',' | b':' | b';' | b'\'' => Class::Mid,
        b'_' => Class::Other,
        b'\r' => Class::Other,
        0..=0x7F => Class::End,
        _ => Class::Other,
    }
}

/// Class of U+0600 to U+06FF.
const fn arabic(c: u32) -> Class {
    match c {
        0x0620..=0x063F
        | 0x0641..=0x064A
        | 0x0660..=0x0669
        | 0x0671..=0x06D3
        | 0x06F0..=0x06F9
        | 0x0640 => Class::Join,
        0x064B..=0x065F | 0x0670 => Class::Mark,
        0x060C => Class::Mid,
        0x061F => Class::End,
        _ => Class::Other,
    }
}

const ASCII: [Class; 128] = {
    let mut table = [Class::Other; 128];
    let mut i = 0;
    while i < 128 {
        table[i] = ascii(i as u8);
        i += 1;
    }
    table
};

const ARABIC: [Class; 256] = {
    let mut table = [Class::Other; 256];
    let mut i = 0;
    while i < 256 {
        table[i] = arabic(0x0600 + i as u32);
        i += 1;
    }
    table
};

/// Class and length of the character at `at`; past the end, something that ends a word.
#[inline]
fn class(bytes: &[u8], at: usize) -> (Class, usize) {
    match bytes.get(at) {
        None => (Class::End, 0),
        Some(b) if *b < 0x80 => (ASCII[*b as usize], 1),
        Some(b) if (0xD8..=0xDB).contains(b) => {
            let low = bytes.get(at + 1).copied().unwrap_or(0);
            (ARABIC[((*b as usize & 3) << 6) | (low as usize & 0x3F)], 2)
        }
        // « and », which newspapers put around names.
        Some(0xC2) if matches!(bytes.get(at + 1), Some(0xAB | 0xBB)) => (Class::End, 2),
        Some(_) => (Class::Other, 1),
    }
}

/// Calls `sink` with the byte span of each word of `text` that holds a letter or digit, in order.
#[inline]
pub(super) fn words(text: &str, mut sink: impl FnMut(usize, usize)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (first, len) = class(bytes, at);
        match first {
            Class::End | Class::Mid if ends(bytes, at + len) => at += len,
            Class::Join => {
                let start = at;
                at += len;
                let mut next = class(bytes, at);
                while matches!(next.0, Class::Join | Class::Mark) {
                    at += next.1;
                    next = class(bytes, at);
                }
                let whole = match next.0 {
                    Class::End => next.1 == 0 || ends(bytes, at + next.1),
                    Class::Mid => {
                        matches!(class(bytes, at + next.1), (Class::End, n) if ends(bytes, at + next.1 + n))
                    }
                    _ => false,
                };
                if whole {
                    sink(start, at);
                } else {
                    at = library(text, start, at, &mut sink);
                }
            }
            _ => at = library(text, at, at, &mut sink),
        }
    }
}

/// Replaces `spans` by the first and last bytes, end exclusive, of the words of `text`: those of the tokens that
/// [`super::Analyzer::analyze`] makes, without looking at the words.
pub fn word_spans(text: &str, spans: &mut Vec<(u32, u32)>) {
    spans.clear();
    words(text, |start, end| spans.push((start as u32, end as u32)));
}

/// Bytes that are looked at before it is asked whether there are words enough.
const STRETCH: usize = 512;

/// As [`word_spans`], of the first `count` words and perhaps some more.
pub fn first_word_spans(text: &str, count: usize, spans: &mut Vec<(u32, u32)>) {
    spans.clear();
    let bytes = text.as_bytes();
    let mut from = 0;
    while from < bytes.len() && spans.len() < count {
        let mut end = bytes.len().min(from + STRETCH);
        while end < bytes.len() && !parted(bytes, end) {
            end += 1;
        }
        words(text.get(from..end).unwrap_or_default(), |start, end| {
            spans.push(((from + start) as u32, (from + end) as u32));
        });
        from = end;
    }
}

/// Whether a space is at `at` that is followed by a letter or digit: no rule of UAX #29 reaches across that.
#[inline]
fn parted(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at), Some(b' ' | b'\n')) && matches!(class(bytes, at + 1).0, Class::Join)
}

/// Whether nothing at `at`, or after the spaces there, can attach to the separator before it: UAX #29 keeps spaces, and marks
/// after them, together.
#[inline]
fn ends(bytes: &[u8], mut at: usize) -> bool {
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    !matches!(class(bytes, at).0, Class::Mark | Class::Other)
}

/// Gives the stretch from `start`, looked at up to `seen`, to the library; returns where it ends.
#[cold]
fn library(text: &str, start: usize, seen: usize, sink: &mut impl FnMut(usize, usize)) -> usize {
    let bytes = text.as_bytes();
    let mut end = seen + 1;
    while end < bytes.len() && !parted(bytes, end) {
        end += 1;
    }
    let end = end.min(bytes.len());
    for (at, word) in text.get(start..end).unwrap_or("").unicode_word_indices() {
        sink(start + at, start + at + word.len());
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ours(text: &str) -> Vec<(usize, &str)> {
        let mut out = Vec::new();
        words(text, |start, end| out.push((start, &text[start..end])));
        out
    }

    const NASTY: &[&str] = &[
        "ا",
        "لافروف",
        "ب",
        "٣",
        "۴",
        "7",
        "a",
        "Z",
        "\u{064E}",
        "\u{0651}",
        "\u{0670}",
        "\u{0640}",
        "\u{200C}",
        "\u{200D}",
        "\u{200F}",
        "\u{202E}",
        "\u{FEFF}",
        "\u{0654}",
        "\u{0301}",
        "ﻻ",
        "ﷲ",
        "٬",
        "٫",
        "،",
        "؛",
        "؟",
        "٪",
        ",",
        ".",
        "'",
        "’",
        ":",
        ";",
        "_",
        "-",
        "/",
        "\"",
        "«",
        "»",
        "(",
        ")",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\t",
        "\u{00A0}",
        "🇩🇿",
        "👩‍👩‍👧",
        "❤️",
        "中",
        "の",
        "カ",
        "א",
        "é",
        "·",
        "…",
        "@",
        "#",
        "\u{06DD}",
        "\u{06DE}",
        "\u{06E5}",
        "\u{0600}",
        "\u{061C}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn boundaries_are_those_of_the_library(parts in proptest::collection::vec(proptest::sample::select(NASTY), 0..24)) {
            let text = parts.concat();
            let library: Vec<(usize, &str)> = text.unicode_word_indices().collect();
            prop_assert_eq!(ours(&text), library);
        }

        #[test]
        fn the_first_words_of_a_text_are_those_that_all_words_begin_with(
            parts in proptest::collection::vec(proptest::sample::select(NASTY), 0..1500), count in 0..400_usize
        ) {
            let text = parts.concat();
            let (mut all, mut first) = (Vec::new(), Vec::new());
            word_spans(&text, &mut all);
            first_word_spans(&text, count, &mut first);
            prop_assert!(first.len() >= count.min(all.len()));
            prop_assert_eq!(&first[..], &all[..first.len()]);
        }

        #[test]
        fn boundaries_of_any_text_are_those_of_the_library(text in "\\PC{0,40}") {
            let library: Vec<(usize, &str)> = text.unicode_word_indices().collect();
            prop_assert_eq!(ours(&text), library);
        }
    }
}
