//! A native host: runs the functions in this process, each stretch of computing counting for a fixed time.

use std::sync::Arc;

use cloud::http::Response;
use cloud::kernel::{Output, Step, Ticket};
use functions::native::Native;
use lessons::{Command, Playthrough};

/// More things than any test lets happen in one command.
const LIMIT: usize = 50_000_000;

/// What each stretch of a handler's computing counts for, microseconds of one vCPU.
const COMPUTED_US: u64 = 4_000;

/// Runs a playthrough natively.
pub struct Host {
    native: Native,
}

impl Default for Host {
    fn default() -> Self {
        Self { native: Native::pinned(COMPUTED_US) }
    }
}

impl Host {
    /// A host at which each stretch of computing counts for `computed_us`.
    #[must_use]
    pub const fn pinned(computed_us: u64) -> Self {
        Self { native: Native::pinned(computed_us) }
    }

    /// Gives `command` and runs until everything has settled; the answers to its requests, in order of arrival.
    pub fn dispatch(&mut self, playthrough: &mut Playthrough, command: Command) -> Vec<(Ticket, Arc<Response>)> {
        playthrough.dispatch(command);
        self.settle(playthrough)
    }

    /// Runs until everything has settled.
    ///
    /// # Panics
    /// When the run does not settle, or waits for a handler that nobody runs.
    pub fn settle(&mut self, playthrough: &mut Playthrough) -> Vec<(Ticket, Arc<Response>)> {
        let mut answers = Vec::new();
        loop {
            let step = playthrough.run(LIMIT);
            let outputs = playthrough.take_outputs();
            let idle = outputs.is_empty();
            for output in outputs {
                match output {
                    Output::Response { ticket, response, .. } => answers.push((ticket, response)),
                    Output::Invoke(invoke) => {
                        let progress = self.native.invoke(&invoke);
                        playthrough.progress(invoke.invocation, progress);
                    }
                    Output::Resume { invocation, resume } => {
                        let progress = self.native.resume(invocation, resume);
                        playthrough.progress(invocation, progress);
                    }
                    Output::Terminate(_) => {}
                }
            }
            match step {
                Step::Settled => return answers,
                Step::Waiting => assert!(!idle, "the cloud waits for a handler that it has not asked for"),
                Step::Moved => panic!("the run has not settled after {LIMIT} things"),
            }
        }
    }
}
