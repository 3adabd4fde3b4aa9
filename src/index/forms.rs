//! The forms through which a word is found, the same for every engine.
//!
//! A word is indexed as its forms, stacked at its place, so that phrases may mix tiers and a word whose tiers agree is one posting. A form is
//! one character naming the tiers that it stands for ([`FormClass`]) and the folded or exact letters; stacked forms are separated by `|`.
//! An engine needs no Arabic to index them. Stacks are numbered, so that a text is a list of numbers and the letters of a word are looked at
//! when it is met for the first time.
use super::signature::word_hash;
use crate::arabic::{Analyzer, Kept, Token, Word};
use crate::limits::CACHED_WORDS;
use rustc_hash::FxHashMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// The tiers that one indexed form stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormClass {
    /// Exact, folded and lemma agree.
    All,
    /// Exact and folded agree, the lemma is another.
    ExactFolded,
    /// Folded and lemma agree, the exact form is another.
    FoldedLemma,
    /// Exact only.
    Exact,
    /// Folded only.
    Folded,
    /// Lemma only.
    Lemma,
}

impl FormClass {
    /// Those that stand for the folded tier.
    pub const FOLDED: [FormClass; 4] = [
        FormClass::All,
        FormClass::ExactFolded,
        FormClass::FoldedLemma,
        FormClass::Folded,
    ];

    /// The character in front of the form in a stream.
    pub fn mark(self) -> char {
        match self {
            FormClass::All => '7',
            FormClass::ExactFolded => '3',
            FormClass::FoldedLemma => '6',
            FormClass::Exact => '1',
            FormClass::Folded => '2',
            FormClass::Lemma => '4',
        }
    }
}

/// One indexed form of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form<'a> {
    /// Which tiers it stands for.
    pub class: FormClass,
    /// Its letters.
    pub text: &'a str,
}

/// Calls `sink` with each form of a word; `readings` has a bit for each reading that holds.
pub fn forms<'w>(word: &'w Word, readings: u8, mut sink: impl FnMut(Form<'w>)) {
    let folded: &str = &word.folded;
    let agrees = *word.exact == *folded;
    let mut lemma_is_folded = false;
    let chosen = |i: usize| i < 8 && readings & (1 << i) != 0;
    for (i, reading) in word.readings.iter().enumerate() {
        if !chosen(i) {
            continue;
        }
        if *reading.lemma == *folded {
            lemma_is_folded = true;
        } else if !word
            .readings
            .iter()
            .take(i)
            .enumerate()
            .any(|(j, r)| chosen(j) && r.lemma == reading.lemma)
        {
            sink(Form {
                class: FormClass::Lemma,
                text: &reading.lemma,
            });
        }
    }
    let class = match (agrees, lemma_is_folded) {
        (true, true) => FormClass::All,
        (true, false) => FormClass::ExactFolded,
        (false, true) => FormClass::FoldedLemma,
        (false, false) => FormClass::Folded,
    };
    sink(Form {
        class,
        text: folded,
    });
    if !agrees {
        sink(Form {
            class: FormClass::Exact,
            text: &word.exact,
        });
    }
}

/// Whose numbers of stacks, and since when: they change when words are forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbering {
    /// Different for each [`Stacks`] of a process.
    pub owner: u64,
    /// Grows each time that the numbers change.
    pub version: u64,
}

/// Numbers above which stacks are numbered anew when words are forgotten.
const NUMBERS: usize = 8 * CACHED_WORDS;

/// The stacks of the words of some texts, numbered. Kept beside its analyser.
#[derive(Debug)]
pub struct Stacks {
    numbering: Numbering,
    /// By word id.
    known: Vec<KnownStack>,
    /// Of words in another reading than the one that is known, by word id and readings.
    others: FxHashMap<(u32, u8), u32>,
    /// The forms as they are stacked, number after number.
    letters: String,
    /// By number: where they end.
    ends: Vec<u32>,
}

/// What is remembered of a word.
#[derive(Debug, Clone, Copy, Default)]
struct KnownStack {
    /// Hash of the folded word.
    hash: u64,
    /// Number of the stack.
    stack: u32,
    /// The readings that the stack is for; none before the word was met.
    readings: u8,
}

impl Default for Stacks {
    fn default() -> Self {
        static OWNERS: AtomicU64 = AtomicU64::new(0);
        Self {
            numbering: Numbering {
                owner: OWNERS.fetch_add(1, Ordering::Relaxed),
                version: 0,
            },
            known: Vec::new(),
            others: FxHashMap::default(),
            letters: String::new(),
            ends: Vec::new(),
        }
    }
}

