//! A native host: runs the functions in this process, each stretch of computing counting for a fixed time.

use std::sync::Arc;

use cloud::http::Response;
use cloud::invocation::{Progress, RunId};
use cloud::kernel::{Cloud, Output, Step, Ticket};
use functions::native::Native;
use lessons::{Command, Playthrough};

/// What each stretch of a handler's computing counts for, microseconds of one vCPU.
const COMPUTED_US: u64 = 4_000;

/// What a host runs.
pub trait Hosted {
    /// More things than one command or request may bring about.
    const LIMIT: usize;

    /// Lets up to `limit` things happen.
    fn run(&mut self, limit: usize) -> Step;
    /// Takes what the host has to do.
    fn take_outputs(&mut self) -> Vec<Output>;
    /// Takes what a handler did.
    fn progress(&mut self, run: RunId, progress: Progress);
}

impl Hosted for Cloud {
    const LIMIT: usize = 1_000_000;

    fn run(&mut self, limit: usize) -> Step {
        self.run(limit)
    }

    fn take_outputs(&mut self) -> Vec<Output> {
        self.take_outputs()
    }

    fn progress(&mut self, run: RunId, progress: Progress) {
        self.progress(run, progress);
    }
}

impl Hosted for Playthrough {
    const LIMIT: usize = 50_000_000;

    fn run(&mut self, limit: usize) -> Step {
        self.run(limit)
    }

    fn take_outputs(&mut self) -> Vec<Output> {
        self.take_outputs()
    }

    fn progress(&mut self, run: RunId, progress: Progress) {
        self.progress(run, progress);
    }
}

/// Runs a playthrough or a cloud natively.
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
    pub fn settle<H: Hosted>(&mut self, hosted: &mut H) -> Vec<(Ticket, Arc<Response>)> {
        let mut answers = Vec::new();
        loop {
            let step = hosted.run(H::LIMIT);
            let outputs = hosted.take_outputs();
            let idle = outputs.is_empty();
            for output in outputs {
                match output {
                    Output::Response { ticket, response, .. } => answers.push((ticket, response)),
                    Output::Init(init) => hosted.progress(RunId::Init(init.environment), self.native.init()),
                    Output::Invoke(invoke) => {
                        let progress = self.native.invoke(&invoke);
                        hosted.progress(RunId::Invocation(invoke.invocation), progress);
                    }
                    Output::Resume { run, resume, .. } => {
                        let progress = self.native.resume(run, resume);
                        hosted.progress(run, progress);
                    }
                    Output::Terminate(environment) => self.native.terminate(environment),
                }
            }
            match step {
                Step::Settled => return answers,
                Step::Waiting => assert!(!idle, "the cloud waits for a handler that it has not asked for"),
                Step::Moved => panic!("the run has not settled after {} things", H::LIMIT),
            }
        }
    }
}
