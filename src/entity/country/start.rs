//! How a word can begin the words of a country: as it stands, without particles, or misspelt.
use super::forms::{FORMS, Form, Node};
use crate::arabic::{Word, is_ordinary_word, standing};

/// Particles that may stand before a name, with the article melted in last.
const PARTICLES: &[&str] = &[
    "", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "وك", "ا", "اب",
];
const MELTED: &[&str] = &["لل", "ولل", "فلل"];
/// A way in which a word can begin a form: so many letters are particles, and what is left reads so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    pub particles: u8,
    pub preposition: bool,
    /// What is left, as the first word of forms.
    pub node: Node,
    /// The form that it is by itself.
    pub alone: Option<Form>,
    /// Whether longer forms can begin with it.
    pub goes_on: bool,
}

/// The ways in which a word can begin a form.
pub(super) fn starts(word: &Word) -> Vec<Start> {
    let forms = &*FORMS;
    let folded: &str = &word.folded;
    let mut out = Vec::new();
    let mut add = |particles: usize, preposition: bool, text: &str| {
        let node = forms.part(text).and_then(|part| forms.first(part));
        out.extend(node.map(|node| Start {
            particles: particles as u8,
            preposition,
            node,
            alone: forms.form(node),
            goes_on: forms.goes_on(node),
        }));
    };
    for particle in PARTICLES {
        if let Some(rest) = folded.strip_prefix(particle) {
            let letters = particle.chars().count();
            let question = particle.starts_with('ا');
            // A name that begins with a hamza has no particle there, unless the question alef is meant.
            let mut prefix = word.exact.chars().take(letters);
            if prefix.any(|c| matches!(c, 'إ' | 'آ') || (c == 'أ' && !question)) {
                continue;
            }
            if question && !word.exact.starts_with('أ') {
                continue;
            }
            add(letters, particle.ends_with(['ب', 'ل']), rest);
        }
    }
    for particle in MELTED {
        if let Some(rest) = folded.strip_prefix(particle) {
            // للجزائر is ل + الجزائر: the second lam is the article's.
            add(particle.chars().count() - 1, true, &format!("ال{rest}"));
        }
    }
    if out.is_empty() {
        out.extend(misspelt(folded));
    }
    out
}

/// A long name with one letter wrong, missing or too many, when the word is nothing else.
fn misspelt(folded: &str) -> Option<Start> {
    for particle in ["", "و", "ب", "ل", "ف", "ك"] {
        let Some(rest) = folded.strip_prefix(particle) else {
            continue;
        };
        if rest.chars().nth(4).is_none() {
            continue;
        }
        let known = standing(rest);
        if known.ordinary || known.names > 0 || is_ordinary_word(folded) {
            continue;
        }
        let name = FORMS.near(rest).or_else(|| near_without_a_letter(rest));
        if let Some(name) = name.filter(|n| n.chars().next() == rest.chars().next()) {
            let node = FORMS.part(name).and_then(|part| FORMS.first(part))?;
            return Some(Start {
                particles: particle.chars().count() as u8,
                preposition: false,
                node,
                alone: FORMS.form(node),
                goes_on: false,
            });
        }
    }
    None
}

/// The long name that a word is after one of its letters is taken off, or nearly so.
fn near_without_a_letter(word: &str) -> Option<&'static String> {
    let mut shorter = String::with_capacity(word.len());
    word.char_indices().find_map(|(at, letter)| {
        shorter.clear();
        shorter.push_str(word.get(..at)?);
        shorter.push_str(word.get(at + letter.len_utf8()..)?);
        FORMS.near(&shorter).filter(|name| within_one(word, name))
    })
}

/// Whether two words differ by at most one letter changed, added, left out, or by two neighbours changing places.
fn within_one(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same_start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let same_end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let rest = a
        .len()
        .max(b.len())
        .saturating_sub((same_start + same_end).min(a.len().min(b.len())));
    let swapped = a.len() == b.len()
        && rest == 2
        && a.get(same_start) == b.get(same_start + 1)
        && a.get(same_start + 1) == b.get(same_start);
    a.len().abs_diff(b.len()) <= 1 && (rest <= 1 || swapped)
}
