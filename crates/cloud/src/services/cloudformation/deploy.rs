//! Deployment: making, changing and deleting what a template says, and undoing it when that fails.
//!
//! All of it happens within the one call that asks for it. On AWS that call returns at once, the work takes a
//! minute or more, and clients poll DescribeStacks until it is done; here the first look finds it done.

use std::collections::BTreeMap;

use super::calls::{Caller, Failure, Outcome};
use super::catalog::Catalog;
use super::graph;
use super::intrinsics::{Resource as Made, Scope};
use super::resources::{Kind, Order, Properties};
use super::stack::{Stack, StackOutput, StackResource};
use super::template::{Resource, Template};
use crate::operation::Context;

/// A deployment in progress.
struct Deployment<'a, 'c> {
    caller: Caller<'a, 'c>,
    catalog: &'static Catalog,
    stack: Stack,
    journal: Vec<Step>,
}

/// What was done, so that it can be undone.
enum Step {
    /// A resource was made, or at least begun.
    Made(StackResource),
    /// A resource was changed from what it was to what it is.
    Changed(StackResource, StackResource),
    /// A resource was made in place of another, which is still there.
    Replaced(StackResource, StackResource),
}

/// What each kind of deployment calls its states.
struct Words {
    done: &'static str,
    undoing: &'static str,
    undone: &'static str,
    stuck: &'static str,
    verb: &'static str,
}

const CREATION: Words = Words {
    done: "CREATE_COMPLETE",
    undoing: "ROLLBACK_IN_PROGRESS",
    undone: "ROLLBACK_COMPLETE",
    stuck: "ROLLBACK_FAILED",
    verb: "create",
};
const UPDATE: Words = Words {
    done: "UPDATE_COMPLETE",
    undoing: "UPDATE_ROLLBACK_IN_PROGRESS",
    undone: "UPDATE_ROLLBACK_COMPLETE",
    stuck: "UPDATE_ROLLBACK_FAILED",
    verb: "update",
};

/// What to do with what was made when a creation fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFailure {
    /// Delete it and keep the empty stack.
    Rollback,
    /// Leave it.
    DoNothing,
}

/// Makes what `template` says for a new `stack`, and gives the stack as it then is.
pub fn create(context: &mut Context<'_>, stack: Stack, template: &Template, on_failure: OnFailure) -> Stack {
    let mut deployment =
        Deployment { caller: Caller { context }, catalog: template.catalog, stack, journal: Vec::new() };
    deployment.enter("CREATE_IN_PROGRESS", "User Initiated");
    match deployment.apply(template, &[]) {
        Ok(()) => deployment.enter(CREATION.done, ""),
        Err(failed) if on_failure == OnFailure::DoNothing => {
            deployment.enter("CREATE_FAILED", &failed_to(&failed, "create"));
        }
        Err(failed) => deployment.undo(&failed, &CREATION, Vec::new()),
    }
    deployment.stack
}

/// Changes what `stack` has to what `template` says, and gives the stack as it then is.
pub fn update(context: &mut Context<'_>, mut stack: Stack, template: &Template, before: &Stack) -> Stack {
    let old = std::mem::take(&mut stack.resources);
    let mut deployment =
        Deployment { caller: Caller { context }, catalog: template.catalog, stack, journal: Vec::new() };
    deployment.enter("UPDATE_IN_PROGRESS", "User Initiated");
    match deployment.apply(template, &old) {
        Ok(()) => {
            deployment.enter("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "");
            deployment.clean_up(&old);
            deployment.enter(UPDATE.done, "");
        }
        Err(failed) => {
            deployment.undo(&failed, &UPDATE, old);
            let stack = &mut deployment.stack;
            (stack.template, stack.parameters) = (before.template.clone(), before.parameters.clone());
            (stack.outputs, stack.description) = (before.outputs.clone(), before.description.clone());
        }
    }
    deployment.stack
}

/// Deletes what `stack` has, last made first, and gives the stack as it then is.
pub fn delete(context: &mut Context<'_>, stack: Stack) -> Stack {
    let mut deployment = Deployment { caller: Caller { context }, catalog: Catalog::ALL, stack, journal: Vec::new() };
    deployment.enter("DELETE_IN_PROGRESS", "User Initiated");
    let mut failed = Vec::new();
    for index in (0..deployment.stack.resources.len()).rev() {
        let mut resource = deployment.stack.resources[index].clone();
        if !deployment.remove(&mut resource) {
            failed.insert(0, resource.id.clone());
        }
        deployment.stack.resources[index] = resource;
    }
    if failed.is_empty() {
        deployment.stack.deleted = Some(deployment.caller.context.now);
        deployment.enter("DELETE_COMPLETE", "");
    } else {
        deployment.enter("DELETE_FAILED", &failed_to(&failed.join(", "), "delete"));
    }
    deployment.stack
}

fn scope<'a>(template: &'a Template, stack: &'a Stack, resources: &'a BTreeMap<String, Made>) -> Scope<'a> {
    Scope { template, parameters: &stack.parameters, resources, stack_name: &stack.name, stack_id: &stack.id }
}

