//! One write: read from a request, planned against a table, and done. Single calls, batches and transactions share it.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::capacity::{Consumed, write_units};
use super::error::Error;
use super::expiry;
use super::expressions::apply::TOO_LARGE;
use super::expressions::{Condition, Kind, Placeholders, Update, legacy};
use super::input::{choice, missing, object, one_form, table_name, text};
use super::key::PrimaryKey;
use super::limits::{MAX_ITEM_BYTES, MAX_NESTING};
use super::streams;
use super::table::Table;
use super::throughput::{Use, charge};
use super::value::{Item, item_size};
use super::wire::{TOO_DEEP, read_item, write_item};
use crate::operation::Context;
use crate::protocol::json;

/// What kind of write a request is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `PutItem`.
    Put,
    /// `UpdateItem`.
    Update,
    /// `DeleteItem`.
    Delete,
    /// `ConditionCheck` of a transaction.
    Check,
}

/// A write.
#[derive(Clone, Debug)]
pub struct Write {
    /// The table.
    pub table: Arc<str>,
    /// What is done.
    pub action: Action,
    condition: Option<Condition>,
    shows_old_on_failure: bool,
}

/// What a write does.
#[derive(Clone, Debug)]
pub enum Action {
    /// Puts this item.
    Put(Item),
    /// Puts this item, which must be new.
    Insert(Item),
    /// Changes the item of this key.
    Update(Item, Update),
    /// Deletes the item of this key.
    Delete(Item),
    /// Only looks at the item of this key.
    Check(Item),
}

/// What a write will do to a table.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The item's key.
    pub key: PrimaryKey,
    /// The item as it is.
    pub before: Option<Arc<Item>>,
    /// The item as it will be.
    pub after: Option<Arc<Item>>,
}

impl Write {
    /// Reads a write from its request, or from its part of a transaction.
    ///
    /// # Errors
    /// What can be wrong without looking at a table.
    pub fn read(form: Form, body: &Map<String, Value>) -> Result<Self, Error> {
        let table = table_name(body)?;
        let failure = choice(body, "ReturnValuesOnConditionCheckFailure", &["ALL_OLD", "NONE"], "NONE")?;
        let field = if form == Form::Put { "Item" } else { "Key" };
        let item = read_item(json::field(body, field).filter(|value| !value.is_null()).ok_or_else(|| missing(field))?)?;
        one_form(
            body,
            &["AttributeUpdates", "Expected", "ConditionalOperator"],
            &["UpdateExpression", "ConditionExpression"],
        )?;
        let condition = text(body, "ConditionExpression")?;
        let update = text(body, "UpdateExpression")?.filter(|_| form == Form::Update);
        if form == Form::Check && condition.is_none() {
            return Err(missing("ConditionExpression"));
        }
        let without = match form {
            Form::Update => "UpdateExpression and ConditionExpression are null",
            _ => "ConditionExpression is null",
        };
        let expressions = condition.is_some() || update.is_some();
        let mut placeholders = Placeholders::read(body, expressions, Some(without).filter(|_| !expressions))?;
        let mut changes = update.map(|text| Update::parse(text, &mut placeholders)).transpose()?;
        let mut condition =
            condition.map(|text| Condition::parse(Kind::Condition, text, &mut placeholders)).transpose()?;
        placeholders.finish()?;
        condition = legacy::joined(body, "Expected")?.or(condition);
        if let Some(updates) = object(body, "AttributeUpdates")?.filter(|_| form == Form::Update) {
            changes = Some(legacy::updates(updates)?);
        }
        let action = match form {
            Form::Put => Action::Put(item),
            Form::Update => Action::Update(item, changes.unwrap_or_default()),
            Form::Delete => Action::Delete(item),
            Form::Check => Action::Check(item),
        };
        Self::of(table, action, condition, failure == "ALL_OLD")
    }

    /// A write that was not read from a request's own fields.
    ///
    /// # Errors
    /// When its item is too large.
    pub fn of(
        table: Arc<str>,
        action: Action,
        condition: Option<Condition>,
        shows_old_on_failure: bool,
    ) -> Result<Self, Error> {
        match &action {
            Action::Put(item) | Action::Insert(item) if item_size(item) > MAX_ITEM_BYTES => {
                Err(Error::invalid("Item size has exceeded the maximum allowed size"))
            }
            _ => Ok(Self { table, action, condition, shows_old_on_failure }),
        }
    }

    /// The key of the item that it is about.
    ///
    /// # Errors
    /// When the item or the key does not fit the table.
    pub fn key(&self, table: &Table) -> Result<PrimaryKey, Error> {
        match &self.action {
            Action::Put(item) | Action::Insert(item) => table.schema.key_of_item(item),
            Action::Update(key, _) | Action::Delete(key) | Action::Check(key) => table.schema.key_of(key),
        }
    }

