//! Virtual time as the server keeps it: the wall clock's, and ahead of it once time was told to pass.
//!
//! It begins at the wall clock's moment, so that the ends of sessions and the dates of objects are what clients expect
//! that know the date themselves. A cloud that stands later already, or a wall clock before the simulation's first
//! moment, leaves it where the cloud stands.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use cloud::sim::time::{Span, Time};

/// Where virtual time stands, and since when it has run on.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    base: Time,
    started: Instant,
}

impl Clock {
    /// A clock that runs on from `base`.
    #[must_use]
    pub fn from(base: Time) -> Self {
        Self { base, started: Instant::now() }
    }

    /// Now, virtual.
    #[must_use]
    pub fn now(self) -> Time {
        self.base + Span::from_us(u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX))
    }
}

/// The wall clock, seconds since 1970. One before 1970 reads as 1970, and refuses every signature as too far from it.
#[must_use]
pub fn wall_s() -> i64 {
    i64::try_from(since_1970_ms() / 1_000).unwrap_or(i64::MAX)
}

/// The wall clock as virtual time; the simulation's first moment when it is earlier than that.
#[must_use]
pub fn wall() -> Time {
    Time::from_epoch_ms(since_1970_ms()).unwrap_or_default()
}

fn since_1970_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_runs_on_from_where_it_was_put() {
        let clock = Clock::from(Time(5));
        assert!(clock.now() >= Time(5));
    }
}
