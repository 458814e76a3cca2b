//! The runtime: one handler, polled once each time that the cloud has something new for it.
//!
//! It knows no threads, no timers and no wasm. A handler that awaits a call is parked: its call goes out as a
//! value ([`Next`]), and the reply comes in as a value ([`Resume`]).

use std::{
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError},
    task::{Context, Poll, Waker},
    time::Duration,
};

use bytes::Bytes;
use cloud::{
    http::{Request, Response},
    invocation::{Next, Outcome, Resume},
};

/// What a handler becomes when it is started.
pub type Running = Pin<Box<dyn Future<Output = Result<Vec<u8>, FunctionError>> + Send>>;

/// An error that a handler returns: what the caller of the function sees as `errorType` and `errorMessage`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{error_type}: {message}")]
pub struct FunctionError {
    /// The error's type, such as `UnidentifiedImage`.
    pub error_type: String,
    /// The error's text.
    pub message: String,
}

impl FunctionError {
    /// An error of `error_type` that says `message`.
    pub fn new(error_type: impl Into<String>, message: impl Into<String>) -> Self {
        Self { error_type: error_type.into(), message: message.into() }
    }
}

/// What a handler and its host leave for each other.
#[derive(Debug, Default)]
struct Desk {
    variables: BTreeMap<String, String>,
    printed: Vec<String>,
    /// What the handler waits for, until the host has taken notice of it.
    wish: Option<Next>,
    /// What the host answered, until the handler has taken it.
    answer: Option<Resume>,
}

/// A handler's only way to the outside.
#[derive(Clone, Debug)]
pub struct Aws {
    desk: Arc<Mutex<Desk>>,
}

impl Aws {
    /// Sends `request` and waits for the reply. There is no failure to connect in this cloud.
    pub async fn call(&self, request: Request) -> Response {
        match self.park(Next::Call(request)).await {
            Resume::Reply(response) => response,
            // Only a host that mixes up its invocations answers a call by waking the handler.
            Resume::Awake | Resume::Replies(_) => Response::new(500),
        }
    }

    /// Sleeps for `duration` of virtual time.
    pub async fn sleep(&self, duration: Duration) {
        let micros = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        self.park(Next::Sleep(micros)).await;
    }

    /// The environment variable `name`.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<String> {
        self.desk().variables.get(name).cloned()
    }

    /// Prints `line`, which ends up in the function's log.
    pub fn print(&self, line: impl Into<String>) {
        self.desk().printed.push(line.into());
    }

    /// Takes the lines printed since the last time.
    pub(crate) fn take_printed(&self) -> Vec<String> {
        // Code that panicked while it printed still holds the lock, and here nobody else could release it.
        let desk = match self.desk.try_lock() {
            Err(TryLockError::WouldBlock) => return Vec::new(),
            Err(TryLockError::Poisoned(desk)) => desk.into_inner(),
            Ok(desk) => desk,
        };
        std::mem::take(&mut { desk }.printed)
    }

    async fn park(&self, wish: Next) -> Resume {
        self.desk().wish = Some(wish);
        std::future::poll_fn(|_| match self.desk().answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => Poll::Pending,
        })
        .await
    }

    /// The lock is held for single statements only; a handler that panicked in between left nothing half done.
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A function's code, ready to be started.
#[derive(Clone, Copy, Debug)]
pub struct Handler {
    start: fn(Bytes, Aws) -> Running,
}

impl Handler {
    /// The handler that `start` makes running.
    #[must_use]
    pub const fn new(start: fn(Bytes, Aws) -> Running) -> Self {
        Self { start }
    }

    /// Makes a run of this handler for `event`. Nothing is computed before the first [`Run::poll`].
    #[must_use]
    pub fn start(self, event: Bytes, variables: BTreeMap<String, String>) -> Run {
        let aws = Aws { desk: Arc::new(Mutex::new(Desk { variables, ..Desk::default() })) };
        Run { future: Some((self.start)(event, aws.clone())), aws }
    }
}

/// One invocation of a handler.
pub struct Run {
    /// `None` once it has ended, so that what it held is given back.
    future: Option<Running>,
    aws: Aws,
}

impl Run {
    /// Computes until the handler waits for something or ends.
    pub fn poll(&mut self) -> Next {
        let Some(future) = &mut self.future else {
            return Next::End(Outcome::Exited("exit status 1".to_owned()));
        };
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => {
                self.future = None;
                if let Err(error) = &result {
                    // As Lambda's runtime for Rust does: what fails says so in the log.
                    self.aws.print(format!("ERROR {}: {}", error.error_type, error.message));
                }
                Next::End(outcome(result))
            }
            Poll::Pending => self.aws.desk().wish.take().unwrap_or_else(|| {
                // A future of another library is awaited, and nobody will ever wake it. On AWS such a
                // process idles until its time is up; here it ends, and says why.
                self.future = None;
                Next::End(outcome(Err(FunctionError::new(
                    "Runtime.NothingAwaited",
                    "The handler waits for something that is neither an AWS call nor a sleep.",
                ))))
            }),
        }
    }

    /// Gives a parked handler what it waits for, and computes on.
    pub fn resume(&mut self, resume: Resume) -> Next {
        self.aws.desk().answer = Some(resume);
        self.poll()
    }

    /// Takes the lines printed since the last time.
    #[must_use]
    pub fn take_printed(&mut self) -> Vec<String> {
        self.aws.take_printed()
    }

    /// What the handler was given to reach the outside.
    #[cfg(target_arch = "wasm32")]
    pub(crate) const fn aws(&self) -> &Aws {
        &self.aws
    }
}

fn outcome(result: Result<Vec<u8>, FunctionError>) -> Outcome {
    match result {
        Ok(json) => Outcome::Returned(Bytes::from(json)),
        Err(error) => Outcome::Failed { error_type: error.error_type, message: error.message, stack: Vec::new() },
    }
}
