//! The INIT phase of runtimes that run code at module level: before an environment's first event, or within an
//! invocation when the environment had to be started anew.

use std::collections::BTreeMap;

use super::{Cloud, Event, Output};
use crate::invocation::{EnvironmentId, Init, InvocationId, Outcome, RunId};
use crate::model::{LAMBDA_INIT_MAX, runs_module_code};
use crate::sim::time::Span;

impl Cloud {
    /// The runtime is up: the code at module level is run, for the attempt that waits for the environment.
    pub(super) fn begin_init(&mut self, environment: EnvironmentId, attempt: u32, within: Option<InvocationId>) {
        let Some((name, version)) = self.attempts.get(&attempt).map(|held| (held.function.clone(), held.version))
        else {
            self.note_init(environment);
            self.end_environment(environment);
            return;
        };
        let Some(function) = self.world.lambda().version(&name, version).cloned() else {
            // It was deleted meanwhile: the end of the phase, which finds that out, comes at once.
            self.note_init(environment);
            self.init_ended(environment, attempt);
            return;
        };
        let id = RunId::Init(environment);
        let mut running = self.running_for(&function, environment, attempt);
        running.within = within;
        let of = running.run(id);
        self.running.insert(id, running);
        if within.is_none() {
            self.schedule(self.now + LAMBDA_INIT_MAX, Event::Deadline { of });
        }
        let allowed = within.map_or(LAMBDA_INIT_MAX, |_| Span::from_s(u64::from(function.timeout_s)));
        self.computing += 1;
        self.outputs.push(Output::Init(Init {
            environment,
            runtime: function.runtime.to_string(),
            handler: function.handler.to_string(),
            package: function.package.clone(),
            variables: self.variables(&function, version, environment),
            seed: self.trace.environment(environment).log_stream.to_string(),
            memory_mb: function.memory_mb,
            timeout_ms: allowed.0 / 1_000,
            epoch_us: self.now.epoch_us(),
        }));
    }

    /// The code at module level has stopped for good.
    pub(super) fn init_stopped(&mut self, run: RunId, outcome: Outcome) {
        let Some(running) = self.running.remove(&run) else { return };
        let (environment, duration) = (running.environment, self.now - running.started);
        let Some(invocation) = running.within else {
            self.note_init(environment);
            if matches!(outcome, Outcome::Initialised) {
                return self.init_ended(environment, running.attempt);
            }
            self.log_init_failure(environment, duration, "init", &outcome);
            return self.try_init_again(environment, running.attempt);
        };
        let function = self.trace.invocation(invocation).function.clone();
        if let Some(handler) = self.running.get_mut(&RunId::Invocation(invocation)) {
            handler.local = self.now;
        }
        let version = self.attempts.get(&running.attempt).map_or(0, |attempt| attempt.version);
        match self.world.lambda().version(&function, version).cloned() {
            Some(function) if matches!(outcome, Outcome::Initialised) => self.hand_over(&function, invocation),
            _ => {
                self.log_init_failure(environment, duration, "invoke", &outcome);
                let mut end = self.end_of(invocation, outcome);
                end.reset = true;
                end.status = Some("error");
                self.end_handler(invocation, end);
            }
        }
    }

    /// The code at module level has taken longer than Lambda waits for it.
    pub(super) fn init_timed_out(&mut self, run: RunId) {
        let Some(running) = self.running.remove(&run) else { return };
        self.note_init(running.environment);
        self.outputs.push(Output::Terminate(running.environment));
        self.log_init_report(running.environment, self.now - running.started, "init", "timeout");
        self.try_init_again(running.environment, running.attempt);
    }

    fn log_init_failure(&mut self, environment: EnvironmentId, duration: Span, phase: &str, outcome: &Outcome) {
        let error_type = match outcome {
            Outcome::Raised { error_type, .. } | Outcome::Failed { error_type, .. } => error_type,
            Outcome::OutOfMemory => "Runtime.OutOfMemory",
            _ => "Runtime.ExitError",
        };
        self.log_init_report(environment, duration, phase, &format!("error\tError Type: {error_type}"));
    }

    /// An INIT phase that failed is run again when the event is handed over, and then the event fails with it.
    fn try_init_again(&mut self, environment: EnvironmentId, attempt: u32) {
        let function = self.trace.environment(environment).function.clone();
        if let Some(held) = self.world.lambda_mut().fleet_mut(&function).environments.get_mut(&environment) {
            held.reset = true;
        }
        self.init_ended(environment, attempt);
    }

    /// Writes into the history when the first INIT phase of an environment ended: now.
    fn note_init(&mut self, environment: EnvironmentId) {
        let now = self.now;
        let record = self.trace.environment_mut(environment);
        record.phases.push(("Run INIT", now));
        record.ready = now;
    }

    /// Keeps what an environment holds, as its runtime told at an end.
    pub(super) fn remember(&mut self, environment: EnvironmentId, holds: Vec<(String, String)>) {
        let function = self.trace.environment(environment).function.clone();
        let held = self.world.lambda().fleet(&function).and_then(|fleet| fleet.environments.get(&environment));
        if held.is_none_or(|held| *held.holds == *holds) {
            return;
        }
        let fleet = self.world.lambda_mut().fleet_mut(&function);
        if let Some(held) = fleet.environments.get_mut(&environment) {
            held.holds = holds.into();
        }
    }

    /// The variables that a runtime with AWS's SDKs in it has besides: whose session its calls are signed by.
    pub(super) fn credentials(&self, runtime: &str, environment: EnvironmentId) -> BTreeMap<String, String> {
        debug_assert!(runs_module_code(runtime), "other runtimes sign nothing");
        let stream = &self.trace.environment(environment).log_stream;
        let id = stream.rsplit(']').next().unwrap_or_default().to_ascii_uppercase();
        let variables = [
            ("AWS_ACCESS_KEY_ID", format!("ASIA{}", &id[..id.len().min(16)])),
            ("AWS_SECRET_ACCESS_KEY", format!("environment/{}", id.to_ascii_lowercase())),
            ("AWS_SESSION_TOKEN", format!("IQoJb3JpZ2luX2VjE{id}")),
            ("AWS_EXECUTION_ENV", format!("AWS_Lambda_{runtime}")),
        ];
        variables.map(|(name, value)| (name.to_owned(), value)).into()
    }
}
