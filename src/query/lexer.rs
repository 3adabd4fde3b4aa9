//! Text to tokens. What fits no rule is a word, so that a pasted headline is always a query.
use super::vocabulary::{Operator, operator};

/// A piece of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    Open,
    Close,
    Operator(Operator),
    /// `+` that touches what follows it.
    Plus,
    /// `-` that touches what follows it.
    Minus,
    /// `=` that touches what follows it.
    Equals,
    /// A name and its colon.
    Field(&'a str),
    /// Text in quotes, and what follows `~` right behind them: the digits, maybe none.
    Quote(&'a str, Option<&'a str>),
    /// Anything else up to a space or parenthesis.
    Word(&'a str),
}

/// A piece and where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub kind: Kind<'a>,
    /// Byte offset in the query.
    pub at: usize,
    /// Nothing stands between it and the token before it.
    pub glued: bool,
}

/// Cuts a query.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start();
        let glued = trimmed.len() == rest.len() && !out.is_empty();
        rest = trimmed;
        if rest.is_empty() {
            return out;
        }
        let before = out.last().filter(|_| glued).map(|t| t.kind);
        let (kind, length) = token(rest, before);
        out.push(Token {
            kind,
            at: text.len() - rest.len(),
            glued,
        });
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// The token that begins `rest`, which is not empty, and its length in bytes; `before` is what touches it.
fn token<'a>(rest: &'a str, before: Option<Kind<'_>>) -> (Kind<'a>, usize) {
    let first = rest.chars().next().unwrap_or(' ');
    let after = rest.get(first.len_utf8()..).unwrap_or_default();
    match first {
        '(' => return (Kind::Open, 1),
        ')' => return (Kind::Close, 1),
        '|' => {
            return (
                Kind::Operator(Operator::Or),
                1 + usize::from(after.starts_with('|')),
            );
        }
        _ => {}
    }
    if let Some((text, length)) = quoted(rest) {
        let slop = rest.get(length..).and_then(|r| r.strip_prefix('~'));
        return match slop {
            Some(slop) => {
                let digits = slop.len() - slop.trim_start_matches(digit).len();
                (Kind::Quote(text, slop.get(..digits)), length + 1 + digits)
            }
            None => (Kind::Quote(text, None), length),
        };
    }
    let starts = matches!(before, None | Some(Kind::Open | Kind::Plus | Kind::Minus));
    match first {
        '-' if starts && begins_clause(after) => return (Kind::Minus, 1),
        '+' if starts && begins_clause(after) => return (Kind::Plus, 1),
        '=' if (starts || matches!(before, Some(Kind::Field(_)))) && begins_clause(after) => {
            return (Kind::Equals, 1);
        }
        _ => {}
    }
    let length = word_length(rest);
    let word = rest.get(..length).unwrap_or(rest);
    if before.is_none() || before == Some(Kind::Open) {
        let alone = rest
            .get(length..)
            .is_none_or(|r| r.is_empty() || r.starts_with(|c: char| c.is_whitespace() || c == '('));
        let ampersand = matches!(word, "&" | "&&").then_some(Operator::And);
        if let Some(found) = operator(word).or(ampersand).filter(|_| alone) {
            return (Kind::Operator(found), length);
        }
    }
    if starts && let Some(name) = field_name(rest) {
        return (Kind::Field(name), name.len() + 1);
    }
    (Kind::Word(word), length)
}

pub(super) fn begins_clause(text: &str) -> bool {
    text.starts_with(|c: char| {
        c.is_alphanumeric() || quote(c) || matches!(c, '(' | '-' | '+' | '=' | '*')
    })
}

pub(super) fn digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '٠'..='٩' | '۰'..='۹')
}

/// What may close a quote that opens so. Between right-to-left words people type the pairs either way round.
fn closing(open: char) -> &'static [char] {
    match open {
        '"' => &['"'],
        '“' | '”' | '„' => &['”', '“'],
        '«' => &['»'],
        '»' => &['«'],
        '‹' => &['›'],
        '›' => &['‹'],
        _ => &[],
    }
}

/// Whether a character opens or closes a phrase.
pub(super) fn quote(c: char) -> bool {
    !closing(c).is_empty()
}

/// Text in quotes at the start and the length with them; a quote that is never closed is text.
fn quoted(rest: &str) -> Option<(&str, usize)> {
    let open = rest.chars().next()?;
    let inner = rest.strip_prefix(open)?;
    let end = inner.find(closing(open))?;
    let close = inner.get(end..)?.chars().next()?;
    Some((inner.get(..end)?, open.len_utf8() + end + close.len_utf8()))
}

/// A word as it can stand anywhere in a query and be a word again: without the signs before it that were text only where they
/// stood. None if it is a word nowhere else: an operator or a field glued to a quote.
pub(super) fn settled(word: &str) -> Option<&str> {
    let word = word.trim_start_matches(quote);
    if reads_as_word(word) {
        return Some(word);
    }
    let bare = word.trim_start_matches(|c| quote(c) || matches!(c, '-' | '+' | '='));
    (bare.len() < word.len() && reads_as_word(bare)).then_some(bare)
}

/// Whether a text alone is one word.
pub(super) fn reads_as_word(text: &str) -> bool {
    text.is_empty() || token(text, None).0 == Kind::Word(text)
}

/// Text up to a space, a parenthesis or a bar, at least one character.
fn word_length(rest: &str) -> usize {
    let first = rest.chars().next().map_or(0, char::len_utf8);
    rest.get(first..)
        .and_then(|r| r.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '|')))
        .map_or(rest.len(), |end| end + first)
}

/// A name before a colon that something follows directly; addresses and times of day are no fields, nor are names in capitals.
fn field_name(rest: &str) -> Option<&str> {
    let (name, value) = rest.split_once(':')?;
    let arabic = |c: char| ('\u{0620}'..='\u{065F}').contains(&c) || c == '\u{0640}';
    let latin = |c: char| c.is_ascii_alphabetic() || c == '_';
    let named = !name.is_empty() && (name.chars().all(arabic) || name.chars().all(latin));
    let known = super::vocabulary::field(name).is_some();
    let shouted = name.starts_with(|c: char| c.is_ascii_uppercase()) && !known;
    let followed = value.starts_with(|c: char| !c.is_whitespace() && !matches!(c, '/' | ')' | '|'));
    (named && followed && !shouted).then_some(name)
}
