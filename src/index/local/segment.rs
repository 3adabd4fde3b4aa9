//! A segment with what queries read of it, opened once for all queries.
use super::gists::Gists;
use super::schema::Fields;
use super::store::Store;
use super::vocabulary::Vocabulary;
use crate::entity::Field as TextField;
use crate::index::record::Facet;
use std::sync::{Arc, OnceLock};
use tantivy::columnar::Column;
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Index, InvertedIndexReader, SegmentReader, TERMINATED, Term};

/// A segment with what queries read of it.
pub(super) struct Segment {
    pub reader: SegmentReader,
    pub fields: Fields,
    /// Its place among the segments.
    pub number: usize,
    title: Arc<InvertedIndexReader>,
    body: Arc<InvertedIndexReader>,
    vocabulary: Arc<OnceLock<Vocabulary>>,
    published: Column<i64>,
    id_hash: Column<u64>,
    signature: Column<u64>,
    title_words: Column<u64>,
    body_words: Column<u64>,
    lengths: OnceLock<[Vec<u32>; 2]>,
    gists: OnceLock<Gists>,
    /// None where tantivy must be asked.
    store: OnceLock<Option<Store>>,
}

impl Segment {
    pub fn open(
        reader: &SegmentReader,
        fields: &Fields,
        number: usize,
        vocabulary: &Arc<OnceLock<Vocabulary>>,
    ) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        Ok(Self {
            reader: reader.clone(),
            fields: fields.clone(),
            number,
            title: reader.inverted_index(fields.title)?,
            body: reader.inverted_index(fields.body)?,
            vocabulary: Arc::clone(vocabulary),
            published: fast.i64("published")?,
            id_hash: fast.u64("id_hash")?,
            signature: fast.u64("signature")?,
            title_words: fast.u64("title_words")?,
            body_words: fast.u64("body_words")?,
            lengths: OnceLock::new(),
            gists: OnceLock::new(),
            store: OnceLock::new(),
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

    /// Words of each document's title, and of its body; read once.
    pub fn lengths(&self) -> &[Vec<u32>; 2] {
        self.lengths.get_or_init(|| {
            let docs = self.reader.max_doc();
            [&self.title_words, &self.body_words].map(|column| {
                let words = |doc| column.first(doc).unwrap_or(0);
                (0..docs)
                    .map(|doc| u32::try_from(words(doc)).unwrap_or(u32::MAX))
                    .collect()
            })
        })
    }

    /// The stored originals, if they are laid out as expected.
    pub fn store(&self, index: &Index) -> Option<&Store> {
        let open = || Store::open(index, &self.reader).ok();
        self.store.get_or_init(open).as_ref()
    }

    /// What the titles are about.
    pub fn gists(&self) -> tantivy::Result<&Gists> {
        if let Some(known) = self.gists.get() {
            return Ok(known);
        }
        let opened = Gists::open(&self.reader)?;
        Ok(self.gists.get_or_init(|| opened))
    }

    /// The inverted indexes of title and body.
    pub fn texts(&self) -> [&Arc<InvertedIndexReader>; 2] {
        [&self.title, &self.body]
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

    /// Where the postings of a form lie, in the title and in the body.
    pub fn terms(&self, form: &str) -> tantivy::Result<[Option<TermInfo>; 2]> {
        match self.vocabulary.get() {
            Some(known) => Ok(known.terms(form, self.number)),
            None => Ok([self.title.terms().get(form)?, self.body.terms().get(form)?]),
        }
    }

    /// Postings of a form in a text field.
    pub fn form(
        &self,
        field: TextField,
        form: &str,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<SegmentPostings>> {
        let at = at(field);
        let [title, body] = self.terms(form)?;
        let Some(term) = (if at == 0 { title } else { body }) else {
            return Ok(None);
        };
        Ok(Some(
            self.texts()[at].read_postings_from_terminfo(&term, option)?,
        ))
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

    /// How many documents have each of a facet's values, summed up; deleted ones too.
    pub fn articles_with(&self, facet: Facet, values: &[String]) -> tantivy::Result<u64> {
        let field = self.fields.facet(facet);
        let index = self.reader.inverted_index(field)?;
        let mut sum = 0;
        for value in values {
            sum += u64::from(index.doc_freq(&Term::from_field_text(field, value))?);
        }
        Ok(sum)
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

/// The place of a text field where both are in an array.
pub(super) fn at(field: TextField) -> usize {
    match field {
        TextField::Title => 0,
        TextField::Body => 1,
    }
}
