//! A word of a name, in whatever script, as something that Arabic words are read against letter by letter.
use super::arabic::ArabicWord;
use super::latin::LatinWord;
use crate::limits::NAME_LETTERS;

/// How far reading an Arabic word has come. What the numbers mean is the pattern's business.
#[derive(Debug, Clone)]
pub struct Row {
    /// By how many letters of the pattern are read, after the last letter; then the same before it.
    cells: Vec<f32>,
    pub(super) last: Option<char>,
    pub(super) depth: usize,
    /// What the word has if it ends here.
    pub(super) closing: f32,
    /// The best that any longer word can have.
    pub(super) best: f32,
}

impl Row {
    /// Before any letter, of which nothing is before.
    pub(super) fn first(mut now: Vec<f32>, nothing: f32, closing: f32, best: f32) -> Row {
        now.resize(now.len() * 2, nothing);
        Row {
            cells: now,
            last: None,
            depth: 0,
            closing,
            best,
        }
    }

    /// After one more letter; `fill` is given the list to fill, as `nothing`, and gives `closing` and `best`.
    #[inline]
    pub(super) fn next(
        &self,
        letter: char,
        nothing: f32,
        fill: impl FnOnce(&mut [f32]) -> (f32, f32),
    ) -> Row {
        let width = self.cells.len() / 2;
        let mut cells = Vec::with_capacity(self.cells.len());
        cells.resize(width, nothing);
        let (closing, best) = fill(&mut cells);
        cells.extend_from_slice(self.now());
        Row {
            cells,
            last: Some(letter),
            depth: self.depth + 1,
            closing,
            best,
        }
    }

    pub(super) fn now(&self) -> &[f32] {
        self.cells.get(..self.cells.len() / 2).unwrap_or_default()
    }

    pub(super) fn before(&self) -> &[f32] {
        self.cells.get(self.cells.len() / 2..).unwrap_or_default()
    }
}

/// A word of a name as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Arabic(ArabicWord),
    Latin(Box<LatinWord>),
}

/// How near another spelling must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Width {
    /// It may be the same name.
    Same,
    /// At least so close for each letter, of 1: where the best of a list are wanted.
    Near(f32),
}

/// Closeness for each letter from which an Arabic word may be what a Latin one means.
const LATIN_SAME: f32 = 0.06;

impl Pattern {
    /// A folded Arabic word.
    pub fn arabic(word: &str) -> Pattern {
        Pattern(Kind::Arabic(ArabicWord::new(&short(word))))
    }

    /// A word in lower-case Latin letters.
    pub fn latin(word: &str) -> Pattern {
        Pattern(Kind::Latin(Box::new(LatinWord::new(&short(word)))))
    }

    /// The Latin word, if it is one.
    pub(super) fn as_latin(&self) -> Option<&LatinWord> {
        match &self.0 {
            Kind::Arabic(_) => None,
            Kind::Latin(word) => Some(word),
        }
    }

    /// Before any letter of the other word.
    pub fn start(&self) -> Row {
        match &self.0 {
            Kind::Arabic(word) => word.start(),
            Kind::Latin(word) => word.start(),
        }
    }

    /// After one more letter of the other word, which is folded.
    pub fn step(&self, row: &Row, letter: char) -> Row {
        match &self.0 {
            Kind::Arabic(word) => word.step(row, letter),
            Kind::Latin(word) => word.step(row, letter),
        }
    }

    /// Whether any longer word can still be near enough.
    pub fn can_match(&self, row: &Row, width: Width) -> bool {
        match &self.0 {
            Kind::Arabic(word) => word.cost(row).1 <= arabic_limit(word, 99, width),
            Kind::Latin(word) => word.chances(row).1 >= latin_limit(word, width),
        }
    }

    /// How close the other word is if it ends here: 1 for the same; none if it is not near enough.
    pub fn score(&self, row: &Row, width: Width) -> Option<f32> {
        match &self.0 {
            Kind::Arabic(word) => {
                let cost = word.cost(row).0;
                (cost <= arabic_limit(word, row.depth, width)).then_some(1.0 / (1.0 + cost))
            }
            Kind::Latin(word) => {
                let chance = word.chances(row).0;
                (chance >= latin_limit(word, width)).then(|| word.closeness(chance))
            }
        }
    }

    /// As [`Pattern::score`], of a whole folded word.
    pub fn read(&self, word: &str, width: Width) -> Option<f32> {
        self.read_after("", word, width)
    }

    /// As [`Pattern::read`], with other letters before the word.
    pub fn read_after(&self, before: &str, word: &str, width: Width) -> Option<f32> {
        let mut row = self.start();
        for letter in before.chars().chain(word.chars()) {
            row = self.step(&row, letter);
            if !self.can_match(&row, width) {
                return None;
            }
        }
        let score = self.score(&row, width)?;
        self.judge(before, word, score, width)
    }

    /// The last word on a folded word that [`Pattern::score`] let pass with `score`, which looks at its letters one by one only.
    pub fn judge(&self, before: &str, word: &str, score: f32, width: Width) -> Option<f32> {
        let whole = || format!("{before}{word}");
        match (&self.0, width) {
            (Kind::Latin(latin), Width::Same) => latin.same(&whole(), score),
            (Kind::Arabic(arabic), Width::Same) => (!arabic.is_apart(&whole())).then_some(score),
            (_, Width::Near(_)) => Some(score),
        }
    }
}

/// A word up to the letters that a name may have.
fn short(word: &str) -> String {
    word.chars().take(NAME_LETTERS).collect()
}

fn arabic_limit(word: &ArabicWord, letters: usize, width: Width) -> f32 {
    match width {
        Width::Same => word.allowed(letters),
        Width::Near(closeness) => (1.0 - closeness) * 0.3 * letters.min(8) as f32,
    }
}

/// Least chance, relative to the likeliest spelling: so much for each letter, but of a long word no less than a whole word may lack.
fn latin_limit(word: &LatinWord, width: Width) -> f32 {
    match width {
        Width::Same => word.chance(LATIN_SAME).max(1e-6),
        Width::Near(closeness) => word.chance(closeness).max(1e-14),
    }
}
