//! Fields of the tantivy schema, and the versions written beside them.
use crate::arabic::ANALYZER_VERSION;
use crate::entity::Gist;
use crate::error::{Error, Result};
use crate::index::record::{Facet, RECORD_VERSION};
use serde::{Deserialize, Serialize};
use std::path::Path;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing,
    TextOptions,
};

/// Tokenizer name of texts. Segments are made without tokenizers; the schema has to name some.
const FORMS: &str = "forms";
/// Tokenizer name of facet values.
const VALUES: &str = "values";

/// Handles of the schema's fields.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    pub id: Field,
    pub title: Field,
    pub body: Field,
    pub facets: [Field; Facet::ALL.len()],
    pub published: Field,
    pub id_hash: Field,
    pub content_hash: Field,
    pub title_words: Field,
    pub body_words: Field,
    pub signature: Field,
    pub gist: [Field; Gist::NUMBERS],
    pub stored: Field,
}

impl Fields {
    /// The field of a facet.
    pub fn facet(&self, facet: Facet) -> Field {
        let at = Facet::ALL.iter().position(|f| *f == facet).unwrap_or(0);
        self.facets[at]
    }
}

/// The name of the field of one number of a title's direction.
pub(super) fn gist_field(number: usize) -> String {
    format!("gist{number}")
}

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let text = |tokenizer: &str, option: IndexRecordOption| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option)
            .set_fieldnorms(false);
        TextOptions::default().set_indexing_options(indexing)
    };
    let number = NumericOptions::default() | FAST;
    let mut b = Schema::builder();
    let fields = Fields {
        id: b.add_text_field("id", text("raw", IndexRecordOption::Basic)),
        title: b.add_text_field(
            "title",
            text(FORMS, IndexRecordOption::WithFreqsAndPositions),
        ),
        body: b.add_text_field(
            "body",
            text(FORMS, IndexRecordOption::WithFreqsAndPositions),
        ),
        facets: Facet::ALL
            .map(|f| b.add_text_field(f.name(), text(VALUES, IndexRecordOption::WithFreqs))),
        published: b.add_i64_field("published", number.clone() | INDEXED),
        id_hash: b.add_u64_field("id_hash", number.clone()),
        content_hash: b.add_u64_field("content_hash", number.clone()),
        title_words: b.add_u64_field("title_words", number.clone()),
        body_words: b.add_u64_field("body_words", number.clone()),
        signature: b.add_u64_field("signature", number.clone()),
        gist: std::array::from_fn(|n| b.add_u64_field(&gist_field(n), number.clone())),
        stored: b.add_bytes_field("stored", STORED),
    };
    (b.build(), fields)
}

/// What a commit says of its maker.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Payload {
    naba: String,
    record: u32,
    analyzer: u32,
    /// Whether countries and persons were looked for; indexes that do not say have them.
    #[serde(default = "yes")]
    entities: bool,
}

fn yes() -> bool {
    true
}

impl Payload {
    /// This program's, for an index with or without countries and persons.
    pub fn current(entities: bool) -> String {
        let payload = Payload {
            naba: env!("CARGO_PKG_VERSION").to_owned(),
            record: RECORD_VERSION,
            analyzer: ANALYZER_VERSION,
            entities,
        };
        serde_json::to_string(&payload).unwrap_or_default()
    }

    /// Whether a commit has countries and persons.
    pub fn entities(text: Option<&str>) -> bool {
        text.and_then(|t| serde_json::from_str::<Payload>(t).ok())
            .is_none_or(|payload| payload.entities)
    }

    /// Refuses a commit of another version.
    pub fn check(text: Option<&str>, path: &Path) -> Result<()> {
        let foreign = || Error::NotAnIndex {
            path: path.to_owned(),
            reason: "it is a tantivy index that naba did not make".to_owned(),
        };
        let found: Payload =
            serde_json::from_str(text.ok_or_else(foreign)?).map_err(|_| foreign())?;
        if (found.record, found.analyzer) == (RECORD_VERSION, ANALYZER_VERSION) {
            return Ok(());
        }
        Err(Error::Version {
            path: path.to_owned(),
            found: format!(
                "naba {} (schema {}, analyzer {})",
                found.naba, found.record, found.analyzer
            ),
            needed: format!("schema {RECORD_VERSION}, analyzer {ANALYZER_VERSION}"),
        })
    }
}
