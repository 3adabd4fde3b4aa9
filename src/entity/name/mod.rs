//! Names of persons: whether two spellings, in whatever script, can be one name.

mod arabic;
mod channel;
mod corrections;
mod groups;
mod latin;
mod list;
mod node;
mod pattern;
mod people;
mod query;
mod reading;
mod rules;

pub use corrections::{BadLine, Corrections};
pub use groups::group;
pub use list::NameList;
pub use node::NameUse;
pub use pattern::{Pattern, Row, Width};
pub use people::{OnePerson, People, ShownNames};
pub use query::NameQuery;
pub use reading::TextWord;

/// Whether two folded words can be spellings of one word of a name, and how close they are: 1 for the same.
pub fn same_name_word(a: &str, b: &str) -> Option<f32> {
    arabic::same_word(a, b)
}
