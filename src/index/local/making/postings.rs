//! The inverted index of a segment, written from what its parts hold: sorted, inverted and encoded by several threads. Those of texts are put
//! into the files as they come, those of ids and facets are made beside them and put behind them.
use super::encode::{Encoded, FieldTerms, Stretch};
use super::invert::Inverted;
use super::lock;
use super::part::{Content, Part};
use crate::index::local::schema::Fields;
use crate::parallel;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::mem;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use tantivy::Segment;
use tantivy::directory::CompositeWrite;
use tantivy::fieldnorm::{FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::SegmentComponent;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermDictionaryBuilder;

/// Terms that are encoded at a time.
const STRETCH: usize = 8_000;

/// The entries of each field, as [`Content::all`] has them, and each part: each is gone once it is inverted.
pub(super) type Entries = Vec<Vec<Mutex<Vec<u32>>>>;

/// Writes dictionaries, postings, positions and field norms of a segment.
pub(super) fn write(
    segment: &Segment,
    fields: &Fields,
    parts: &[Part],
    entries: Entries,
) -> tantivy::Result<()> {
    norms(segment, fields, parts)?;
    let mut dictionaries = CompositeWrite::wrap(segment.open_write(SegmentComponent::Terms)?);
    let mut postings = CompositeWrite::wrap(segment.open_write(SegmentComponent::Postings)?);
    let mut positions = CompositeWrite::wrap(segment.open_write(SegmentComponent::Positions)?);
    let inverted = invert(segment, fields, parts, entries);
    let is_text = |field: Field| field == fields.title || field == fields.body;
    let (texts, values): (Vec<_>, Vec<_>) = inverted.iter().partition(|(f, _)| is_text(*f));
    thread::scope(|scope| {
        // One thread makes a dictionary. The texts' are as large as all others, which another thread makes meanwhile, in memory.
        let values = scope.spawn(move || {
            let made = values.into_iter().map(|(field, terms)| {
                let mut made = Lists::default();
                let [dictionary, postings, positions] = &mut made.0;
                write_lists(terms, dictionary, postings, positions)?;
                Ok((*field, made))
            });
            made.collect::<io::Result<Vec<_>>>()
        });
        for (field, terms) in texts {
            write_lists(
                terms,
                dictionaries.for_field(*field),
                postings.for_field(*field),
                positions.for_field(*field),
            )?;
        }
        let values = values.join();
        for (field, Lists(made)) in
            values.unwrap_or_else(|_| Err(io::Error::other("a thread that wrote lists ended")))?
        {
            let [dictionary, own_postings, own_positions] = made;
            dictionaries.for_field(field).write_all(&dictionary)?;
            postings.for_field(field).write_all(&own_postings)?;
            positions.for_field(field).write_all(&own_positions)?;
        }
        io::Result::Ok(())
    })?;
    dictionaries.close()?;
    postings.close()?;
    Ok(positions.close()?)
}

/// Dictionary, postings and positions of a field.
#[derive(Default)]
struct Lists([Vec<u8>; 3]);

/// The terms of all fields that have any.
fn invert<'p>(
    segment: &Segment,
    fields: &Fields,
    parts: &'p [Part],
    entries: Entries,
) -> Vec<(Field, FieldTerms<'p>)> {
    let contents = Content::all(fields);
    // Title and body share their terms, which are sorted once.
    let sorted = contents.iter().map(|(_, content)| *content);
    let sorted: Vec<Content> = sorted.filter(|c| *c != Content::Title).collect();
    let tasks = sorted
        .iter()
        .flat_map(|content| parts.iter().map(move |part| (*content, part)));
    let tasks: Vec<_> = tasks.collect();
    let orders = parallel::each(&tasks, usize::MAX, |(content, part)| {
        content.terms(part).sorted()
    });
    let mut wanted = Vec::new();
    for ((_, content), entries) in contents.iter().zip(entries) {
        let as_sorted = match content {
            Content::Title => Content::Body,
            other => *other,
        };
        let row = sorted.iter().position(|c| *c == as_sorted).unwrap_or(0);
        let mut first = 0;
        let orders = orders.iter().skip(row * parts.len());
        for ((part, order), entries) in parts.iter().zip(orders).zip(entries) {
            wanted.push((part, *content, first, order, entries));
            first += part.len() as u32;
        }
    }
    let inverted = parallel::each(
        &wanted,
        usize::MAX,
        |(part, content, first, order, entries)| {
            let entries = mem::take(&mut *lock(entries));
            Inverted::new(part, *content, *first, order, &entries)
        },
    );
    let mut inverted = inverted.into_iter();
    let schema = segment.schema();
    let fields = contents.iter().map(|(field, _)| {
        let kind = schema.get_field_entry(*field).field_type();
        let terms = FieldTerms {
            parts: inverted.by_ref().take(parts.len()).collect(),
            option: kind
                .index_record_option()
                .unwrap_or(IndexRecordOption::Basic),
        };
        (*field, terms)
    });
    fields
        .filter(|(_, terms)| terms.parts.iter().any(|part| part.tokens() > 0))
        .collect()
}

