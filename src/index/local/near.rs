//! Words of the index near to a word of a name: the term dictionary, or in a process that answers many queries a list of all words, is
//! walked only where a near word can still come.
use super::reader::LocalIndex;
use super::segment::Segment;
use crate::entity::name::{Pattern, Row, Width, may_be_foreign, sounds};
use crate::error::Result;
use std::collections::BTreeSet;
use std::rc::Rc;
use tantivy::schema::Field;
use tantivy_fst::Automaton;

/// Accepts the terms of texts whose letters are near to a pattern; the first byte of a term is its tier mark.
struct NearTerms<'p> {
    pattern: &'p Pattern,
    start: Rc<Row>,
}

/// How far a term is read.
#[derive(Clone)]
enum State {
    /// Nothing yet: the tier mark comes.
    Mark,
    /// Letters, and the first byte of the next one.
    Letters(Rc<Row>, Option<u8>),
    /// It cannot match any more.
    Dead,
}

impl Automaton for NearTerms<'_> {
    type State = State;

    fn start(&self) -> State {
        State::Mark
    }

    fn is_match(&self, state: &State) -> bool {
        matches!(state, State::Letters(row, None) if self.pattern.score(row, Width::Same).is_some())
    }

    fn can_match(&self, state: &State) -> bool {
        match state {
            State::Mark | State::Letters(..) => true,
            State::Dead => false,
        }
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        match state {
            // A word's exact form says nothing that its folded form does not.
            State::Mark if byte == b'1' => State::Dead,
            State::Mark => State::Letters(Rc::clone(&self.start), None),
            State::Letters(row, None) if matches!(byte, 0xD8..=0xDB) => {
                State::Letters(Rc::clone(row), Some(byte))
            }
            State::Letters(row, Some(first)) => {
                let bytes = [*first, byte];
                let letter = std::str::from_utf8(&bytes).ok();
                letter
                    .and_then(|text| text.chars().next())
                    .map(|letter| self.pattern.step(row, letter))
                    // Most end here: nothing is kept of them.
                    .filter(|row| self.pattern.can_match(row, Width::Same))
                    .map_or(State::Dead, |row| State::Letters(Rc::new(row), None))
            }
            State::Letters(_, None) | State::Dead => State::Dead,
        }
    }
}

/// Calls `sink` with each term of a text field whose letters, after those in `read`, are near to a pattern.
fn near_terms(
    segment: &Segment,
    field: Field,
    pattern: &Pattern,
    read: &str,
    sink: &mut dyn FnMut(&str),
) -> tantivy::Result<()> {
    let index = segment.reader.inverted_index(field)?;
    let start = read
        .chars()
        .fold(pattern.start(), |row, letter| pattern.step(&row, letter));
    let automaton = NearTerms {
        pattern,
        start: Rc::new(start),
    };
    let mut terms = index.terms().search(automaton).into_stream()?;
    while terms.advance() {
        if let Ok(text) = std::str::from_utf8(terms.key()) {
            sink(text);
        }
    }
    Ok(())
}

impl LocalIndex {
    /// As [`crate::index::Engine::words_near`].
    pub(super) fn near_words(&self, pattern: &Pattern, read: &str) -> Result<Vec<String>> {
        let mut out = BTreeSet::new();
        if let Some(known) = self.vocabulary.get() {
            known.near_name(pattern, read, |word| {
                out.insert(word.to_owned());
            });
            return Ok(out.into_iter().collect());
        }
        for segment in self.segments()? {
            for field in [self.fields.title, self.fields.body] {
                self.engine(near_terms(segment, field, pattern, read, &mut |form| {
                    let word = form.get(1..).unwrap_or_default();
                    if !out.contains(word) {
                        out.insert(word.to_owned());
                    }
                }))?;
            }
        }
        Ok(out.into_iter().collect())
    }

    /// As [`crate::index::Engine::words_sounding`].
    pub(super) fn sounding_words(&self, word: &str) -> Result<Vec<String>> {
        let (pattern, wanted) = (Pattern::arabic(word), sounds(word));
        let mut out = match self.vocabulary.get() {
            Some(known) => {
                let mut out = Vec::new();
                known.sounding(&wanted, |other| out.push(other.to_owned()));
                out
            }
            None => self.near_words(&pattern, "")?,
        };
        out.retain(|other| {
            may_be_foreign(other)
                && sounds(other) == wanted
                && pattern.read(other, Width::Same).is_some()
        });
        out.sort_unstable();
        out.dedup();
        Ok(out)
    }
}

