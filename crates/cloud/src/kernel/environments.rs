//! Environments: started cold, reused, frozen in between, reclaimed when idle for long.

use std::sync::Arc;

use super::{Cloud, Event, Output};
use crate::invocation::EnvironmentId;
use crate::model::{
    LAMBDA_CODE_BYTES_PER_S, LAMBDA_CONCURRENCY, LAMBDA_FETCH_CODE, LAMBDA_IDLE, LAMBDA_START_SANDBOX, concurrency,
    init, jitter, runs_module_code, transfer,
};
use crate::services::lambda::{Environment, EnvironmentState, Function, version_name};
use crate::sim::time::Time;
use crate::sim::trace::{EnvironmentRecord, Moment, NOT_YET};

/// What can be had for an event that is to be run now.
pub(super) enum Place {
    /// This environment is free.
    Warm(EnvironmentId),
    /// A new one may be started.
    Cold,
    /// The limit is reached; the reason as Lambda names it.
    None(&'static str),
}

impl Cloud {
    /// What can be had for an event of this version of `function` now. Versions share their function's limit, and no
    /// environments.
    pub(super) fn find_environment(&self, function: &Function, version: u32) -> Place {
        let state = self.world.lambda();
        let (mut busy, mut idle) = (0, None);
        if let Some(fleet) = state.fleet(&function.name) {
            busy = fleet.concurrency();
            let fits = |id: &&EnvironmentId| fleet.environments.get(*id).is_some_and(|held| held.version == version);
            idle = fleet.idle.iter().find(fits).copied();
        }
        if let Some(limit) = state.function(&function.name).and_then(|function| function.reserved_concurrency) {
            if busy >= limit {
                return Place::None("ReservedFunctionConcurrentInvocationLimitExceeded");
            }
        } else if state.concurrency() >= LAMBDA_CONCURRENCY {
            return Place::None("ConcurrentInvocationLimitExceeded");
        }
        let runtime = &*function.runtime;
        if runs_module_code(runtime) && state.concurrency_of(runtime) >= concurrency(runtime) {
            return Place::None("ConcurrentInvocationLimitExceeded");
        }
        idle.map_or(Place::Cold, Place::Warm)
    }

    /// Starts an environment for the attempt that waits for it.
    pub(super) fn start_environment(&mut self, function: &Function, version: u32, attempt: u32) {
        let id = EnvironmentId(
            u32::try_from(self.trace.environments.len() + 1).expect("a run has fewer than 2^32 environments"),
        );
        let fetch = jitter(&mut self.rng, LAMBDA_FETCH_CODE)
            + transfer(usize::try_from(function.code_size).unwrap_or(usize::MAX), LAMBDA_CODE_BYTES_PER_S);
        let sandbox = jitter(&mut self.rng, LAMBDA_START_SANDBOX);
        let init = jitter(&mut self.rng, init(&function.runtime));
        let fetched = self.now + fetch;
        let started = fetched + sandbox;
        let booted = started + init;
        // How long the code at module level takes is known when it has run.
        let runs_module = runs_module_code(&function.runtime);
        let ready = if runs_module { NOT_YET } else { booted };
        let log_stream: Arc<str> =
            format!("{}/[{}]{}", self.now.stream_date(), version_name(version), self.rng.hex(32)).into();
        let fleet = self.world.lambda_mut().fleet_mut(&function.name);
        fleet.started += 1;
        let number = fleet.started;
        let environment = Environment {
            state: EnvironmentState::Starting,
            since: self.now,
            invocation: None,
            reset: false,
            version,
            holds: Arc::default(),
        };
        fleet.environments.insert(id, environment);
        let mut phases = vec![("Fetch the code", fetched), ("Start the environment", started)];
        if !runs_module {
            phases.push(("Run INIT", ready));
        }
        self.trace.environments.push(EnvironmentRecord {
            id,
            function: function.name.clone(),
            number,
            log_stream,
            started: self.now,
            phases,
            ready,
            reclaimed: None,
        });
        self.log_init_start(function, id, started);
        self.hop(Moment::InitStarted(id));
        let begins = Event::InitBegins { environment: id, attempt, within: None };
        let ends = Event::InitEnded { environment: id, attempt };
        self.schedule(booted, if runs_module { begins } else { ends });
    }

