//! Timers: what services do of themselves, once its time has come.

use std::sync::Arc;

use super::{Cloud, Event};
use crate::operation::{Context, Timer};
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
        let request_id = self.rng.uuid();
        let (mut changes, mut effects) = (Vec::new(), Vec::new());
        service.on_timer(
            &mut Context {
                now: self.now,
                request_id: &request_id,
                // The service acts on what is its own: nobody is asked for permission.
                principal: &Principal::Root,
                message: None,
                world: &mut self.world,
                rng: &mut self.rng,
                changes: &mut changes,
                effects: &mut effects,
            },
            timer,
        );
        let id = self.trace.next_timer();
        self.trace.timers.push(TimerRecord { at: self.now, timer: timer.clone(), changes });
        self.hop(Moment::Acted(id));
        for effect in effects {
            self.follow(Cause::Timer(id), &request_id, effect);
        }
    }
}
