//! Making text of unknown origin safe to print, and keeping its direction to itself.

/// First strong isolate and its end: text between them keeps its own direction and cannot turn its neighbours around (UAX #9).
const FSI: char = '\u{2068}';
const PDI: char = '\u{2069}';

/// The text on one line, without characters that steer a terminal or reorder what stands beside it. Zero-width joiners and
/// the marks LRM and RLM are part of Arabic text and stay.
pub fn on_one_line(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
            c if c.is_control() => Some('\u{FFFD}'),
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => None,
            c => Some(c),
        })
        .collect()
}

/// The text for a terminal: on one line, its direction isolated.
pub fn isolate(text: &str) -> String {
    format!("{FSI}{}{PDI}", on_one_line(text))
}

/// Whether an error only says that the reader of our output has left, which is success.
pub fn is_broken_pipe(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error
            .downcast_ref::<std::io::Error>()
            .is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
        {
            return true;
        }
        cause = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_steer_the_terminal() {
        assert_eq!(
            on_one_line("خبر\u{1b}[2Jعاجل\r\n\u{7}"),
            "خبر\u{FFFD}[2Jعاجل  \u{FFFD}"
        );
        assert_eq!(on_one_line("\u{202E}gnp.exe\u{2066}"), "gnp.exe");
    }

    #[test]
    fn joiners_of_arabic_stay() {
        assert_eq!(
            on_one_line("می\u{200C}خواهم \u{200F}نعم"),
            "می\u{200C}خواهم \u{200F}نعم"
        );
    }
}
