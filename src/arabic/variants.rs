//! Other spellings of a foreign word: Arabic has no letters for g, v and p, so writers choose.
use super::fold::fold_word;
use super::lexicon::{entries, frequency, is_name_word};

/// Letters that stand for the same foreign sound; a word uses one of them throughout.
const SOUNDS: [&[char]; 1] = [&['غ', 'ج', 'ق', 'ك']];

/// Folded spellings of a folded word that writers use for the same foreign word, itself left out; none for Arabic words.
/// A spelling counts only if it is known to be written.
pub fn foreign_variants(folded: &str) -> Vec<String> {
    let bare = folded.strip_prefix("ال").unwrap_or(folded);
    if bare.chars().count() < 4
        || entries(folded).next().is_some()
        || entries(bare).next().is_some()
    {
        return Vec::new();
    }
    let mut out = Vec::new();
    for sound in SOUNDS {
        for used in sound.iter().filter(|c| folded.contains(**c)) {
            for other in sound.iter().filter(|c| *c != used) {
                let variant = fold_word(&folded.replace(*used, &other.to_string()));
                let known = frequency(&variant).is_some() || is_name_word(&variant);
                if known && entries(&variant).next().is_none() && !out.contains(&variant) {
                    out.push(variant);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_g_is_written_four_ways() {
        let variants = foreign_variants("غوغل");
        assert!(
            variants.contains(&"جوجل".to_owned()) && variants.contains(&"قوقل".to_owned()),
            "{variants:?}"
        );
        assert!(foreign_variants("غرب").is_empty() && foreign_variants("جامعه").is_empty());
    }
}
