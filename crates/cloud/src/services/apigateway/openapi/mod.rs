//! REST APIs as OpenAPI documents: import of OpenAPI 3.0 and Swagger 2.0 with AWS's extensions, and export.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html>
//!
//! Both are functions between a text and what an API is ([`Snapshot`]): who may call them, and what becomes of the
//! result, is the operations' affair.

mod document;
mod export;
mod import;
#[cfg(test)]
mod tests;

pub use export::{Export, Extensions, Format, yaml};
pub use import::{BasePath, Import, Mode};

use std::sync::Arc;

use super::state::Snapshot;

/// The longest document that can be imported. AWS's value, bytes.
pub const LONGEST: usize = 6 * 1_024 * 1_024;

/// What an import made.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// What the API is now.
    pub snapshot: Snapshot,
    /// The resource whose path is `/`.
    pub root_id: Arc<str>,
    /// What was passed over, each as a sentence.
    pub warnings: Vec<String>,
}
