//! Which documents of a segment match a condition. Sets are bitmaps: one bit a document, whatever the query's shape.
use super::schema::Fields;
use crate::entity::Field as TextField;
use crate::index::record::Facet;
use crate::query::{Choice, Held, Node, PlanWord};
use std::ops::Bound;
use std::sync::Arc;
use tantivy::columnar::Column;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED, Term};

/// A segment with what queries read of it.
pub(super) struct Segment<'a> {
    pub reader: &'a SegmentReader,
    pub fields: &'a Fields,
    title: Arc<InvertedIndexReader>,
    body: Arc<InvertedIndexReader>,
    published: Column<i64>,
    id_hash: Column<u64>,
    signature: Column<u64>,
    pub title_words: Column<u64>,
    pub body_words: Column<u64>,
}

impl<'a> Segment<'a> {
    pub fn open(reader: &'a SegmentReader, fields: &'a Fields) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        Ok(Self {
            reader,
            fields,
            title: reader.inverted_index(fields.title)?,
            body: reader.inverted_index(fields.body)?,
            published: fast.i64("published")?,
            id_hash: fast.u64("id_hash")?,
            signature: fast.u64("signature")?,
            title_words: fast.u64("title_words")?,
            body_words: fast.u64("body_words")?,
        })
    }

    pub fn published(&self, doc: u32) -> Option<i64> {
        self.published.first(doc)
    }

    pub fn id_hash(&self, doc: u32) -> u64 {
        self.id_hash.first(doc).unwrap_or(0)
    }

    pub fn signature(&self, doc: u32) -> u64 {
        self.signature.first(doc).unwrap_or(0)
    }

    /// The living document with an id.
    pub fn doc_of(&self, id: &str) -> tantivy::Result<Option<u32>> {
        let term = Term::from_field_text(self.fields.id, id);
        let index = self.reader.inverted_index(self.fields.id)?;
        let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else {
            return Ok(None);
        };
        while postings.doc() != TERMINATED {
            if !self.reader.is_deleted(postings.doc()) {
                return Ok(Some(postings.doc()));
            }
            postings.advance();
        }
        Ok(None)
    }

    /// Postings of a form in a text field.
    pub fn form(
        &self,
        field: TextField,
        form: &str,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<SegmentPostings>> {
        let (index, field) = match field {
            TextField::Title => (&self.title, self.fields.title),
            TextField::Body => (&self.body, self.fields.body),
        };
        Ok(index.read_postings(&Term::from_field_text(field, form), option)?)
    }

    /// Postings of a facet's value.
    pub fn value(&self, facet: Facet, value: &str) -> tantivy::Result<Option<SegmentPostings>> {
        let field = self.fields.facet(facet);
        let term = Term::from_field_text(field, value);
        Ok(self
            .reader
            .inverted_index(field)?
            .read_postings(&term, IndexRecordOption::WithFreqs)?)
    }

    /// Calls `sink` with each term of a field.
    pub fn each_term(&self, field: Field, sink: &mut dyn FnMut(&str)) -> tantivy::Result<()> {
        let index = self.reader.inverted_index(field)?;
        let mut terms = index.terms().stream()?;
        while terms.advance() {
            if let Ok(text) = std::str::from_utf8(terms.key()) {
                sink(text);
            }
        }
        Ok(())
    }

    /// Calls `sink` with each term of a field and its postings.
    pub fn each_posting(
        &self,
        field: Field,
        sink: &mut dyn FnMut(&str, &mut SegmentPostings),
    ) -> tantivy::Result<()> {
        let index = self.reader.inverted_index(field)?;
        let mut terms = index.terms().stream()?;
        while terms.advance() {
            if let Ok(text) = std::str::from_utf8(terms.key()) {
                let mut postings = index
                    .read_postings_from_terminfo(terms.value(), IndexRecordOption::WithFreqs)?;
                sink(text, &mut postings);
            }
        }
        Ok(())
    }
}

/// A set of documents of one segment.
#[derive(Debug, Clone)]
pub(super) struct Matched {
    bits: Vec<u64>,
}

impl Matched {
    fn none(docs: u32) -> Self {
        Self {
            bits: vec![0; docs.div_ceil(64) as usize],
        }
    }

    fn all(docs: u32) -> Self {
        let mut out = Self {
            bits: vec![u64::MAX; docs.div_ceil(64) as usize],
        };
        if let Some(last) = out.bits.last_mut()
            && !docs.is_multiple_of(64)
        {
            *last = (1 << (docs % 64)) - 1;
        }
        out
    }

    fn insert(&mut self, doc: u32) {
        if let Some(word) = self.bits.get_mut((doc / 64) as usize) {
            *word |= 1 << (doc % 64);
        }
    }

    pub fn contains(&self, doc: u32) -> bool {
        self.bits
            .get((doc / 64) as usize)
            .is_some_and(|w| w & (1 << (doc % 64)) != 0)
    }