fn failed_to(ids: &str, verb: &str) -> String {
    format!("The following resource(s) failed to {verb}: [{ids}]. ")
}

impl Deployment<'_, '_> {
    fn enter(&mut self, status: &'static str, reason: &str) {
        let before = (!self.stack.status.is_empty()).then(|| self.stack.status.to_owned());
        self.stack.enter(status, reason, self.caller.context.now);
        self.caller.context.changed(format!("stack {}", self.stack.name), before, Some(status.to_owned()));
    }

    fn mark(&mut self, resource: &mut StackResource, status: &'static str, reason: &str) {
        resource.status = status;
        reason.clone_into(&mut resource.reason);
        resource.at = self.caller.context.now;
        self.stack.note(&resource.id, &resource.made.physical_id, &resource.kind, status, reason, resource.at);
    }

    /// Brings about what the template says. The error is the logical id of the resource that failed.
    fn apply(&mut self, template: &Template, old: &[StackResource]) -> Result<(), String> {
        let stack = self.stack.clone();
        let mut made: BTreeMap<String, Made> = BTreeMap::new();
        let nothing = BTreeMap::new();
        let conditions = scope(template, &stack, &nothing);
        let holds = |name: &str| conditions.holds(name);
        let deployed = |condition: &Option<String>| condition.as_deref().is_none_or(holds);
        let order = graph::order(template, &|resource| deployed(&resource.condition), Some(&holds));
        // A template with a circle in it was refused when it was read.
        for resource in order.unwrap_or_default() {
            let properties = scope(template, &stack, &made).resolve(&resource.properties);
            let properties = properties.map(|value| match value {
                Some(serde_json::Value::Object(properties)) => properties,
                _ => Properties::new(),
            });
            let old = old.iter().find(|held| held.id == resource.id);
            let result = self.bring_about(resource, properties, old);
            made.insert(resource.id.clone(), result?);
        }
        self.stack.outputs.clear();
        for output in template.outputs.iter().filter(|output| deployed(&output.condition)) {
            let value = scope(template, &stack, &made).text(&output.value).map_err(|reason| {
                let now = self.caller.context.now;
                self.stack.note(&output.name, "", "Output", "CREATE_FAILED", &reason, now);
                output.name.clone()
            })?;
            let (name, description) = (output.name.clone(), output.description.clone());
            self.stack.outputs.push(StackOutput { name, value, description });
        }
        Ok(())
    }

    /// Makes, changes, replaces or keeps one resource.
    fn bring_about(
        &mut self,
        resource: &Resource,
        properties: Result<Properties, String>,
        old: Option<&StackResource>,
    ) -> Result<Made, String> {
        let kind = self.catalog.kind(&resource.kind).expect("a template with an unknown type was refused");
        let mut wanted = StackResource {
            id: resource.id.clone(),
            kind: resource.kind.clone(),
            made: Made::default(),
            properties: properties.as_ref().cloned().unwrap_or_default(),
            status: "",
            reason: String::new(),
            at: self.caller.context.now,
            retained: resource.retained,
        };
        let resolved = properties.map(drop).map_err(Failure::new);
        let replaces = old.is_some_and(|old| {
            old.kind != wanted.kind
                || kind.fixed.iter().any(|name| old.properties.get(*name) != wanted.properties.get(*name))
        });
        match old {
            Some(old) if old.kind == wanted.kind && old.properties == wanted.properties && resolved.is_ok() => {
                self.stack.resources.push(StackResource { retained: resource.retained, ..old.clone() });
                return Ok(old.made.clone());
            }
            Some(old) if !replaces => {
                wanted.made = old.made.clone();
                self.mark(&mut wanted, "UPDATE_IN_PROGRESS", "");
                let outcome = resolved.and_then(|()| {
                    (kind.update)(&mut self.caller, &old.made.physical_id, &old.properties, &wanted.properties)
                });
                self.finish(outcome, &mut wanted, "UPDATE_COMPLETE", "UPDATE_FAILED");
                self.journal.push(Step::Changed(old.clone(), wanted.clone()));
            }
            Some(old) => {
                self.mark(
                    &mut wanted,
                    "UPDATE_IN_PROGRESS",
                    "Requested update requires the creation of a new physical resource; hence creating one.",
                );
                let name = wanted.properties.get(kind.name_property);
                let named = old.kind == wanted.kind && name.is_some() && name == old.properties.get(kind.name_property);
                let outcome = match resolved {
                    Ok(()) if named => Err(Failure::new(format!(
                        "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename {} and update the stack again.",
                        old.made.physical_id
                    ))),
                    Ok(()) => self.make(kind, &mut wanted),
                    Err(failure) => Err(failure),
                };
                self.finish(outcome, &mut wanted, "UPDATE_COMPLETE", "UPDATE_FAILED");
                self.journal.push(Step::Replaced(old.clone(), wanted.clone()));
            }
            None => {
                self.mark(&mut wanted, "CREATE_IN_PROGRESS", "");
                let outcome = resolved.and_then(|()| self.make(kind, &mut wanted));
                self.finish(outcome, &mut wanted, "CREATE_COMPLETE", "CREATE_FAILED");
                self.journal.push(Step::Made(wanted.clone()));
            }
        }
        self.stack.resources.push(wanted.clone());
        if wanted.status.ends_with("_FAILED") { Err(wanted.id) } else { Ok(wanted.made) }
    }

