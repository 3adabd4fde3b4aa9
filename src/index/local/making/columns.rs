//! Numbers of articles, which queries read by column.
use super::part::Part;
use crate::article::stable_hash;
use crate::entity::Gist;
use crate::index::local::schema::Fields;
use crate::index::record::Record;
use tantivy::directory::TerminatingWrite;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::index::SegmentComponent;
use tantivy::schema::TantivyDocument;
use tantivy::{Result, Segment};

/// The numbers of one article.
#[derive(Debug)]
pub(super) struct Numbers {
    published: Option<i64>,
    id_hash: u64,
    content_hash: u64,
    title_words: u64,
    body_words: u64,
    signature: u64,
    gist: [u64; Gist::NUMBERS],
}

impl Numbers {
    /// Those of a record.
    pub fn of(record: &Record) -> Self {
        Self {
            published: record.published,
            id_hash: stable_hash(&[&record.stored.article.id]),
            content_hash: record.content_hash,
            title_words: record.title.len() as u64,
            body_words: record.body.len() as u64,
            signature: record.signature,
            gist: record.gist.to_numbers(),
        }
    }

    fn document(&self, fields: &Fields) -> TantivyDocument {
        let mut doc = TantivyDocument::new();
        if let Some(seconds) = self.published {
            doc.add_i64(fields.published, seconds);
        }
        doc.add_u64(fields.id_hash, self.id_hash);
        doc.add_u64(fields.content_hash, self.content_hash);
        doc.add_u64(fields.title_words, self.title_words);
        doc.add_u64(fields.body_words, self.body_words);
        doc.add_u64(fields.signature, self.signature);
        for (field, number) in fields.gist.into_iter().zip(self.gist) {
            doc.add_u64(field, number);
        }
        doc
    }
}

/// Writes the columns of a segment.
pub(super) fn write(segment: &Segment, fields: &Fields, parts: &[Part]) -> Result<()> {
    let tokenizers = segment.index().fast_field_tokenizer().clone();
    let mut columns =
        FastFieldsWriter::from_schema_and_tokenizer_manager(&segment.schema(), tokenizers)?;
    for numbers in parts.iter().flat_map(|part| &part.numbers) {
        columns.add_document(&numbers.document(fields))?;
    }
    let mut file = segment.open_write(SegmentComponent::FastFields)?;
    columns.serialize(&mut file, None)?;
    Ok(file.terminate()?)
}
