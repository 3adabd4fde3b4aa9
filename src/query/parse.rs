//! Tokens to syntax tree; docs/query-language.md describes the language.
//!
//! Limits come before meaning: a query that is too long, too deep or has too many clauses is refused before any of it is read.
use super::ast::Ast;
use super::clause::{self, number};
use super::lexer::{Kind, Token, begins_clause, digit, quote, reads_as_word, settled, tokens};
use super::vocabulary::{FieldName, Operator, field, field_names, operator};
use crate::article::period;
use crate::entity::Field;
use crate::error::{Error, Result};
use crate::index::Facet;
use crate::limits::{NEAR_WORDS, QUERY_BYTES, QUERY_CLAUSES, QUERY_DEPTH};

/// Reads a query.
///
/// # Errors
/// [`Error::Query`] past the length limit of [`crate::limits`], else [`Error::Syntax`] with the place.
pub fn parse(text: &str) -> Result<Ast> {
    if text.len() > QUERY_BYTES {
        return Err(too_long(text));
    }
    let mut parser = Parser {
        text,
        tokens: tokens(text),
        next: 0,
        clauses: 0,
    };
    let ast = parser.alternatives(0, Scope::Anywhere)?.0;
    // Signs without a word: not the same as no query.
    Ok(match text.trim() {
        signs if is_empty(&ast) && !signs.is_empty() => Ast::plain(signs),
        _ => ast,
    })
}

/// Reads a query; one that cannot be read is taken as plain words, and why comes beside it. Of one that is too long these are its
/// first words.
pub fn parse_or_plain(text: &str) -> (Ast, Option<Error>) {
    match parse(text) {
        Ok(ast) => (ast, None),
        Err(error) => (Ast::plain(&plain_words(text)), Some(error)),
    }
}

/// A text without the signs of the query language: a query of plain words, at most [`QUERY_CLAUSES`] of them.
pub fn plain_words(text: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for piece in text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '|')) {
        // A field's name says where to look, not for what.
        let piece = match piece.split_once(':') {
            Some((name, value)) if field(name.trim_start_matches(sign)).is_some() => value,
            _ => piece,
        };
        // Nor does how many letters or words may be off.
        let piece = match piece.rsplit_once('~') {
            Some((word, off)) if off.chars().all(digit) => word,
            _ => piece,
        };
        for word in piece.split(|c: char| sign(c) && c != '-') {
            let word = word.trim_matches(|c: char| sign(c));
            if !word.is_empty() && operator(word).is_none() && words.len() < QUERY_CLAUSES {
                words.push(word);
            }
        }
    }
    words.join(" ")
}

/// Whether a character is no part of a word; a dash within one is.
fn sign(c: char) -> bool {
    !c.is_alphanumeric() && !('\u{0610}'..='\u{065F}').contains(&c)
}

fn too_long(text: &str) -> Error {
    Error::Query(format!(
        "{} bytes long, at most {QUERY_BYTES} are read",
        text.len()
    ))
}

fn all(mut parts: Vec<Ast>) -> Ast {
    if parts.len() == 1 {
        parts.remove(0)
    } else {
        Ast::All(parts)
    }
}

fn is_empty(part: &Ast) -> bool {
    matches!(part, Ast::All(parts) if parts.is_empty())
}

/// Where the clauses of a group look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Anywhere,
    In(FieldName),
}

