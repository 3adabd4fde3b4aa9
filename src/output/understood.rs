//! How a query was read, in sentences: what was looked for besides, instead and under which names.
use super::escape::on_one_line;
use super::terminal::grouped;
use crate::article::{Period, day};
use crate::query::{Expansion, KnownPerson, Rescue, RescueKind, Understood, UnderstoodPerson};

/// Most names and words listed in one sentence.
const LISTED: usize = 6;

/// What was changed in the query: words read as others, lists cut short, a query that cannot find anything. One line each, for
/// where only data goes to standard output.
pub fn warnings(read: &Understood) -> Vec<String> {
    changes(read, &|text| on_one_line(text))
}

/// All that is worth saying of a query; `show` makes a text of unknown origin safe to print.
pub(super) fn reading(read: &Understood, show: &dyn Fn(&str) -> String) -> Vec<String> {
    let mut out = Vec::new();
    if !read.ignored.is_empty() {
        let words: Vec<String> = read.ignored.iter().map(|w| show(w)).collect();
        out.push(format!("not required: {}", words.join(" ")));
    }
    out.extend(changes(read, show));
    for (typed, others) in &read.spellings {
        let others: Vec<String> = others.iter().map(|other| show(other)).collect();
        out.push(format!(
            "{} is also written {}",
            show(typed),
            others.join(", ")
        ));
    }
    out.extend(
        read.expansions
            .iter()
            .filter(|e| !e.truncated)
            .map(|e| expansion(e, show)),
    );
    out.extend(
        read.dates
            .iter()
            .map(|(typed, period)| dates(&show(typed), period)),
    );
    for person in &read.persons {
        let typed = show(&person.query);
        out.push(format!("person {typed}: {}", persons(person, show)));
    }
    for country in &read.countries {
        let others: Vec<String> = country
            .others
            .iter()
            .map(|o| {
                format!(
                    "{} ({}, {} articles)",
                    show(&o.name),
                    o.code.as_str(),
                    grouped(o.articles)
                )
            })
            .collect();
        let also = if others.is_empty() {
            String::new()
        } else {
            format!("; could also mean {}", others.join(", "))
        };
        out.push(format!(
            "country {} read as {} ({}){also}",
            show(&country.query),
            show(&country.name),
            country.code.as_str()
        ));
    }
    out
}

/// Whom a name was read as: each with the articles that mention the person, and under which names.
fn persons(read: &UnderstoodPerson, show: &dyn Fn(&str) -> String) -> String {
    let one = |person: &KnownPerson| {
        let forms: Vec<String> = person
            .forms
            .iter()
            .filter(|(form, _)| *form != person.name)
            .take(LISTED)
            .map(|(form, articles)| format!("{} {}", show(form), grouped(*articles)))
            .collect();
        let also = match (forms.len(), person.forms.len()) {
            (0, _) => String::new(),
            (shown, all) if all > shown + 1 => format!("; also {}, …", forms.join(", ")),
            _ => format!("; also {}", forms.join(", ")),
        };
        let alone = if person.alone { " alone" } else { "" };
        format!(
            "{}{alone} ({}{also})",
            show(&person.name),
            grouped(person.articles)
        )
    };
    let list = |people: &[KnownPerson]| {
        people
            .iter()
            .take(LISTED)
            .map(one)
            .collect::<Vec<_>>()
            .join(", ")
    };
    match (read.names.len(), read.near.len()) {
        (0, 0) => "no recognised name is like it".to_owned(),
        (0, _) => format!(
            "nobody of that name is recognised; near: {}",
            list(&read.near)
        ),
        (n, _) if n > LISTED => format!("{} and {} more", list(&read.names), n - LISTED),
        _ => list(&read.names),
    }
}

fn changes(read: &Understood, show: &dyn Fn(&str) -> String) -> Vec<String> {
    let mut out: Vec<String> = read.hint.iter().cloned().collect();
    out.extend(read.notes.iter().map(|note| show(note)));
    for (typed, meant) in &read.slips {
        out.push(format!("{} read as {} too", show(typed), show(meant)));
    }
    out.extend(read.rescues.iter().map(|r| rescue(r, show)));
    for (typed, meant, articles) in &read.suggestions {
        out.push(format!(
            "{}: did you mean {} ({})?",
            show(typed),
            show(meant),
            counted(*articles)
        ));
    }
    out.extend(
        read.expansions
            .iter()
            .filter(|e| e.truncated)
            .map(|e| expansion(e, show)),
    );
    out
}

fn rescue(rescue: &Rescue, show: &dyn Fn(&str) -> String) -> String {
    let read: Vec<String> = rescue
        .read
        .iter()
        .map(|(word, n)| format!("{} ({})", show(word), counted(*n)))
        .collect();
    let read = read.join(", ");
    let typed = show(&rescue.typed);
    let how = match rescue.kind {
        RescueKind::Spelling => "a slip of typing",
        RescueKind::Keyboard => "typed on another keyboard layout",
        RescueKind::Script => "Arabic in Latin letters",
        RescueKind::Exonym => "its Arabic name",
    };
    if rescue.instead {
        format!("no article has {typed}; searched as {how} instead: {read}")
    } else {
        format!("{typed} searched as {how} too: {read}")
    }
}

fn expansion(expansion: &Expansion, show: &dyn Fn(&str) -> String) -> String {
    let typed = show(&expansion.typed);
    if expansion.words == 0 {
        return format!("no word of the index fits {typed}");
    }
    let examples: Vec<String> = expansion.examples.iter().map(|w| show(w)).collect();
    let words = if expansion.words == 1 {
        "word"
    } else {
        "words"
    };
    let cut = if expansion.truncated {
        "the most frequent of more, the list was truncated: "
    } else {
        ""
    };
    let more = if expansion.words > examples.len() {
        ", …"
    } else {
        ""
    };
    format!(
        "{typed} stands for {} {words} ({cut}{}{more})",
        grouped(expansion.words as u64),
        examples.join(", ")
    )
}

fn dates(typed: &str, period: &Period) -> String {
    let first = period.since.map(day);
    let last = period.until.map(|u| day(u - 1));
    match (first, last) {
        (Some(first), Some(last)) if first == last => format!("date {typed}: {first}"),
        (Some(first), Some(last)) => format!("date {typed}: {first} to {last}"),
        (Some(first), None) => format!("date {typed}: {first} or later"),
        (None, Some(last)) => format!("date {typed}: {last} or earlier"),
        (None, None) => format!("date {typed}: any"),
    }
}

fn counted(articles: u64) -> String {
    let noun = if articles == 1 { "article" } else { "articles" };
    format!("{} {noun}", grouped(articles))
}
