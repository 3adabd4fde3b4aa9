//! Undoing inflection: subjects of verbs, duals, plurals, feminines and tanwin of nouns.
use super::lexicon::{
    DUAL, FEMININE, NOUN, PLURAL, SOUND_FEM, SOUND_MASC, VERB, entries, frequency,
};

/// Likelihood of a stem that the dictionary has but no list of common words.
pub(super) const RARE: f32 = -7.8;
pub(super) fn common(word: &str) -> Option<f32> {
    frequency(word)
}

/// How common a stem is, with and without the article.
pub(super) fn stem_frequency(stem: &str) -> Option<f32> {
    let with = frequency(&format!("ال{stem}"));
    match (frequency(stem), with) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    }
}

/// Endings of the subject on verbs, which the dictionary does not list with every stem.
const SUBJECTS: &[&str] = &["ت", "تا", "وا", "نا", "ن", "تم", "ون", "ان", "ين", "ا"];

/// Undoes the endings of verbs.
pub(super) fn conjugated(stem: &str, imperfect_only: bool, sink: &mut dyn FnMut(String, f32)) {
    for subject in SUBJECTS {
        let Some(base) = stem
            .strip_suffix(subject)
            .filter(|b| b.chars().count() >= 3)
        else {
            continue;
        };
        let imperfect_ending = matches!(*subject, "ون" | "ان" | "ين");
        if (imperfect_only || imperfect_ending) && !base.starts_with(['ي', 'ت']) {
            continue;
        }
        for entry in entries(base).filter(|e| e.class == VERB) {
            sink(entry.lemma(base).to_owned(), common(base).unwrap_or(RARE));
        }
    }
}

/// A word in the dictionary that is still read as inflected: feminine adjectives are entries there.
pub(super) fn inflected_too(stem: &str) -> bool {
    stem.ends_with("يه") && entries(stem).all(|e| e.class != PLURAL)
}

pub(super) fn imperfect(stem: &str) -> bool {
    stem.starts_with(['ا', 'ن', 'ي', 'ت'])
}

/// Undoes the endings of nouns and adjectives; calls `sink` with lemma, how common the base is, and the ending's cost.
pub(super) fn inflected(stem: &str, exact: &str, sink: &mut dyn FnMut(String, f32, f32)) {
    let base = |bare: &str, needs: u8| -> Option<f32> {
        if bare.chars().count() < 3 {
            return None;
        }
        let listed =
            entries(bare).any(|e| e.class == NOUN && (needs == 0 || e.inflections & needs != 0));
        // A nisba adjective is regular: being written is enough.
        let nisba = bare.ends_with('ي') && bare.chars().count() >= 4;
        if listed || (nisba && stem_frequency(bare).is_some()) {
            Some(stem_frequency(bare).unwrap_or(RARE))
        } else {
            None
        }
    };
    let mut ending = |suffix: &str, add: &str, needs: u8, cost: f32| {
        if let Some(bare) = stem.strip_suffix(suffix) {
            let candidate = format!("{bare}{add}");
            if let Some(common) = base(&candidate, needs) {
                sink(candidate, common, cost);
            }
        }
    };
    ending("ون", "", SOUND_MASC, -0.8);
    ending("ين", "", SOUND_MASC | DUAL, -0.6);
    ending("ان", "", DUAL, -1.0);
    ending("تان", "ه", 0, -1.2);
    ending("تين", "ه", 0, -1.0);
    ending("ات", "ه", 0, -0.6);
    ending("ات", "", SOUND_FEM, -0.6);
    ending("يات", "ي", 0, -0.8);
    ending("يتين", "ي", 0, -1.2);
    ending("يتان", "ي", 0, -1.2);
    ending("اء", "ي", 0, -3.0);
    if stem.ends_with("يه") {
        ending("ه", "", 0, -0.5);
    } else {
        ending("ه", "", FEMININE, -0.8);
    }
    // Before a second noun the n of dual and sound plural falls: وزيرا الخارجية.
    ending("ي", "", DUAL, -1.3);
    ending("و", "", SOUND_MASC, -1.3);
    ending("تي", "ه", 0, -1.5);
    if exact.ends_with('ا') {
        ending("ا", "", 0, -0.8);
        ending("تا", "ه", 0, -1.5);
    }
}
