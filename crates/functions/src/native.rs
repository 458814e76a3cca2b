//! Running functions natively, within the host's own thread: for tests, benches and the native server.
//!
//! No clock is read. The host says how much computing time each stretch is to count for, so that a run is
//! the same on every machine; a host that measures sets the figure itself.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use cloud::invocation::{EnvironmentId, InvocationId, Invoke, Next, Outcome, Progress, Resume, RunId};

use crate::{find, runtime::Run};

/// What a process of the `provided.al2023` runtime holds before the function asks for anything.
pub const PROCESS_BYTES: u64 = 16 * 1024 * 1024;

/// How a process ends that Lambda cannot start, because the code is not in the package.
pub const NO_SUCH_CODE: &str = "fork/exec /var/task/bootstrap: no such file or directory";

/// How a Rust process ends that panicked.
pub const PANICKED: &str = "exit status 101";

/// The invocations that run natively.
pub struct Native {
    computed_us: u64,
    /// The parked ones, each with the environment that it runs in.
    runs: BTreeMap<InvocationId, (EnvironmentId, Run)>,
}

impl Native {
    /// A host at which each stretch of computing counts for `computed_us`.
    #[must_use]
    pub const fn pinned(computed_us: u64) -> Self {
        Self { computed_us, runs: BTreeMap::new() }
    }

    /// Starts an environment: code that is part of this program has nothing to run before its first event.
    #[must_use]
    pub fn init(&self) -> Progress {
        self.progress(Vec::new(), Next::End(Outcome::Initialised))
    }

    /// Starts `invoke` and computes until it waits or ends.
    pub fn invoke(&mut self, invoke: &Invoke) -> Progress {
        let Some(handler) = find(&invoke.code) else {
            return self.progress(Vec::new(), exited(NO_SUCH_CODE));
        };
        let run = handler.start(invoke.event.clone(), invoke.variables.clone());
        self.step(invoke.invocation, invoke.environment, run, None)
    }

    /// Gives the parked `invocation` what it waits for, and computes on. One that is not known has lost its
    /// process.
    pub fn resume(&mut self, run: RunId, resume: Resume) -> Progress {
        let RunId::Invocation(invocation) = run else { return self.progress(Vec::new(), exited("exit status 1")) };
        match self.runs.remove(&invocation) {
            Some((environment, run)) => self.step(invocation, environment, run, Some(resume)),
            None => self.progress(Vec::new(), exited("exit status 1")),
        }
    }

    /// Forgets what runs in `environment`, whose process is ended.
    pub fn terminate(&mut self, environment: EnvironmentId) {
        self.runs.retain(|_, (held, _)| *held != environment);
    }

    /// Forgets every invocation.
    pub fn reset(&mut self) {
        self.runs.clear();
    }

    fn step(
        &mut self,
        invocation: InvocationId,
        environment: EnvironmentId,
        mut run: Run,
        resume: Option<Resume>,
    ) -> Progress {
        // A panic ends the function's process, not the host's; the run is dropped right after.
        let next = catch_unwind(AssertUnwindSafe(|| match resume {
            Some(resume) => run.resume(resume),
            None => run.poll(),
        }))
        .unwrap_or_else(|_| exited(PANICKED));
        let printed = run.take_printed();
        if !matches!(next, Next::End(_)) {
            self.runs.insert(invocation, (environment, run));
        }
        self.progress(printed, next)
    }

    fn progress(&self, printed: Vec<String>, next: Next) -> Progress {
        Progress { printed, ..Progress::new(self.computed_us, PROCESS_BYTES, next) }
    }
}

fn exited(how: &str) -> Next {
    Next::End(Outcome::Exited(how.to_owned()))
}
