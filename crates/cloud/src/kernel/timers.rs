//! Timers: what services do of themselves, once its time has come.

use std::sync::Arc;

use super::{Cloud, Event, Worked};
use crate::operation::Timer;
use crate::sim::time::Time;
use crate::sim::trace::{Cause, Moment, TimerRecord};
use crate::verdict::Principal;

impl Cloud {
    /// When what clients only wait for happens next, if anything is scheduled that they do.
    #[must_use]
    pub fn awaited(&self) -> Option<Time> {
        let awaited =
            |event: &Event| matches!(event, Event::Timer { timer, .. } if timer.awaited) && !self.is_stale(event);
        self.queue.iter().filter(|(_, event)| awaited(event)).map(|(at, _)| at).min()
    }

    /// Lets what clients only wait for happen now, with all that is scheduled before it: for clients that follow the
    /// wall clock, so that AWS's waiters find what they wait for at the first look. Call [`Self::run`] after it.
    /// Says whether there was anything.
    pub fn run_to_awaited(&mut self) -> bool {
        let Some(at) = self.awaited() else { return false };
        self.pass_until(at);
        true
    }

    pub(super) fn set_timer(&mut self, at: Time, timer: Timer) {
        self.schedule(at.max(self.now), Event::Timer { timer: Arc::new(timer), at });
    }

    pub(super) fn is_due(&self, timer: &Timer, at: Time) -> bool {
        self.world.services.called(timer.service).is_some_and(|service| service.is_due(&self.world, timer, at))
    }

    /// A timer goes off.
    pub(super) fn act(&mut self, timer: &Timer) {
        let Some(service) = self.world.services.called(timer.service) else { return };
        // The service acts on what is its own: nobody is asked for permission.
        let Worked { request_id, changes, effects, .. } =
            self.work(&Principal::Root, None, |context| service.on_timer(context, timer));
        let id = self.trace.next_timer();
        self.trace.timers.push(TimerRecord { at: self.now, timer: timer.clone(), changes });
        self.hop(Moment::Acted(id));
        self.follow_all(Cause::Timer(id), &request_id, effects);
    }
}
