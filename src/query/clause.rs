//! One word of a query: plain, with a wildcard, or with letters off.
use super::ast::Ast;
use super::lexer::digit;
use crate::entity::Field;
use crate::limits::{FUZZY_LETTERS, FUZZY_OFF, WILDCARD_LETTERS};

/// Reads one word; what is wrong with it comes back as a sentence.
pub(super) fn word(text: &str, field: Option<Field>, exact: bool) -> Result<Ast, String> {
    if let Some((base, digits)) = letters_off(text) {
        return fuzzy(text, base, digits, field, exact);
    }
    let Some(pattern) = wildcard(text) else {
        return Ok(Ast::Words {
            text: text.to_owned(),
            field,
            exact,
        });
    };
    // Letters off, and a comma or an invisible sign behind them.
    if pattern.len() < text.len() && letters_off(&pattern).is_some() {
        return word(&pattern, field, exact);
    }
    let letters = pattern.chars().filter(|c| c.is_alphanumeric()).count();
    if exact {
        return Err("= and * do not go together".to_owned());
    }
    if letters < WILDCARD_LETTERS {
        return Err(format!(
            "«{}»: a wildcard needs at least {WILDCARD_LETTERS} letters",
            shortened(&pattern)
        ));
    }
    if letters > FUZZY_LETTERS {
        return Err(format!("a wildcard of more than {FUZZY_LETTERS} letters"));
    }
    Ok(Ast::Wildcard { pattern, field })
}

/// A word before `~`, and the digits behind it, maybe none.
fn letters_off(text: &str) -> Option<(&str, &str)> {
    let (base, digits) = text.rsplit_once('~')?;
    (base.chars().any(char::is_alphanumeric) && digits.chars().all(digit)).then_some((base, digits))
}

fn fuzzy(
    word: &str,
    base: &str,
    digits: &str,
    field: Option<Field>,
    exact: bool,
) -> Result<Ast, String> {
    let off = if digits.is_empty() {
        Some(1)
    } else {
        number(digits)
    };
    let Some(off) = off
        .filter(|n| (1..=FUZZY_OFF).contains(n))
        .and_then(|n| u8::try_from(n).ok())
    else {
        return Err(format!(
            "«{}»: at most {FUZZY_OFF} letters may be off: word~1 or word~2",
            shortened(word)
        ));
    };
    let letters = base.chars().filter(|c| c.is_alphanumeric()).count();
    if exact {
        return Err("= and ~ do not go together".to_owned());
    }
    if base.contains('*') {
        return Err("* and ~ do not go together".to_owned());
    }
    if letters <= usize::from(off) + 1 || letters > FUZZY_LETTERS {
        return Err(format!(
            "«{}»: {letters} letters are too few or too many for ~{off}",
            shortened(word)
        ));
    }
    Ok(Ast::Fuzzy {
        text: base.to_owned(),
        off,
        field,
    })
}

/// Most letters of a word that a message repeats.
const REPEATED: usize = 40;

/// A word as a message repeats it.
pub(super) fn shortened(word: &str) -> String {
    match word.char_indices().nth(REPEATED) {
        Some((end, _)) => format!("{}…", word.get(..end).unwrap_or_default()),
        None => word.to_owned(),
    }
}

/// The number of digits of any kind.
pub(super) fn number(digits: &str) -> Option<u32> {
    let ascii: String = digits
        .chars()
        .filter_map(|c| match c {
            '٠'..='٩' => char::from_digit(c as u32 - 0x660, 10),
            '۰'..='۹' => char::from_digit(c as u32 - 0x6F0, 10),
            c => Some(c),
        })
        .collect();
    ascii.parse().ok()
}

/// The pattern of a word with `*` anywhere, or `?` between letters; punctuation around it left out. A question mark at the end
/// ends a question.
fn wildcard(word: &str) -> Option<String> {
    let wild = |c: char| c.is_alphanumeric() || c == '*';
    let trimmed = word.trim_matches(|c: char| !wild(c));
    let inner = |(i, _): (usize, &str)| {
        let before = trimmed.get(..i).and_then(|t| t.chars().next_back());
        let after = trimmed.get(i + 1..).and_then(|t| t.chars().next());
        before.is_some_and(wild) && after.is_some_and(wild)
    };
    (trimmed.contains('*') || trimmed.match_indices('?').any(inner)).then(|| {
        // Several stars say no more than one.
        let mut out = String::with_capacity(trimmed.len());
        for c in trimmed.chars() {
            if c != '*' || !out.ends_with('*') {
                out.push(c);
            }
        }
        out
    })
}
