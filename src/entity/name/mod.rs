//! Names of persons: whether two spellings, in whatever script, can be one name.

mod arabic;
mod channel;
mod consonants;
mod corrections;
mod given;
mod groups;
mod latin;
mod list;
mod longer;
mod node;
mod pattern;
mod people;
mod query;
mod reading;
mod rules;
mod same;
mod script;
mod short;
mod split;
mod tree;

pub use corrections::{BadLine, Corrections};
pub use groups::{Grouped, group};
pub use list::NameList;
pub use node::NameUse;
pub use pattern::{Pattern, Row, Width};
pub use people::{OnePerson, People, ShownNames};
pub use query::NameQuery;
pub use reading::TextWord;
pub use split::{SplitNames, Texts};
pub use tree::{NameWords, distinct_words};

/// Whether a folded word may be a foreign name by its letters: none that only Arabic names have, no article, and no given name.
pub fn may_be_foreign(folded: &str) -> bool {
    !folded.starts_with("ال") && !arabic::is_native(folded) && !arabic::is_given(folded)
}

/// What spellings of one foreign word have in common: its consonants, those of one sound as one letter.
pub fn sounds(folded: &str) -> String {
    arabic::sounds(folded)
}

/// Whether two folded words can be spellings of one word of a name, and how close they are: 1 for the same.
pub fn same_name_word(a: &str, b: &str) -> Option<f32> {
    same::same_word(a, b)
}

/// Whether two folded given names are one, in short or in another language: سيب, جوزيف.
pub fn same_given_name(a: &str, b: &str) -> bool {
    given::same_given(a, b)
}
