//! Article and analysis to stored records, behind one engine-neutral trait.

mod engine;
mod facet;
mod forms;
pub mod local;
mod packed;
mod record;
mod signature;

pub use engine::{Change, Engine, FacetCount, Found, Hit, Place, Sort, Stats, Writer};
pub use forms::{Form, FormClass, Numbering, Stacks, forms};
pub(crate) use record::IMPLIED;
pub use record::{
    Facet, Mentions, RECORD_VERSION, Record, Recorder, Stored, entity_form, split_entity_form,
};
pub use signature::{Runs, may_be_near_copies};
