//! How long clients are waited for: one clock for all connections, which looks at them four times a second.
//!
//! Each request sets a timer, for its client may stop sending, and drops it once it has come. A runtime's own timers are
//! exact, and cost a reading of the clock and the wheel's lock each time; here the exact moment does not matter.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use hyper::rt::{Sleep, Timer};
use slab::Slab;

/// How often the clock is looked at.
const STEP: Duration = Duration::from_millis(250);
/// How far it goes on at most at a look. While the server itself was busy for longer it could not have heard a client,
/// which is not the client's fault. A wait ends this much late at most for an idle server, and never early.
const MOST: Duration = Duration::from_millis(500);

/// The clock.
#[derive(Clone)]
pub struct Watch(Arc<Mutex<Waits>>);

/// What waits, and what the clock shows.
struct Waits {
    /// When the clock was last looked at.
    looked: Instant,
    /// What it shows, which falls behind while the server is busy.
    now: Instant,
    waiting: Slab<Waiting>,
}

struct Waiting {
    end: Instant,
    waker: Option<Waker>,
}

impl Watch {
    /// A clock that shows now, until [`Self::run`] lets it go on.
    #[must_use]
    pub fn new() -> Self {
        let now = Instant::now();
        Self(Arc::new(Mutex::new(Waits { looked: now, now, waiting: Slab::new() })))
    }

    /// Goes on for as long as it is polled.
    pub async fn run(self) {
        loop {
            tokio::time::sleep(STEP).await;
            self.look(Instant::now());
        }
    }

    /// A wait of at least `span` from now.
    #[must_use]
    pub fn wait(&self, span: Duration) -> Wait {
        let mut waits = self.waits();
        // What passed since the last look is no part of this wait.
        let end = waits.now + span + MOST;
        let key = waits.waiting.insert(Waiting { end, waker: None });
        Wait { watch: self.clone(), key }
    }

    /// What `future` gives, unless it takes longer than `span`.
    pub async fn within<F: Future>(&self, span: Duration, future: F) -> Option<F::Output> {
        let (mut future, mut wait) = (pin!(future), None);
        poll_fn(|context| {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Some(output));
            }
            let wait = wait.get_or_insert_with(|| self.wait(span));
            Pin::new(wait).poll(context).map(|()| None)
        })
        .await
    }

    /// Lets the clock go on to the `moment`, and wakes those whose wait is over.
    fn look(&self, moment: Instant) {
        let mut waits = self.waits();
        let Waits { looked, now, waiting } = &mut *waits;
        *now += moment.saturating_duration_since(*looked).min(MOST);
        *looked = moment;
        for (_, waiting) in waiting.iter_mut().filter(|(_, waiting)| waiting.end <= *now) {
            if let Some(waker) = waiting.waker.take() {
                waker.wake();
            }
        }
    }

    fn waits(&self) -> MutexGuard<'_, Waits> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timer for Watch {
    fn sleep(&self, span: Duration) -> Pin<Box<dyn Sleep>> {
        Box::pin(self.wait(span))
    }

    fn sleep_until(&self, end: Instant) -> Pin<Box<dyn Sleep>> {
        let now = self.now();
        self.sleep(end.saturating_duration_since(now))
    }

    fn now(&self) -> Instant {
        self.waits().now
    }
}

/// A wait, which ends once it has been dropped or its time has come.
pub struct Wait {
    watch: Watch,
    key: usize,
}

impl Future for Wait {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut waits = self.watch.waits();
        let now = waits.now;
        let waiting = &mut waits.waiting[self.key];
        if waiting.end <= now {
            return Poll::Ready(());
        }
        match &mut waiting.waker {
            Some(waker) => waker.clone_from(context.waker()),
            none => *none = Some(context.waker().clone()),
        }
        Poll::Pending
    }
}

impl Sleep for Wait {}

impl Drop for Wait {
    fn drop(&mut self) {
        self.watch.waits().waiting.remove(self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The states of a wait at looks that are a step apart.
    fn looks(watch: &Watch, wait: &mut Wait, began: Instant, steps: std::ops::RangeInclusive<u32>) -> Vec<bool> {
        let mut context = Context::from_waker(Waker::noop());
        steps
            .map(|step| {
                watch.look(began + STEP * step);
                Pin::new(&mut *wait).poll(&mut context).is_ready()
            })
            .collect()
    }

    #[test]
    fn a_wait_ends_after_its_time_and_leaves_nothing_behind() {
        let watch = Watch::new();
        let began = watch.now();
        let mut wait = watch.wait(Duration::from_secs(1));
        assert_eq!(looks(&watch, &mut wait, began, 1..=6), [false, false, false, false, false, true]);
        drop(wait);
        assert!(watch.waits().waiting.is_empty());
    }

    #[test]
    fn a_server_that_was_busy_waits_no_less() {
        let watch = Watch::new();
        let began = watch.now();
        // Ten seconds went by unseen before the wait begins.
        let mut wait = watch.wait(Duration::from_secs(1));
        assert_eq!(looks(&watch, &mut wait, began, 40..=44), [false, false, false, false, true]);
    }

    #[test]
    fn what_waits_is_woken_once_its_time_has_come() {
        let watch = Watch::new();
        let began = watch.now();
        let woken = Arc::new(Woken::default());
        let mut wait = watch.wait(Duration::ZERO);
        let waker = Waker::from(Arc::clone(&woken));
        assert_eq!(Pin::new(&mut wait).poll(&mut Context::from_waker(&waker)), Poll::Pending);
        watch.look(began + STEP);
        assert_eq!(woken.times(), 0);
        watch.look(began + MOST);
        assert_eq!(woken.times(), 1);
    }

    #[derive(Default)]
    struct Woken(std::sync::atomic::AtomicUsize);

    impl Woken {
        fn times(&self) -> usize {
            self.0.load(std::sync::atomic::Ordering::Relaxed)
        }
    }

    impl std::task::Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
    }
}
