//! Log groups as CloudWatch shows them.

use serde::Serialize;

/// One log event.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LogLine {
    /// When, microseconds since the run's origin.
    pub at_us: f64,
    /// The timestamp as CloudWatch shows it: `2026-01-05T09:00:00.389Z`.
    pub timestamp: String,
    /// The text, without its final line break.
    pub text: String,
    /// Its stream's name.
    pub stream: String,
}
