//! What country a query means: in Arabic, English, French, by code or flag.
use super::super::model::CountryCode;
use super::forms::{TABLE, deletions, near};
use super::gazetteer::{CountryInfo, all, info};
use crate::arabic::fold_text;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Names that more than one country can mean; see the file's head.
const AMBIGUOUS: &str = include_str!("../../../data/country_ambiguous.tsv");

/// A country that a query can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountryReading {
    /// Its code.
    pub code: CountryCode,
    /// Its Arabic name.
    pub name_ar: &'static str,
    /// Its English name.
    pub name_en: &'static str,
}

impl From<&'static CountryInfo> for CountryReading {
    fn from(info: &'static CountryInfo) -> Self {
        Self {
            code: info.code,
            name_ar: info.name_ar,
            name_en: info.name_en,
        }
    }
}

/// The countries that a query can mean, the likeliest first; none if it is no country.
pub fn resolve(query: &str) -> Vec<CountryReading> {
    let query = query.trim();
    let mut found: Vec<&'static CountryInfo> = Vec::new();
    let mut add = |country: Option<&'static CountryInfo>| {
        if let Some(country) = country.filter(|c| !found.contains(c)) {
            found.push(country);
        }
    };
    let latin = plain_latin(query);
    let folded = fold_text(query);
    for code in ambiguous(&folded, &latin) {
        add(info(code));
    }
    add(flag(query));
    let capitals = query.to_uppercase();
    // A code is typed in capitals, or is nothing else: "in" is no country.
    if query.len() == 2 && (query == capitals || !latin_name(&latin)) {
        add(info(&capitals));
    }
    if query.len() == 3 && query.is_ascii() {
        add(all().find(|c| c.code3 == capitals));
    }
    for country in LATIN.get(&latin).into_iter().flatten() {
        add(Some(country));
    }
    for code in arabic(&folded) {
        add(info(code.as_str()));
    }
    found.into_iter().map(CountryReading::from).collect()
}

/// The countries by their Latin names, as [`plain_latin`] writes them.
static LATIN: LazyLock<FxHashMap<String, Vec<&'static CountryInfo>>> = LazyLock::new(|| {
    let mut names: FxHashMap<String, Vec<&'static CountryInfo>> = FxHashMap::default();
    for country in all() {
        for name in country.names_latin.iter().map(|n| plain_latin(n)) {
            let known = names.entry(name).or_default();
            if !known.contains(&country) {
                known.push(country);
            }
        }
    }
    names.remove("");
    names
});

/// What ambiguous names can mean, by the name folded or as [`plain_latin`] writes it.
static MEANINGS: LazyLock<FxHashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut meanings: FxHashMap<String, Vec<&'static str>> = FxHashMap::default();
    let rows = AMBIGUOUS
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'));
    for (name, codes) in rows {
        let latin = plain_latin(name);
        let key = if latin.is_empty() {
            fold_text(name)
        } else {
            latin
        };
        meanings.entry(key).or_default().extend(codes.split('|'));
    }
    meanings
});

fn latin_name(latin: &str) -> bool {
    LATIN.contains_key(latin)
}

fn ambiguous(folded: &str, latin: &str) -> impl Iterator<Item = &'static str> {
    let key = if latin.is_empty() { folded } else { latin };
    MEANINGS.get(key).into_iter().flatten().copied()
}

fn arabic(folded: &str) -> Vec<CountryCode> {
    let mut candidates = vec![folded.to_owned(), format!("ال{folded}")];
    for particle in ["و", "ف", "ب", "ل", "ك"] {
        if let Some(rest) = folded.strip_prefix(particle) {
            candidates.push(rest.to_owned());
        }
    }
    if let Some(rest) = folded.strip_prefix("لل") {
        candidates.push(format!("ال{rest}"));
    }
    if let Some(near) = near(folded) {
        candidates.push(near.to_owned());
    }
    let shorter = deletions(folded).filter_map(|d| near(&d));
    candidates.extend(shorter.map(str::to_owned));
    let form = candidates
        .iter()
        .find_map(|c| TABLE.get(c).filter(|f| !f.is_none()));
    form.map(|f| f.codes().collect()).unwrap_or_default()
}

/// A flag: two regional indicator symbols.
fn flag(query: &str) -> Option<&'static CountryInfo> {
    let letter = |c: char| {
        Some(char::from(
            b'A' + u8::try_from((c as u32).checked_sub(0x1F1E6)?)
                .ok()
                .filter(|n| *n < 26)?,
        ))
    };
    let mut chars = query.chars();
    let code: String = [letter(chars.next()?)?, letter(chars.next()?)?]
        .iter()
        .collect();
    if chars.next().is_some() {
        None
    } else {
        info(&code)
    }
}

/// Latin letters in lower case without accents, spaces and hyphens; empty if there are others.
fn plain_latin(text: &str) -> String {
    let mut out = String::new();
    for c in text.nfd() {
        match c {
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            '\u{0300}'..='\u{036F}' | ' ' | '-' | '\'' | '’' | '.' | '(' | ')' | '&' | ',' => {}
            _ => return String::new(),
        }
    }
    out.strip_prefix("the")
        .filter(|r| r.len() > 3)
        .map_or(out.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(query: &str) -> String {
        resolve(query)
            .first()
            .map_or_else(String::new, |r| r.code.as_str().to_owned())
    }

    #[test]
    fn a_country_is_asked_for_in_any_way() {
        for query in [
            "الجزائر",
            "جزائر",
            "الجزائرية",
            "Algeria",
            "algérie",
            "Algerie",
            "DZ",
            "dza",
            "🇩🇿",
            "بالجزائر",
            "جزائريون",
        ] {
            assert_eq!(first(query), "DZ", "{query}");
        }
        for (query, code) in [
            ("أوكرنيا", "UA"),
            ("UK", "GB"),
            ("Ivory Coast", "CI"),
            ("Côte d'Ivoire", "CI"),
            ("أميركا", "US"),
            ("تركي", "TR"),
            ("قرغيزيا", "KG"),
        ] {
            assert_eq!(first(query), code, "{query}");
        }
        assert!(resolve("لافروف").is_empty() && resolve("").is_empty());
    }

    #[test]
    fn an_ambiguous_name_says_what_else_it_could_mean() {
        let codes = |q: &str| {
            resolve(q)
                .iter()
                .map(|r| r.code.as_str().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(codes("عمان"), ["OM", "JO"]);
        assert_eq!(codes("كوريا"), ["KR", "KP"]);
        assert!(codes("Guinea").contains(&"GQ".to_owned()));
    }
}