    fn make(&mut self, kind: &Kind, wanted: &mut StackResource) -> Outcome<()> {
        let order = Order { stack: &self.stack.name, id: &wanted.id, properties: &wanted.properties };
        (kind.create)(&mut self.caller, &order, &mut wanted.made)
    }

    fn finish(&mut self, outcome: Outcome<()>, resource: &mut StackResource, done: &'static str, failed: &'static str) {
        match outcome {
            Ok(()) => self.mark(resource, done, ""),
            Err(failure) => self.mark(resource, failed, &failure.reason),
        }
    }

    /// Deletes a resource. False when that fails; what is retained or was never made is no failure.
    fn remove(&mut self, resource: &mut StackResource) -> bool {
        if matches!(resource.status, "DELETE_COMPLETE" | "DELETE_SKIPPED") {
            return true;
        }
        if resource.made.physical_id.is_empty() {
            self.mark(resource, "DELETE_COMPLETE", "");
            return true;
        }
        if resource.retained {
            self.mark(resource, "DELETE_SKIPPED", "");
            return true;
        }
        let kind = self.catalog.kind(&resource.kind).expect("a template with an unknown type was refused");
        self.mark(resource, "DELETE_IN_PROGRESS", "");
        let physical_id = resource.made.physical_id.clone();
        let outcome = (kind.delete)(&mut self.caller, &physical_id, &resource.properties);
        self.finish(outcome, resource, "DELETE_COMPLETE", "DELETE_FAILED");
        resource.status == "DELETE_COMPLETE"
    }

    /// Deletes what an update has left behind: what was replaced, and what the template no longer has. That
    /// such a deletion fails does not make the update fail; AWS too leaves the resource and notes it.
    fn clean_up(&mut self, old: &[StackResource]) {
        let mut replaced = Vec::new();
        for step in std::mem::take(&mut self.journal) {
            if let Step::Replaced(old, _) = step {
                replaced.push(old);
            }
        }
        let gone = old.iter().filter(|old| self.stack.resource(&old.id).is_none()).cloned();
        let gone: Vec<_> = gone.chain(replaced).collect();
        for mut resource in gone.into_iter().rev() {
            self.remove(&mut resource);
        }
    }

    /// Undoes the journal, last step first. `before` are the stack's resources as they were.
    fn undo(&mut self, failed: &str, words: &Words, before: Vec<StackResource>) {
        self.enter(words.undoing, &(failed_to(failed, words.verb) + "Rollback requested by user."));
        let reason = self.stack.reason.clone();
        let mut stuck = Vec::new();
        let mut removed = Vec::new();
        for step in std::mem::take(&mut self.journal).into_iter().rev() {
            match step {
                Step::Made(mut new) | Step::Replaced(_, mut new) => {
                    if !self.remove(&mut new) {
                        stuck.push(new.id.clone());
                    }
                    removed.push(new);
                }
                Step::Changed(mut old, new) => {
                    let kind = self.catalog.kind(&old.kind).expect("it was changed a moment ago");
                    self.mark(&mut old, "UPDATE_IN_PROGRESS", "");
                    let physical_id = old.made.physical_id.clone();
                    let outcome = (kind.update)(&mut self.caller, &physical_id, &new.properties, &old.properties);
                    self.finish(outcome, &mut old, "UPDATE_COMPLETE", "UPDATE_FAILED");
                    if old.status == "UPDATE_FAILED" {
                        stuck.push(old.id.clone());
                    }
                }
            }
        }
        // After a failed creation the stack still lists what it had made; after an update it is as before.
        self.stack.resources = before;
        if words.verb == "create" {
            removed.reverse();
            self.stack.resources = removed;
        }
        if stuck.is_empty() {
            self.enter(words.undone, &reason);
        } else {
            self.enter(words.stuck, &failed_to(&stuck.join(", "), "roll back"));
        }
    }
}
