//! The particles that may stand before a word that no dictionary has.
//!
//! A text word is cut only where the rest is known to be a word, so an unknown name keeps its particles (ونيستا). Whoever asks
//! for نيستا says that it is a word: then its attached forms are looked for, unless they are words themselves.
use super::lexicon::{entries, frequency, name_count};
use super::particles::proclitics;
use super::segment::readings;
use super::word::{Evidence, Word};

/// Shortest word, in letters, that is looked for with particles: what is shorter is part of too many words.
const SHORTEST: usize = 4;

/// A form that is written at least so often (in log10) against the word may be a word of its own: a particle makes a word rarer.
const LEAST_CUT: f32 = -1.5;

/// The folded forms of a word with particles attached under which analysis does not find it; none for a word of the dictionary.
pub fn attached_forms(word: &Word) -> Vec<String> {
    let folded: &str = &word.folded;
    let in_dictionary = word
        .readings
        .first()
        .is_some_and(|r| r.evidence == Evidence::Lexicon);
    if in_dictionary || folded.chars().count() < SHORTEST {
        return Vec::new();
    }
    let bare = folded.strip_prefix("ال").unwrap_or(folded);
    let mut out = Vec::new();
    for (letters, article) in proclitics() {
        // ل takes the article's alef, in a form of its own: للهرابي.
        if !article && bare.len() < folded.len() && letters.ends_with('ل') {
            continue;
        }
        let form = format!("{letters}{}", if article { bare } else { folded });
        if form != folded && !is_word(&form, folded) && !has_other_stem(&form, [folded, bare]) {
            out.push(form);
        }
    }
    out
}

/// Whether letters that may be a particle and a word are known to be a word of their own.
fn is_word(form: &str, word: &str) -> bool {
    entries(form).next().is_some()
        || name_count(form) > 0
        || frequency(form).is_some_and(|f| frequency(word).is_none_or(|w| w + LEAST_CUT < f))
}

/// Whether analysis finds another known word under the particles: للافروف has لافروف, not افروف.
fn has_other_stem(form: &str, own: [&str; 2]) -> bool {
    readings(form, form)
        .iter()
        .any(|r| r.evidence != Evidence::Surface && &*r.stem != form && !own.contains(&&*r.stem))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arabic::{Analyzer, Tokens};

    fn attached(text: &str) -> Vec<String> {
        let mut analyzer = Analyzer::new();
        let mut tokens = Tokens::new();
        analyzer.analyze(text, &mut tokens);
        attached_forms(analyzer.word(tokens[0].word))
    }

    #[test]
    fn an_unknown_name_is_looked_for_with_particles() {
        for (name, form) in [
            ("دراميتش", "ودراميتش"),
            ("بوغديرة", "لبوغديره"),
            ("الهرابي", "للهرابي"),
            ("الهرابي", "وبالهرابي"),
        ] {
            assert!(attached(name).contains(&form.to_owned()), "{name} {form}");
        }
    }

    #[test]
    fn a_word_is_not_looked_for_inside_another() {
        assert!(!attached("لينتون").contains(&"كلينتون".to_owned()));
        assert!(!attached("وتين").contains(&"بوتين".to_owned()));
        assert!(attached("وزير").is_empty());
    }
}
