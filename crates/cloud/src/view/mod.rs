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
pub mod tape;

use serde::Serialize;

use crate::sim::trace::{HopId, MessageId, Place};

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
    /// CloudWatch.
    Observability,
    /// Everything else of AWS: IAM, CloudFormation.
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
            Place::LogGroup(_) => Self::Observability,
            Place::Service(_) => Self::Integration,
        }
    }

    /// The name of its colour token and glyph: `storage`.
    #[must_use]
    pub const fn token(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Storage => "storage",
            Self::Compute => "compute",
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
