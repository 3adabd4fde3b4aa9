//! A stretch of a field's terms, in order, with what all parts have of each, encoded as the engine reads it.
use super::invert::Inverted;
use std::io;
use std::ops::Range;
use tantivy::positions::PositionSerializer;
use tantivy::postings::serializer::PostingsSerializer;
use tantivy::schema::IndexRecordOption;

/// Documents of a block of postings; a list of fewer has none.
const BLOCK: u32 = 128;

/// The terms of a field of all parts.
pub(super) struct FieldTerms<'p> {
    pub parts: Vec<Inverted<'p>>,
    pub option: IndexRecordOption,
}

/// A stretch of terms: of each part those that are so many in order.
pub(super) type Stretch = Vec<Range<usize>>;

/// What was encoded.
#[derive(Default)]
pub(super) struct Encoded {
    pub postings: Vec<u8>,
    pub positions: Vec<u8>,
    pub terms: Vec<EncodedTerm>,
}

/// A term and the lengths of what is encoded of it.
pub(super) struct EncodedTerm {
    /// A part that has it, and its number in order there.
    pub part: usize,
    pub at: usize,
    pub documents: u32,
    pub postings: usize,
    pub positions: usize,
}

impl FieldTerms<'_> {
    /// Cuts all terms into stretches of about so many terms.
    pub fn stretches(&self, size: usize) -> Vec<Stretch> {
        let Some(largest) = self.parts.iter().max_by_key(|part| part.order.len()) else {
            return Vec::new();
        };
        let mut bounds: Vec<usize> = vec![0; self.parts.len()];
        let mut out = Vec::new();
        for cut in (0..largest.order.len()).step_by(size.max(1)).skip(1) {
            let first = largest.term(cut);
            let next = self.parts.iter().map(|part| part.first_from(first));
            let next: Vec<usize> = next.collect();
            out.push(bounds.iter().zip(&next).map(|(a, b)| *a..*b).collect());
            bounds = next;
        }
        let ends = self.parts.iter().map(|part| part.order.len());
        out.push(bounds.iter().zip(ends).map(|(a, b)| *a..b).collect());
        out
    }

    /// Encodes a stretch.
    ///
    /// # Errors
    /// None that memory has; the serializers write to whatever can be written to.
    pub fn encode(&self, stretch: &Stretch) -> io::Result<Encoded> {
        let Encoded {
            mut postings,
            mut positions,
            mut terms,
        } = Encoded::default();
        let mut lists = PostingsSerializer::new(0.0, self.option, None);
        let mut places = PositionSerializer::new(&mut positions);
        let mut deltas = Vec::new();
        let mut next: Vec<Range<usize>> = stretch.clone();
        let mut having = Vec::with_capacity(self.parts.len());
        while self.least(&next, &mut having) {
            let mut term = EncodedTerm {
                part: 0,
                at: 0,
                documents: 0,
                postings: postings.len(),
                positions: places.written_bytes() as usize,
            };
            lists.new_term(0, self.option.has_freq());
            let mut documents = 0;
            let mut write = |(doc, start, here): (u32, u32, &[u32])| {
                documents += 1;
                lists.write_doc(doc, here.len() as u32);
                if self.option.has_positions() {
                    deltas.clear();
                    let mut before = start;
                    for place in here {
                        deltas.push(place - before);
                        before = *place;
                    }
                    places.write_positions_delta(&deltas);
                }
            };
            // The documents of a part follow those of the part before.
            for n in &having {
                if let Some((part, next)) = self.parts.get(*n).zip(next.get_mut(*n)) {
                    part.documents(next.start).for_each(&mut write);
                    (term.part, term.at) = (*n, next.start);
                    next.start += 1;
                }
            }
            term.documents = documents;
            lists.close_term(term.documents, &mut postings)?;
            if term.documents >= BLOCK {
                // It goes on from the last document of a full block; only the engine can take it back.
                lists = PostingsSerializer::new(0.0, self.option, None);
            }
            if self.option.has_positions() {
                places.close_term()?;
            }
            term.postings = postings.len() - term.postings;
            term.positions = places.written_bytes() as usize - term.positions;
            terms.push(term);
        }
        places.close()?;
        Ok(Encoded {
            postings,
            positions,
            terms,
        })
    }

    /// The parts that have the first of the terms that are left; false if none is.
    fn least(&self, left: &[Range<usize>], having: &mut Vec<usize>) -> bool {
        having.clear();
        if let ([_], [left]) = (self.parts.as_slice(), left) {
            having.push(0);
            return !left.is_empty();
        }
        let mut least: Option<&[u8]> = None;
        for (n, (part, left)) in self.parts.iter().zip(left).enumerate() {
            if left.is_empty() {
                continue;
            }
            let Some(term) = part.term(left.start) else {
                continue;
            };
            let order = least.map_or(std::cmp::Ordering::Less, |least| term.cmp(least));
            if order.is_lt() {
                least = Some(term);
                having.clear();
            }
            if order.is_le() {
                having.push(n);
            }
        }
        least.is_some()
    }
}
