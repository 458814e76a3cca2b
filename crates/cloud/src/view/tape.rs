//! The tape: a lane for each resource and environment, spans of work, and arrows for messages.

use serde::Serialize;

use super::{Family, Number};
use crate::invocation::EnvironmentId;
use crate::sim::trace::{MessageId, Place};

/// The whole run as lanes. It changes when the run grows, not when the playhead moves.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tape {
    /// The run's end so far, microseconds since its origin.
    pub end_us: f64,
    /// The lanes, top to bottom.
    pub lanes: Vec<Lane>,
    /// The messages, in order of number.
    pub arrows: Vec<Arrow>,
    /// What is due later and not yet run, earliest first.
    pub scheduled: Vec<Scheduled>,
    /// The times of all hops, microseconds since the origin, in order; the first is the origin itself.
    pub hops_us: Vec<f64>,
}

/// One lane.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lane {
    /// Whose.
    pub place: Place,
    /// The environment, where the lane is one environment's.
    pub environment: Option<EnvironmentId>,
    /// Its name.
    pub title: String,
    /// A second line: `environment 1`; empty for most.
    pub subtitle: String,
    /// Its family.
    pub family: Family,
    /// Its spans, by start.
    pub spans: Vec<TapeSpan>,
    /// Single moments, such as log lines: microseconds since the origin, and a label.
    pub ticks: Vec<(f64, String)>,
}

/// A stretch of a lane.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TapeSpan {
    /// When it begins, microseconds since the origin.
    pub from_us: f64,
    /// When it ends.
    pub to_us: f64,
    /// What it is.
    pub kind: SpanKind,
    /// A label, where there is room: `INIT, cold start`.
    pub label: String,
    /// The message it belongs to.
    pub message: Option<MessageId>,
}

/// What a span is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum SpanKind {
    /// A service at work, or an upload.
    Service,
    /// An environment starting cold.
    Init,
    /// A handler at work.
    Handler,
    /// A handler waiting for a reply.
    Reply,
    /// An event waiting in a queue.
    Queued,
    /// An environment frozen, kept for the next event.
    Frozen,
    /// It failed here.
    Failed,
}

/// A message as an arrow between lanes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Arrow {
    /// Which.
    pub number: Number,
    /// The operation: `PutObject`.
    pub operation: &'static str,
    /// Index of the sender's lane.
    pub from_lane: usize,
    /// Index of the receiver's lane.
    pub to_lane: usize,
    /// When it was sent, microseconds since the origin.
    pub sent_us: f64,
    /// When it arrived; its sending time while it has not.
    pub received_us: f64,
    /// When its answer arrived, if it was answered.
    pub answered_us: Option<f64>,
    /// Whether it was refused or failed.
    pub failed: bool,
}

/// Something that is due later.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scheduled {
    /// When, microseconds since the origin.
    pub at_us: f64,
    /// What, in a sentence part: `second attempt at ObjectCreated:Put`.
    pub what: String,
    /// Where.
    pub place: Place,
}
