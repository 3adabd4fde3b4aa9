//! Patterns over the letters of a word: a small nondeterministic automaton, so that an index can walk its dictionary with it and
//! leave out whole branches that cannot fit any more.

/// Most states of one automaton: a wildcard of 32 letters with every particle in front, or a Latin name of 20 letters.
const STATES: usize = 512;
const BLOCKS: usize = STATES / 64;

/// The states that an automaton can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct States([u64; BLOCKS]);

impl States {
    const NONE: States = States([0; BLOCKS]);

    fn insert(&mut self, state: usize) -> bool {
        let Some(block) = self.0.get_mut(state / 64) else {
            return false;
        };
        let bit = 1 << (state % 64);
        let new = *block & bit == 0;
        *block |= bit;
        new
    }

    fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(i, block)| {
            let mut left = *block;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(i * 64 + bit as usize)
            })
        })
    }

    /// Whether no continuation can fit.
    pub fn is_dead(&self) -> bool {
        *self == Self::NONE
    }
}

#[derive(Debug, Clone, Default)]
struct State {
    /// On this letter, or on any, to that state.
    edges: Vec<(Option<char>, usize)>,
    /// Without a letter to that state.
    free: Vec<usize>,
}

/// Edges of a state: the letter, or any, and all states that it leads to.
type Edges = Vec<(Option<char>, States)>;

/// What the letters of a word must be like. Letters are compared as they are: both sides must be folded.
#[derive(Debug, Clone)]
pub struct WordPattern {
    edges: Vec<Edges>,
    start: States,
    end: usize,
    /// The word that fitting ones become, and by how many changes.
    near: Option<(Vec<char>, usize)>,
    /// Letters side by side that every fitting word has, where the pattern says nothing of how it begins.
    holds: Option<String>,
}

/// Puts an automaton together. State 0 is the start.
#[derive(Debug, Default)]
pub(super) struct Builder {
    states: Vec<State>,
}

impl Builder {
    /// With the start state.
    pub fn new() -> Self {
        Self {
            states: vec![State::default()],
        }
    }

    /// A new state; none past the limit.
    pub fn state(&mut self) -> Option<usize> {
        (self.states.len() < STATES).then(|| {
            self.states.push(State::default());
            self.states.len() - 1
        })
    }

    /// From one state to another on a letter, or on any.
    pub fn edge(&mut self, from: usize, letter: Option<char>, to: usize) {
        if let Some(state) = self.states.get_mut(from) {
            state.edges.push((letter, to));
        }
    }

    /// From one state to another without a letter.
    pub fn free(&mut self, from: usize, to: usize) {
        if let Some(state) = self.states.get_mut(from) {
            state.free.push(to);
        }
    }

    /// From one state to another through several letters.
    pub fn letters(&mut self, from: usize, letters: &[char], to: usize) -> Option<()> {
        let Some((last, before)) = letters.split_last() else {
            self.free(from, to);
            return Some(());
        };
        let mut at = from;
        for letter in before {
            let next = self.state()?;
            self.edge(at, Some(*letter), next);
            at = next;
        }
        self.edge(at, Some(*last), to);
        Some(())
    }

    /// The automaton that accepts in `end`.
    pub fn build(self, end: usize) -> WordPattern {
        let reached: Vec<States> = (0..self.states.len()).map(|s| self.reached(s)).collect();
        let of = |state: usize| reached.get(state).copied().unwrap_or(States::NONE);
        WordPattern {
            edges: self
                .states
                .iter()
                .map(|s| {
                    s.edges
                        .iter()
                        .map(|(letter, to)| (*letter, of(*to)))
                        .collect()
                })
                .collect(),
            start: of(0),
            end,
            near: None,
            holds: None,
        }
    }

    /// A state and all that it leads to without a letter.
    fn reached(&self, state: usize) -> States {
        let mut out = States::NONE;
        let mut waiting = vec![state];
        while let Some(state) = waiting.pop() {
            if out.insert(state) {
                waiting.extend(
                    self.states
                        .get(state)
                        .map(|s| s.free.as_slice())
                        .unwrap_or_default(),
                );
            }
        }
        out
    }
}