/// How the parts of a list stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    /// Bare words, which are read together with bare words beside them.
    Bare,
    Whole,
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token<'a>>,
    next: usize,
    clauses: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.next).copied()
    }

    fn take(&mut self, kind: Kind<'_>) -> Option<Token<'a>> {
        let token = self.peek().filter(|t| t.kind == kind)?;
        self.next += 1;
        Some(token)
    }

    fn fault(&self, at: usize, message: impl Into<String>) -> Error {
        Error::Syntax {
            message: message.into(),
            column: self
                .text
                .get(..at)
                .map_or(1, |before| before.chars().count() + 1),
            query: self.text.to_owned(),
            plain: plain_words(self.text),
        }
    }

    /// Alternatives up to a closing parenthesis or the end.
    fn alternatives(&mut self, depth: usize, scope: Scope) -> Result<(Ast, Join)> {
        if depth > QUERY_DEPTH {
            let at = self.peek().map_or(self.text.len(), |t| t.at);
            return Err(self.fault(at, format!("parentheses nested deeper than {QUERY_DEPTH}")));
        }
        let mut branches = Vec::new();
        let mut parts: Vec<(Ast, Join)> = Vec::new();
        let mut and = false;
        while let Some(token) = self.peek().filter(|t| t.kind != Kind::Close || depth == 0) {
            match token.kind {
                // A parenthesis that was never opened is text.
                Kind::Close => {
                    self.next += 1;
                    continue;
                }
                Kind::Operator(Operator::Or) => {
                    self.next += 1;
                    and = false;
                    let parts = std::mem::take(&mut parts);
                    branches.extend(join(parts));
                    continue;
                }
                Kind::Operator(Operator::And) => {
                    self.next += 1;
                    and = true;
                    if let Some((last, join)) = parts.last_mut() {
                        *last = must(std::mem::replace(last, Ast::All(Vec::new())));
                        *join = Join::Whole;
                    }
                    continue;
                }
                _ => {}
            }
            let (mut negated, mut required) = (false, false);
            loop {
                if self.take(Kind::Operator(Operator::Not)).is_some()
                    || self.take(Kind::Minus).is_some()
                {
                    negated = !negated;
                } else if self.take(Kind::Plus).is_some() {
                    required = true;
                } else {
                    break;
                }
            }
            let Some((part, kind)) = self.clause(depth, scope)? else {
                continue;
            };
            let signed = negated || required || and;
            let part = match (negated, required || and) {
                (true, _) => Ast::Not(Box::new(part)),
                (false, true) => must(part),
                (false, false) => part,
            };
            and = false;
            let kind = if signed { Join::Whole } else { kind };
            match (parts.last_mut(), kind) {
                (Some((last, Join::Bare)), Join::Bare) => {
                    if let Some(part) = merge(last, part) {
                        parts.push((part, kind));
                    }
                }
                _ => parts.push((part, kind)),
            }
        }
        if branches.is_empty() {
            return Ok(match parts.as_mut_slice() {
                [] => (Ast::All(Vec::new()), Join::Whole),
                [_] => parts.remove(0),
                _ => (
                    all(parts.into_iter().map(|(p, _)| p).collect()),
                    Join::Whole,
                ),
            });
        }
        branches.extend(join(parts));
        Ok(if branches.len() == 1 {
            let only = branches.remove(0);
            let join = joins(&only);
            (only, join)
        } else {
            (Ast::Any(branches), Join::Whole)
        })
    }

    /// One clause; none where only a sign stood.
    fn clause(&mut self, depth: usize, scope: Scope) -> Result<Option<(Ast, Join)>> {
        let Some(token) = self.peek() else {
            return Ok(None);
        };
        if matches!(token.kind, Kind::Close | Kind::Operator(_)) {
            return Ok(None);
        }
        self.clauses += 1;
        if self.clauses > QUERY_CLAUSES {
            return Err(self.fault(token.at, format!("more than {QUERY_CLAUSES} clauses")));
        }
        if scope == Scope::In(FieldName::Date) && !matches!(token.kind, Kind::Open | Kind::Field(_))
        {
            return Ok(Some((self.date(token)?, Join::Whole)));
        }
        self.next += 1;
        match token.kind {
            Kind::Open => {
                let inner = self.alternatives(depth + 1, scope)?;
                self.take(Kind::Close);
                Ok((!is_empty(&inner.0)).then_some(inner))
            }
            Kind::Field(name) => {
                let Some(known) = field(name) else {
                    return Err(self.fault(
                        token.at,
                        format!(
                            "no field «{}»: there are {}; put the text in quotes to search for it as it stands",
                            clause::shortened(name),
                            field_names()
                        ),
                    ));
                };
                self.in_field(known, depth)
                    .map(|part| part.map(|p| (p, Join::Whole)))
            }
            Kind::Equals => {
                let Some(token) = self.peek() else {
                    return Ok(None);
                };
                self.next += 1;
                match token.kind {
                    Kind::Quote(..) | Kind::Word(_) => self.leaf(token, scope, true).map(said),
                    _ => Err(self.fault(token.at, "after = comes a word, or a phrase in quotes")),
                }
            }
            _ => self.leaf(token, scope, false).map(said),
        }
    }

    /// What stands behind a field's colon.
    fn in_field(&mut self, name: FieldName, depth: usize) -> Result<Option<Ast>> {
        let scope = Scope::In(name);
        if let (FieldName::Date, Some(token)) = (name, self.peek().filter(|t| t.kind != Kind::Open))
        {
            return self.date(token).map(Some);
        }
        // Whatever is glued to the colon is its value, signs included.
        self.clauses -= 1;
        Ok(self.clause(depth, scope)?.map(|(part, _)| part))
    }

    /// A date in quotes, or the longest stretch of words that is one.
    fn date(&mut self, token: Token<'a>) -> Result<Ast> {
        self.next += 1;
        let made = |text: &str| {
            period(text).map(|period| Ast::Date {
                text: text.trim().to_owned(),
                period,
            })
        };
        let start = match token.kind {
            Kind::Quote(text, _) => return made(text).map_err(|m| self.fault(token.at, m)),
            _ => token.at,
        };
        let mut best = None;
        let first = self.next;
        for last in first..=(first + 6).min(self.tokens.len()) {
            let end = self.tokens.get(last).map_or(self.text.len(), |t| t.at);
            let text = self.text.get(start..end).unwrap_or_default().trim_end();
            // A date in parentheses must not swallow their end.
            let text = text.trim_end_matches([')', '،', ',']);
            if let Ok(date) = made(text) {
                best = Some((date, last));
            }
            if !matches!(self.tokens.get(last).map(|t| t.kind), Some(Kind::Word(_))) {
                break;
            }
        }
        match best {
            Some((date, next)) => {
                self.next = next;
                Ok(date)
            }
            None => {
                let end = self.tokens.get(first).map_or(self.text.len(), |t| t.at);
                let text = self.text.get(start..end).unwrap_or_default().trim_end();
                let message = made(&clause::shortened(text)).err().unwrap_or_default();
                Err(self.fault(start, message))
            }
        }
    }

    /// A word or a phrase.
    fn leaf(&mut self, token: Token<'a>, scope: Scope, exact: bool) -> Result<(Ast, Join)> {
        let text_field = match scope {
            Scope::Anywhere => None,
            Scope::In(FieldName::Title) => Some(Field::Title),
            Scope::In(FieldName::Body) => Some(Field::Body),
            Scope::In(other) => {
                let (Kind::Quote(text, _) | Kind::Word(text) | Kind::Field(text)) = token.kind
                else {
                    return Err(self.fault(token.at, "a name is missing here"));
                };
                let text = quotable(text);
                let joins = if matches!(token.kind, Kind::Word(_)) {
                    Join::Bare
                } else {
                    Join::Whole
                };
                return Ok((
                    match other {
                        FieldName::Person => Ast::Person(text),
                        FieldName::Country => Ast::Country(text),
                        FieldName::Section => Ast::Value(Facet::Section, text),
                        FieldName::Author => Ast::Value(Facet::Author, text),
                        _ => Ast::Value(Facet::Source, text),
                    },
                    joins,
                ));
            }
        };
        let (text, slop) = match token.kind {
            Kind::Quote(text, slop) => (text, slop),
            Kind::Word(word) => {
                let read = match settled(word) {
                    Some(word) => clause::word(word, text_field, exact)
                        .map_err(|m| self.fault(token.at, m))?,
                    None => in_quotes(word, text_field, exact),
                };
                let read = match read {
                    Ast::Wildcard { pattern, field } if !reads_as_word(&pattern) => {
                        in_quotes(&pattern, field, false)
                    }
                    // Signs that = does not bind to.
                    Ast::Words {
                        text,
                        field,
                        exact: true,
                    } if !text.is_empty() && !begins_clause(&text) => in_quotes(&text, field, true),
                    read => read,
                };
                let join = joins(&read);
                return Ok((read, join));
            }
            _ => return Err(self.fault(token.at, "a word or a phrase is missing here")),
        };
        let within = match slop {
            None => None,
            Some(digits) => Some(number(digits).filter(|n| *n <= NEAR_WORDS).ok_or_else(|| {
                self.fault(
                    token.at,
                    format!("after ~ comes how many words may stand between, up to {NEAR_WORDS}: \"…\"~5"),
                )
            })?),
        };
        Ok((
            Ast::Phrase {
                text: quotable(text),
                field: text_field,
                exact,
                within,
            },
            Join::Whole,
        ))
    }
}

