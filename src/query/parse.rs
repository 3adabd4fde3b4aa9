//! Text to syntax tree.
//!
//! Words side by side must all occur. `"…"`, `“…”` and `«…»` hold a phrase, `OR` or `|` stands between alternatives, `-` or `NOT`
//! in front takes articles out, `=` in front asks for exactly these letters, `(…)` groups, and `title:`, `body:`, `person:`,
//! `country:` and `source:` say where to look. Punctuation that fits no rule is text: a pasted headline is always a query.
use super::ast::Ast;
use crate::entity::Field;
use crate::error::{Error, Result};
use crate::limits::{QUERY_BYTES, QUERY_CLAUSES, QUERY_DEPTH};

/// The names that may stand before a colon.
const FIELDS: &str = "title, body, person, country, source";

/// Reads a query.
///
/// # Errors
/// [`Error::Query`] past a limit of [`crate::limits`], and for an unknown field.
pub fn parse(text: &str) -> Result<Ast> {
    if text.len() > QUERY_BYTES {
        return Err(Error::Query(format!(
            "{} bytes long, at most {QUERY_BYTES} are read",
            text.len()
        )));
    }
    let mut parser = Parser {
        rest: text,
        clauses: 0,
    };
    let mut parts = Vec::new();
    while !parser.rest.is_empty() {
        parts.push(parser.alternatives(0)?);
        // What stopped it can only be a closing parenthesis that was never opened: it is text.
        parser.rest = parser.rest.strip_prefix(')').unwrap_or(parser.rest);
    }
    Ok(all(parts))
}

fn all(mut parts: Vec<Ast>) -> Ast {
    if parts.len() == 1 {
        parts.remove(0)
    } else {
        Ast::All(parts)
    }
}

struct Parser<'a> {
    rest: &'a str,
    clauses: usize,
}

