//! Plain data for panels and checks, derived from the history at one moment.
//!
//! Views know what AWS shows and what the map's grammar needs; they know nothing of a browser. Times in views are
//! virtual times since the run's origin, microseconds.

pub mod bill;
pub mod caption;
pub mod cli;
pub mod logs;
pub mod message;
pub mod stage;
pub mod table;
pub mod tape;

use serde::Serialize;

use crate::sim::time::Time;
use crate::sim::trace::{HopId, MessageId, Place, Trace};

/// Where the playhead stands: a hop, and a time from that hop up to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Playhead {
    /// The last hop that has happened.
    pub hop: HopId,
    /// The time shown, microseconds of virtual time since the run's origin.
    pub at_us: f64,
}

/// The family a resource belongs to, which gives it its colour and glyph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Family {
    /// The learner.
    Client,
    /// S3.
    Storage,
    /// Lambda.
    Compute,
    /// DynamoDB.
    Database,
    /// CloudWatch.
    Observability,
    /// API Gateway, and everything else of AWS: IAM, CloudFormation.
    Integration,
}

impl Family {
    /// The family of a place.
    #[must_use]
    pub const fn of(place: &Place) -> Self {
        match place {
            Place::Client => Self::Client,
            Place::Bucket(_) => Self::Storage,
            Place::Function(_) => Self::Compute,
            Place::Table(_) => Self::Database,
            Place::LogGroup(_) => Self::Observability,
            Place::Api(_) | Place::Service(_) => Self::Integration,
        }
    }

    /// The name of its colour token and glyph: `storage`.
    #[must_use]
    pub const fn token(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Storage => "storage",
            Self::Compute => "compute",
            Self::Database => "database",
            Self::Observability => "observability",
            Self::Integration => "integration",
        }
    }
}

/// A message's number as the learner sees it on map, tape, inspector and in prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Number {
    /// The message.
    pub message: MessageId,
    /// Its number in the learner's run, from 1.
    pub number: u32,
}

impl Number {
    /// The number of `message` in the run of `trace`.
    #[must_use]
    pub fn of(trace: &Trace, message: MessageId) -> Self {
        Self { message, number: (message.0 + 1).saturating_sub(trace.origin_message) }
    }
}

/// A time as views have it: microseconds since the run's origin. What came before the origin is negative.
#[must_use]
pub fn micros(trace: &Trace, at: Time) -> f64 {
    at.0 as f64 - trace.origin_at().0 as f64
}

/// A size as a learner reads it: `0.7 KB`, `3.3 MB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    // As AWS's console counts, and the page's own panels: 1,024 bytes are a KB.
    let kilobytes = bytes as f64 / 1_024.0;
    match bytes {
        0..100 => format!("{bytes} B"),
        100..10_240 => format!("{kilobytes:.1} KB"),
        10_240..1_048_576 => format!("{kilobytes:.0} KB"),
        1_048_576..1_073_741_824 => format!("{:.1} MB", kilobytes / 1_024.0),
        _ => format!("{:.2} GB", kilobytes / 1_048_576.0),
    }
}

/// A whole number with commas: `1,024`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