impl WordPattern {
    /// `*` for any letters, `?` for one; everything else for itself. Any of `before` may stand in front. None past the limit.
    pub fn wildcard<'a>(
        glob: &str,
        before: impl IntoIterator<Item = &'a str>,
    ) -> Option<WordPattern> {
        let mut b = Builder::new();
        let mut at = b.state()?;
        b.free(0, at);
        for particle in before {
            let letters: Vec<char> = particle.chars().collect();
            b.letters(0, &letters, at)?;
        }
        for c in glob.chars() {
            if c == '*' {
                b.edge(at, None, at);
                continue;
            }
            let next = b.state()?;
            b.edge(at, (c != '?').then_some(c), next);
            at = next;
        }
        let mut out = b.build(at);
        if glob.starts_with('*') {
            let pieces = glob.split(['*', '?']);
            out.holds = pieces.max_by_key(|piece| piece.len()).map(str::to_owned);
        }
        Some(out)
    }

    /// Letters that every fitting word has side by side, if that says more than its beginning: no branch of a dictionary can be left out,
    /// and most words are told by them faster than by the automaton.
    pub fn holds(&self) -> Option<&str> {
        self.holds.as_deref()
    }

    /// Words that become `word` by at most `off` changes: a letter more, fewer, another, or two neighbours changed over
    /// (Damerau 1964). None past the limit.
    pub fn near(word: &str, off: usize) -> Option<WordPattern> {
        let letters: Vec<char> = word.chars().collect();
        let mut b = Builder::new();
        let at = |i: usize, e: usize| e * (letters.len() + 1) + i;
        for _ in 1..(letters.len() + 1) * (off + 1) {
            b.state()?;
        }
        for e in 0..=off {
            for i in 0..=letters.len() {
                let here = at(i, e);
                let letter = letters.get(i).copied();
                if let Some(c) = letter {
                    b.edge(here, Some(c), at(i + 1, e));
                }
                if e == off {
                    continue;
                }
                b.edge(here, None, at(i, e + 1));
                if let Some(c) = letter {
                    b.edge(here, None, at(i + 1, e + 1));
                    b.free(here, at(i + 1, e + 1));
                    if let Some(next) = letters.get(i + 1) {
                        b.letters(here, &[*next, c], at(i + 2, e + 1))?;
                    }
                }
            }
        }
        let end = at(letters.len(), off);
        for e in 0..off {
            b.free(at(letters.len(), e), end);
        }
        let mut out = b.build(end);
        out.near = Some((letters, off));
        Some(out)
    }

    /// The word and the number of changes of [`WordPattern::near`], if the pattern is one of those.
    pub fn nearness(&self) -> Option<(&[char], usize)> {
        let (letters, off) = self.near.as_ref()?;
        Some((letters, *off))
    }

    /// Before the first letter.
    pub fn start(&self) -> States {
        self.start
    }

    /// After one more letter.
    pub fn step(&self, states: &States, letter: char) -> States {
        let mut out = States::NONE;
        for state in states.iter() {
            for (wanted, to) in self.edges.get(state).map(Vec::as_slice).unwrap_or_default() {
                if wanted.is_none_or(|w| w == letter) {
                    for (block, more) in out.0.iter_mut().zip(&to.0) {
                        *block |= more;
                    }
                }
            }
        }
        out
    }

    /// Whether the letters so far are a word that fits.
    pub fn accepts(&self, states: &States) -> bool {
        states
            .0
            .get(self.end / 64)
            .is_some_and(|block| block & (1 << (self.end % 64)) != 0)
    }

    /// Whether a word fits.
    pub fn matches(&self, word: &str) -> bool {
        let mut states = self.start();
        for letter in word.chars() {
            states = self.step(&states, letter);
            if states.is_dead() {
                return false;
            }
        }
        self.accepts(&states)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_for_letters() {
        let fits = |glob: &str, word: &str| {
            WordPattern::wildcard(glob, ["و", "ال"])
                .unwrap()
                .matches(word)
        };
        for (glob, word) in [
            ("احم*", "احمد"),
            ("احم*", "احم"),
            ("احم*", "واحمر"),
            ("*ستان", "باكستان"),
            ("م*ر", "مصر"),
            ("مح?د", "محمد"),
        ] {
            assert!(fits(glob, word), "{glob} {word}");
        }
        for (glob, word) in [
            ("احم*", "محمد"),
            ("*ستان", "ستانلي"),
            ("مح?د", "محد"),
            ("احم*", "باحمد"),
        ] {
            assert!(!fits(glob, word), "{glob} {word}");
        }
    }

    #[test]
    fn near_words_are_some_letters_off() {
        let off = |a: &str, b: &str| (0..=3).find(|n| WordPattern::near(a, *n).unwrap().matches(b));
        for (a, b, expected) in [
            ("لافروف", "لافروف", Some(0)),
            ("لافروف", "لافرف", Some(1)),
            ("لافروف", "لافرووف", Some(1)),
            ("لافروف", "لافروغ", Some(1)),
            ("لافروف", "لارفوف", Some(1)),
            ("لافروف", "لارفوغ", Some(2)),
            ("لافروف", "بوتين", None),
        ] {
            assert_eq!(off(a, b), expected, "{a} {b}");
        }
    }
}
