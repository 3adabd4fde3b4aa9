//! A syntax tree back to the text of a query: `parse(tree.to_string())` is the tree again.
use super::ast::Ast;
use super::lexer::begins_clause;
use crate::entity::Field;
use std::fmt::{self, Display, Formatter};

impl Display for Ast {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Ast::Words {
                text,
                field: Some(field),
                exact,
            } if text.contains(char::is_whitespace) || text.starts_with('/') => {
                write!(f, "{}({}{text})", prefix(Some(*field)), sign(*exact))
            }
            Ast::Words { text, field, exact } => {
                write!(f, "{}{}{text}", prefix(*field), sign(*exact))
            }
            Ast::Phrase {
                text,
                field,
                exact,
                within,
            } => {
                write!(f, "{}{}{}", prefix(*field), sign(*exact), Quoted(text))?;
                within.map_or(Ok(()), |n| write!(f, "~{n}"))
            }
            Ast::Wildcard { pattern, field } => write!(f, "{}{pattern}", prefix(*field)),
            Ast::Fuzzy { text, off, field } => write!(f, "{}{text}~{off}", prefix(*field)),
            Ast::Person(name) => write!(f, "person:{}", Quoted(name)),
            Ast::Country(name) => write!(f, "country:{}", Quoted(name)),
            Ast::Value(facet, value) => write!(f, "{}:{}", facet.name(), Quoted(value)),
            Ast::Date { text, .. } => write!(f, "date:{}", Quoted(text)),
            Ast::All(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    let space = if i == 0 { "" } else { " " };
                    if matches!(part, Ast::All(_)) {
                        write!(f, "{space}({part})")?;
                    } else {
                        write!(f, "{space}{part}")?;
                    }
                }
                Ok(())
            }
            Ast::Any(parts) => {
                f.write_str("(")?;
                for (i, part) in parts.iter().enumerate() {
                    f.write_str(if i == 0 { "" } else { " OR " })?;
                    write!(f, "{part}")?;
                }
                f.write_str(")")
            }
            Ast::Not(part) => write!(f, "-{}", Operand(part)),
            Ast::Must(part) => write!(f, "+{}", Operand(part)),
        }
    }
}

fn prefix(field: Option<Field>) -> &'static str {
    match field {
        Some(Field::Title) => "title:",
        Some(Field::Body) => "body:",
        None => "",
    }
}

fn sign(exact: bool) -> &'static str {
    if exact { "=" } else { "" }
}

/// Text in quotes that it does not hold itself.
struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        // The parser keeps no text that holds them all.
        let [open, close] = match self.0 {
            text if !text.contains('"') => ['"', '"'],
            text if !text.contains('»') => ['«', '»'],
            _ => ['“', '”'],
        };
        write!(f, "{open}{}{close}", self.0)
    }
}

/// A part after a sign: in parentheses if it is more than one clause.
struct Operand<'a>(&'a Ast);

impl Display for Operand<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let single = match self.0 {
            Ast::All(_) | Ast::Not(_) | Ast::Must(_) => false,
            Ast::Words { text, .. } => !text.contains(char::is_whitespace),
            _ => true,
        };
        let printed = self.0.to_string();
        if single && begins_clause(&printed) {
            f.write_str(&printed)
        } else {
            write!(f, "({printed})")
        }
    }
}
