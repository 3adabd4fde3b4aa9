//! Words of the index near to a word of a name: the term dictionary is walked only where a near word can still come.
use super::segment::Segment;
use crate::entity::name::{Pattern, Row, Width};
use std::rc::Rc;
use tantivy::schema::Field;
use tantivy_fst::Automaton;

/// Accepts the terms of form streams whose letters are near to a pattern; the first byte of a term is its tier mark.
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
            State::Mark => true,
            State::Letters(row, _) => self.pattern.can_match(row, Width::Same),
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
            State::Letters(row, Some(first)) => match std::str::from_utf8(&[*first, byte]) {
                Ok(text) => text.chars().next().map_or(State::Dead, |letter| {
                    State::Letters(Rc::new(self.pattern.step(row, letter)), None)
                }),
                Err(_) => State::Dead,
            },
            State::Letters(_, None) | State::Dead => State::Dead,
        }
    }
}

/// Calls `sink` with each term of a text field whose letters, after those in `read`, are near to a pattern.
pub(super) fn near_terms(
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
