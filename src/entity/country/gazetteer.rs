//! The tables of countries, and every form in which they can stand in a text.
use super::super::model::{CountryCode, MentionKind};
use crate::arabic::fold_text;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

const COUNTRIES: &str = include_str!("../../../data/countries.tsv");
const PLACES: &str = include_str!("../../../data/places.tsv");
const PHRASES: &str = include_str!("../../../data/country_phrases.tsv");
const WEAK: &str = include_str!("../../../data/country_weak.tsv");

/// A country of the gazetteer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountryInfo {
    /// ISO 3166-1 alpha-2.
    pub code: CountryCode,
    /// ISO 3166-1 alpha-3.
    pub code3: &'static str,
    /// Arabic name to show.
    pub name_ar: &'static str,
    /// English name to show.
    pub name_en: &'static str,
    /// Every Arabic name and spelling.
    pub names_ar: Vec<&'static str>,
    /// Nationality adjectives, masculine singular.
    pub nisba: Vec<&'static str>,
    /// Irregular plurals of the people.
    pub people: Vec<&'static str>,
    /// Every name in English and French.
    pub names_latin: Vec<&'static str>,
}

/// What a weak form needs to count; see `data/country_weak.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    Nothing,
    Place,
    Named,
    Noun,
    Human,
    NoTanwin,
    NotName,
}

/// A way to mention countries: none for a phrase that mentions no country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    pub codes: Vec<CountryCode>,
    pub kind: MentionKind,
    pub needs: Needs,
    /// A one-word adjective in the masculine singular, which may be a surname.
    pub surname: bool,
}

/// Forms by their folded words joined by a space, and every beginning of a longer one.
pub(super) struct Gazetteer {
    pub forms: FxHashMap<String, Form>,
    pub beginnings: FxHashSet<String>,
    /// Long names without one of their letters, to their full form: for spelling mistakes.
    pub near: FxHashMap<String, String>,
}

static INFOS: LazyLock<Vec<CountryInfo>> =
    LazyLock::new(|| rows(COUNTRIES).filter_map(|r| read_country(&r)).collect());
static BY_CODE: LazyLock<FxHashMap<&'static str, usize>> = LazyLock::new(|| {
    rows(COUNTRIES)
        .enumerate()
        .filter_map(|(i, r)| Some((*r.first()?, i)))
        .collect()
});
pub(super) static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(build);

/// The country of an ISO 3166-1 alpha-2 code in capitals.
pub fn info(code: &str) -> Option<&'static CountryInfo> {
    INFOS.get(*BY_CODE.get(code)?)
}

/// All countries, by code.
pub fn all() -> impl Iterator<Item = &'static CountryInfo> {
    INFOS.iter()
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#') && !l.starts_with("code\t"));
    lines.map(|l| l.split('\t').collect())
}

fn code(text: &str) -> Option<CountryCode> {
    text.as_bytes().try_into().ok().map(CountryCode)
}

