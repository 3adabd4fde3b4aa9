//! Arabic words in Latin letters, whether as newspapers write names or as people type: `lavrov`, `7aftar`, `el jaza2er`.
use super::pattern::{Builder, WordPattern};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

const TABLE: &str = include_str!("../../data/arabizi.tsv");

/// Letters of a group, and what reading it so costs.
type Reading = (Vec<char>, f32);

static READINGS: LazyLock<FxHashMap<&'static str, Vec<Reading>>> = LazyLock::new(|| {
    let mut out: FxHashMap<&str, Vec<Reading>> = FxHashMap::default();
    for row in TABLE.lines().filter(|l| !l.starts_with('#')) {
        let columns: Vec<&str> = row.split('\t').collect();
        if let [latin, arabic, cost] = columns.as_slice()
            && let Ok(cost) = cost.parse()
        {
            out.entry(*latin)
                .or_default()
                .push((arabic.chars().collect(), cost));
        }
    }
    out
});

/// Longest group of Latin letters in the table.
const GROUP: usize = 4;
/// Longest Latin word that is read.
const LONGEST: usize = 20;
/// Readings that cost more are not tried.
const SELDOM: f32 = 0.31;
/// ع and ء are often left out.
const GUTTURAL: f32 = 0.1;
/// The article is often left out.
const ARTICLE: f32 = 0.05;

/// A Latin word as it is read: small letters without accents, doubled consonants once.
pub(super) fn plain(word: &str) -> Option<String> {
    let mut out = String::new();
    for c in word
        .to_lowercase()
        .nfd()
        .filter(|c| !('\u{0300}'..='\u{036F}').contains(c))
    {
        let c = if c == '’' || c == '`' { '\'' } else { c };
        if !c.is_ascii_alphanumeric() && c != '\'' {
            return None;
        }
        let doubled = out.ends_with(c) && !matches!(c, 'a' | 'e' | 'o' | '\'');
        if !doubled {
            out.push(c);
        }
    }
    let letters = out.chars().filter(char::is_ascii_alphabetic).count();
    (letters >= 2 && out.len() <= LONGEST).then_some(out)
}

/// Whether a Latin word is the article, written apart as in `el jazair`.
pub(super) fn is_article(word: &str) -> bool {
    matches!(word, "al" | "el" | "il" | "ul")
}

/// The folded Arabic words that a plain Latin word can stand for.
pub(super) fn pattern(latin: &str) -> Option<WordPattern> {
    let mut b = Builder::new();
    // State i + 1 is after i Latin letters; 0 is before the article.
    for _ in 0..=latin.len() {
        b.state()?;
    }
    b.free(0, 1);
    b.letters(0, &['ا', 'ل'], 1)?;
    for i in 0..=latin.len() {
        for guttural in ['ع', 'ء'] {
            b.edge(i + 1, Some(guttural), i + 1);
        }
        for length in 1..=GROUP.min(latin.len() - i) {
            for (letters, cost) in readings(latin, i, length) {
                if cost < SELDOM {
                    b.letters(i + 1, letters, i + 1 + length)?;
                }
            }
        }
    }
    Some(b.build(latin.len() + 1))
}

/// What a group of letters stands for, with the rows for the beginning and the end of a word.
fn readings(latin: &str, at: usize, length: usize) -> impl Iterator<Item = (&'static [char], f32)> {
    let group = latin.get(at..at + length).unwrap_or_default();
    let first = (at == 0).then(|| format!("^{group}"));
    let last = (at + length == latin.len()).then(|| format!("{group}$"));
    [Some(group.to_owned()), first, last]
        .into_iter()
        .flatten()
        .filter_map(|group| READINGS.get(group.as_str()))
        .flatten()
        .map(|(letters, cost)| (letters.as_slice(), *cost))
}

/// What reading a plain Latin word as a folded Arabic one costs; infinite if it cannot be.
pub(super) fn cost(latin: &str, arabic: &str) -> f32 {
    let bare = arabic
        .strip_prefix("ال")
        .map_or(f32::INFINITY, |b| of(latin, b) + ARTICLE);
    of(latin, arabic).min(bare)
}

fn of(latin: &str, arabic: &str) -> f32 {
    let arabic: Vec<char> = arabic.chars().collect();
    let width = arabic.len() + 1;
    let mut costs = vec![f32::INFINITY; (latin.len() + 1) * width];
    let relax = |costs: &mut Vec<f32>, at: usize, cost: f32| {
        if let Some(slot) = costs.get_mut(at).filter(|s| cost < **s) {
            *slot = cost;
        }
    };
    relax(&mut costs, 0, 0.0);
    for i in 0..=latin.len() {
        for j in 0..width {
            let here = costs.get(i * width + j).copied().unwrap_or(f32::INFINITY);
            if !here.is_finite() {
                continue;
            }
            if matches!(arabic.get(j), Some('ع' | 'ء')) {
                relax(&mut costs, i * width + j + 1, here + GUTTURAL);
            }
            for length in 1..=GROUP.min(latin.len() - i) {
                for (letters, cost) in readings(latin, i, length) {
                    // Arabic writes a word's first vowel, if only with an alef.
                    let vowel_left_out = i == 0 && j == 0 && letters.is_empty();
                    if cost < SELDOM
                        && !vowel_left_out
                        && arabic.get(j..j + letters.len()) == Some(letters)
                    {
                        relax(
                            &mut costs,
                            (i + length) * width + j + letters.len(),
                            here + cost,
                        );
                    }
                }
            }
        }
    }
    costs.last().copied().unwrap_or(f32::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arabic::fold_word;

    #[test]
    fn latin_letters_read_as_arabic() {
        for (typed, meant) in [
            ("lavrov", "لافروف"),
            ("Poutine", "بوتين"),
            ("7aftar", "حفتر"),
            ("jaza2er", "الجزائر"),
            ("aljazair", "الجزاير"),
            ("3iraq", "العراق"),
            ("iraq", "العراق"),
            ("maghrib", "المغرب"),
            ("ma8rib", "المغرب"),
            ("5amene2i", "خامنئي"),
            ("sa3oudia", "السعودية"),
            ("wazir", "وزير"),
            ("ri2asa", "رئاسة"),
            ("9atar", "قطر"),
            ("urdun", "الأردن"),
            ("filastin", "فلسطين"),
            ("7okoma", "حكومة"),
            ("intikhabat", "انتخابات"),
            ("3adnan", "عدنان"),
            ("6ayran", "طيران"),
            ("Guterres", "غوتيريس"),
            ("ra2is", "رئيس"),
        ] {
            let typed = plain(typed).unwrap();
            let meant = fold_word(meant);
            let cost = cost(&typed, &meant);
            assert!(cost <= 0.09 * typed.len() as f32, "{typed} {meant} {cost}");
            assert!(pattern(&typed).unwrap().matches(&meant), "{typed} {meant}");
        }
        for (typed, other) in [("lavrov", "بوتين"), ("iran", "العراق"), ("qatar", "قطع")]
        {
            assert!(
                !pattern(typed).unwrap().matches(&fold_word(other)),
                "{typed} {other}"
            );
            assert!(cost(typed, &fold_word(other)).is_infinite());
        }
    }
}
