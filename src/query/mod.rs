//! A query's way from what was typed to what is looked for: text, syntax tree, meaning, plan.

mod ast;
mod interpret;
mod parse;
mod person;
mod plan;
mod units;
mod weights;
mod word;
mod wording;

pub use ast::Ast;
pub use interpret::{
    Filters, Interpreter, Mode, Names, OtherCountry, Understood, UnderstoodCountry,
};
pub use parse::parse;
pub use person::{KnownPerson, UnderstoodPerson};
pub use plan::{Node, Plan, PlanWord, Scored};
pub use weights::{Evidence, SECOND_K1, Weights};
pub use word::Tier;
