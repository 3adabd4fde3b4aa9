//! Undoing inflection: subjects of verbs, duals, plurals, feminines and tanwin of nouns.
use super::lexicon::{DUAL, Entries, FEMININE, Key, NOUN, PLURAL, SOUND_FEM, SOUND_MASC, VERB};
use std::borrow::Cow;

/// Likelihood of a stem that the dictionary has but no list of common words.
pub(super) const RARE: f32 = -7.8;

/// How common a stem is, with and without the article.
pub(super) fn stem_frequency(stem: Key<'_>) -> Option<f32> {
    match (stem.frequency(), stem.with_article().frequency()) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    }
}

/// Endings of the subject on verbs, which the dictionary does not list with every stem.
const SUBJECTS: &[&str] = &["ت", "تا", "وا", "نا", "ن", "تم", "ون", "ان", "ين", "ا"];
/// The last letters of [`SUBJECTS`].
const SUBJECT_ENDS: [char; 4] = ['ت', 'ا', 'ن', 'م'];

/// Undoes the endings of verbs; calls `sink` with the lemma and how common the base is.
pub(super) fn conjugated<'k>(
    stem: &'k str,
    imperfect_only: bool,
    sink: &mut dyn FnMut(Cow<'k, str>, f32),
) {
    if !stem.ends_with(SUBJECT_ENDS) {
        return;
    }
    for subject in SUBJECTS {
        let Some(base) = stem
            .strip_suffix(subject)
            .filter(|b| b.chars().nth(2).is_some())
        else {
            continue;
        };
        let imperfect_ending = matches!(*subject, "ون" | "ان" | "ين");
        if (imperfect_only || imperfect_ending) && !base.starts_with(['ي', 'ت']) {
            continue;
        }
        let key = Key::of(base);
        for entry in key.entries().filter(|e| e.class == VERB) {
            sink(key.lemma(entry), key.frequency().unwrap_or(RARE));
        }
    }
}

/// A word in the dictionary with these meanings that is still read as inflected: feminine adjectives are entries there.
pub(super) fn inflected_too(stem: &str, mut meanings: Entries) -> bool {
    stem.ends_with("يه") && meanings.all(|e| e.class != PLURAL)
}

pub(super) fn imperfect(stem: &str) -> bool {
    stem.starts_with(['ا', 'ن', 'ي', 'ت'])
}

/// An ending of nouns and adjectives.
struct Ending {
    letters: &'static str,
    /// What the base has in their place.
    base: &'static str,
    /// Inflections of which the base must take one; 0 where any noun will do.
    needs: u8,
    /// log10 of how much rarer the ending makes a word.
    cost: f32,
}

const fn ending(letters: &'static str, base: &'static str, needs: u8, cost: f32) -> Ending {
    Ending {
        letters,
        base,
        needs,
        cost,
    }
}

/// The endings that a stem may have, by its last letter.
fn endings(stem: &str, exact: &str) -> &'static [Ending] {
    match stem.chars().next_back() {
        Some('ن') => {
            const {
                &[
                    ending("ون", "", SOUND_MASC, -0.8),
                    ending("ين", "", SOUND_MASC | DUAL, -0.6),
                    ending("ان", "", DUAL, -1.0),
                    ending("تان", "ه", 0, -1.2),
                    ending("تين", "ه", 0, -1.0),
                    ending("يتين", "ي", 0, -1.2),
                    ending("يتان", "ي", 0, -1.2),
                ]
            }
        }
        Some('ت') => {
            const {
                &[
                    ending("ات", "ه", 0, -0.6),
                    ending("ات", "", SOUND_FEM, -0.6),
                    ending("يات", "ي", 0, -0.8),
                ]
            }
        }
        Some('ء') => const { &[ending("اء", "ي", 0, -3.0)] },
        Some('ه') if stem.ends_with("يه") => const { &[ending("ه", "", 0, -0.5)] },
        Some('ه') => const { &[ending("ه", "", FEMININE, -0.8)] },
        // Before a second noun the n of dual and sound plural falls: وزيرا الخارجية.
        Some('ي') => const { &[ending("ي", "", DUAL, -1.3), ending("تي", "ه", 0, -1.5)] },
        Some('و') => const { &[ending("و", "", SOUND_MASC, -1.3)] },
        Some('ا') if exact.ends_with('ا') => {
            const { &[ending("ا", "", 0, -0.8), ending("تا", "ه", 0, -1.5)] }
        }
        _ => &[],
    }
}

/// Undoes the endings of nouns and adjectives; calls `sink` with the base, how common it is, and the ending's cost.
pub(super) fn inflected<'k>(stem: &'k str, exact: &str, sink: &mut dyn FnMut(Key<'k>, f32, f32)) {
    for ending in endings(stem, exact) {
        let Some(bare) = stem.strip_suffix(ending.letters) else {
            continue;
        };
        let letters = bare.chars().count() + ending.base.chars().count();
        if letters < 3 {
            continue;
        }
        let base = Key::joined(bare, ending.base);
        let takes = |inflections: u8| ending.needs == 0 || inflections & ending.needs != 0;
        let listed = base
            .entries()
            .any(|e| e.class == NOUN && takes(e.inflections));
        // A nisba adjective is regular: being written is enough.
        let nisba = letters >= 4
            && if ending.base.is_empty() {
                bare.ends_with('ي')
            } else {
                ending.base == "ي"
            };
        if !listed && !nisba {
            continue;
        }
        let common = stem_frequency(base);
        if listed || common.is_some() {
            sink(base, common.unwrap_or(RARE), ending.cost);
        }
    }
}
