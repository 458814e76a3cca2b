//! The lanes in view, one under the other. Pure.

use cloud::view::Family;
use cloud::view::tape::{Arrow, Lane, SpanKind, Tape};

use super::scale::Scale;

/// With more arrows than this in view, lanes become densities.
pub const DENSE: usize = 80;
/// With more lanes than this, only those in which something happens in the view are shown.
const ALL_LANES: usize = 12;

const HEIGHT: f64 = 27.0;
const TALL: f64 = 43.0;

/// One lane's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Its index on the tape.
    pub lane: usize,
    /// Its top edge.
    pub y: f64,
    /// Its height.
    pub height: f64,
}

impl Row {
    /// The middle of its spans.
    #[must_use]
    pub fn middle(&self) -> f64 {
        self.y + self.height / 2.0 - 0.5
    }
}

/// The lanes in view.
#[must_use]
pub fn rows(tape: &Tape, scale: &Scale) -> Vec<Row> {
    let few = tape.lanes.len() <= ALL_LANES;
    let mut rows = Vec::new();
    let mut y = 0.0;
    for (at, lane) in tape.lanes.iter().enumerate() {
        if few || lane.environment.is_none() || happens(lane, scale) {
            let height = if lane.subtitle.is_empty() { HEIGHT } else { TALL };
            rows.push(Row { lane: at, y, height });
            y += height;
        }
    }
    rows
}

fn happens(lane: &Lane, scale: &Scale) -> bool {
    lane.spans.iter().any(|span| span.kind != SpanKind::Frozen && scale.covers(span.from_us, span.to_us))
}

/// The arrows in view.
pub fn arrows<'tape>(tape: &'tape Tape, scale: &Scale) -> impl Iterator<Item = &'tape Arrow> {
    let scale = scale.clone();
    tape.arrows.iter().filter(move |arrow| scale.covers(arrow.sent_us, arrow.received_us))
}

/// Whether there are too many arrows in view to tell them apart.
#[must_use]
pub fn is_dense(tape: &Tape, scale: &Scale) -> bool {
    tape.arrows.len() > DENSE && arrows(tape, scale).nth(DENSE).is_some()
}

/// How high all rows are together.
#[must_use]
pub fn height(rows: &[Row]) -> f64 {
    rows.last().map_or(0.0, |row| row.y + row.height)
}

/// The css class that gives a lane's glyph its colour.
#[must_use]
pub fn family_class(family: Family) -> String {
    format!("lane lane--{}", family.token())
}