/// A word that says something: of a quote that is never closed nothing stays.
fn said((part, join): (Ast, Join)) -> Option<(Ast, Join)> {
    let nothing = matches!(&part, Ast::Words { text, .. } if text.is_empty());
    (!nothing).then_some((part, join))
}

/// Whether a part is read together with bare words beside it.
fn joins(part: &Ast) -> Join {
    match part {
        Ast::Words { exact: false, .. } => Join::Bare,
        _ => Join::Whole,
    }
}

/// A text that can only be printed in quotes.
fn in_quotes(text: &str, field: Option<Field>, exact: bool) -> Ast {
    Ast::Phrase {
        text: quotable(text),
        field,
        exact,
        within: None,
    }
}

/// A text around which there is a pair of quotes that it does not hold itself.
fn quotable(text: &str) -> String {
    let free = !text.contains('"') || !text.contains('»') || !text.contains(['”', '“']);
    if free {
        text.to_owned()
    } else {
        text.replace(quote, " ")
    }
}

/// Joins bare words to those before them, so that they can be read in context; what does not join comes back.
fn merge(last: &mut Ast, part: Ast) -> Option<Ast> {
    let (text, more) = match (last, part) {
        (
            Ast::Words { text, field, .. },
            Ast::Words {
                text: more,
                field: also,
                ..
            },
        ) if *field == also => (text, more),
        (Ast::Person(text), Ast::Person(more)) | (Ast::Country(text), Ast::Country(more)) => {
            (text, more)
        }
        (Ast::Value(facet, text), Ast::Value(also, more)) if *facet == also => (text, more),
        (_, part) => return Some(part),
    };
    text.push(' ');
    text.push_str(&more);
    None
}

/// Required in any case; what is taken out is so anyway.
fn must(part: Ast) -> Ast {
    match part {
        part @ (Ast::Not(_) | Ast::Must(_)) => part,
        part if is_empty(&part) => part,
        part => Ast::Must(Box::new(part)),
    }
}

fn join(parts: Vec<(Ast, Join)>) -> Option<Ast> {
    let parts: Vec<Ast> = parts.into_iter().map(|(part, _)| part).collect();
    (!parts.is_empty()).then(|| all(parts))
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
