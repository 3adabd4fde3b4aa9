//! Features that come in steps: how often, how likely, how common.
use super::features::kind;
use super::table::Key;

/// Shares of names, in units of 1/250, from each of which on a feature holds.
pub(super) const SHARE_STEPS: [u8; 7] = [0, 4, 12, 38, 90, 160, 225];

/// A ladder of features: a word that has one has those below it too, so that the model adds them up beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ladder {
    kind: u8,
    label: char,
    /// What each step is called.
    steps: &'static [u8],
}

/// Most steps of a ladder.
pub(super) const STEPS: usize = 8;

const fn ladder(kind: u8, label: char) -> Ladder {
    Ladder {
        kind,
        label,
        steps: &[0, 1, 2, 3, 4, 5, 6, 7],
    }
}

const fn shares(label: char) -> Ladder {
    Ladder {
        kind: kind::SHARE,
        label,
        steps: &SHARE_STEPS,
    }
}

/// How often in lists of names, first in them, last in them; odds by the letters; how common; shares of persons, places, others.
pub(super) const LADDERS: [Ladder; 8] = [
    ladder(kind::COUNT, 'n'),
    ladder(kind::COUNT, 'o'),
    ladder(kind::COUNT, 'c'),
    ladder(kind::ODDS, 'p'),
    ladder(kind::FREQUENCY, 'f'),
    shares('p'),
    shares('l'),
    shares('o'),
];
/// The first ladder of shares.
pub(super) const SHARE_LADDERS: u8 = 5;

impl Ladder {
    /// The keys of its steps, from the lowest.
    pub fn keys(self) -> impl Iterator<Item = u32> {
        let Self { kind, label, steps } = self;
        let key = Key::of(kind).letter(label);
        steps.iter().map(move |step| key.number(*step).hash())
    }
}
