//! The dictionaries of all segments as one table in memory. A query looks for some hundred forms, most of which no text has:
//! a process that answers many queries asks this table, one access a form, in place of the dictionaries' automata.
use std::hash::Hasher;
use std::ops::Range;
use std::sync::Arc;
use tantivy::InvertedIndexReader;
use tantivy::postings::TermInfo;

/// Forms of all segments, and where each segment's dictionaries have them.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Open addressing: the upper half of a form's hash and its number + 1; 0 for an empty slot.
    slots: Vec<u64>,
    /// By number: where the form ends in `letters`, and its last place + 1.
    forms: Vec<(u32, u32)>,
    letters: Vec<u8>,
    places: Vec<Place>,
}

/// A form in one dictionary.
#[derive(Debug)]
struct Place {
    /// Twice the segment's number, and one more for the body.
    dictionary: u32,
    articles: u32,
    /// First byte and length of its postings, and of its positions.
    postings: [u32; 2],
    positions: [u32; 2],
    /// The form's place before + 1; 0 for none.
    before: u32,
}

impl Place {
    /// None where a file is larger than a table is made for.
    fn new(dictionary: u32, term: &TermInfo, before: u32) -> Option<Self> {
        let part = |range: &Range<usize>| {
            let number = |n: usize| u32::try_from(n).ok();
            Some([number(range.start)?, number(range.len())?])
        };
        Some(Self {
            dictionary,
            articles: term.doc_freq,
            postings: part(&term.postings_range)?,
            positions: part(&term.positions_range)?,
            before,
        })
    }

    fn term(&self) -> TermInfo {
        let range = |[start, len]: [u32; 2]| start as usize..start as usize + len as usize;
        TermInfo {
            doc_freq: self.articles,
            postings_range: range(self.postings),
            positions_range: range(self.positions),
        }
    }
}

/// Most terms of all dictionaries together for which a table is made: about sixty bytes each are kept in memory.
const TERMS: usize = 3_000_000;

impl Vocabulary {
    /// The table of the dictionaries of title and body, segment by segment; none if they are too large for one, or damaged.
    pub fn of(segments: &[[Arc<InvertedIndexReader>; 2]]) -> Option<Self> {
        let all = segments.iter().flatten();
        let terms: usize = all.map(|index| index.terms().num_terms()).sum();
        if terms > TERMS {
            return None;
        }
        let mut out = Self {
            slots: vec![0; (terms * 4 / 3).next_power_of_two().max(16)],
            ..Self::default()
        };
        for (dictionary, index) in (0..).zip(segments.iter().flatten()) {
            let mut stream = index.terms().stream().ok()?;
            while stream.advance() {
                out.add(stream.key(), dictionary, stream.value())?;
            }
        }
        Some(out)
    }

    fn add(&mut self, form: &[u8], dictionary: u32, term: &TermInfo) -> Option<()> {
        let number = match self.find(form) {
            Ok(number) => number,
            Err(slot) => {
                self.letters.extend_from_slice(form);
                let end = u32::try_from(self.letters.len()).ok()?;
                self.forms.push((end, 0));
                let number = self.forms.len() - 1;
                *self.slots.get_mut(slot)? = upper(hash(form)) | (number as u64 + 1);
                number
            }
        };
        let last = &mut self.forms.get_mut(number)?.1;
        self.places.push(Place::new(dictionary, term, *last)?);
        *last = u32::try_from(self.places.len()).ok()?;
        Some(())
    }

    /// The number of a form, or the slot where it would be.
    fn find(&self, form: &[u8]) -> Result<usize, usize> {
        let hash = hash(form);
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots.get(at).copied().unwrap_or(0);
            if slot == 0 {
                return Err(at);
            }
            let number = (slot & u64::from(u32::MAX)) as usize - 1;
            if slot & !u64::from(u32::MAX) == upper(hash) && self.form(number) == form {
                return Ok(number);
            }
            at = (at + 1) & mask;
        }
    }

    fn form(&self, number: usize) -> &[u8] {
        let end = |number: usize| self.forms.get(number).map_or(0, |form| form.0 as usize);
        let start = number.checked_sub(1).map_or(0, end);
        self.letters.get(start..end(number)).unwrap_or_default()
    }

    /// Where the postings of a form lie, in the title and in the body of a segment.
    pub fn terms(&self, form: &str, segment: usize) -> [Option<TermInfo>; 2] {
        let mut out = [None, None];
        let Ok(number) = self.find(form.as_bytes()) else {
            return out;
        };
        let mut next = self.forms.get(number).map_or(0, |form| form.1);
        while let Some(place) = (next as usize)
            .checked_sub(1)
            .and_then(|at| self.places.get(at))
        {
            if place.dictionary as usize / 2 == segment {
                out[place.dictionary as usize % 2] = Some(place.term());
            }
            next = place.before;
        }
        out
    }
}

/// The part of a hash that a slot keeps.
fn upper(hash: u64) -> u64 {
    hash & !u64::from(u32::MAX)
}

fn hash(form: &[u8]) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(form);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_found_where_the_dictionaries_have_it() {
        let mut known = Vocabulary {
            slots: vec![0; 16],
            ..Vocabulary::default()
        };
        let term = |start: usize| TermInfo {
            doc_freq: 3,
            postings_range: start..start + 9,
            positions_range: start * 2..start * 2 + 5,
        };
        for (form, dictionary, start) in [
            ("7زلزال", 0, 5),
            ("7زلزال", 1, 9),
            ("4زلزال", 1, 2),
            ("7زلزال", 3, 7),
        ] {
            known.add(form.as_bytes(), dictionary, &term(start));
        }
        let terms = |form: &str, segment: usize| known.terms(form, segment);
        assert_eq!(terms("7زلزال", 0), [Some(term(5)), Some(term(9))]);
        assert_eq!(terms("7زلزال", 1), [None, Some(term(7))]);
        assert_eq!(terms("4زلزال", 0), [None, Some(term(2))]);
        assert_eq!(terms("4زلزال", 1), [None, None]);
        assert_eq!(terms("7زلازل", 0), [None, None]);
    }
}
