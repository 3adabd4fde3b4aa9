//! Where the words of a query stand in the articles that are shown: the index knows, no text is analysed again.
use super::lists::Cursor;
use super::matched::Matched;
use super::segment::Segment;
use crate::index::engine::Place;
use tantivy::DocSet;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;

/// A list of fewer documents is first looked through for the wanted ones, without its positions: most have none of them.
pub(super) const SHORT: u32 = 128;

/// Calls `sink` with the number of a form's list, the place of a document among `docs` and the positions there, field by field.
/// Documents must ascend.
pub(super) fn of_forms(
    segment: &Segment,
    forms: &[&str],
    docs: &[u32],
    mut sink: impl FnMut(usize, Place),
) -> tantivy::Result<()> {
    let mut wanted = Matched::none(segment.reader.max_doc());
    docs.iter().for_each(|doc| wanted.insert(*doc));
    let mut cursors = [Cursor::default(), Cursor::default()];
    let mut positions = Vec::new();
    for (number, form) in (0..).zip(forms) {
        let terms = segment.terms(form)?;
        for (field, (term, index)) in terms.iter().zip(segment.texts()).enumerate() {
            let Some(term) = term else { continue };
            if term.doc_freq < SHORT
                && !cursors[field].any(index, term, |doc| wanted.contains(doc))?
            {
                continue;
            }
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut postings = index.read_postings_from_terminfo(term, option)?;
            for (at, doc) in docs.iter().enumerate() {
                if postings.doc() < *doc {
                    postings.seek(*doc);
                }
                if postings.doc() != *doc {
                    continue;
                }
                positions.clear();
                postings.append_positions_with_offset(0, &mut positions);
                for position in &positions {
                    let place = Place {
                        in_body: field == 1,
                        position: *position,
                        form: number,
                    };
                    sink(at, place);
                }
            }
        }
    }
    Ok(())
}