    /// An environment is ready: the event that waits for it is handed over.
    pub(super) fn init_ended(&mut self, environment: EnvironmentId, attempt: u32) {
        self.hop(Moment::InitEnded(environment));
        let name = self.trace.environment(environment).function.clone();
        let version = self.attempts.get(&attempt).map_or(0, |attempt| attempt.version);
        match self.world.lambda().version(&name, version).cloned() {
            Some(function) if self.is_in_fleet(&name, environment) => {
                self.start_handler(&function, environment, attempt, true);
            }
            Some(_) => {
                self.end_environment(environment);
                self.dispatch(attempt);
            }
            None => {
                self.end_environment(environment);
                self.drop_attempt(attempt);
            }
        }
    }

    pub(super) fn is_in_fleet(&self, function: &str, environment: EnvironmentId) -> bool {
        self.world.lambda().fleet(function).is_some_and(|fleet| fleet.environments.contains_key(&environment))
    }

    /// Freezes an environment until the next event, or until it has been idle for long.
    pub(super) fn freeze(&mut self, function: &Arc<str>, environment: EnvironmentId, reset: bool) {
        if !self.is_in_fleet(function, environment) {
            // The function was changed while its handler ran: the environment ends with it.
            self.end_environment(environment);
            return;
        }
        let now = self.now;
        let fleet = self.world.lambda_mut().fleet_mut(function);
        let Some(held) = fleet.environments.get_mut(&environment) else { return };
        held.state = EnvironmentState::Idle;
        held.since = now;
        held.reset = reset;
        fleet.idle.insert(environment);
        let idle = jitter(&mut self.rng, LAMBDA_IDLE);
        self.schedule(now + idle, Event::Reclaim { environment, since: now });
    }

    pub(super) fn is_idle_since(&self, environment: EnvironmentId, since: Time) -> bool {
        let function = &self.trace.environment(environment).function;
        self.world
            .lambda()
            .fleet(function)
            .and_then(|fleet| fleet.environments.get(&environment))
            .is_some_and(|held| held.state == EnvironmentState::Idle && held.since == since)
    }

    /// Reclaims an idle environment.
    pub(super) fn reclaim(&mut self, environment: EnvironmentId) {
        let function = self.trace.environment(environment).function.clone();
        let fleet = self.world.lambda_mut().fleet_mut(&function);
        fleet.environments.remove(&environment);
        fleet.idle.remove(&environment);
        self.end_environment(environment);
        self.hop(Moment::Reclaimed(environment));
    }

    /// Retires the environments of a function that was changed or deleted: idle ones end now, the others when
    /// their handler has ended. What was published stays as it was, and so do its environments.
    pub(super) fn retire(&mut self, function: &Arc<str>) {
        if self.world.lambda().function(function).is_some() {
            let fleet = self.world.lambda_mut().fleet_mut(function);
            let unpublished: Vec<EnvironmentId> =
                fleet.environments.iter().filter(|(_, held)| held.version == 0).map(|(id, _)| *id).collect();
            for id in unpublished {
                fleet.environments.remove(&id);
                fleet.idle.remove(&id);
            }
        }
        let busy: Vec<EnvironmentId> = self.running.values().map(|running| running.environment).collect();
        let idle: Vec<EnvironmentId> = self
            .trace
            .environments
            .iter()
            .filter(|record| record.function == *function && record.reclaimed.is_none() && record.ready <= self.now)
            .map(|record| record.id)
            .filter(|id| !busy.contains(id) && !self.is_in_fleet(function, *id))
            .collect();
        for environment in idle {
            self.end_environment(environment);
            self.hop(Moment::Reclaimed(environment));
        }
    }

    pub(super) fn end_environment(&mut self, environment: EnvironmentId) {
        let now = self.now;
        self.trace.environment_mut(environment).reclaimed = Some(now);
        self.outputs.push(Output::Terminate(environment));
    }
}
