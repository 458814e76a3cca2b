//! Code that came with somebody else's run: it waits until the learner says that it may run.
//!
//! Only the lesson's own code is trusted. All that the cloud asks for environments with other code waits, in order, also
//! when the learner has changed it since: a file that was edited stands among others that were not.

use std::collections::BTreeSet;

use bytes::Bytes;
use cloud::invocation::{EnvironmentId, Next, Outcome, Progress, RunId};
use cloud::kernel::Output;
use cloud::world::World;
use leptos::prelude::*;

use super::Session;
use crate::store::Waits;

/// What is known of a run that came with a file or a link.
pub(super) struct Foreign {
    /// What it came with, as the learner knows it.
    from: String,
    /// The lesson's own packages.
    own: BTreeSet<Bytes>,
    /// The environments that wait, and what is to run in them.
    environments: BTreeSet<EnvironmentId>,
    runs: BTreeSet<RunId>,
    waiting: Vec<Asked>,
}

/// What the cloud has asked its host for.
pub(super) enum Asked {
    /// What it did is recorded; whoever keeps environments may bring it back.
    Known(Output),
    /// It is to be done.
    Now(Output),
}

impl Asked {
    fn output(&self) -> &Output {
        match self {
            Self::Known(output) | Self::Now(output) => output,
        }
    }

    /// Whether the cloud waits for it.
    fn is_urgent(&self) -> bool {
        matches!(self, Self::Now(output) if output.run().is_some())
    }
}

/// The zips of all functions and their versions.
fn packages(world: &World) -> BTreeSet<Bytes> {
    let lambda = world.lambda();
    let functions = lambda.functions().flat_map(|function| {
        let versions = lambda.published(&function.name).into_iter().flat_map(|published| published.versions.values());
        versions.chain([function])
    });
    functions.filter_map(|function| function.package.clone()).collect()
}

impl Session {
    /// A run is about to be played again that came with `from`. The lesson's world stands as the lesson makes it.
    pub(super) fn expect_foreign(&self, from: String) {
        self.0.playthrough.borrow_mut().mark(Some(from.clone()));
        let own = packages(self.0.playthrough.borrow().cloud().world());
        self.0.foreign.replace(Some(Foreign {
            from,
            own,
            environments: BTreeSet::new(),
            runs: BTreeSet::new(),
            waiting: Vec::new(),
        }));
    }

    /// There is nobody else's code in this run.
    pub(super) fn forget_foreign(&self) {
        self.0.playthrough.borrow_mut().mark(None);
        self.0.foreign.replace(None);
        self.store().waits.set(None);
    }

    /// Lets the code run from now on, and first what has waited.
    pub(super) fn allow_foreign(&self) {
        let foreign = self.0.foreign.take();
        self.forget_foreign();
        for asked in foreign.into_iter().flat_map(|foreign| foreign.waiting) {
            self.do_asked(asked);
        }
        if self.0.settled.get() {
            self.keep();
        }
        self.pump();
    }

    /// Ends what waits without running it, as a process that is gone. What the run asks for later waits again.
    pub(super) fn refuse_foreign(&self) {
        let refused: Vec<Asked> = self.0.foreign.borrow_mut().as_mut().map_or_else(Vec::new, |foreign| {
            let (urgent, rest) = std::mem::take(&mut foreign.waiting).into_iter().partition(Asked::is_urgent);
            foreign.waiting = rest;
            urgent
        });
        self.store().waits.set(None);
        for run in refused.iter().filter_map(|asked| asked.output().run()) {
            let outcome = Outcome::Exited("signal: killed (its code was not let run)".to_owned());
            self.code_stopped(run, Progress::new(0, 0, Next::End(outcome)));
        }
    }

    /// Does what the cloud asks for, unless it is to wait.
    pub(super) fn do_or_hold(&self, asked: Asked) {
        match self.hold(asked) {
            Some(asked) => self.do_asked(asked),
            None => self.tell_waiting(),
        }
    }

    /// Keeps what is to wait, and gives back what is not.
    fn hold(&self, asked: Asked) -> Option<Asked> {
        let mut foreign = self.0.foreign.borrow_mut();
        let Some(foreign) = foreign.as_mut() else { return Some(asked) };
        if !foreign.concerns(asked.output()) {
            return Some(asked);
        }
        foreign.waiting.push(asked);
        None
    }

    /// Tells the learner what waits: nothing while only what is recorded does.
    fn tell_waiting(&self) {
        let foreign = self.0.foreign.borrow();
        let Some(foreign) = foreign.as_ref() else { return };
        let mut urgent = foreign.waiting.iter().filter(|asked| asked.is_urgent()).peekable();
        if urgent.peek().is_none() {
            return;
        }
        let names: BTreeSet<String> = urgent.filter_map(|asked| function_of(asked.output())).collect();
        let waits = Waits { from: foreign.from.clone(), functions: names.into_iter().collect() };
        self.store().waits.set(Some(waits));
    }
}

/// The function whose code is to run.
fn function_of(output: &Output) -> Option<String> {
    let variables = match output {
        Output::Init(init) => &init.variables,
        Output::Invoke(invoke) => &invoke.variables,
        _ => return None,
    };
    variables.get("AWS_LAMBDA_FUNCTION_NAME").cloned()
}

impl Foreign {
    /// Whether an output is for code that waits, which is noted.
    fn concerns(&mut self, output: &Output) -> bool {
        let concerns = match output {
            Output::Response { .. } => false,
            Output::Init(init) => {
                let is_foreign = init.package.as_ref().is_some_and(|package| !self.own.contains(package));
                if is_foreign {
                    self.environments.insert(init.environment);
                }
                is_foreign
            }
            Output::Invoke(invoke) => self.environments.contains(&invoke.environment),
            Output::Resume { run, .. } => self.runs.contains(run),
            Output::Terminate(environment) => self.environments.contains(environment),
        };
        if concerns {
            self.runs.extend(output.run());
        }
        concerns
    }
}
