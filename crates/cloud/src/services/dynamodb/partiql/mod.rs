//! PartiQL: statements as text, read and lowered to the searches and writes that every other operation is made of.
//!
//! Reading knows no table. Lowering knows a table's keys, and ends in a [`Search`](super::search::Search) or a
//! [`Write`](super::write::Write), so that pages, capacity, limits, conditions and transactions are the same code as
//! for `Query`, `Scan` and `UpdateItem`. Texts about faults are AWS's; where AWS says no place, its own form of one
//! (` at line:column:length`) stands behind its text, so that whoever wrote the statement finds the fault.

mod assign;
mod clause;
mod condition;
mod keys;
mod literal;
mod parser;
pub mod read;
mod request;
pub mod statement;
mod token;
pub mod write;

pub use request::{Request, table};
pub use statement::Statement;