    pub fn len(&self) -> u64 {
        self.bits.iter().map(|w| u64::from(w.count_ones())).sum()
    }

    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.bits.iter().enumerate().flat_map(|(i, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(i as u32 * 64 + bit)
            })
        })
    }

    fn combine(&mut self, other: &Self, with: impl Fn(u64, u64) -> u64) {
        for (a, b) in self.bits.iter_mut().zip(&other.bits) {
            *a = with(*a, *b);
        }
    }
}

/// The living documents of the segment that match.
pub(super) fn matches(segment: &Segment<'_>, node: &Node) -> tantivy::Result<Matched> {
    let mut out = evaluate(segment, node, None)?;
    if let Some(alive) = segment.reader.alive_bitset() {
        let dead: Vec<u32> = out.iter().filter(|doc| alive.is_deleted(*doc)).collect();
        for doc in dead {
            out.bits[(doc / 64) as usize] &= !(1 << (doc % 64));
        }
    }
    Ok(out)
}

fn evaluate(
    segment: &Segment<'_>,
    node: &Node,
    choice: Option<&Choice>,
) -> tantivy::Result<Matched> {
    let docs = segment.reader.max_doc();
    Ok(match node {
        Node::Word(word) => match choice.and_then(|c| c.of(word)) {
            Some(held) => held_docs(segment, word, &held)?,
            None => word_docs(segment, word)?,
        },
        Node::Phrase(words) => phrase_docs(segment, words, choice)?,
        Node::Near(words, within) => near_docs(segment, words, *within, choice)?,
        Node::Must(node) => evaluate(segment, node, choice)?,
        Node::Chosen(node, choice) => evaluate(segment, node, Some(choice))?,
        Node::All(nodes) => {
            let mut out = Matched::all(docs);
            for node in nodes {
                out.combine(&evaluate(segment, node, choice)?, |a, b| a & b);
            }
            out
        }
        Node::Any(nodes) => {
            let mut out = Matched::none(docs);
            for node in nodes {
                out.combine(&evaluate(segment, node, choice)?, |a, b| a | b);
            }
            out
        }
        Node::AtLeast(least, nodes) => {
            let mut seen = vec![0u16; docs as usize];
            for node in nodes {
                for doc in evaluate(segment, node, choice)?.iter() {
                    seen[doc as usize] = seen[doc as usize].saturating_add(1);
                }
            }
            let mut out = Matched::none(docs);
            seen.iter()
                .zip(0..)
                .filter(|(n, _)| usize::from(**n) >= *least)
                .for_each(|(_, doc)| out.insert(doc));
            out
        }
        Node::Not(node) => {
            let mut out = Matched::all(docs);
            out.combine(&evaluate(segment, node, choice)?, |a, b| a & !b);
            out
        }
        Node::Facet(facet, values) => {
            let mut out = Matched::none(docs);
            for value in values {
                if let Some(postings) = segment.value(*facet, value)? {
                    collect(postings, &mut out);
                }
            }
            out
        }
        Node::Published(since, until) => {
            let mut out = Matched::none(docs);
            let range = (
                since.map_or(Bound::Unbounded, Bound::Included),
                until.map_or(Bound::Unbounded, Bound::Excluded),
            );
            for doc in 0..docs {
                if segment
                    .published(doc)
                    .is_some_and(|s| std::ops::RangeBounds::contains(&range, &s))
                {
                    out.insert(doc);
                }
            }
            out
        }
    })
}

fn collect(mut postings: SegmentPostings, out: &mut Matched) {
    while postings.doc() != TERMINATED {
        out.insert(postings.doc());
        postings.advance();
    }
}

/// The text fields in which a word is looked for.
pub(super) fn fields_of(word: &PlanWord) -> impl Iterator<Item = TextField> + use<> {
    let only = word.field;
    [TextField::Title, TextField::Body]
        .into_iter()
        .filter(move |f| only.is_none_or(|o| o == *f))
}

fn word_docs(segment: &Segment<'_>, word: &PlanWord) -> tantivy::Result<Matched> {
    let mut out = Matched::none(segment.reader.max_doc());
    for field in fields_of(word) {
        for (form, _) in &word.forms {
            if let Some(postings) = segment.form(field, form, IndexRecordOption::Basic)? {
                collect(postings, &mut out);
            }
        }
    }
    Ok(out)
}

/// Documents with a word in the surface forms that it is held to.
fn held_docs(segment: &Segment<'_>, word: &PlanWord, held: &Held<'_>) -> tantivy::Result<Matched> {
    let mut out = Matched::none(segment.reader.max_doc());
    let mut positions = Vec::new();
    for field in fields_of(word) {
        let only = PlanWord {
            field: Some(field),
            ..word.clone()
        };
        let mut occurrences = Occurrences::open_held(segment, field, word, held)?;
        for doc in word_docs(segment, &only)?.iter() {
            occurrences.positions(doc, &mut positions);
            if !positions.is_empty() {
                out.insert(doc);
            }
        }
    }
    Ok(out)
}

