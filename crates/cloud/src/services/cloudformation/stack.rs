//! The state of CloudFormation: stacks, what is in them, and what happened to them.

use std::collections::BTreeMap;
use std::sync::Arc;

use imbl::OrdMap;

use super::intrinsics;
use super::resources::Properties;
use crate::sim::time::Time;

/// How many stacks there may be at once. AWS's default quota.
pub const MAX_STACKS: usize = 2_000;
/// How many events a stack keeps, the latest. AWS keeps those of 90 days.
const MAX_EVENTS: usize = 1_000;

/// The state of the service.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Every stack by its ARN, those that were deleted among them.
    pub stacks: OrdMap<String, Arc<Stack>>,
}

/// A stack: what a template was deployed to.
#[derive(Clone, Debug, Default)]
pub struct Stack {
    /// Its ARN.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What its template says of itself.
    pub description: String,
    /// How it stands, in AWS's words: `CREATE_COMPLETE`, `ROLLBACK_COMPLETE`.
    pub status: &'static str,
    /// Why it stands so; empty when all went well.
    pub reason: String,
    /// When it was made.
    pub created: Time,
    /// When it was last updated.
    pub updated: Option<Time>,
    /// When it was deleted.
    pub deleted: Option<Time>,
    /// The values of its parameters.
    pub parameters: BTreeMap<String, String>,
    /// What its deployer acknowledged.
    pub capabilities: Vec<String>,
    /// The template as it was given.
    pub template: Arc<str>,
    /// Its resources in the order in which they were made.
    pub resources: Vec<StackResource>,
    /// Its outputs.
    pub outputs: Vec<StackOutput>,
    /// What happened, oldest first.
    pub events: Vec<StackEvent>,
}

/// A resource of a stack.
#[derive(Clone, Debug, PartialEq)]
pub struct StackResource {
    /// Its logical id.
    pub id: String,
    /// Its type.
    pub kind: String,
    /// Its physical id and its attributes.
    pub made: intrinsics::Resource,
    /// Its properties, resolved.
    pub properties: Properties,
    /// How it stands: `CREATE_COMPLETE`.
    pub status: &'static str,
    /// Why it stands so; empty when all went well.
    pub reason: String,
    /// Since when.
    pub at: Time,
    /// Whether it stays when the stack goes.
    pub retained: bool,
}

/// An output of a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackOutput {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// What it is.
    pub description: String,
}

/// One line of a stack's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackEvent {
    /// Its id, unique in the stack.
    pub id: String,
    /// The logical id of the resource; the stack's name for the stack itself.
    pub logical_id: String,
    /// The physical id, where there is one.
    pub physical_id: String,
    /// The resource's type.
    pub kind: String,
    /// The new status.
    pub status: &'static str,
    /// Why; empty when it needs no reason.
    pub reason: String,
    /// When.
    pub at: Time,
}

impl State {
    /// The stack that a call names: one that is not deleted by its name, any by its ARN.
    #[must_use]
    pub fn find(&self, name_or_id: &str) -> Option<&Arc<Stack>> {
        self.stacks.get(name_or_id).or_else(|| self.live().find(|stack| stack.name == name_or_id))
    }

    /// The stacks that are not deleted.
    pub fn live(&self) -> impl Iterator<Item = &Arc<Stack>> {
        self.stacks.values().filter(|stack| stack.deleted.is_none())
    }
}

impl Stack {
    /// The resource called `id`.
    #[must_use]
    pub fn resource(&self, id: &str) -> Option<&StackResource> {
        self.resources.iter().find(|resource| resource.id == id)
    }

    /// Why the stack's latest operation failed: the reason of the first resource that did; none if none did.
    #[must_use]
    pub fn failure(&self) -> Option<&StackEvent> {
        let start = self.events.iter().rposition(|event| event.reason == "User Initiated").unwrap_or(0);
        self.events[start..].iter().find(|event| event.status.ends_with("_FAILED"))
    }

    /// Notes a new status of the stack itself.
    pub fn enter(&mut self, status: &'static str, reason: &str, at: Time) {
        self.status = status;
        self.reason = reason.to_owned();
        let (name, id) = (self.name.clone(), self.id.clone());
        self.note(&name, &id, "AWS::CloudFormation::Stack", status, reason, at);
    }

    /// Notes a new status of a resource.
    pub fn note(
        &mut self,
        logical_id: &str,
        physical_id: &str,
        kind: &str,
        status: &'static str,
        reason: &str,
        at: Time,
    ) {
        if self.events.len() == MAX_EVENTS {
            self.events.remove(0);
        }
        let number = self.events.last().map_or(1, |last| {
            let number = last.id.rsplit('-').next().and_then(|number| number.parse::<u32>().ok());
            number.unwrap_or_default() + 1
        });
        self.events.push(StackEvent {
            id: format!("{logical_id}-{status}-{number}"),
            logical_id: logical_id.to_owned(),
            physical_id: physical_id.to_owned(),
            kind: kind.to_owned(),
            status,
            reason: reason.to_owned(),
            at,
        });
    }
}