fn list(column: &'static str) -> Vec<&'static str> {
    column.split('|').filter(|v| !v.is_empty()).collect()
}

fn read_country(row: &[&'static str]) -> Option<CountryInfo> {
    let [code2, code3, ar, nisba, people, en, fr] = row else {
        return None;
    };
    let (names_ar, en, fr) = (list(ar), list(en), list(fr));
    Some(CountryInfo {
        code: code(code2)?,
        code3,
        name_ar: names_ar.first()?,
        name_en: en.first()?,
        names_ar,
        nisba: list(nisba),
        people: list(people),
        names_latin: en.into_iter().chain(fr).collect(),
    })
}

fn build() -> Gazetteer {
    let weak: FxHashMap<(String, &str), Needs> = rows(WEAK)
        .filter_map(|r| {
            let [word, code, needs] = r.as_slice() else {
                return None;
            };
            let needs = match *needs {
                "place" => Needs::Place,
                "named" => Needs::Named,
                "noun" => Needs::Noun,
                "human" => Needs::Human,
                "notname" => Needs::NotName,
                _ => Needs::NoTanwin,
            };
            Some(((fold_text(word), *code), needs))
        })
        .collect();
    let mut forms: FxHashMap<String, Form> = FxHashMap::default();
    let mut add = |text: &str, code: CountryCode, kind: MentionKind, surname: bool| {
        let folded = fold_text(text);
        let needs = weak
            .get(&(folded.clone(), code.as_str()))
            .copied()
            .unwrap_or(Needs::Nothing);
        forms.entry(folded).or_insert(Form {
            codes: vec![code],
            kind,
            needs,
            surname,
        });
    };
    for country in INFOS.iter() {
        for name in &country.names_ar {
            add(name, country.code, MentionKind::Name, false);
        }
    }
    for country in INFOS.iter() {
        for people in &country.people {
            add(people, country.code, MentionKind::People, false);
            add(
                &format!("ال{people}"),
                country.code,
                MentionKind::People,
                false,
            );
        }
        for nisba in &country.nisba {
            for (ending, kind) in ENDINGS {
                // A compound adjective inflects in its last word; both or neither take the article: الكوري الشمالي.
                let (head, last) = nisba.rsplit_once(' ').map_or(("", *nisba), |(h, l)| (h, l));
                let inflected = |word: &str| match word.ends_with('ي') {
                    true => format!("{word}{ending}"),
                    false => word.to_owned(),
                };
                let mut versions = vec![
                    format!("{} {}", inflected(head), inflected(last)),
                    format!("{head} {}", inflected(last)),
                ];
                versions.push(format!("ال{} ال{}", inflected(head), inflected(last)));
                versions.push(format!("ال{head} {}", inflected(last)));
                versions.push(format!("{head} ال{}", inflected(last)));
                if head.is_empty() {
                    versions = vec![inflected(last), format!("ال{}", inflected(last))];
                }
                for version in versions {
                    let surname = ending.is_empty() && head.is_empty();
                    add(&version, country.code, *kind, surname);
                }
            }
        }
    }
    for row in rows(PLACES) {
        let [place, code_text] = row.as_slice() else {
            continue;
        };
        if let Some(code) = code(code_text) {
            add(place, code, MentionKind::Implied, false);
        }
    }
    for row in rows(PHRASES) {
        let [phrase, codes, kind] = row.as_slice() else {
            continue;
        };
        let kind = if *kind == "implied" {
            MentionKind::Implied
        } else {
            MentionKind::Name
        };
        let codes = codes.split('|').filter_map(code).collect();
        forms.insert(
            fold_text(phrase),
            Form {
                codes,
                kind,
                needs: Needs::Nothing,
                surname: false,
            },
        );
    }
    let mut beginnings = FxHashSet::default();
    for form in forms.keys() {
        for (at, _) in form.match_indices(' ') {
            beginnings.insert(form.get(..at).unwrap_or_default().to_owned());
        }
    }
    let near = near_spellings(&forms);
    Gazetteer {
        forms,
        beginnings,
        near,
    }
}

/// Whether a folded word, attached particles aside, is by itself a mention of a country, a people or a place.
pub fn is_country_word(folded: &str) -> bool {
    let known = |w: &str| GAZETTEER.forms.get(w).is_some_and(|f| !f.codes.is_empty());
    known(folded)
        || folded
            .strip_prefix(['و', 'ف', 'ب', 'ل', 'ك'])
            .is_some_and(known)
        || folded
            .strip_prefix("لل")
            .is_some_and(|rest| known(&format!("ال{rest}")))
}

/// Other Arabic names and spellings of the country that a name, given by its folded words, is one of.
pub fn other_names(folded: &str) -> Vec<&'static str> {
    let Some(form) = GAZETTEER
        .forms
        .get(folded)
        .filter(|f| f.kind == MentionKind::Name && f.codes.len() == 1)
    else {
        return Vec::new();
    };
    let country = form.codes.first().and_then(|c| info(c.as_str()));
    let names = country.map(|c| c.names_ar.as_slice()).unwrap_or_default();
    if !names.iter().any(|n| fold_text(n) == folded) {
        return Vec::new();
    }
    names
        .iter()
        .copied()
        .filter(|n| fold_text(n) != folded)
        .collect()
}

/// Endings of a nationality adjective, and whether the form is more an adjective or the people.
const ENDINGS: &[(&str, MentionKind)] = &[
    ("", MentionKind::Adjective),
    ("ة", MentionKind::Adjective),
    ("ا", MentionKind::Adjective),
    ("ون", MentionKind::People),
    ("ين", MentionKind::People),
    ("ان", MentionKind::People),
    ("ات", MentionKind::People),
    ("تان", MentionKind::People),
    ("تين", MentionKind::People),
    ("ي", MentionKind::Adjective),
];

/// Shortest name, in letters, whose spelling mistakes are understood.
const LONG: usize = 6;

fn near_spellings(forms: &FxHashMap<String, Form>) -> FxHashMap<String, String> {
    let mut near = FxHashMap::default();
    let long = |name: &&String| !name.contains(' ') && name.chars().count() >= LONG;
    for (name, form) in forms
        .iter()
        .filter(|(n, f)| long(n) && f.kind == MentionKind::Name && f.needs == Needs::Nothing)
    {
        if form.codes.is_empty() {
            continue;
        }
        near.insert(name.clone(), name.clone());
        for shorter in deletions(name) {
            near.entry(shorter).or_insert_with(|| name.clone());
        }
    }
    near
}

/// A word without each of its letters in turn.
pub(super) fn deletions(word: &str) -> impl Iterator<Item = String> + '_ {
    word.char_indices().map(move |(at, c)| {
        let (before, after) = word.split_at(at);
        format!("{before}{}", after.get(c.len_utf8()..).unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_of_iso_3166_has_a_valid_row() {
        assert_eq!(all().count(), 250);
        for country in all() {
            assert!(
                country.code.0.iter().all(u8::is_ascii_uppercase),
                "{}",
                country.name_ar
            );
            assert_eq!(country.code3.len(), 3);
            assert!(
                country.names_ar.iter().all(|n| n
                    .chars()
                    .all(|c| ('\u{0600}'..='\u{06FF}').contains(&c) || " -.()،".contains(c))),
                "{}",
                country.name_ar
            );
            assert!(
                country.nisba.iter().all(|n| n.ends_with('ي')),
                "{}",
                country.name_ar
            );
        }
        let mut codes: Vec<_> = all().map(|c| c.code).collect();
        codes.dedup();
        assert_eq!(codes.len(), 250);
    }

    #[test]
    fn every_row_of_the_other_tables_names_a_country() {
        for row in rows(PLACES).chain(rows(WEAK)) {
            assert!(row.get(1).is_some_and(|c| info(c).is_some()), "{row:?}");
        }
        for row in rows(PHRASES) {
            assert!(
                row.len() == 3 && (row[1] == "-" || row[1].split('|').all(|c| info(c).is_some())),
                "{row:?}"
            );
        }
        for row in rows(WEAK) {
            assert!(
                matches!(
                    row[2],
                    "place" | "named" | "noun" | "human" | "notan" | "notname"
                ),
                "{row:?}"
            );
        }
    }
}
