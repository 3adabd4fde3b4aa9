//! How far a Latin spelling is from an Arabic one: the Latin letters are read left to right, each group in the ways that
//! `data/names/latin.tsv` lists.
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Arabic letters and the cost of reading a group of Latin letters so.
type Written = (Vec<char>, f32);

/// Latin letters to Arabic letters and cost.
static READINGS: LazyLock<FxHashMap<&'static str, Vec<Written>>> = LazyLock::new(|| {
    let mut out: FxHashMap<&str, Vec<Written>> = FxHashMap::default();
    for row in include_str!("../../../data/names/latin.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
    {
        let mut columns = row.split('\t');
        if let (Some(latin), Some(arabic), Some(Ok(cost))) = (
            columns.next(),
            columns.next(),
            columns.next().map(str::parse),
        ) {
            out.entry(latin)
                .or_default()
                .push((arabic.chars().collect(), cost));
        }
    }
    out
});

static CYRILLIC: LazyLock<FxHashMap<char, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/names/cyrillic.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| l.split_once('\t'))
        .filter_map(|(c, l)| Some((c.chars().next()?, if l == "_" { "" } else { l })))
        .collect()
});

/// Longest group of Latin letters in the table.
const GROUP: usize = 4;
/// An Arabic long vowel that no Latin letter accounts for.
const EXTRA_VOWEL: f32 = 0.3;

/// Latin words of a name in lower-case ASCII, articles and particles left out; none if the name is not in Latin or Cyrillic letters.
pub(super) fn words(name: &str) -> Option<Vec<String>> {
    let mut plain = String::new();
    for c in name.to_lowercase().chars() {
        match CYRILLIC.get(&c) {
            Some(latin) => plain.push_str(latin),
            None => plain.push(c),
        }
    }
    let plain: String = plain
        .nfd()
        .filter(|c| !('\u{0300}'..='\u{036F}').contains(c))
        .collect();
    if !plain.chars().any(|c| c.is_ascii_alphabetic())
        || plain.chars().any(|c| c.is_alphabetic() && !c.is_ascii())
    {
        return None;
    }
    let words = plain
        .split(|c: char| !c.is_ascii_alphabetic() && c != '\'')
        .filter(|w| !w.is_empty());
    let kept: Vec<String> = words
        .filter(|w| !matches!(*w, "al" | "el" | "ibn" | "bin" | "ben" | "de" | "the"))
        .map(single)
        .collect();
    Some(kept)
}

/// Doubled letters once, but for the vowels that mean another sound.
fn single(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut previous = '\0';
    for c in word.chars() {
        if c != previous || matches!(c, 'a' | 'e' | 'o') {
            out.push(c);
        }
        previous = c;
    }
    out
}

/// Cost of reading a Latin word as an Arabic one (folded); infinite if it cannot be.
pub(super) fn distance(latin: &str, arabic: &str) -> f32 {
    let bytes = latin.as_bytes();
    let arabic: Vec<char> = arabic.chars().collect();
    let width = arabic.len() + 1;
    let mut cost = vec![f32::INFINITY; (bytes.len() + 1) * width];
    cost[0] = 0.0;
    for i in 0..=bytes.len() {
        for j in 0..width {
            let here = cost[i * width + j];
            if !here.is_finite() {
                continue;
            }
            if j < arabic.len() && matches!(arabic[j], 'ا' | 'و' | 'ي' | 'ه' | 'ع' | 'ء') {
                let price = if matches!(arabic[j], 'ع' | 'ء') {
                    0.1
                } else {
                    EXTRA_VOWEL
                };
                relax(&mut cost[i * width + j + 1], here + price);
            }
            for length in 1..=GROUP.min(bytes.len() - i) {
                let Some(readings) = latin.get(i..i + length).and_then(|g| READINGS.get(g)) else {
                    continue;
                };
                for (letters, price) in readings {
                    if arabic.get(j..j + letters.len()) == Some(letters) {
                        relax(
                            &mut cost[(i + length) * width + j + letters.len()],
                            here + price,
                        );
                    }
                }
            }
        }
    }
    cost[cost.len() - 1]
}

fn relax(slot: &mut f32, cost: f32) {
    if cost < *slot {
        *slot = cost;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arabic::fold_text;

    #[test]
    fn latin_spellings_read_as_the_arabic_name() {
        for (latin, arabic) in [
            ("Lavrov", "لافروف"),
            ("Lavroff", "لافروف"),
            ("Лавров", "لافروف"),
            ("Poutine", "بوتين"),
            ("Netanyahu", "نتنياهو"),
            ("Zelenskyy", "زيلينسكي"),
            ("Qaddafi", "قذافي"),
            ("Kadhafi", "قذافي"),
            ("Sissi", "سيسي"),
            ("Haftar", "حفتر"),
            ("Tebboune", "تبون"),
            ("Bouteflika", "بوتفليقة"),
            ("Guterres", "غوتيريش"),
        ] {
            let words = words(latin).unwrap();
            let cost = distance(&words[0], &fold_text(arabic));
            assert!(cost <= 0.5, "{latin} {arabic} {cost}");
        }
        assert!(distance("gutierez", &fold_text("غوتيريش")) > 0.5);
        assert!(distance("putin", &fold_text("لافروف")).is_infinite());
    }
}
