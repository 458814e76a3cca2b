//! How fast requests may come: buckets of tokens that fill with virtual time.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html>

use imbl::OrdMap;
use std::sync::Arc;

use super::State;
use crate::model::{API_ACCOUNT_BURST, API_ACCOUNT_RATE};
use crate::sim::time::Time;

/// Tokens are counted in millionths, so that a rate a second and a time in microseconds give whole numbers.
const TOKEN: u64 = 1_000_000;
/// The most buckets that are kept. One more takes the place of the first by name.
const MAX_BUCKETS: usize = 10_000;

/// The buckets, by what they are for.
pub type Buckets = OrdMap<Arc<str>, Bucket>;

/// A bucket at the time at which a token was last asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    millionths: u64,
    at: Time,
}

/// How fast requests may come, and how many at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// Requests a second.
    pub rate: f64,
    /// Requests at once: the bucket's size.
    pub burst: u64,
}

impl Limit {
    /// What all APIs of the account have together.
    pub const ACCOUNT: Self = Self { rate: API_ACCOUNT_RATE, burst: API_ACCOUNT_BURST };
}

impl Bucket {
    /// The bucket at `now`, of the size and rate that it has by then.
    fn filled(self, limit: Limit, now: Time) -> Self {
        let more = (limit.rate.max(0.0) * (now - self.at).0 as f64) as u64;
        let size = limit.burst.saturating_mul(TOKEN);
        Self { millionths: self.millionths.saturating_add(more).min(size), at: now }
    }
}

impl State {
    /// Takes a token for `what` from its bucket, and says whether there was one.
    pub fn take(&mut self, what: &str, limit: Limit, now: Time) -> bool {
        let full = Bucket { millionths: limit.burst.saturating_mul(TOKEN), at: now };
        let held = self.buckets.get(what).map_or(full, |bucket| bucket.filled(limit, now));
        let left = held.millionths.checked_sub(TOKEN);
        if self.buckets.len() >= MAX_BUCKETS && !self.buckets.contains_key(what) {
            let (first, _) = self.buckets.get_min().cloned().unwrap_or((Arc::default(), full));
            self.buckets.remove(&first);
        }
        let millionths = left.unwrap_or(held.millionths);
        self.buckets.insert(what.into(), Bucket { millionths, at: now });
        left.is_some()
    }

    /// Takes a token from the bucket that all APIs of the account have together.
    ///
    /// # Errors
    /// Why there was none, in words.
    pub fn take_of_account(&mut self, now: Time) -> Result<(), String> {
        let Limit { rate, burst } = Limit::ACCOUNT;
        if self.take("account", Limit::ACCOUNT, now) {
            return Ok(());
        }
        Err(format!(
            "The account takes {rate} requests a second in a region, {burst} at once, and this is one more. Send fewer, or try again after a pause that grows with each attempt."
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::time::Span;

    #[test]
    fn a_bucket_empties_and_fills() {
        let (mut state, limit) = (State::default(), Limit { rate: 2.0, burst: 3 });
        let start = Time::default();
        let taken: Vec<bool> = (0..4).map(|_| state.take("a", limit, start)).collect();
        assert_eq!(taken, [true, true, true, false]);
        assert!(!state.take("a", limit, start + Span::from_ms(499)), "half a second makes one token of two a second");
        assert!(state.take("a", limit, start + Span::from_ms(500)));
        assert!(!state.take("a", limit, start + Span::from_ms(500)));
        let later = start + Span::from_s(3_600);
        let taken: Vec<bool> = (0..4).map(|_| state.take("a", limit, later)).collect();
        assert_eq!(taken, [true, true, true, false], "it holds no more than its size");
        assert!(state.take("b", limit, start), "others have their own");
    }

    #[test]
    fn a_bucket_fills_at_its_rate_and_no_higher_than_its_size() {
        let (limit, start) = (Limit { rate: 2.0, burst: 5 }, Time::default());
        let empty = Bucket { millionths: 0, at: start };
        assert_eq!(empty.filled(limit, start + Span::from_ms(500)).millionths, TOKEN);
        assert_eq!(empty.filled(limit, start + Span::from_s(60)).millionths, 5 * TOKEN);
    }

    #[test]
    fn a_bucket_of_no_size_gives_nothing() {
        let mut state = State::default();
        assert!(!state.take("a", Limit { rate: 10.0, burst: 0 }, Time::default()));
    }
}
