//! Where in a query the part stands that turned out to mean nothing only when it was looked up.
use super::parse::plain_words;
use crate::error::Error;

/// An error about a part of a query as one that names the part's place. A part that does not stand in the query as it is (it came
/// from a filter, or several spaces became one) has no place, and the error stays as it is.
pub fn placed(error: Error, query: &str) -> Error {
    let Error::Part { message, part } = error else {
        return error;
    };
    let Some(at) = place(query, &part) else {
        return Error::Part { message, part };
    };
    Error::Syntax {
        message,
        column: query.get(..at).map_or(1, |text| text.chars().count() + 1),
        query: query.to_owned(),
        plain: plain_words(query),
    }
}

/// Where a part begins, in bytes; behind a colon, quote or parenthesis rather than as a word of its own.
fn place(query: &str, part: &str) -> Option<usize> {
    if part.is_empty() {
        return None;
    }
    let after_sign = |at: &usize| {
        let before = query.get(..*at).and_then(|text| text.chars().next_back());
        before.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace())
    };
    let places = || query.match_indices(part).map(|(at, _)| at);
    places().find(after_sign).or_else(|| places().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_that_of_the_fields_value() {
        let error = Error::Part {
            message: "no country is called «لبلاد»".to_owned(),
            part: "لبلاد".to_owned(),
        };
        let Error::Syntax { column, plain, .. } = placed(error, "لبلاد دولة:لبلاد")
        else {
            panic!("the part stands in the query");
        };
        assert_eq!((column, plain.as_str()), (12, "لبلاد لبلاد"));
    }
}
