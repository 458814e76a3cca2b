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

use crate::services::logs::LogGroup;
use crate::sim::trace::Trace;
use crate::view::micros;

/// The last `limit` events of a group, oldest first.
#[must_use]
pub fn last_lines(trace: &Trace, group: &LogGroup, limit: usize) -> Vec<LogLine> {
    let skipped = group.events.len().saturating_sub(limit);
    group
        .events
        .iter()
        .skip(skipped)
        .map(|event| LogLine {
            at_us: micros(trace, event.at),
            timestamp: event.at.iso8601(),
            text: event.message.to_string(),
            stream: event.stream.to_string(),
        })
        .collect()
}