impl Stacks {
    /// The numbers of the stacks of a text's words.
    pub(super) fn of(&mut self, analyzer: &Analyzer, tokens: &[Token]) -> Vec<u32> {
        let numbers = tokens.iter().map(|token| {
            let known = self.known.get(token.word.index());
            match known.filter(|known| known.readings == token.readings) {
                Some(known) => known.stack,
                None => self.learn(analyzer, token),
            }
        });
        numbers.collect()
    }

    #[cold]
    fn learn(&mut self, analyzer: &Analyzer, token: &Token) -> u32 {
        let id = token.word.index();
        if self.known.len() <= id {
            self.known.resize(id + 1, KnownStack::default());
        }
        let word = analyzer.word(token.word);
        let Some(known) = self.known.get_mut(id) else {
            return 0;
        };
        if known.readings != 0 {
            self.others.insert((id as u32, known.readings), known.stack);
        }
        let number = self.others.get(&(id as u32, token.readings)).copied();
        known.readings = token.readings;
        known.hash = word_hash(&word.folded);
        known.stack = number.unwrap_or_else(|| {
            stack_onto(&mut self.letters, word, token.readings);
            self.ends.push(self.letters.len() as u32);
            self.ends.len() as u32 - 1
        });
        known.stack
    }

    /// Whose numbers they are.
    pub fn numbering(&self) -> Numbering {
        self.numbering
    }

    /// The forms of a word, stacked.
    pub fn stack(&self, number: u32) -> &str {
        let number = number as usize;
        let before = number.checked_sub(1).and_then(|b| self.ends.get(b));
        let start = before.copied().unwrap_or(0) as usize;
        let end = self.ends.get(number).copied().unwrap_or(0) as usize;
        self.letters.get(start..end).unwrap_or_default()
    }

    /// The stacks of a text's words, separated by spaces.
    pub fn text(&self, numbers: &[u32]) -> String {
        let stacks: Vec<_> = numbers.iter().map(|n| self.stack(*n)).collect();
        stacks.join(" ")
    }

    /// The hashes of the words of a text whose stacks are known.
    pub(super) fn hashes<'a>(&'a self, tokens: &'a [Token]) -> impl Iterator<Item = u64> + 'a {
        let known = |token: &Token| self.known.get(token.word.index());
        tokens.iter().map(move |t| known(t).map_or(0, |k| k.hash))
    }

    /// Forgets the words that the analyser forgot. Now and then the others have new numbers: what an engine knows of numbers is lost then.
    pub(super) fn keep(&mut self, kept: &Kept) {
        kept.compact(&mut self.known);
        self.others.clear();
        if self.ends.len() > NUMBERS {
            self.number_anew();
            return;
        }
        let mut stay = vec![false; self.ends.len()];
        for known in self.known.iter().filter(|known| known.readings != 0) {
            if let Some(stays) = stay.get_mut(known.stack as usize) {
                *stays = true;
            }
        }
        let mut letters = String::new();
        let mut ends = Vec::with_capacity(self.ends.len());
        for (number, stays) in (0..).zip(stay) {
            if stays {
                letters.push_str(self.stack(number));
            }
            ends.push(letters.len() as u32);
        }
        (self.letters, self.ends) = (letters, ends);
    }

    /// Numbers what is kept from 0.
    pub(super) fn number_anew(&mut self) {
        self.others.clear();
        self.numbering.version += 1;
        let mut letters = String::new();
        let mut ends = Vec::new();
        let mut known = std::mem::take(&mut self.known);
        for known in known.iter_mut().filter(|known| known.readings != 0) {
            letters.push_str(self.stack(known.stack));
            known.stack = ends.len() as u32;
            ends.push(letters.len() as u32);
        }
        (self.known, self.letters, self.ends) = (known, letters, ends);
    }
}

/// Appends the forms of one word, stacked.
fn stack_onto(out: &mut String, word: &Word, readings: u8) {
    let start = out.len();
    forms(word, readings, |form| {
        if out.len() > start {
            out.push('|');
        }
        out.push(form.class.mark());
        out.push_str(form.text);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arabic::Tokens;

    #[test]
    fn a_text_has_the_same_stacks_whatever_was_read_before() {
        let mut analyzer = Analyzer::new();
        let mut stacks = Stacks::default();
        let mut written = |text: &str| {
            let mut tokens = Tokens::new();
            analyzer.analyze(text, &mut tokens);
            let numbers = stacks.of(&analyzer, &tokens);
            (stacks.text(&numbers), stacks.ends.len())
        };
        // A name after a title is read as a name, and as the word that it is elsewhere.
        let texts = ["قال الرئيس سعيد إنه سعيد", "كان سعيد سعيدا", "الرئيس سعيد"];
        let first = texts.map(&mut written);
        let again = texts.map(&mut written);
        assert_eq!(first.map(|f| f.0), again.clone().map(|a| a.0));
        let [.., (_, count)] = again;
        assert!(
            again.iter().all(|(_, n)| *n == count),
            "no stack is made twice"
        );
    }
}
