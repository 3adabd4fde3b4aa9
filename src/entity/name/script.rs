//! Names in Latin or Cyrillic letters as they are typed: the words that count, and other ways in which the same name is spelt.
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Cyrillic letters in Latin ones, and another reading of some.
static CYRILLIC: LazyLock<FxHashMap<char, (&'static str, Option<&'static str>)>> =
    LazyLock::new(|| {
        let rows = include_str!("../../../data/names/cyrillic.tsv")
            .lines()
            .filter(|l| !l.starts_with('#'));
        rows.filter_map(|l| {
            let mut columns = l.split('\t');
            let letter = columns.next()?.chars().next()?;
            let latin = |l: &'static str| if l == "_" { "" } else { l };
            Some((letter, (latin(columns.next()?), columns.next())))
        })
        .collect()
    });

/// Other Latin letters for a Cyrillic name: в is w where Arabic has و, as in Синвар. One name for each letter that has another reading.
pub(super) fn other_cyrillic(name: &str) -> Vec<String> {
    let lower: String = name.chars().flat_map(char::to_lowercase).collect();
    let mut out = Vec::new();
    for (letter, (_, other)) in CYRILLIC.iter() {
        if let Some(other) = other.filter(|_| lower.contains(*letter)) {
            out.push(lower.replace(*letter, other));
        }
    }
    out.sort_unstable();
    out
}

/// Turkish letters and what other languages have for them.
static TURKISH: LazyLock<FxHashMap<char, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/names/turkish.tsv").lines();
    rows.filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
        .filter_map(|(letter, letters)| Some((letter.chars().next()?, letters)))
        .collect()
});

/// A Turkish name in letters that other languages have; none if no letter of it is Turkish alone: Ç is French too.
pub(super) fn from_turkish(name: &str) -> Option<String> {
    let name: String = name.nfc().flat_map(char::to_lowercase).collect();
    let turkish = name.contains(['ğ', 'ı', 'ş']);
    let mut out = String::new();
    for c in name.chars() {
        match TURKISH.get(&c) {
            Some(letters) => out.push_str(letters),
            None => out.push(c),
        }
    }
    turkish.then_some(out)
}

/// A name in which capitals without a vowel, which are initials, stand apart: JD Vance.
fn with_initials(name: &str) -> String {
    let initials = |word: &str| {
        let mut letters = word.chars();
        matches!(word.len(), 2..=3)
            && letters.all(|c| c.is_ascii_uppercase() && !matches!(c, 'A' | 'E' | 'I' | 'O' | 'U'))
    };
    let mut out = String::with_capacity(name.len());
    for word in name.split(' ') {
        for c in word.chars() {
            if initials(word) {
                out.push(' ');
            }
            out.push(c);
        }
        out.push(' ');
    }
    out
}

/// What a word of a Latin name is, if not a part of its own: `data/names/latin_links.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    /// Says nothing of the person: al, de.
    Dropped,
    /// The same, and the father's name follows: bin.
    Son,
    /// Joined to the next word: abd el, abou.
    Joined,
}

static LINKS: LazyLock<FxHashMap<&'static str, Link>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/names/latin_links.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| l.split_once('\t'))
        .map(|(word, what)| {
            (
                word,
                match what {
                    "joined" => Link::Joined,
                    "son" => Link::Son,
                    _ => Link::Dropped,
                },
            )
        })
        .collect()
});

/// Words of a name in lower case, links dropped or joined; none if the name is not in Latin or Cyrillic letters.
pub(super) fn words(name: &str) -> Option<Vec<String>> {
    let mut plain = String::new();
    let mut arabic = false;
    let name = if name.trim().contains(' ') {
        with_initials(name)
    } else {
        name.to_owned()
    };
    for c in name.nfc().flat_map(char::to_lowercase) {
        match CYRILLIC.get(&c) {
            Some((latin, _)) => plain.push_str(latin),
            None => plain.push(c),
        }
        arabic |= ('\u{0600}'..='\u{06FF}').contains(&c);
    }
    if arabic || !plain.chars().any(char::is_alphabetic) {
        return None;
    }
    let plain: String = plain.replace(['’', '‘', '`', 'ʿ', 'ʾ', 'ʼ'], "'");
    let split: Vec<&str> = plain
        .split(|c: char| !c.is_alphabetic() && c != '\'')
        .map(|w| w.trim_matches('\''))
        .filter(|w| !w.is_empty())
        .collect();
    let mut out: Vec<String> = Vec::new();
    let mut joined = String::new();
    for word in &split {
        let link = LINKS.get(word).copied();
        match link {
            Some(Link::Joined) => joined.push_str(word),
            Some(Link::Dropped | Link::Son) if joined.is_empty() => {}
            _ => {
                joined.push_str(word);
                out.push(std::mem::take(&mut joined));
            }
        }
    }
    if !joined.is_empty() {
        out.push(joined);
    }
    // "Ali", "Al": a name that is nothing but links is read as it stands.
    if out.is_empty() {
        out = split.into_iter().map(str::to_owned).collect();
    }
    Some(out)
}

/// Whether a Latin name begins with "son of".
pub(super) fn opens_with_son(name: &str) -> bool {
    let first = name.split_whitespace().next().unwrap_or_default();
    LINKS.get(first.to_lowercase().as_str()) == Some(&Link::Son)
}

/// A Latin name without marks on its letters; none if it has none.
pub(super) fn without_marks(name: &str) -> Option<String> {
    let is_mark = |c: &char| ('\u{0300}'..='\u{036F}').contains(c);
    let plain: String = name.nfd().filter(|c| !is_mark(c)).collect();
    let latin = plain.chars().any(|c| c.is_ascii_alphabetic());
    (latin && name.nfd().any(|c| is_mark(&c))).then_some(plain)
}
