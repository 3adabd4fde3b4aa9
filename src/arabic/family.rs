//! Words of one root that keep the same company: خطف and اختطاف. They say what a word means more widely than its lemma does,
//! so they may rank an article and never make it match.
use memchr::{memchr, memrchr};

/// Sorted by bytes; built by tools/build_families.py.
const TABLE: &str = include_str!("../../data/lexicon/families.tsv");

/// Lemmas related to a lemma, most alike first, each with how alike the two are used, from 0 to 1.
pub fn relatives(lemma: &str) -> impl Iterator<Item = (&'static str, f32)> + use<> {
    let cells = row(lemma).unwrap_or_default().split('\t');
    cells.filter_map(|cell| {
        let (word, hundredths) = cell.split_once(':')?;
        Some((word, hundredths.parse::<f32>().ok()? / 100.0))
    })
}

/// What stands behind a lemma in the table, which is halved until one line is left; it is read where it lies.
fn row(lemma: &str) -> Option<&'static str> {
    let mut rest = TABLE;
    while !rest.is_empty() {
        let bytes = rest.as_bytes();
        let start = memrchr(b'\n', bytes.get(..bytes.len() / 2)?).map_or(0, |at| at + 1);
        let end = memchr(b'\n', bytes.get(start..)?).map_or(bytes.len(), |at| start + at);
        let line = rest.get(start..end)?;
        let (word, cells) = line.split_once('\t').unwrap_or((line, ""));
        match word.cmp(lemma) {
            std::cmp::Ordering::Equal => return Some(cells),
            std::cmp::Ordering::Less => rest = rest.get(end + 1..)?,
            std::cmp::Ordering::Greater => rest = rest.get(..start.checked_sub(1)?)?,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verb_noun_and_adjective_are_one_family() {
        let related = |a: &str, b: &str| relatives(a).any(|(word, _)| word == b);
        for (a, b) in [
            ("خطف", "اختطاف"),
            ("تفجير", "انفجار"),
            ("فاز", "فوز"),
            ("هجره", "مهاجر"),
            ("ارهاب", "ارهابي"),
        ] {
            assert!(related(a, b) && related(b, a), "{a} {b}");
        }
        for (a, b) in [("حسن", "حسين"), ("جدي", "جده"), ("بحرين", "بحر")] {
            assert!(!related(a, b), "{a} {b}");
        }
    }

    #[test]
    fn every_row_of_the_table_is_found() {
        let rows = || TABLE.lines().filter(|l| !l.starts_with('#'));
        assert!(rows().is_sorted_by(|a, b| a.split('\t').next() < b.split('\t').next()));
        for line in rows() {
            let (word, cells) = line.split_once('\t').unwrap_or_default();
            assert_eq!(row(word), Some(cells), "{word}");
        }
        assert_eq!(row("غغغغ"), None);
        assert_eq!(row(""), None);
        assert_eq!(row("ييييييي"), None);
    }
}
