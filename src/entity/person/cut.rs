//! Which attached particles come off a word that may be a name: ولافروف is و and لافروف, وليد is whole.
use super::features::skip;
use super::lexicon::{CONNECTS, Form, Traits, form};
use super::spelling::name_odds;
use crate::arabic::{Evidence, Word};

/// Particles that may be written before a name.
const PARTICLES: &[&str] = &["و", "ل", "ب", "ف", "ك", "ول", "وب", "فل"];
/// How much surer the rest must be than the whole word.
const SURER: f32 = 1.5;

/// A word, and what is left of it without its first one or two letters: what the lists and the letters say of each, worked out once.
#[derive(Debug)]
pub(super) struct Rests<'w> {
    pub word: &'w Word,
    forms: [Option<Form>; REST + 1],
    odds: [Option<f32>; REST + 1],
}

/// Most letters that particles have.
const REST: usize = 2;

impl<'w> Rests<'w> {
    pub fn of(word: &'w Word) -> Self {
        Self {
            word,
            forms: [None; REST + 1],
            odds: [None; REST + 1],
        }
    }

    /// What the lists know of the word without its first `letters` letters.
    pub fn form(&mut self, letters: u8) -> Form {
        let Word { folded, exact, .. } = self.word;
        let work_out = || form(skip(folded, letters), skip(exact, letters));
        match self.forms.get_mut(usize::from(letters)) {
            Some(known) => *known.get_or_insert_with(work_out),
            None => work_out(),
        }
    }

    /// How much it looks like a name by its letters: see [`name_odds`].
    pub fn odds(&mut self, letters: u8) -> f32 {
        let work_out = || name_odds(skip(&self.word.folded, letters));
        match self.odds.get_mut(usize::from(letters)) {
            Some(known) => *known.get_or_insert_with(work_out),
            None => work_out(),
        }
    }

    /// How sure the lists are that it is part of a name; 0 and less: they are not.
    fn sure(&mut self, letters: u8) -> f32 {
        sure(&self.form(letters), self.odds(letters))
    }
}

/// A word as a part of a name: letters of particles taken off, and the rest.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cut {
    /// Letters of particles.
    pub particles: u8,
    /// What the lists know of the rest.
    pub form: Form,
}

fn sure(form: &Form, odds: f32) -> f32 {
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
    listed + given + surname + ordinary + connects + odds.clamp(-3.0, 1.5)
}

/// As [`Rests::sure`], but lists of names hold some with "and" before them: what is far rarer than its rest is no name of its own.
fn unmixed(rests: &mut Rests<'_>) -> f32 {
    let whole = rests.form(0);
    let listed = whole.traits.any(Traits::GIVEN.and(Traits::SURNAME));
    let mixed = !listed && rests.word.folded.starts_with('و') && {
        let rest = rests.form(1);
        rest.traits.has(Traits::GIVEN)
            && rest.names >= 4 * whole.names
            && rest.opens >= 2 * whole.opens
    };
    if mixed { -1.0 } else { rests.sure(0) }
}

/// The best cut of a word.
pub(super) fn cut(rests: &mut Rests<'_>) -> Cut {
    let word = rests.word;
    let whole = rests.form(0);
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
    let mut bar = unmixed(rests).max(if word_of_language { 1.0 } else { -1.0 }) + SURER;
    for particle in PARTICLES {
        let Some(rest) = word.folded.strip_prefix(particle) else {
            continue;
        };
        let letters = particle.chars().count();
        let hamza = |c: char| matches!(c, 'أ' | 'إ' | 'آ');
        if rest.chars().nth(1).is_none() || word.exact.chars().take(letters).any(hamza) {
            continue;
        }
        let taken = letters as u8;
        let found = rests.form(taken);
        let lone = found.traits.has(Traits::STOP) && !found.traits.any(CONNECTS);
        if lone || (found.traits.has(Traits::ARTICLE) && !matches!(*particle, "و" | "ف")) {
            continue;
        }
        // A hamza on the alef after the particle begins a word there: وأحمد, لأبي.
        let sign = if word.exact.chars().nth(letters).is_some_and(hamza) {
            2.0
        } else {
            0.0
        };
        let sure = rests.sure(taken) + sign;
        if sure > bar {
            bar = sure;
            best = Cut {
                particles: taken,
                form: found,
            };
        }
    }
    best
}
