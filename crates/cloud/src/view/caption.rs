//! The caption: what is true at this moment, in one sentence.

use serde::Serialize;

/// The caption under the stage.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Caption {
    /// The sentence, plain. Resource names stand in backquotes, to be set in bold.
    pub text: String,
    /// Whether it tells of a failure.
    pub failed: bool,
}