/// Positions of a word's forms in one field, document by document.
pub(super) struct Occurrences {
    postings: Vec<SegmentPostings>,
    /// Surface forms one of which must stand at the same position; none for any.
    only: Option<Vec<SegmentPostings>>,
    /// Surface forms that must not stand there.
    never: Vec<SegmentPostings>,
}

impl Occurrences {
    pub fn open(segment: &Segment<'_>, field: TextField, word: &PlanWord) -> tantivy::Result<Self> {
        Ok(Self {
            postings: all_postings(
                segment,
                field,
                word.forms.iter().map(|(form, _)| form.as_str()),
            )?,
            only: None,
            never: Vec::new(),
        })
    }

    /// Only where the word stands in the surface forms that it is held to.
    fn open_held(
        segment: &Segment<'_>,
        field: TextField,
        word: &PlanWord,
        held: &Held<'_>,
    ) -> tantivy::Result<Self> {
        let only = (!held.only.is_empty())
            .then(|| all_postings(segment, field, held.only.iter().copied()))
            .transpose()?;
        Ok(Self {
            only,
            never: all_postings(segment, field, held.never.iter().copied())?,
            ..Self::open(segment, field, word)?
        })
    }

    /// The positions in `doc`, ascending and distinct; documents must be asked for in ascending order.
    pub fn positions(&mut self, doc: u32, out: &mut Vec<u32>) {
        out.clear();
        append(&mut self.postings, doc, out);
        out.sort_unstable();
        out.dedup();
        if let Some(only) = &mut self.only {
            let mut kept = Vec::new();
            append(only, doc, &mut kept);
            out.retain(|at| kept.contains(at));
        }
        if !self.never.is_empty() {
            let mut left_out = Vec::new();
            append(&mut self.never, doc, &mut left_out);
            out.retain(|at| !left_out.contains(at));
        }
    }
}

fn all_postings<'f>(
    segment: &Segment<'_>,
    field: TextField,
    forms: impl Iterator<Item = &'f str>,
) -> tantivy::Result<Vec<SegmentPostings>> {
    let mut out = Vec::new();
    for form in forms {
        out.extend(segment.form(field, form, IndexRecordOption::WithFreqsAndPositions)?);
    }
    Ok(out)
}

/// Appends the positions in `doc`.
fn append(all: &mut [SegmentPostings], doc: u32, out: &mut Vec<u32>) {
    for postings in all {
        if postings.doc() < doc {
            postings.seek(doc);
        }
        if postings.doc() == doc {
            postings.append_positions_with_offset(0, out);
        }
    }
}

/// Documents with all the words in one field, and where to look for each word there.
fn together(
    segment: &Segment<'_>,
    field: TextField,
    words: &[PlanWord],
    choice: Option<&Choice>,
) -> tantivy::Result<(Matched, Vec<Occurrences>)> {
    let mut candidates = Matched::all(segment.reader.max_doc());
    for word in words {
        let word = PlanWord {
            field: Some(field),
            ..word.clone()
        };
        candidates.combine(&word_docs(segment, &word)?, |a, b| a & b);
    }
    let occurrences = words
        .iter()
        .map(|w| match choice.and_then(|c| c.of(w)) {
            Some(held) => Occurrences::open_held(segment, field, w, &held),
            None => Occurrences::open(segment, field, w),
        })
        .collect::<tantivy::Result<Vec<_>>>()?;
    Ok((candidates, occurrences))
}

fn near_docs(
    segment: &Segment<'_>,
    words: &[PlanWord],
    within: u32,
    choice: Option<&Choice>,
) -> tantivy::Result<Matched> {
    let mut out = Matched::none(segment.reader.max_doc());
    let Some(first) = words.first() else {
        return Ok(out);
    };
    for field in fields_of(first) {
        let (candidates, mut occurrences) = together(segment, field, words, choice)?;
        let mut positions: Vec<Vec<u32>> = vec![Vec::new(); words.len()];
        for doc in candidates.iter() {
            for (word, into) in occurrences.iter_mut().zip(&mut positions) {
                word.positions(doc, into);
            }
            if crate::query::stands_within(&positions, within) {
                out.insert(doc);
            }
        }
    }
    Ok(out)
}

fn phrase_docs(
    segment: &Segment<'_>,
    words: &[PlanWord],
    choice: Option<&Choice>,
) -> tantivy::Result<Matched> {
    let mut out = Matched::none(segment.reader.max_doc());
    let Some(first) = words.first() else {
        return Ok(out);
    };
    for field in fields_of(first) {
        let (candidates, mut occurrences) = together(segment, field, words, choice)?;
        let (mut starts, mut next) = (Vec::new(), Vec::new());
        for doc in candidates.iter() {
            for (i, word) in occurrences.iter_mut().enumerate() {
                let into = if i == 0 { &mut starts } else { &mut next };
                word.positions(doc, into);
                if i > 0 {
                    starts.retain(|start| next.binary_search(&(start + i as u32)).is_ok());
                }
                if starts.is_empty() {
                    break;
                }
            }
            if !starts.is_empty() {
                out.insert(doc);
            }
        }
    }
    Ok(out)
}