    /// What it will do to `table`, and what that costs, which is taken from the table's units.
    ///
    /// # Errors
    /// Those of [`Self::plan`], and when there are no units left. A write whose condition does not hold costs too.
    pub fn prepare(&self, context: &mut Context<'_>, table: &Table) -> Result<(Plan, Consumed), Error> {
        match self.plan(table) {
            Ok(plan) => {
                let consumed = plan.consumed(table);
                charge(context, table, Use::Write, &consumed)?;
                Ok((plan, consumed))
            }
            Err(error @ Error::ConditionFailed(_)) => {
                let size = self.key(table).ok().and_then(|key| table.get(&key)).map_or(0, |item| item_size(&item));
                let consumed = Consumed { table: write_units(size), ..Consumed::default() };
                charge(context, table, Use::Write, &consumed)?;
                Err(error)
            }
            Err(error) => Err(error),
        }
    }

    /// What it will do to `table`, which stays as it is.
    ///
    /// # Errors
    /// When the item does not fit the table, or the condition does not hold.
    pub fn plan(&self, table: &Table) -> Result<Plan, Error> {
        let key = self.key(table)?;
        if let Action::Update(_, update) = &self.action
            && let Some(path) = update.paths().find(|path| table.schema.keys.has(path.attribute()))
        {
            let name = path.attribute();
            return Err(Error::wrong(&format!("Cannot update attribute {name}. This attribute is part of the key")));
        }
        let before = table.get(&key);
        let nothing = Item::new();
        if let Some(condition) = &self.condition
            && !condition.holds(before.as_deref().unwrap_or(&nothing))
        {
            let shown = before.filter(|_| self.shows_old_on_failure).map(Arc::unwrap_or_clone);
            return Err(Error::ConditionFailed(shown));
        }
        let after = match &self.action {
            Action::Insert(_) if before.is_some() => return Err(Error::Duplicate),
            Action::Put(item) | Action::Insert(item) => Some(Arc::new(item.clone())),
            Action::Delete(_) => None,
            Action::Check(_) => before.clone(),
            Action::Update(named, update) => updated(before.as_deref(), named, update, table)?.map(Arc::new),
        };
        Ok(Plan { key, before, after })
    }
}

fn updated(before: Option<&Item>, named: &Item, update: &Update, table: &Table) -> Result<Option<Item>, Error> {
    let after = update.apply(before.unwrap_or(named))?;
    let only_takes = update.set.is_empty() && update.add.is_empty() && update.paths().next().is_some();
    if before.is_none() && only_takes {
        return Ok(None);
    }
    table.schema.key_of_item(&after)?;
    // An update may copy a map into itself, so that its own value is no deeper than allowed and the item is.
    if after.values().any(|value| value.is_deeper_than(MAX_NESTING - 1)) {
        return Err(Error::invalid(TOO_DEEP));
    }
    if item_size(&after) > MAX_ITEM_BYTES {
        return Err(Error::invalid(TOO_LARGE));
    }
    Ok(Some(after))
}

impl Plan {
    /// Does it.
    pub fn carry_out(&self, table: &str, context: &mut Context<'_>) {
        self.write(table, context, false);
    }

    /// Does it because the item's time is over, which a stream tells.
    pub fn expire(&self, table: &str, context: &mut Context<'_>) {
        self.write(table, context, true);
    }

    fn write(&self, table: &str, context: &mut Context<'_>, expired: bool) {
        if self.before == self.after {
            return;
        }
        let Some(held) = context.world.dynamodb_mut().table_mut(table) else { return };
        held.write(&self.key, self.before.as_deref(), self.after.as_deref());
        let shown = |item: &Option<Arc<Item>>| item.as_ref().map(|item| write_item(item).to_string());
        let named = self.after.as_ref().or(self.before.as_ref());
        let key = named.map(|item| write_item(&held.schema.keys_only(None, item)).to_string()).unwrap_or_default();
        let watched = held.expires_by.is_some().then(|| held.name.clone());
        context.changed(format!("{table} {key}"), shown(&self.before), shown(&self.after));
        streams::change::note(context, table, self.before.as_ref(), self.after.as_ref(), expired);
        if let Some(name) = watched {
            expiry::watch(context, &name);
        }
    }

    /// What it costs: the larger of the item before and after, and what changes in each index.
    #[must_use]
    pub fn consumed(&self, table: &Table) -> Consumed {
        let size = |item: &Option<Arc<Item>>| item.as_ref().map_or(0, |item| item_size(item));
        let mut consumed =
            Consumed { table: write_units(size(&self.before).max(size(&self.after))), ..Consumed::default() };
        for index in table.schema.indexes.values() {
            let entry = |item: &Option<Arc<Item>>| table.schema.entry_in(index, item.as_ref()?, &self.key);
            let units = match (entry(&self.before), entry(&self.after)) {
                (None, None) => continue,
                (Some((old, before)), Some((new, after))) if old == new => {
                    let held = self.before.iter().flat_map(|item| table.schema.held_by(index, item));
                    if held.eq(self.after.iter().flat_map(|item| table.schema.held_by(index, item))) {
                        continue;
                    }
                    write_units(before.max(after))
                }
                (before, after) => before.iter().chain(&after).map(|(_, bytes)| write_units(*bytes)).sum(),
            };
            consumed.indexes.insert(index.name.clone(), units);
        }
        consumed
    }
}
