//! Which documents of a segment match a condition. Sets are bitmaps: one bit a document, whatever the query's shape.
use super::lists::Cursor;
use super::matched::Matched;
use super::score::FirstLook;
use super::segment::{Segment, at};
use crate::entity::Field as TextField;
use crate::query::{Choice, Held, Node, Plan, PlanWord};
use std::cell::RefCell;
use std::ops::Bound;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

/// What the first look at a plan's words found in a segment, and what was found of other words since.
pub(super) struct Seen<'s> {
    plan: &'s Plan,
    look: &'s FirstLook,
    others: RefCell<Vec<(PlanWord, Matched)>>,
}

impl<'s> Seen<'s> {
    pub fn new(plan: &'s Plan, look: &'s FirstLook) -> Self {
        Self {
            plan,
            look,
            others: RefCell::default(),
        }
    }

    /// The documents that have a word, if the first look found them.
    fn docs_with(&self, word: &PlanWord) -> Option<&Matched> {
        self.look.docs_with(self.plan, word)
    }

    /// The documents that have a word which the first look did not look at, such as another way to write one of the query's.
    fn docs_with_other(&self, segment: &Segment, word: &PlanWord) -> tantivy::Result<Matched> {
        let known = |others: &[(PlanWord, Matched)]| {
            let known = others.iter().find(|(other, _)| other == word);
            known.map(|(_, docs)| docs.clone())
        };
        if let Some(docs) = known(&self.others.borrow()) {
            return Ok(docs);
        }
        let docs = word_docs(segment, word)?;
        self.others.borrow_mut().push((word.clone(), docs.clone()));
        Ok(docs)
    }
}

/// The living documents of the segment that match.
pub(super) fn matches(
    segment: &Segment,
    node: &Node,
    seen: Option<&Seen<'_>>,
) -> tantivy::Result<Matched> {
    let mut out = Evaluation {
        segment,
        seen,
        choice: None,
        within: None,
    }
    .of(node)?;
    if let Some(alive) = segment.reader.alive_bitset() {
        let dead: Vec<u32> = out.iter().filter(|doc| alive.is_deleted(*doc)).collect();
        for doc in dead {
            out.remove(doc);
        }
    }
    Ok(out)
}

/// Evaluates conditions.
#[derive(Clone, Copy)]
struct Evaluation<'a> {
    segment: &'a Segment,
    seen: Option<&'a Seen<'a>>,
    choice: Option<&'a Choice>,
    /// The only documents of which it matters whether they match; none for all.
    within: Option<&'a Matched>,
}

