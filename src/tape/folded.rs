//! Time with its empty minutes folded away. Pure.
//!
//! Where nothing happens for more than two seconds, the tape shows a break that states its length. All drawing is
//! in folded time; only labels are in the run's own.

use cloud::view::tape::{SpanKind, Tape};

/// Nothing happens for longer than this: it is folded, microseconds.
const QUIET_US: f64 = 2_000_000.0;
/// What stays of the quiet on each side of a break.
const RIM_US: f64 = 60_000.0;
/// How much of all that is shown one break takes.
const BREAK_PART: f64 = 0.05;
/// The least a tape shows, microseconds.
const LEAST_US: f64 = 200_000.0;

/// A stretch that is shown whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// Its beginning in the run's time.
    pub from_us: f64,
    /// Its end.
    pub to_us: f64,
    /// Where it begins in folded time.
    pub at: f64,
}

/// The run's time, folded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Folded {
    /// What is shown, in order. Between two pieces is a break.
    pub pieces: Vec<Piece>,
    /// How much folded time one break takes.
    pub gap: f64,
    /// The length of all of it in folded time.
    pub length: f64,
}

impl Folded {
    /// Folds the quiet minutes of a run.
    #[must_use]
    pub fn of(tape: &Tape) -> Self {
        let mut busy: Vec<(f64, f64)> = vec![(0.0, 0.0), (tape.end_us, tape.end_us)];
        for span in tape.lanes.iter().flat_map(|lane| &lane.spans) {
            match span.kind {
                // Waiting is not happening; what ends it is.
                SpanKind::Frozen | SpanKind::Queued => {
                    busy.extend([(span.from_us, span.from_us), (span.to_us, span.to_us)]);
                }
                _ => busy.push((span.from_us, span.to_us)),
            }
        }
        for arrow in &tape.arrows {
            busy.push((arrow.sent_us, arrow.received_us.max(arrow.answered_us.unwrap_or(0.0))));
        }
        busy.extend(tape.hops_us.iter().map(|hop| (*hop, *hop)));
        busy.retain(|(from, to)| from.is_finite() && to.is_finite());
        busy.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut pieces: Vec<Piece> = Vec::new();
        for (from, to) in busy {
            let to = to.min(tape.end_us.max(from));
            match pieces.last_mut() {
                Some(piece) if from - piece.to_us <= QUIET_US => piece.to_us = piece.to_us.max(to),
                _ => pieces.push(Piece { from_us: from, to_us: to, at: 0.0 }),
            }
        }
        let last = pieces.len().saturating_sub(1);
        for (at, piece) in pieces.iter_mut().enumerate() {
            piece.from_us -= if at == 0 { 0.0 } else { RIM_US };
            piece.to_us += if at == last { 0.0 } else { RIM_US };
        }
        let shown: f64 = pieces.iter().map(|piece| piece.to_us - piece.from_us).sum();
        let gap = (shown * BREAK_PART).max(30_000.0);
        let mut at = 0.0;
        for piece in &mut pieces {
            piece.at = at;
            at += piece.to_us - piece.from_us + gap;
        }
        Self { pieces, gap, length: (at - gap).max(LEAST_US) }
    }

    /// Folded time of a moment of the run.
    #[must_use]
    pub fn at(&self, us: f64) -> f64 {
        let index = self.pieces.partition_point(|piece| piece.from_us <= us);
        let Some(piece) = index.checked_sub(1).and_then(|before| self.pieces.get(before)) else { return us };
        if us <= piece.to_us {
            return piece.at + us - piece.from_us;
        }
        let end = piece.at + piece.to_us - piece.from_us;
        match self.pieces.get(index) {
            // Within a break time passes all the same, only faster.
            Some(next) => end + self.gap * (us - piece.to_us) / (next.from_us - piece.to_us),
            None => end + us - piece.to_us,
        }
    }

    /// The moment of the run at a folded time.
    #[must_use]
    pub fn us(&self, at: f64) -> f64 {
        let index = self.pieces.partition_point(|piece| piece.at <= at);
        let Some(piece) = index.checked_sub(1).and_then(|before| self.pieces.get(before)) else { return at.max(0.0) };
        let end = piece.at + piece.to_us - piece.from_us;
        if at <= end {
            return piece.from_us + at - piece.at;
        }
        match self.pieces.get(index) {
            Some(next) => piece.to_us + (at - end) / self.gap * (next.from_us - piece.to_us),
            None => piece.to_us + at - end,
        }
    }

    /// The breaks: folded time at which each begins, and how much of the run it stands for, microseconds.
    pub fn breaks(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.pieces.windows(2).map(|two| (two[0].at + two[0].to_us - two[0].from_us, two[1].from_us - two[0].to_us))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(hops: &[f64]) -> Tape {
        Tape { end_us: hops.last().copied().unwrap_or(0.0), hops_us: hops.to_vec(), ..Tape::default() }
    }

    #[test]
    fn an_empty_minute_is_folded_and_its_length_is_kept() {
        let folded = Folded::of(&run(&[0.0, 500_000.0, 61_000_000.0, 61_300_000.0]));
        let breaks: Vec<(f64, f64)> = folded.breaks().collect();
        assert_eq!(folded.pieces.len(), 2);
        assert!((breaks[0].1 - 60_380_000.0).abs() < 1.0);
        assert!(folded.length < 1_100_000.0);
    }

    #[test]
    fn there_and_back_is_the_same_moment() {
        let folded = Folded::of(&run(&[0.0, 500_000.0, 61_000_000.0, 61_300_000.0]));
        for us in [0.0, 250_000.0, 30_000_000.0, 61_100_000.0, 62_000_000.0] {
            assert!((folded.us(folded.at(us)) - us).abs() < 1.0, "{us}");
        }
    }

    #[test]
    fn a_short_run_is_one_piece() {
        let folded = Folded::of(&run(&[0.0, 96_000.0, 1_738_000.0]));
        assert_eq!((folded.pieces.len(), folded.at(612_000.0)), (1, 612_000.0));
    }
}
