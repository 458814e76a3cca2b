//! What the run would have cost.

use serde::Serialize;

/// What the run has cost up to a moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bill {
    /// In all, US dollars.
    pub total_usd: f64,
    /// By what was used: `1,000 PUT requests`, dollars.
    pub lines: Vec<(String, f64)>,
}
