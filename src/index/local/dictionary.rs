//! Walking the dictionary of a text field with a pattern over folded words.
use super::segment::Segment;
use crate::query::{States, WordPattern};
use memchr::memmem;
use rustc_hash::FxHashMap;
use tantivy::schema::Field;
use tantivy_fst::Automaton;

/// Adds the folded words of a field that fit, with the number of articles that have each.
pub(super) fn fitting(
    segment: &Segment,
    field: Field,
    pattern: &WordPattern,
    counts: &mut FxHashMap<String, u64>,
) -> tantivy::Result<()> {
    let index = segment.reader.inverted_index(field)?;
    if let Some(held) = pattern.holds() {
        let held = memmem::Finder::new(held);
        let mut terms = index.terms().stream()?;
        while terms.advance() {
            if let Some(word) = holding(terms.key(), &held, pattern) {
                count(counts, word, u64::from(terms.value().doc_freq));
            }
        }
        return Ok(());
    }
    let mut terms = index.terms().search(Folded { pattern }).into_stream()?;
    while terms.advance() {
        let word = terms.key().get(1..).map(std::str::from_utf8);
        if let Some(Ok(word)) = word {
            count(counts, word, u64::from(terms.value().doc_freq));
        }
    }
    Ok(())
}

/// The folded word of a form, if it has the letters of `held` side by side and fits the pattern.
pub(super) fn holding<'f>(
    form: &'f [u8],
    held: &memmem::Finder<'_>,
    pattern: &WordPattern,
) -> Option<&'f str> {
    // Exact and lemma forms name a word that also stands there folded.
    let (b'7' | b'3' | b'6' | b'2', word) = form.split_first()? else {
        return None;
    };
    held.find(word)?;
    let word = std::str::from_utf8(word).ok()?;
    pattern.matches(word).then_some(word)
}

/// Adds to the articles of a word.
pub(super) fn count(counts: &mut FxHashMap<String, u64>, word: &str, articles: u64) {
    match counts.get_mut(word) {
        Some(count) => *count += articles,
        None => {
            counts.insert(word.to_owned(), articles);
        }
    }
}

/// A pattern over terms: the mark of a form that stands for the folded tier, then the word in UTF-8.
struct Folded<'p> {
    pattern: &'p WordPattern,
}

/// Where the automaton is in a term.
#[derive(Clone)]
struct At {
    states: States,
    /// Whether the mark is behind.
    marked: bool,
    /// Bits of a letter whose bytes are not all there.
    letter: u32,
    /// Bytes that it still needs.
    missing: u8,
    dead: bool,
}

impl Automaton for Folded<'_> {
    type State = At;

    fn start(&self) -> At {
        At {
            states: self.pattern.start(),
            marked: false,
            letter: 0,
            missing: 0,
            dead: false,
        }
    }

    fn is_match(&self, at: &At) -> bool {
        at.marked && at.missing == 0 && !at.dead && self.pattern.accepts(&at.states)
    }

    fn can_match(&self, at: &At) -> bool {
        !at.dead
    }

    fn accept(&self, at: &At, byte: u8) -> At {
        let mut next = at.clone();
        if !at.marked {
            next.marked = true;
            // Exact and lemma forms name a word that also stands there folded.
            next.dead = !matches!(byte, b'7' | b'3' | b'6' | b'2');
            return next;
        }
        if at.missing == 0 {
            (next.letter, next.missing) = match byte {
                0x00..=0x7F => (u32::from(byte), 0),
                0xC0..=0xDF => (u32::from(byte & 0x1F), 1),
                0xE0..=0xEF => (u32::from(byte & 0x0F), 2),
                _ => (u32::from(byte & 0x07), 3),
            };
        } else {
            next.letter = at.letter << 6 | u32::from(byte & 0x3F);
            next.missing = at.missing - 1;
        }
        if next.missing == 0 {
            let letter = char::from_u32(next.letter).unwrap_or(char::REPLACEMENT_CHARACTER);
            next.states = self.pattern.step(&at.states, letter);
            next.dead = next.states.is_dead();
        }
        next
    }
}
