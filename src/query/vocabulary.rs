//! The names of fields and operators, from `data/query_words.tsv`.
use crate::arabic::fold_word;

const TABLE: &str = include_str!("../../data/query_words.tsv");

/// What a field name in front of a colon asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldName {
    Title,
    Body,
    Person,
    Country,
    Source,
    Section,
    Author,
    Date,
}

/// A sign or word between clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Not,
}

fn rows(kind: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(move |l| {
            let mut columns = l.split('\t');
            (columns.next()? == kind).then_some(())?;
            Some((columns.next()?, columns.next()?))
        })
}

/// The field of a name, in any spelling.
pub(super) fn field(name: &str) -> Option<FieldName> {
    let folded = fold_word(name);
    let (meaning, _) = rows("field").find(|(_, written)| fold_word(written) == folded)?;
    Some(match meaning {
        "title" => FieldName::Title,
        "body" => FieldName::Body,
        "person" => FieldName::Person,
        "country" => FieldName::Country,
        "source" => FieldName::Source,
        "section" => FieldName::Section,
        "author" => FieldName::Author,
        "date" => FieldName::Date,
        _ => return None,
    })
}

/// One name of each field in each script, for messages.
pub(super) fn field_names() -> String {
    let mut out: Vec<String> = Vec::new();
    let mut meanings: Vec<&str> = rows("field").map(|(m, _)| m).collect();
    meanings.dedup();
    for meaning in meanings {
        let arabic = rows("field").find(|(m, w)| *m == meaning && !w.is_ascii());
        out.push(match arabic {
            Some((_, arabic)) => format!("{meaning} ({arabic})"),
            None => meaning.to_owned(),
        });
    }
    out.join(", ")
}

/// The operator of a word: Latin ones as written, Arabic ones by what stands in the brackets.
pub(super) fn operator(word: &str) -> Option<Operator> {
    // Asked of every word of a query.
    if !word.starts_with(|c: char| c == '[' || c.is_ascii()) {
        return None;
    }
    let arabic = word.strip_prefix('[').and_then(|w| w.strip_suffix(']'));
    let (meaning, _) = rows("operator").find(|(_, written)| match arabic {
        Some(inner) => !written.is_ascii() && fold_word(written) == fold_word(inner.trim()),
        None => written.is_ascii() && *written == word,
    })?;
    Some(match meaning {
        "or" => Operator::Or,
        "and" => Operator::And,
        _ => Operator::Not,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_have_arabic_and_english_names() {
        for (name, meant) in [
            ("عنوان", FieldName::Title),
            ("TITLE", FieldName::Title),
            ("دوله", FieldName::Country),
            ("شخصيّة", FieldName::Person),
            ("تاريخ", FieldName::Date),
        ] {
            assert_eq!(field(name), Some(meant), "{name}");
        }
        assert_eq!(field("id"), None);
        assert!(field_names().starts_with("title (عنوان), body (نص)"));
    }

    #[test]
    fn an_arabic_operator_stands_in_brackets() {
        assert_eq!(operator("[أو]"), Some(Operator::Or));
        assert_eq!(operator("[او]"), Some(Operator::Or));
        assert_eq!(operator("[ليس]"), Some(Operator::Not));
        for word in ["أو", "و", "or", "[فيديو]", "[OR]"] {
            assert_eq!(operator(word), None, "{word}");
        }
    }
}
