//! The table of countries.
use super::super::model::CountryCode;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const COUNTRIES: &str = include_str!("../../../data/countries.tsv");

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

static INFOS: LazyLock<Vec<CountryInfo>> =
    LazyLock::new(|| rows(COUNTRIES).filter_map(|r| read_country(&r)).collect());
static BY_CODE: LazyLock<FxHashMap<&'static str, usize>> = LazyLock::new(|| {
    rows(COUNTRIES)
        .enumerate()
        .filter_map(|(i, r)| Some((*r.first()?, i)))
        .collect()
});

/// The country of an ISO 3166-1 alpha-2 code in capitals.
pub fn info(code: &str) -> Option<&'static CountryInfo> {
    INFOS.get(*BY_CODE.get(code)?)
}

/// All countries, by code.
pub fn all() -> impl Iterator<Item = &'static CountryInfo> {
    INFOS.iter()
}

pub(super) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#') && !l.starts_with("code\t"));
    lines.map(|l| l.split('\t').collect())
}

pub(super) fn code(text: &str) -> Option<CountryCode> {
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
}