/// All words in the order of their letters, so that those with a common beginning are compared with a pattern together.
#[derive(Debug, Default)]
pub(super) struct InOrder {
    words: Vec<u32>,
    /// Bytes that each has in common with the word before it; no more than fit.
    shared: Vec<u8>,
}

impl InOrder {
    /// Of numbered words; `text` gives the letters of one. Words that come in sorted runs are soon in order.
    pub fn new<'w>(mut words: Vec<u32>, text: impl Fn(u32) -> &'w str) -> Self {
        words.sort_by(|a, b| text(*a).cmp(text(*b)));
        words.dedup_by(|a, b| text(*a) == text(*b));
        let mut before = "";
        let shared = words.iter().map(|word| {
            let text = text(*word);
            let pairs = before.bytes().zip(text.bytes());
            let common = pairs.take_while(|(a, b)| a == b).count();
            before = text;
            u8::try_from(common).unwrap_or(u8::MAX)
        });
        let shared = shared.collect();
        Self { words, shared }
    }

    /// Calls `sink` with each word whose letters, after those in `read`, are near to a pattern.
    pub fn near<'w>(
        &self,
        text: impl Fn(u32) -> &'w str,
        pattern: &Pattern,
        read: &str,
        mut sink: impl FnMut(&'w str),
    ) {
        let start = read
            .chars()
            .fold(pattern.start(), |row, letter| pattern.step(&row, letter));
        // After each letter of the word at hand: the bytes read, and how far the pattern is.
        let mut path = vec![(0, start)];
        // So many bytes of the last word looked at cannot be the beginning of a near one.
        let mut dead = usize::MAX;
        for (word, shared) in self.words.iter().zip(&self.shared) {
            let shared = usize::from(*shared);
            if shared >= dead {
                continue;
            }
            dead = usize::MAX;
            let known = path.iter().rposition(|(bytes, _)| *bytes <= shared);
            path.truncate(known.map_or(1, |at| at + 1));
            let text = text(*word);
            let from = path.last().map_or(0, |(bytes, _)| *bytes);
            for letter in text.get(from..).unwrap_or_default().chars() {
                let Some((bytes, row)) = path.last() else {
                    return;
                };
                let bytes = bytes + letter.len_utf8();
                let row = pattern.step(row, letter);
                if !matches!(letter, '\u{0600}'..='\u{06FF}')
                    || !pattern.can_match(&row, Width::Same)
                {
                    dead = bytes;
                    break;
                }
                path.push((bytes, row));
            }
            if dead == usize::MAX
                && let Some((_, row)) = path.last()
                && pattern.score(row, Width::Same).is_some()
            {
                sink(text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_order_are_walked_to_what_each_would_be_found_as() {
        let words = [
            "لافروف",
            "لافروفا",
            "لفروف",
            "لا",
            "بوتين",
            "بوتن",
            "بوت",
            "بوتفليقه",
            "نتنياهو",
            "نتانياهو",
            "ناتانياهو",
            "غوتيريش",
            "جوتيريس",
            "شولتس",
            "شولز",
            "اوباما",
            "x",
            "بوx",
            "",
            "كمال",
            "جمال",
            "لافروف",
        ];
        let text = |at: u32| words[at as usize];
        let list = InOrder::new((0..words.len() as u32).collect(), text);
        let patterns = words.map(Pattern::arabic).into_iter();
        let latin = ["lavrov", "putin", "netanyahu", "scholz"].map(Pattern::latin);
        for pattern in patterns.chain(latin) {
            for read in ["", "عبد"] {
                let mut found = Vec::new();
                list.near(text, &pattern, read, |word| found.push(word));
                let fits = |word: &&str| {
                    let row = read.chars().chain(word.chars());
                    let row = row.fold(pattern.start(), |row, c| pattern.step(&row, c));
                    word.chars().all(|c| ('\u{0600}'..='\u{06FF}').contains(&c))
                        && pattern.score(&row, Width::Same).is_some()
                };
                let mut wanted: Vec<&str> = words.into_iter().filter(fits).collect();
                wanted.sort_unstable();
                wanted.dedup();
                assert_eq!(found, wanted, "{pattern:?} after {read}");
            }
        }
    }
}