/// Writes the terms of a field.
fn write_lists(
    terms: &FieldTerms<'_>,
    dictionary: &mut impl Write,
    postings: &mut impl Write,
    positions: &mut impl Write,
) -> io::Result<()> {
    let tokens: u64 = terms.parts.iter().map(Inverted::tokens).sum();
    let mut dictionary = TermDictionaryBuilder::create(dictionary)?;
    postings.write_all(&tokens.to_le_bytes())?;
    let (mut postings_at, mut positions_at) = (0, 0);
    let mut put = |encoded: Encoded| {
        postings.write_all(&encoded.postings)?;
        positions.write_all(&encoded.positions)?;
        for term in encoded.terms {
            let (postings_end, positions_end) =
                (postings_at + term.postings, positions_at + term.positions);
            let part = terms.parts.get(term.part);
            let bytes = part.and_then(|part| part.term(term.at));
            let info = TermInfo {
                doc_freq: term.documents,
                postings_range: postings_at..postings_end,
                positions_range: positions_at..positions_end,
            };
            dictionary.insert(bytes.unwrap_or_default(), &info)?;
            (postings_at, positions_at) = (postings_end, positions_end);
        }
        Ok(())
    };
    let stretches = terms.stretches(STRETCH);
    if let [only] = stretches.as_slice() {
        put(terms.encode(only)?)?;
    } else {
        side_by_side(terms, &stretches, &mut put)?;
    }
    dictionary.finish()?;
    Ok(())
}

/// Encodes stretches by several threads and gives them to `put` in their order.
fn side_by_side(
    terms: &FieldTerms<'_>,
    stretches: &[Stretch],
    put: &mut impl FnMut(Encoded) -> io::Result<()>,
) -> io::Result<()> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    // Those that wait for an earlier one are kept: at most a field, as it is written.
    let (send, receive) = crossbeam_channel::bounded(threads);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (next, send) = (&next, send.clone());
            scope.spawn(move || {
                while let Some((at, stretch)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    Some(at).zip(stretches.get(at))
                } {
                    // Nobody receives after a failure, which is told.
                    if send.send((at, terms.encode(stretch))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut wanted = 0;
        for (at, encoded) in receive {
            waiting.insert(at, encoded?);
            while let Some(encoded) = waiting.remove(&wanted) {
                put(encoded)?;
                wanted += 1;
            }
        }
        Ok(())
    })
}

/// The merger wants the norms of each field that has them: of the moment of publication, whether there is one.
fn norms(segment: &Segment, fields: &Fields, parts: &[Part]) -> tantivy::Result<()> {
    let mut norms = FieldNormsWriter::for_schema(&segment.schema());
    let mut doc = 0;
    for ends in parts.iter().map(|part| &part.published.column.ends) {
        let mut before = 0;
        for end in ends {
            norms.record(doc, fields.published, end - before);
            before = *end;
            doc += 1;
        }
    }
    norms.fill_up_to_max_doc(doc);
    let file = segment.open_write(SegmentComponent::FieldNorms)?;
    Ok(norms.serialize(FieldNormsSerializer::from_write(file)?, None)?)
}