impl Evaluation<'_> {
    /// The documents of a word that the first look has found.
    fn known(&self, node: &Node) -> Option<&Matched> {
        match (node, self.seen, self.choice) {
            (Node::Word(word), Some(seen), None) => seen.docs_with(word),
            _ => None,
        }
    }

    /// The documents that match all conditions, or any of them. Places are read last, and only of documents that the cheaper
    /// conditions leave open.
    fn several(&self, nodes: &[Node], all: bool) -> tantivy::Result<Matched> {
        let docs = self.segment.reader.max_doc();
        let mut out = if all {
            Matched::all(docs)
        } else {
            Matched::none(docs)
        };
        for late in [false, true] {
            for node in nodes.iter().filter(|node| reads_places(node) == late) {
                let with = |a: u64, b: u64| if all { a & b } else { a | b };
                if let Some(known) = self.known(node) {
                    out.combine(known, with);
                    continue;
                }
                let mut open = None;
                if late {
                    let mut left = match self.within {
                        Some(within) => within.clone(),
                        None => Matched::all(docs),
                    };
                    left.combine(&out, |a, b| if all { a & b } else { a & !b });
                    open = Some(left);
                }
                let within = open.as_ref().or(self.within);
                let found = Evaluation { within, ..*self }.of(node)?;
                out.combine(&found, with);
            }
        }
        Ok(out)
    }

    /// The documents that match, deleted ones too.
    fn of(&self, node: &Node) -> tantivy::Result<Matched> {
        let Self {
            segment, choice, ..
        } = *self;
        let docs = segment.reader.max_doc();
        Ok(match node {
            Node::Word(word) => match (choice.and_then(|c| c.of(word)), self.known(node)) {
                (Some(held), _) => held_docs(segment, word, &held)?,
                (None, Some(known)) => known.clone(),
                (None, None) => match self.seen {
                    Some(seen) => seen.docs_with_other(segment, word)?,
                    None => word_docs(segment, word)?,
                },
            },
            Node::Phrase(words) => phrase_docs(self, words)?,
            Node::Near(words, others) => near_docs(self, words, *others)?,
            Node::Must(node) => self.of(node)?,
            Node::Chosen(node, choice) => Evaluation {
                choice: Some(choice),
                ..*self
            }
            .of(node)?,
            Node::All(nodes) => self.several(nodes, true)?,
            Node::Any(nodes) => self.several(nodes, false)?,
            Node::AtLeast(least, nodes) => {
                let mut seen = vec![0u16; docs as usize];
                for node in nodes {
                    for doc in self.of(node)?.iter() {
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
                out.combine(&self.of(node)?, |a, b| a & !b);
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
}

/// Whether places in the text decide.
fn reads_places(node: &Node) -> bool {
    match node {
        Node::Phrase(_) | Node::Near(..) | Node::Chosen(..) => true,
        Node::All(nodes) | Node::Any(nodes) | Node::AtLeast(_, nodes) => {
            nodes.iter().any(reads_places)
        }
        Node::Not(node) | Node::Must(node) => reads_places(node),
        Node::Word(_) | Node::Facet(..) | Node::Published(..) => false,
    }
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

fn word_docs(segment: &Segment, word: &PlanWord) -> tantivy::Result<Matched> {
    let mut out = Matched::none(segment.reader.max_doc());
    let mut cursors = [Cursor::default(), Cursor::default()];
    for (form, _) in &word.forms {
        let terms = segment.terms(form)?;
        for field in fields_of(word) {
            let at = at(field);
            if let Some(term) = &terms[at] {
                cursors[at].each_block(segment.texts()[at], term, |docs, _| {
                    docs.iter().for_each(|doc| out.insert(*doc));
                })?;
            }
        }
    }
    Ok(out)
}

/// Documents with a word in the surface forms that it is held to.
fn held_docs(segment: &Segment, word: &PlanWord, held: &Held<'_>) -> tantivy::Result<Matched> {
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
    pub fn open(segment: &Segment, field: TextField, word: &PlanWord) -> tantivy::Result<Self> {
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
        segment: &Segment,
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
    segment: &Segment,
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

/// Of so few documents, places are read without asking first which have all words.
const FEW: u64 = 32;

/// Documents that may have all the words in one field, and where to look for each word there.
fn together(
    of: &Evaluation<'_>,
    field: TextField,
    words: &[PlanWord],
) -> tantivy::Result<(Matched, Vec<Occurrences>)> {
    let (segment, choice) = (of.segment, of.choice);
    let mut candidates = match of.within {
        Some(within) => within.clone(),
        None => Matched::all(segment.reader.max_doc()),
    };
    for word in words {
        if candidates.len() <= FEW {
            break;
        }
        // In whichever field: where it stands is looked at below.
        match of.seen.and_then(|seen| seen.docs_with(word)) {
            Some(docs) => candidates.combine(docs, |a, b| a & b),
            None => {
                let word = PlanWord {
                    field: Some(field),
                    ..word.clone()
                };
                candidates.combine(&word_docs(segment, &word)?, |a, b| a & b);
            }
        }
    }
    if candidates.len() == 0 {
        return Ok((candidates, Vec::new()));
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

fn near_docs(of: &Evaluation<'_>, words: &[PlanWord], within: u32) -> tantivy::Result<Matched> {
    let mut out = Matched::none(of.segment.reader.max_doc());
    let Some(first) = words.first() else {
        return Ok(out);
    };
    for field in fields_of(first) {
        let (candidates, mut occurrences) = together(of, field, words)?;
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

fn phrase_docs(of: &Evaluation<'_>, words: &[PlanWord]) -> tantivy::Result<Matched> {
    let mut out = Matched::none(of.segment.reader.max_doc());
    let Some(first) = words.first() else {
        return Ok(out);
    };
    for field in fields_of(first) {
        let (candidates, mut occurrences) = together(of, field, words)?;
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