impl<'a> Parser<'a> {
    /// Alternatives up to a closing parenthesis or the end.
    fn alternatives(&mut self, depth: usize) -> Result<Ast> {
        if depth > QUERY_DEPTH {
            return Err(Error::Query(format!(
                "parentheses nested deeper than {QUERY_DEPTH}"
            )));
        }
        let mut branches = Vec::new();
        let mut parts: Vec<Ast> = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.is_empty() || self.rest.starts_with(')') {
                break;
            }
            if self.operator("OR") || self.take('|') {
                if !parts.is_empty() {
                    branches.push(all(std::mem::take(&mut parts)));
                }
                continue;
            }
            if self.operator("AND") {
                continue;
            }
            let mut negated = false;
            while self.operator("NOT") || self.dash() {
                negated = !negated;
            }
            self.rest = self.rest.trim_start();
            let Some(part) = self.clause(depth)? else {
                continue;
            };
            match (parts.last_mut(), part) {
                (_, part) if negated => parts.push(Ast::Not(Box::new(part))),
                // Neighbouring plain words are analysed together, so that they can be read in context.
                (
                    Some(Ast::Words {
                        text,
                        field: None,
                        exact: false,
                    }),
                    Ast::Words {
                        text: more,
                        field: None,
                        exact: false,
                    },
                ) => {
                    text.push(' ');
                    text.push_str(&more);
                }
                (_, part) => parts.push(part),
            }
        }
        if branches.is_empty() {
            return Ok(all(parts));
        }
        if !parts.is_empty() {
            branches.push(all(parts));
        }
        Ok(if branches.len() == 1 {
            branches.remove(0)
        } else {
            Ast::Any(branches)
        })
    }

    fn clause(&mut self, depth: usize) -> Result<Option<Ast>> {
        if self.rest.is_empty() || self.rest.starts_with(')') {
            return Ok(None);
        }
        self.clauses += 1;
        if self.clauses > QUERY_CLAUSES {
            return Err(Error::Query(format!("more than {QUERY_CLAUSES} clauses")));
        }
        if self.take('(') {
            let inner = self.alternatives(depth + 1)?;
            self.take(')');
            return Ok(Some(inner));
        }
        if let Some((name, rest)) = field_name(self.rest) {
            self.rest = rest;
            return self.in_field(name).map(Some);
        }
        let exact = self.rest.len() > 1 && self.take('=');
        Ok(Some(match self.quoted() {
            Some(text) => Ast::Phrase {
                text,
                field: None,
                exact,
            },
            None => Ast::Words {
                text: self.word().to_owned(),
                field: None,
                exact,
            },
        }))
    }

    fn in_field(&mut self, name: &str) -> Result<Ast> {
        let exact = self.take('=');
        let quoted = self.quoted();
        let phrase = quoted.is_some();
        let text = quoted.unwrap_or_else(|| self.word().to_owned());
        let field = match name {
            "person" => return Ok(Ast::Person(text)),
            "country" => return Ok(Ast::Country(text)),
            "source" => return Ok(Ast::Source(text)),
            "title" => Some(Field::Title),
            "body" => Some(Field::Body),
            other => {
                return Err(Error::Query(format!(
                    "no field {other:?}: there are {FIELDS}; put the text in quotes to search for it as it stands"
                )));
            }
        };
        Ok(if phrase {
            Ast::Phrase { text, field, exact }
        } else {
            Ast::Words { text, field, exact }
        })
    }

    fn take(&mut self, c: char) -> bool {
        match self.rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// An operator word, which must stand alone.
    fn operator(&mut self, name: &str) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(name) {
            Some(rest) if rest.starts_with(char::is_whitespace) => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// A minus that touches what follows it.
    fn dash(&mut self) -> bool {
        match self.rest.strip_prefix('-') {
            Some(rest)
                if rest.starts_with(|c: char| {
                    c.is_alphanumeric() || matches!(c, '"' | '«' | '“' | '(' | '-' | '=')
                }) =>
            {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// A phrase in quotes; a quote that is never closed is text.
    fn quoted(&mut self) -> Option<String> {
        let open = self.rest.chars().next()?;
        let close = match open {
            '"' => '"',
            '“' => '”',
            '«' => '»',
            _ => return None,
        };
        let inner = self.rest.strip_prefix(open)?;
        let end = inner.find(close)?;
        let (text, rest) = inner.split_at(end);
        self.rest = rest.strip_prefix(close).unwrap_or(rest);
        Some(text.to_owned())
    }

    /// Text up to a space or a parenthesis, at least one character.
    fn word(&mut self) -> &'a str {
        let first = self.rest.chars().next().map_or(0, char::len_utf8);
        let end = self
            .rest
            .get(first..)
            .and_then(|r| r.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')')));
        let (word, rest) = self
            .rest
            .split_at(end.map_or(self.rest.len(), |e| e + first));
        self.rest = rest;
        word
    }
}

/// A field's name and what follows its colon; addresses and times of day are no fields.
fn field_name(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.split_once(':')?;
    let named = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let followed = rest.starts_with(|c: char| !c.is_whitespace() && c != '/');
    (named && followed).then_some((name, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Ast {
        Ast::Words {
            text: text.into(),
            field: None,
            exact: false,
        }
    }
    fn phrase(text: &str) -> Ast {
        Ast::Phrase {
            text: text.into(),
            field: None,
            exact: false,
        }
    }

    #[test]
    fn a_pasted_headline_is_a_query() {
        let headline = "تطاوين : حجز ملابس (فيديو و 6 شاحنات - صور";
        assert_eq!(
            parse(headline).unwrap(),
            words("تطاوين : حجز ملابس فيديو و 6 شاحنات - صور")
        );
        assert_eq!(parse("وزير الخارجية").unwrap(), words("وزير الخارجية"));
        assert_eq!(parse("- من هو خاشقجي؟").unwrap(), words("- من هو خاشقجي؟"));
    }

    #[test]
    fn operators_group_as_written() {
        assert_eq!(
            parse("لافروف -تبون OR «وزير الخارجية»").unwrap(),
            Ast::Any(vec![
                Ast::All(vec![words("لافروف"), Ast::Not(Box::new(words("تبون")))]),
                phrase("وزير الخارجية"),
            ])
        );
        assert_eq!(
            parse("title:\"وزير النفط\"").unwrap(),
            Ast::Phrase {
                text: "وزير النفط".into(),
                field: Some(Field::Title),
                exact: false
            }
        );
        assert_eq!(
            parse("=أحمد").unwrap(),
            Ast::Words {
                text: "أحمد".into(),
                field: None,
                exact: true
            }
        );
    }

    #[test]
    fn limits_come_before_meaning() {
        for n in [33, 100, 2000] {
            let error = parse(&"(".repeat(n)).unwrap_err().to_string();
            assert_eq!(error, "query: parentheses nested deeper than 32");
        }
        assert!(parse(&format!("{}س{}", "(".repeat(32), ")".repeat(32))).is_ok());
        assert!(
            parse(&"س ".repeat(3000))
                .unwrap_err()
                .to_string()
                .contains("at most 4096")
        );
        assert!(
            parse(&"a ".repeat(300))
                .unwrap_err()
                .to_string()
                .contains("more than 256 clauses")
        );
        assert!(
            parse("colour:أحمر")
                .unwrap_err()
                .to_string()
                .contains("title, body, person")
        );
    }

    #[test]
    fn any_text_is_read_or_refused_in_one_line() {
        for text in [
            "",
            " ",
            ")",
            "((",
            "\"",
            "«",
            "--",
            "-(",
            "NOT",
            "OR OR",
            "|",
            "=",
            "title:",
            "a:b:c",
            ")(",
            "\u{202E}(",
        ] {
            if let Err(error) = parse(text) {
                assert!(!error.to_string().contains('\n'));
            }
        }
    }
}
