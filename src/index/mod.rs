//! Article and analysis to stored records, behind one engine-neutral trait.

mod engine;
mod facet;
pub mod local;
mod packed;
mod record;
mod signature;

pub use engine::{Change, Engine, FacetCount, Found, Hit, Place, Sort, Stats, Writer};
pub(crate) use record::IMPLIED;
pub use record::{
    Facet, Form, FormClass, FormStreams, Mentions, RECORD_VERSION, Record, Recorder, Stored,
    entity_form, forms, split_entity_form,
};
pub use signature::{Runs, may_be_near_copies};
