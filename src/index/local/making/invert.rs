//! From what stands in each document to where each term stands: counted once, then put in place.
use super::part::{Content, Part};
use std::ops::Range;

/// Entries between two of a column whose document is noted.
const NOTED: usize = 64;

/// Where the terms of one field stand in one part.
pub(super) struct Inverted<'p> {
    part: &'p Part,
    content: Content,
    /// The number of the part's first document in the segment.
    first: u32,
    /// The terms that occur, in the order of their bytes.
    pub order: Vec<u32>,
    /// Where the places of each term begin; one more at the end.
    starts: Vec<u32>,
    /// Numbers of entries in the column, ascending for each term.
    places: Vec<u32>,
    /// The part's document at each of some entries.
    noted: Vec<u32>,
}

impl<'p> Inverted<'p> {
    /// Inverts `entries`, a field of a part whose documents begin at `first`; `order` are the field's terms in the order of their bytes.
    pub fn new(
        part: &'p Part,
        content: Content,
        first: u32,
        order: &[u32],
        entries: &[u32],
    ) -> Self {
        let column = content.column(part);
        let mut starts = vec![0_u32; content.terms(part).len() + 1];
        for_each(part, content, entries, |_, term| {
            if let Some(count) = starts.get_mut(term as usize) {
                *count += 1;
            }
        });
        let order = order
            .iter()
            .copied()
            .filter(|term| starts.get(*term as usize).is_some_and(|count| *count > 0))
            .collect();
        let mut before = 0;
        for count in &mut starts {
            before += std::mem::replace(count, before);
        }
        let mut places = vec![0; before as usize];
        for_each(part, content, entries, |entry, term| {
            if let Some(next) = starts.get_mut(term as usize) {
                if let Some(place) = places.get_mut(*next as usize) {
                    *place = entry;
                }
                *next += 1;
            }
        });
        // Each start has moved to the end of its term, which is where the next begins.
        starts.rotate_right(1);
        if let Some(first) = starts.first_mut() {
            *first = 0;
        }
        let mut noted = Vec::with_capacity(entries.len() / NOTED + 1);
        let mut doc = 0;
        for entry in (0..entries.len()).step_by(NOTED) {
            while column
                .ends
                .get(doc)
                .is_some_and(|end| *end as usize <= entry)
            {
                doc += 1;
            }
            noted.push(doc as u32);
        }
        Self {
            part,
            content,
            first,
            order,
            starts,
            places,
            noted,
        }
    }

    /// The bytes of the term that is so many in order.
    pub fn term(&self, at: usize) -> Option<&'p [u8]> {
        let number = self.order.get(at)?;
        Some(self.content.terms(self.part).get(*number))
    }

    /// How many terms in order are before one.
    pub fn first_from(&self, term: Option<&[u8]>) -> usize {
        let terms = self.content.terms(self.part);
        self.order
            .partition_point(|number| term.is_some_and(|term| terms.get(*number) < term))
    }

    /// How often all terms occur.
    pub fn tokens(&self) -> u64 {
        self.places.len() as u64
    }

    /// The documents of the term that is so many in order.
    pub fn documents(&self, at: usize) -> Documents<'_> {
        let term = self.order.get(at).map_or(0, |t| *t as usize);
        let bound = |n: usize| self.starts.get(n).copied().unwrap_or(0) as usize;
        let rest = self.places.get(bound(term)..bound(term + 1));
        Documents {
            inverted: self,
            rest: rest.unwrap_or_default(),
            at: 0,
        }
    }
}

/// Calls `sink` with the number of each entry and of each of its terms.
fn for_each(part: &Part, content: Content, entries: &[u32], mut sink: impl FnMut(u32, u32)) {
    let entries = entries.iter().zip(0..);
    if content.is_text() {
        for (stack, entry) in entries {
            for term in part.forms_of(*stack) {
                sink(entry, *term);
            }
        }
    } else {
        for (term, entry) in entries {
            sink(entry, *term);
        }
    }
}

/// The documents of a term in one part, ascending.
pub(super) struct Documents<'i> {
    inverted: &'i Inverted<'i>,
    rest: &'i [u32],
    /// The part's document where the last one was.
    at: usize,
}

impl<'i> Iterator for Documents<'i> {
    /// A document of the segment, where its entries begin, and those of them where the term stands.
    type Item = (u32, u32, &'i [u32]);

    fn next(&mut self) -> Option<Self::Item> {
        let first = *self.rest.first()?;
        let Inverted { noted, content, .. } = self.inverted;
        let ends = &content.column(self.inverted.part).ends;
        let near = noted.get(first as usize / NOTED).map_or(0, |d| *d as usize);
        self.at = self.at.max(near);
        while ends.get(self.at).is_some_and(|end| *end <= first) {
            self.at += 1;
        }
        let Range { start, end } = range(ends, self.at);
        let here = self.rest.iter().take_while(|place| **place < end).count();
        let (places, rest) = self.rest.split_at(here.max(1));
        self.rest = rest;
        Some((self.inverted.first + self.at as u32, start, places))
    }
}

/// The entries of a document.
fn range(ends: &[u32], doc: usize) -> Range<u32> {
    let before = doc.checked_sub(1).and_then(|before| ends.get(before));
    before.copied().unwrap_or(0)..ends.get(doc).copied().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_term_stands_where_the_texts_have_it() {
        let mut part = Part::default();
        let long = vec!["7قال"; 200].join(" ");
        let texts = ["7رئيس 3وزراء|4وزير 7رئيس", "", "7قال", &long, "4وزير|7رئيس"];
        for text in texts {
            for stack in text.split_terminator(' ') {
                let stack = part.stack(stack.as_bytes());
                part.body.entries.push(stack);
            }
            part.body.close();
        }
        let entries = Content::Body.take_entries(&mut part);
        let order = part.forms.sorted();
        let inverted = Inverted::new(&part, Content::Body, 7, &order, &entries);
        let mut found = Vec::new();
        for at in 0..inverted.order.len() {
            let term = std::str::from_utf8(inverted.term(at).unwrap()).unwrap();
            for (doc, start, places) in inverted.documents(at) {
                let places = places.iter().map(|p| p - start).take(3);
                found.push((term, doc, places.collect::<Vec<_>>()));
            }
        }
        assert_eq!(
            found,
            [
                ("3وزراء", 7, vec![1]),
                ("4وزير", 7, vec![1]),
                ("4وزير", 11, vec![0]),
                ("7رئيس", 7, vec![0, 2]),
                ("7رئيس", 11, vec![0]),
                ("7قال", 9, vec![0]),
                ("7قال", 10, vec![0, 1, 2]),
            ]
        );
        assert_eq!(inverted.tokens(), 3 + 1 + 1 + 200 + 2);
    }
}
