//! Expressions: conditions, filters, key conditions, projections and updates.
//!
//! One tokenizer and one parser read them all. They know documents and nothing of tables, indexes or requests.
//! Reading takes time in proportion to an expression's length, which is bounded, as is its depth.

pub mod apply;
pub mod check;
pub mod condition;
pub mod evaluate;
pub mod fault;
pub mod key_condition;
pub mod legacy;
mod parser;
pub mod path;
pub mod placeholders;
pub mod projection;
mod token;
pub mod update;

#[cfg(test)]
mod plain;
#[cfg(test)]
mod random;
#[cfg(test)]
mod tests;

pub use condition::Condition;
pub use fault::Kind;
pub use path::Path;
pub use placeholders::Placeholders;
pub use projection::Projection;
pub use update::Update;
