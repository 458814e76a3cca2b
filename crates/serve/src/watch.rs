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

/// How often the clock is looked at. What waits wakes up to twice this late, and never early.
const STEP: Duration = Duration::from_millis(250);

/// The clock.
#[derive(Clone)]
pub struct Watch(Arc<Mutex<Waits>>);

/// What waits, and the moment at which the clock was last looked at.
struct Waits {
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
        Self(Arc::new(Mutex::new(Waits { now: Instant::now(), waiting: Slab::new() })))
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
        // The clock may be a step behind, which would end the wait early.
        let end = waits.now + span + STEP;
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

    /// Wakes those whose wait is over by `now`.
    fn look(&self, now: Instant) {
        let mut waits = self.waits();
        waits.now = now;
        for (_, waiting) in waits.waiting.iter_mut().filter(|(_, waiting)| waiting.end <= now) {
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

    #[test]
    fn a_wait_ends_after_its_time_and_leaves_nothing_behind() {
        let watch = Watch::new();
        let (began, mut context) = (watch.now(), Context::from_waker(Waker::noop()));
        let mut wait = watch.wait(Duration::from_secs(2));
        let mut poll_at = |wait: &mut Wait, at| {
            watch.look(began + at);
            Pin::new(wait).poll(&mut context)
        };
        assert_eq!(poll_at(&mut wait, Duration::from_secs(2)), Poll::Pending);
        assert_eq!(poll_at(&mut wait, Duration::from_secs(2) + STEP), Poll::Ready(()));
        drop(wait);
        assert!(watch.waits().waiting.is_empty());
    }

    #[test]
    fn what_waits_is_woken_once_its_time_has_come() {
        let watch = Watch::new();
        let woken = Arc::new(Woken::default());
        let mut wait = watch.wait(Duration::from_secs(1));
        let waker = Waker::from(Arc::clone(&woken));
        assert_eq!(Pin::new(&mut wait).poll(&mut Context::from_waker(&waker)), Poll::Pending);
        let began = watch.now();
        watch.look(began + STEP);
        assert_eq!(woken.times(), 0);
        watch.look(began + Duration::from_secs(1) + STEP);
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
