//! How fast the tape plays: virtual time made watchable.
//!
//! At speed 1 a virtual second takes a second. Gaps between hops that would pass unseen are stretched, as long as there
//! are few enough of them, and gaps in which nothing happens are skipped over.

/// How long the shortest gap is shown at speed 1/5, milliseconds: long enough to see a reply travel.
const SHORTEST_MS: f64 = 320.0;
/// How long all stretched gaps of a run may take together, milliseconds.
const STRETCHED_MS: f64 = 16_000.0;
/// How long the longest gap is shown, milliseconds.
const LONGEST_MS: f64 = 2_600.0;
/// From what length on a gap is skipped over, virtual milliseconds.
const EMPTY_MS: f64 = 2_000.0;
/// How long an empty gap is shown, milliseconds.
const SKIPPED_MS: f64 = 700.0;
/// What is shown for a shorter time than this is not seen by itself, milliseconds.
const SEEN_MS: f64 = 40.0;
/// The speed for which [`SHORTEST_MS`] holds.
const USUAL_SPEED: f64 = 0.2;

/// The times of the hops, and how long each gap is shown.
#[derive(Default)]
pub struct Pace {
    hops_us: Vec<f64>,
    /// From where on gaps count as few or many: the end of what was played before.
    from: usize,
}

impl Pace {
    /// Takes the hops of a run that has grown; what came before `played` has been shown.
    pub fn grow(&mut self, hops_us: &[f64], played: usize) {
        self.hops_us.clear();
        self.hops_us.extend_from_slice(hops_us);
        self.from = played.min(hops_us.len());
    }

    /// Adds hops that have happened since.
    pub fn extend(&mut self, hops_us: impl Iterator<Item = f64>) {
        self.hops_us.extend(hops_us);
    }

    /// Begins a stretch of play at hop `index`.
    pub fn begin(&mut self, index: usize) {
        self.from = index.min(self.hops_us.len());
    }

    /// The run's end.
    pub fn end_us(&self) -> f64 {
        self.hops_us.last().copied().unwrap_or_default()
    }

    /// How many hops there are.
    pub fn len(&self) -> usize {
        self.hops_us.len()
    }

    /// The time of a hop.
    pub fn at(&self, index: usize) -> f64 {
        self.hops_us.get(index).copied().unwrap_or_else(|| self.end_us())
    }

    /// The last hop that is not later than `at_us`.
    pub fn hop_at(&self, at_us: f64) -> usize {
        self.hops_us.partition_point(|hop| *hop <= at_us).saturating_sub(1)
    }

    /// Where the playhead is after `real_ms` of play at `speed` from `at_us`.
    pub fn advance(&self, mut at_us: f64, mut real_ms: f64, speed: f64) -> f64 {
        let mut next = self.hops_us.partition_point(|hop| *hop <= at_us);
        let shortest = self.shortest_ms(speed);
        while real_ms > 0.0 {
            let (Some(to), Some(from)) = (self.hops_us.get(next), next.checked_sub(1).map(|index| self.hops_us[index]))
            else {
                return self.end_us();
            };
            let gap_us = to - from;
            let shown_ms = shown_ms(gap_us / 1_000.0, speed, shortest);
            let left_ms = shown_ms * (to - at_us) / gap_us;
            if real_ms < left_ms {
                return at_us + gap_us * real_ms / shown_ms;
            }
            real_ms -= left_ms;
            at_us = *to;
            next = self.hops_us.partition_point(|hop| *hop <= at_us);
        }
        at_us
    }

    /// Whether hops pass faster at `speed` than anyone can see them singly.
    pub fn is_dense(&self, speed: f64) -> bool {
        self.shortest_ms(speed) < SEEN_MS
    }

    fn shortest_ms(&self, speed: f64) -> f64 {
        let gaps = self.hops_us.len().saturating_sub(self.from).max(1) as f64;
        (STRETCHED_MS / gaps).min(SHORTEST_MS) * (USUAL_SPEED / speed).clamp(0.1, 4.0)
    }
}

fn shown_ms(gap_ms: f64, speed: f64, shortest: f64) -> f64 {
    if gap_ms > EMPTY_MS {
        return SKIPPED_MS;
    }
    (gap_ms / speed).max(shortest).min(LONGEST_MS.max(shortest) * (USUAL_SPEED / speed).clamp(1.0, 4.0))
}
