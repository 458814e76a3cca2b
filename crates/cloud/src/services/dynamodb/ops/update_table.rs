//! `UpdateTable`: how it is billed, its protection, and its global indexes.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html>

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::super::declare::{attribute_types, billing, index, throughput};
use super::super::describe::describe;
use super::super::error::Error;
use super::super::input::{body, flag, list, object, table_name, text};
use super::super::limits::MAX_GLOBAL_INDEXES;
use super::super::table::Table;
use super::find_named;
use crate::operation::{Call, Context};

/// Changes a table, at once although the answer says that it is being updated.
pub fn update_table(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let name = table_name(&body)?;
    let mut table = Table::clone(&*find_named(context, &name)?);
    let on_demand = billing(&body)?;
    let switched = on_demand.is_some_and(|mode| mode != table.on_demand);
    table.on_demand = on_demand.unwrap_or(table.on_demand);
    if switched || object(&body, "ProvisionedThroughput")?.is_some() {
        let (read, write) = throughput(&body, table.on_demand, true)?;
        if !switched && (read, write) == table.throughput {
            return Err(Error::Validation(format!(
                "The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: {read}. Requested ReadCapacityUnits: {read}. Current WriteCapacityUnits provisioned for the table: {write}. Requested WriteCapacityUnits: {write}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits."
            )));
        }
        table.throughput = (read, write);
    }
    table.protected = flag(&body, "DeletionProtectionEnabled")?.unwrap_or(table.protected);
    Arc::make_mut(&mut table.schema).types.extend(attribute_types(&body)?);
    for change in list(&body, "GlobalSecondaryIndexUpdates")?.into_iter().flatten() {
        change_index(&mut table, change.as_object().unwrap_or(&Map::new()))?;
    }
    let shown = describe(&table, "UPDATING");
    context.changed(name.as_ref(), Some("table".to_owned()), Some("table, updated".to_owned()));
    context.world.dynamodb_mut().insert(table);
    Ok(json!({"TableDescription": shown}))
}

fn change_index(table: &mut Table, change: &Map<String, Value>) -> Result<(), Error> {
    if let Some(declared) = object(change, "Create")? {
        let index = index(declared, true, table.on_demand)?;
        if table.schema.indexes.contains_key(&index.name) {
            return Err(Error::Validation(format!(
                "Attempting to create an index which already exists: {}",
                index.name
            )));
        }
        if table.schema.indexes.values().filter(|index| index.global).count() >= MAX_GLOBAL_INDEXES {
            return Err(Error::LimitExceeded(format!(
                "GlobalSecondaryIndex count exceeds the per-table limit of {MAX_GLOBAL_INDEXES}"
            )));
        }
        if let Some(name) = index.keys.names().find(|name| !table.schema.types.contains_key(*name)) {
            return Err(Error::Validation(format!(
                "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [{name}]"
            )));
        }
        table.add_index(index);
        return Ok(());
    }
    let deleted = object(change, "Delete")?;
    let (body, deletes) = match (deleted, object(change, "Update")?) {
        (Some(body), _) => (body, true),
        (None, Some(body)) => (body, false),
        (None, None) => {
            return Err(Error::invalid(
                "One or more parameter values were invalid: One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null",
            ));
        }
    };
    let name = text(body, "IndexName")?.unwrap_or_default();
    let units = if deletes { (0, 0) } else { throughput(body, table.on_demand, true)? };
    let Some(index) = Arc::make_mut(&mut table.schema).indexes.get_mut(name).filter(|index| index.global) else {
        return Err(Error::NotFound("Requested resource not found".to_owned()));
    };
    index.throughput = units;
    if deletes {
        table.remove_index(name);
        let used: Vec<_> = table
            .schema
            .keys
            .names()
            .chain(table.schema.indexes.values().flat_map(|index| index.keys.names()))
            .cloned()
            .collect();
        Arc::make_mut(&mut table.schema).types.retain(|name, _| used.contains(name));
    }
    Ok(())
}
