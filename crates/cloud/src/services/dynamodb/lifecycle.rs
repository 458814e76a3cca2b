//! What becomes of tables and their global indexes by and by: they are made, changed and deleted in virtual time.
//!
//! A change begins with the call that asks for it and is done by a timer. On behalf of CloudFormation, which answers
//! when all is ready, it is done at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::error::Error;
use super::expiry;
use super::table::Table;
use crate::model::{
    DYNAMODB_INDEX_ALLOCATION, DYNAMODB_INDEX_CREATION, DYNAMODB_INDEX_DELETION, DYNAMODB_TABLE_CREATION,
    DYNAMODB_TABLE_DELETION, DYNAMODB_TABLE_UPDATE, jitter,
};
use crate::operation::{Context, Effect, Timer};
use crate::sim::time::Time;
use crate::sim::trace::Place;
use crate::world::World;

/// The state of a table or of a global index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is being made.
    Creating,
    /// It is there.
    Active,
    /// It is being changed.
    Updating,
    /// It is being deleted.
    Deleting,
}

impl Status {
    /// AWS's word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Creating => "CREATING",
            Self::Active => "ACTIVE",
            Self::Updating => "UPDATING",
            Self::Deleting => "DELETING",
        }
    }
}

/// Changes under way: by the index's name, empty for the table itself.
pub type Pending = BTreeMap<Arc<str>, Change>;

/// A change under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The state until it is done.
    pub status: Status,
    /// When it will be.
    done: Time,
}

const BECOMES_ACTIVE: &str = "becomes ACTIVE";
const IS_GONE: &str = "is deleted";

/// Begins a change of a table, or of its index `part`.
pub fn begin(context: &mut Context<'_>, table: &mut Table, part: &str, status: Status) {
    let span = match (part, status) {
        ("", Status::Creating) => DYNAMODB_TABLE_CREATION,
        ("", Status::Deleting) => DYNAMODB_TABLE_DELETION,
        (_, Status::Creating) => DYNAMODB_INDEX_CREATION,
        (_, Status::Deleting) => DYNAMODB_INDEX_DELETION,
        ("", _) if table.pending.values().any(|change| change.status == Status::Creating) => DYNAMODB_INDEX_ALLOCATION,
        _ => DYNAMODB_TABLE_UPDATE,
    };
    let done = context.now + jitter(context.rng, span);
    table.pending.insert(part.into(), Change { status, done });
}

/// Keeps a table whose changes have begun, and lets them go on.
pub fn keep(context: &mut Context<'_>, mut table: Table) {
    if context.message.is_none() {
        let parts: Vec<Arc<str>> = table.pending.keys().cloned().collect();
        let stays = parts.iter().all(|part| finish(&mut table, part));
        return settle(context, table, stays);
    }
    for (part, change) in &table.pending {
        let what = if change.status == Status::Deleting { IS_GONE } else { BECOMES_ACTIVE };
        let timer = timer(&table.name, what, part, true);
        // One that was set before is set again for the same moment; whichever comes second finds nothing to do.
        context.effects.push(Effect::Schedule { at: change.done, timer });
    }
    context.world.dynamodb_mut().insert(table);
}

/// A timer of this service.
#[must_use]
pub fn timer(table: &Arc<str>, what: &'static str, part: &Arc<str>, awaited: bool) -> Timer {
    Timer { service: "dynamodb", place: Place::Table(table.clone()), what, part: part.clone(), awaited }
}

/// Whether a timer that was set for `at` has something to do.
#[must_use]
pub fn is_due(world: &World, timer: &Timer, at: Time) -> bool {
    let Place::Table(name) = &timer.place else { return false };
    let Some(table) = world.dynamodb().table(name) else { return false };
    if timer.what == expiry::EXPIRE {
        return table.sweep == Some(at);
    }
    table.pending.get(&timer.part).is_some_and(|change| change.done == at)
}

/// Does what a timer was set for.
pub fn act(context: &mut Context<'_>, timer: &Timer) {
    let Place::Table(name) = &timer.place else { return };
    if timer.what == expiry::EXPIRE {
        return expiry::sweep(context, name);
    }
    let Some(mut table) = context.world.dynamodb().table(name).map(|table| Table::clone(table)) else { return };
    let subject = if timer.part.is_empty() { name.to_string() } else { format!("{name}/{}", timer.part) };
    let before = table.pending.get(&timer.part).map(|change| change.status.name().to_owned());
    let stays = finish(&mut table, &timer.part);
    let after = if timer.what == IS_GONE { None } else { Some(Status::Active.name().to_owned()) };
    context.changed(subject, before, after);
    settle(context, table, stays);
}

/// Puts a table whose change has ended into the world, or takes it out when it does not stay.
fn settle(context: &mut Context<'_>, table: Table, stays: bool) {
    let state = context.world.dynamodb_mut();
    if stays {
        state.insert(table);
    } else {
        state.remove(&table.name);
    }
}

/// Ends a change. Says whether the table is still there.
fn finish(table: &mut Table, part: &str) -> bool {
    let Some(change) = table.pending.remove(part) else { return true };
    match (part, change.status) {
        ("", Status::Deleting) => return false,
        (index, Status::Deleting) => table.remove_index(index),
        _ => {}
    }
    true
}

impl Table {
    /// The state of the table.
    #[must_use]
    pub fn status(&self) -> Status {
        self.pending.get("").map_or(Status::Active, |change| change.status)
    }

    /// The state of one of its global indexes, which is made with its table or after it.
    #[must_use]
    pub fn index_status(&self, name: &str) -> Status {
        match (self.pending.get(name), self.status()) {
            (Some(change), _) => change.status,
            (None, Status::Creating) => Status::Creating,
            (None, Status::Deleting) => Status::Deleting,
            (None, _) => Status::Active,
        }
    }

    /// Whether it may be changed now.
    ///
    /// # Errors
    /// When it is being made, changed or deleted.
    pub fn check_active(&self) -> Result<(), Error> {
        let verb = match self.status() {
            Status::Active => return Ok(()),
            Status::Creating => "created",
            Status::Updating => "updated",
            Status::Deleting => "deleted",
        };
        let name = &self.name;
        Err(Error::InUse(format!("Attempt to change a resource which is still in use: Table is being {verb}: {name}")))
    }
}

/// The longest that a change takes, for tests that wait for it.
#[cfg(test)]
pub const LONGEST: crate::sim::time::Span = crate::sim::time::Span(DYNAMODB_INDEX_CREATION.0 * 2);
