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

/// A long name with one letter wrong, missing or too many, when the word is nothing else and no name of another country is as near.
fn misspelt(folded: &str) -> Option<Start> {
    for particle in ["", "و", "ب", "ل", "ف", "ك"] {
        let Some(rest) = folded.strip_prefix(particle) else {
            continue;
        };
        let Some(first) = rest
            .chars()
            .next()
            .filter(|_| rest.chars().nth(4).is_some())
        else {
            continue;
        };
        let like = |name: &&String| within_one(rest, name);
        let Some(name) = FORMS.long(first).iter().find(like) else {
            continue;
        };
        let known = standing(rest);
        if known.ordinary || known.names > 0 || is_ordinary_word(folded) {
            continue;
        }
        let node = FORMS.part(name).and_then(|part| FORMS.first(part))?;
        let alone = FORMS.form(node);
        // Angela is one letter from Angola and from Anguilla.
        let mut meant = FORMS.all_long().filter(like);
        if !meant.all(|name| FORMS.get(name) == alone) {
            continue;
        }
        return Some(Start {
            particles: particle.chars().count() as u8,
            preposition: false,
            node,
            alone,
            goes_on: false,
        });
    }
    None
}

/// Whether two words differ by at most one letter changed, added, left out, or by two neighbours changing places.
fn within_one(a: &str, b: &str) -> bool {
    // No letter has more bytes.
    if a.len().abs_diff(b.len()) > 4 {
        return false;
    }
    let same = |(x, y): &(char, char)| x == y;
    let start = a.chars().zip(b.chars()).take_while(same).count();
    let end = a
        .chars()
        .rev()
        .zip(b.chars().rev())
        .take_while(same)
        .count();
    let (a_letters, b_letters) = (a.chars().count(), b.chars().count());
    let (less, more) = (a_letters.min(b_letters), a_letters.max(b_letters));
    let rest = more.saturating_sub((start + end).min(less));
    let swapped = || {
        let two = |word: &str| {
            let mut letters = word.chars().skip(start);
            (letters.next(), letters.next())
        };
        let (first, second) = two(a);
        less == more && rest == 2 && two(b) == (second, first)
    };
    more - less <= 1 && (rest <= 1 || swapped())
}
