//! Events that could have no environment, or whose handler failed: tried again, later and later.

use super::{Cloud, Event, Queued};
use crate::model::{LAMBDA_BACKOFF, LAMBDA_BACKOFF_MAX, LAMBDA_RETRY_DELAYS, jitter};
use crate::sim::time::Span;
use crate::sim::trace::Moment;

impl Cloud {
    /// Counts an event among those that wait for its function, or no longer.
    pub(super) fn count_as(&mut self, number: u32, queued: Queued) {
        let Some(attempt) = self.attempts.get_mut(&number) else { return };
        let before = std::mem::replace(&mut attempt.queued, queued);
        let function = attempt.function.clone();
        if before == queued || self.world.lambda().function(&function).is_none() {
            return;
        }
        let fleet = self.world.lambda_mut().fleet_mut(&function);
        for (held, change) in [(before, u32::MAX), (queued, 1)] {
            // Adding u32::MAX takes one away.
            match held {
                Queued::No => {}
                Queued::Waiting => fleet.waiting = fleet.waiting.wrapping_add(change),
                Queued::Throttled => fleet.throttled = fleet.throttled.wrapping_add(change),
            }
        }
    }

    /// No environment could be had: a caller is told so, an event waits and is tried again.
    pub(super) fn throttle(&mut self, number: u32, reason: &'static str) {
        let Some(attempt) = self.attempts.get_mut(&number) else { return };
        if attempt.synchronous {
            let attempt = attempt.clone();
            self.attempts.remove(&number);
            self.refuse_invoke(&attempt, reason);
            self.hop(Moment::Throttled(attempt.message));
            return;
        }
        let before = attempt.throttles;
        attempt.throttles = before.saturating_add(1);
        let (message, function, accepted) = (attempt.message, attempt.function.clone(), attempt.accepted);
        self.count_as(number, Queued::Throttled);
        let doubled = LAMBDA_BACKOFF.0 << u32::from(before).min(10);
        let delay = jitter(&mut self.rng, Span(doubled.min(LAMBDA_BACKOFF_MAX.0)));
        let max_age_s =
            self.world.lambda().function(&function).map_or(0, |function| function.event_invoke.maximum_event_age_s);
        if self.now + delay > accepted + Span::from_s(u64::from(max_age_s)) {
            self.count_as(number, Queued::No);
            self.attempts.remove(&number);
            self.hop(Moment::GivenUp(message));
            return;
        }
        self.hop(Moment::Throttled(message));
        self.schedule(self.now + delay, Event::Dispatch { attempt: number });
    }

    /// A handler failed at an event: it is tried again after one and then two minutes.
    pub(super) fn retry_or_give_up(&mut self, number: u32) {
        let Some(attempt) = self.attempts.get_mut(&number) else { return };
        let message = attempt.message;
        let retries = usize::from(attempt.number) - 1;
        let event_invoke =
            self.world.lambda().function(&attempt.function).map(|function| function.event_invoke).unwrap_or_default();
        let delay =
            LAMBDA_RETRY_DELAYS.get(retries).filter(|_| retries < usize::from(event_invoke.maximum_retry_attempts));
        let age_left = attempt.accepted + Span::from_s(u64::from(event_invoke.maximum_event_age_s));
        match delay {
            Some(delay) if self.now + *delay <= age_left => {
                attempt.number += 1;
                attempt.throttles = 0;
                self.schedule(self.now + *delay, Event::Retry { attempt: number });
            }
            _ => {
                self.attempts.remove(&number);
                self.hop(Moment::GivenUp(message));
            }
        }
    }
}
