//! Which attached particles come off a word that may be a name: ولافروف is و and لافروف, وليد is whole.
use super::lexicon::{CONNECTS, Form, Traits, form};
use super::spelling::name_odds;
use crate::arabic::{Evidence, Word};

/// Particles that may be written before a name.
const PARTICLES: &[&str] = &["و", "ل", "ب", "ف", "ك", "ول", "وب", "فل"];
/// How much surer the rest must be than the whole word.
const SURER: f32 = 1.5;

/// A word as a part of a name: letters of particles taken off, and the rest.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cut {
    /// Letters of particles.
    pub particles: u8,
    /// What the lists know of the rest.
    pub form: Form,
}

/// How sure the lists are that a form is part of a name; 0 and less: they are not.
fn sure(form: &Form, folded: &str) -> f32 {
    let listed = (form.names as f32 + 1.0).log2().min(6.0)
        + (f32::from(form.opens) + f32::from(form.closes) + 1.0)
            .log2()
            .min(3.0);
    let given = if form.traits.has(Traits::GIVEN) {
        4.0
    } else {
        0.0
    };
    let surname = if form.traits.has(Traits::SURNAME) {
        2.5
    } else {
        0.0
    };
    let ordinary = if form.traits.has(Traits::ORDINARY) {
        -2.0
    } else {
        0.0
    };
    let connects = if form.traits.any(CONNECTS) { 3.0 } else { 0.0 };
    listed + given + surname + ordinary + connects + name_odds(folded).clamp(-3.0, 1.5)
}

/// As [`sure`], but lists of names hold some with "and" before them: what is far rarer than its rest is no name of its own.
fn unmixed(whole: &Form, folded: &str) -> f32 {
    let rest = folded.strip_prefix('و').map(|r| form(r, r));
    let mixed = !whole.traits.any(Traits::GIVEN.and(Traits::SURNAME))
        && rest.is_some_and(|r| {
            r.traits.has(Traits::GIVEN) && r.names >= 4 * whole.names && r.opens >= 2 * whole.opens
        });
    if mixed { -1.0 } else { sure(whole, folded) }
}

/// The best cut of a word.
pub(super) fn cut(word: &Word) -> Cut {
    let whole = form(&word.folded, &word.exact);
    let mut best = Cut {
        particles: 0,
        form: whole,
    };
    if whole.traits.has(Traits::STOP) && !whole.traits.any(CONNECTS) {
        return best;
    }
    let word_of_language = word
        .readings
        .first()
        .is_some_and(|r| r.evidence == Evidence::Lexicon);
    let mut bar =
        unmixed(&whole, &word.folded).max(if word_of_language { 1.0 } else { -1.0 }) + SURER;
    for particle in PARTICLES {
        let Some(rest) = word.folded.strip_prefix(particle) else {
            continue;
        };
        let letters = particle.chars().count();
        let prefix: String = word.exact.chars().take(letters).collect();
        if rest.chars().count() < 2 || prefix.contains(['أ', 'إ', 'آ']) {
            continue;
        }
        let exact: String = word.exact.chars().skip(letters).collect();
        let found = form(rest, &exact);
        let lone = found.traits.has(Traits::STOP) && !found.traits.any(CONNECTS);
        if lone || (found.traits.has(Traits::ARTICLE) && !matches!(*particle, "و" | "ف")) {
            continue;
        }
        // A hamza on the alef after the particle begins a word there: وأحمد, لأبي.
        let hamza = if exact.starts_with(['أ', 'إ', 'آ']) {
            2.0
        } else {
            0.0
        };
        let sure = sure(&found, rest) + hamza;
        if sure > bar {
            bar = sure;
            best = Cut {
                particles: letters as u8,
                form: found,
            };
        }
    }
    best
}
