//! Stretches of a query that people write in more than one way: names of months, of countries, compound names, designations.
use crate::arabic::{fold_text, fold_word, is_name_word, is_ordinary_word};
use crate::entity::country::other_names;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const MONTHS: &str = include_str!("../../data/months.tsv");
const FRAMES: &str = include_str!("../../data/date_frames.tsv");
const LETTERS: &str = include_str!("../../data/letter_names.tsv");

/// Longest stretch in words.
const LONGEST: usize = 4;

/// Folded name of a month to its number.
static MONTH_OF: LazyLock<FxHashMap<String, u8>> =
    LazyLock::new(|| months().map(|(n, name, _)| (fold_text(name), n)).collect());

/// Number, name, and whether the name is a word of its own too.
fn months() -> impl Iterator<Item = (u8, &'static str, bool)> {
    MONTHS
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let number = columns.next()?.parse().ok()?;
            Some((number, columns.nth(1)?, columns.next() == Some("word")))
        })
}

/// A stretch of the query and the other ways to write it, each as words side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// Number of words.
    pub length: usize,
    /// Other ways.
    pub others: Vec<String>,
}

/// The longest stretch that begins the words and has other ways to be written.
pub(super) fn unit(words: &[&str]) -> Option<Unit> {
    (1..=LONGEST.min(words.len())).rev().find_map(|length| {
        let stretch = words.get(..length)?.join(" ");
        let mut others: Vec<String> = Vec::new();
        if let Some(number) = MONTH_OF.get(&stretch) {
            let next = words
                .get(length)
                .copied()
                .filter(|w| w.starts_with(|c: char| c.is_ascii_digit()));
            others.extend(months_written(*number, &stretch, next));
        }
        others.extend(other_names(&stretch).into_iter().map(str::to_owned));
        others.extend(match words.get(..length)? {
            [word] => split(word).map(|(a, b)| format!("{a} {b}")),
            [first, second] => joined(first, second),
            _ => None,
        });
        (!others.is_empty()).then_some(Unit { length, others })
    })
}

/// The other names of a month; one that is also a word needs something beside it that shows the month.
fn months_written(number: u8, except: &str, year: Option<&str>) -> Vec<String> {
    let mut out = Vec::new();
    for (_, name, ambiguous) in
        months().filter(|(n, name, _)| *n == number && fold_text(name) != except)
    {
        if !ambiguous {
            out.push(name.to_owned());
            continue;
        }
        for row in FRAMES.lines().filter(|l| !l.starts_with('#')) {
            match row.split_once('\t') {
                Some(("before", word)) => out.push(format!("{word} {name}")),
                Some((_, word)) => out.push(format!("{name} {word}")),
                None => {}
            }
        }
        out.extend(year.map(|year| format!("{name} {year}")));
    }
    out
}

/// عبد الله to عبدالله: compound names that are written joined too.
fn joined(first: &str, second: &str) -> Option<String> {
    let compound = match (first, second) {
        ("عبد", rest) => rest.starts_with("ال") && rest.chars().count() >= 4,
        ("ابو" | "ابي" | "ابا", rest) => rest.chars().count() >= 3,
        (first, "الدين" | "الله") => first.chars().count() >= 2 && is_name_word(first),
        _ => false,
    };
    compound.then(|| format!("{first}{second}"))
}

/// عبدالله to عبد الله.
fn split(word: &str) -> Option<(&str, &str)> {
    if let Some(rest) = word
        .strip_prefix("عبد")
        .filter(|r| r.starts_with("ال") && r.chars().count() >= 4)
    {
        return Some(("عبد", rest));
    }
    for second in ["الدين", "الله"] {
        let first = word.strip_suffix(second).filter(|f| f.chars().count() >= 2);
        if let Some(first) = first {
            return Some((first, second));
        }
    }
    let rest = word
        .strip_prefix("ابو")
        .filter(|r| r.chars().count() >= 3)?;
    let known = is_name_word(rest) || is_ordinary_word(rest);
    known.then_some(rest)?;
    Some(("ابو", rest))
}

/// Other ways to write a letter before a number: F-16, إف-16.
pub(super) fn letter_names(word: &str, next: Option<&str>) -> Vec<String> {
    if !next.is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit())) {
        return Vec::new();
    }
    let rows = || {
        LETTERS
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| l.split_once('\t'))
    };
    let letter = rows()
        .find(|(letter, name)| *letter == word || fold_word(name) == word)
        .map(|(letter, _)| letter);
    let Some(letter) = letter else {
        return Vec::new();
    };
    let names = rows()
        .filter(|(l, _)| *l == letter)
        .map(|(_, name)| fold_word(name));
    names
        .chain([letter.to_owned()])
        .filter(|w| w != word)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn others(text: &str) -> Vec<String> {
        let folded = fold_text(text);
        let words: Vec<&str> = folded.split(' ').collect();
        unit(&words).map(|u| u.others).unwrap_or_default()
    }

    #[test]
    fn a_month_is_asked_for_under_any_of_its_names() {
        assert!(others("فبراير 2024").iter().any(|o| o.contains("شباط")));
        assert!(others("كانون الثاني").contains(&"يناير".to_owned()));
        assert!(
            !others("أغسطس").contains(&"آب".to_owned()),
            "آب is a word of its own"
        );
        assert!(others("أغسطس").contains(&"من آب".to_owned()));
    }

    #[test]
    fn compound_names_are_joined_and_split() {
        assert_eq!(others("عبد الله"), ["عبدالله"]);
        assert_eq!(others("عبدالرحمن"), ["عبد الرحمن"]);
        assert_eq!(others("أبوظبي"), ["ابو ظبي"]);
        assert_eq!(others("نورالدين"), ["نور الدين"]);
        assert!(others("أبواب").is_empty() && others("بالله").is_empty());
    }

    #[test]
    fn a_country_has_other_names() {
        assert!(others("سورية").contains(&"سوريا".to_owned()));
        assert!(others("ساحل العاج").contains(&"كوت ديفوار".to_owned()));
        assert!(others("سوري").is_empty());
    }

    #[test]
    fn letters_of_designations() {
        assert!(letter_names("f", Some("16")).contains(&"اف".to_owned()));
        assert!(letter_names("اف", Some("16")).contains(&"f".to_owned()));
        assert!(letter_names("f", None).is_empty());
    }
}
