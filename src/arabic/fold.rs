//! Orthographic unification.

fn is_mark(c: char) -> bool {
    matches!(c, '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}'
        | '\u{06DF}'..='\u{06E8}' | '\u{06EA}'..='\u{06ED}' | '\u{200B}'..='\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Takes marks, tatweel and controls off a surface word.
pub(super) fn exact_word(surface: &str) -> String {
    surface.chars().filter(|c| !is_mark(*c)).collect()
}

/// Folds one surface word: the folded tier.
pub fn fold_word(surface: &str) -> String {
    surface
        .chars()
        .filter(|c| !is_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' | 'ی' => 'ي',
            'ة' => 'ه',
            'ک' => 'ك',
            '٠'..='٩' => char::from(b'0' + (c as u32 - 0x660) as u8),
            '۰'..='۹' => char::from(b'0' + (c as u32 - 0x6F0) as u8),
            c => c,
        })
        .collect()
}

/// Folds every word of a text and joins them with one space: for names and gazetteers.
pub fn fold_text(text: &str) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    text.unicode_words().map(fold_word).collect::<Vec<_>>().join(" ")
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
