//! A query's way from what was typed to what is looked for: text, syntax tree, meaning, plan.

mod arabizi;
mod ast;
mod choice;
mod clause;
mod company;
mod exonym;
mod expand;
mod interpret;
mod joined;
mod keyboard;
mod lexer;
mod parse;
mod pattern;
mod person;
mod placed;
mod plan;
mod print;
mod remembered;
mod rescue;
mod units;
mod values;
mod vocabulary;
mod weights;
mod word;
mod wording;
mod written;

pub use ast::Ast;
pub use choice::{Choice, Held};
pub use expand::{Expansion, Fitting};
pub use interpret::{
    Filters, Interpreter, Mode, Names, OtherCountry, Understood, UnderstoodCountry,
};
pub use parse::{parse, parse_or_plain, plain_words};
pub use pattern::{States, WordPattern};
pub use person::{KnownPerson, UnderstoodPerson};
pub use placed::placed;
pub use plan::{Node, Plan, PlanWord, Scored, stands_within};
pub use remembered::{Spelled, SpelledAs};
pub use rescue::{Rescue, RescueKind};
pub use weights::{Evidence, SECOND_K1, Weights};
pub use word::Tier;
