//! What is open: from history to what the bench shows.

use std::collections::BTreeMap;
use std::sync::Arc;

use cloud::services::iam::state::Role;
use cloud::services::lambda::Function;
use cloud::sim::time::Time;
use cloud::sim::trace::{Cause, InvocationRecord, Place, Trace};
use cloud::view::logs;
use cloud::world::World;
use leptos::prelude::*;
use serde_json::Value;

use super::triggers;
use crate::store::Store;
use crate::store::bench::{Bench, EnvironmentFacts, LastRun};

/// The most log events that the bench lists.
const LINES: usize = 200;

/// Tells the store of the function that is open: as it is in `latest`, and what it did until `at`, when the world was
/// `shown`.
pub fn show(store: Store, trace: &Trace, latest: &World, shown: &World, at: Time) {
    let place = store.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.place.clone()));
    let (mut now, mut table) = (None, None);
    match &place {
        Some(Place::Function(name)) => now = bench(trace, latest, shown, at, name).map(Arc::new),
        Some(Place::Table(name)) => {
            table = Some(Arc::new(crate::panels::table::facts::show(store, trace, latest, shown, at, name)));
        }
        _ => {}
    }
    if store.table.with_untracked(|held| *held != table) {
        store.table.set(table);
    }
    if store.bench.with_untracked(|held| *held != now) {
        store.bench.set(now);
    }
}

fn bench(trace: &Trace, latest: &World, shown: &World, at: Time, name: &str) -> Option<Bench> {
    let function = latest.lambda().function(name)?.clone();
    let then = shown.lambda().function(name);
    let begun = trace.hops.get(trace.origin.0 as usize).and_then(|hop| hop.world.lambda().function(name).cloned());
    let mut runs: BTreeMap<_, usize> = BTreeMap::new();
    let (mut last, mut init_ms) = (None, None);
    for invocation in trace.invocations.iter().filter(|invocation| *invocation.function == *name) {
        let Some(ended) = invocation.ended.as_ref().filter(|ended| ended.at <= at) else { continue };
        *runs.entry(invocation.environment).or_default() += 1;
        last = Some(invocation);
        if invocation.cold {
            #[expect(clippy::cast_precision_loss, reason = "a run is shorter than 2^52 ms")]
            let billed_ms = ended.billed_ms as f64;
            init_ms = Some((billed_ms - (ended.at - invocation.started).as_ms()).max(0.0));
        }
    }
    let fleet = shown.lambda().fleet(name);
    let facts = |id| EnvironmentFacts {
        id,
        runs: runs.get(&id).copied().unwrap_or_default(),
        holds: fleet.and_then(|fleet| fleet.environments.get(&id)).map(|held| held.holds.clone()),
    };
    let own = trace.environments.iter().filter(|record| {
        *record.function == *name && record.started <= at && record.reclaimed.is_none_or(|end| end > at)
    });
    let lines = shown.logs().group(&format!("/aws/lambda/{name}"));
    let lines = lines.map(|group| logs::last_lines(trace, group, LINES)).unwrap_or_default();
    let mut streams: Vec<&str> = lines.iter().map(|line| line.stream.as_str()).collect();
    streams.sort_unstable();
    streams.dedup();
    Some(Bench {
        behind: then.is_none_or(|then| then.revision_id != function.revision_id),
        environments: own.map(|record| facts(record.id)).collect(),
        streams: streams.len(),
        last: last.and_then(|invocation| run(trace, invocation, init_ms)),
        role: function.role_name().to_owned(),
        policies: own_policies(latest, function.role_name()),
        managed: managed_policies(latest, function.role_name()),
        grants: grants(&function),
        triggers: triggers::of(latest, &function),
        buckets: triggers::buckets(latest, &function),
        function,
        begun,
        lines,
    })
}

/// A role's own policies, each with its name.
fn own_policies(world: &World, role: &str) -> Vec<(String, String)> {
    let role = world.iam().role(role);
    let policies = role.into_iter().flat_map(Role::policies);
    policies.map(|(name, policy)| (name.to_string(), pretty(&policy.to_json()))).collect()
}

fn managed_policies(world: &World, role: &str) -> Vec<String> {
    let role = world.iam().role(role);
    let attached = role.into_iter().flat_map(|role| world.iam().attached(&role.attached));
    attached.map(|(name, _)| name.to_string()).collect()
}

/// The statements of a function's own policy, each with its id.
fn grants(function: &Function) -> Vec<(String, String)> {
    let Some(policy) = &function.policy else { return Vec::new() };
    let document: Value = serde_json::from_str(&policy.to_json()).unwrap_or_default();
    let statements = document["Statement"].as_array().cloned().unwrap_or_default();
    let told = |statement: Value| (statement["Sid"].as_str().unwrap_or_default().to_owned(), statement.to_string());
    statements.into_iter().map(told).collect()
}

fn pretty(text: &str) -> String {
    let value: Option<Value> = serde_json::from_str(text).ok();
    value.and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_else(|| text.to_owned())
}

fn run(trace: &Trace, invocation: &InvocationRecord, init_ms: Option<f64>) -> Option<LastRun> {
    let ended = invocation.ended.as_ref()?;
    Some(LastRun {
        duration_ms: (ended.at - invocation.started).as_ms(),
        waited_ms: waited_ms(trace, invocation, ended.at),
        billed_ms: ended.billed_ms,
        memory_mb: ended.memory_mb,
        max_memory_mb: ended.max_memory_mb,
        init_ms,
    })
}

/// For how long at least one of a handler's calls was under way: that time does not shrink with more memory.
fn waited_ms(trace: &Trace, invocation: &InvocationRecord, end: Time) -> f64 {
    let own = |message: &&cloud::sim::trace::Message| message.cause == Cause::Invocation(invocation.id);
    let (mut waited, mut until) = (0.0, invocation.started);
    // Messages stand in the order in which they were sent.
    for message in trace.messages.iter().filter(own) {
        let (from, to) = (message.sent.max(until), message.answered.unwrap_or(end).min(end));
        if to > from {
            waited += (to - from).as_ms();
            until = to;
        }
    }
    waited
}
