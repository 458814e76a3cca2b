//! `UpdateTable`: how it is billed, its protection, and its global indexes.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html>

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::super::declare::{attribute_types, billing, index, index_throughput, throughput};
use super::super::describe::describe;
use super::super::error::{Error, NO_TABLE};
use super::super::input::{body, flag, list, object, table_name, text};
use super::super::lifecycle::{Status, begin, keep};
use super::super::limits::MAX_GLOBAL_INDEXES;
use super::super::streams::specification;
use super::super::table::Table;
use super::super::throughput::Throughput;
use super::find_named;
use crate::operation::{Call, Context};
use crate::sim::time::Time;

/// What a request may ask for; without any of these there is nothing to do. Encryption, the table's class and the most
/// that a table billed by request may take are accepted and change nothing here.
const PARTS: [&str; 9] = [
    "ProvisionedThroughput",
    "BillingMode",
    "StreamSpecification",
    "GlobalSecondaryIndexUpdates",
    "SSESpecification",
    "ReplicaUpdates",
    "DeletionProtectionEnabled",
    "TableClass",
    "OnDemandThroughput",
];

/// Changes a table. It is UPDATING for a while, and a new index is built for longer; what is asked for holds from the
/// start.
pub fn update_table(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let name = table_name(&body)?;
    let empty = |part: &&str| match body.get(*part) {
        None | Some(Value::Null) => true,
        Some(Value::Array(list)) => list.is_empty(),
        Some(_) => false,
    };
    if PARTS.iter().all(empty) {
        return Err(Error::invalid(
            "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required",
        ));
    }
    if list(&body, "ReplicaUpdates")?.is_some_and(|list| !list.is_empty()) {
        return Err(Error::invalid("Replicas of tables in other regions are not simulated: there is one region"));
    }
    let changes = changes(&body)?;
    let mut table = Table::clone(&*find_named(context, &name)?);
    table.check_active()?;
    change_billing(&mut table, &body, &changes, context.now)?;
    table.protected = flag(&body, "DeletionProtectionEnabled")?.unwrap_or(table.protected);
    Arc::make_mut(&mut table.schema).types.extend(attribute_types(&body)?);
    for (index, change) in changes {
        let status = match &change {
            Change::Create(_) => Status::Creating,
            Change::Update(_) => Status::Updating,
            Change::Delete => Status::Deleting,
        };
        if table.pending.values().any(|other| other.status != Status::Updating) && status != Status::Updating {
            return Err(too_many_indexes());
        }
        change_index(&mut table, &index, change, context.now)?;
        begin(context, &mut table, &index, status);
    }
    if let Some(asked) = specification::read(&body)? {
        specification::apply(context, &mut table, asked)?;
    }
    begin(context, &mut table, "", Status::Updating);
    let shown = describe(&table, context.now);
    context.changed(name.as_ref(), Some("table".to_owned()), Some("table, updated".to_owned()));
    keep(context, table);
    Ok(json!({"TableDescription": shown}))
}

/// A change of one index, by its name.
enum Change<'a> {
    Create(&'a Map<String, Value>),
    Update(&'a Map<String, Value>),
    Delete,
}

fn changes(body: &Map<String, Value>) -> Result<Vec<(Arc<str>, Change<'_>)>, Error> {
    let (mut changes, mut names, mut rebuilt) = (Vec::new(), BTreeSet::new(), 0);
    for asked in list(body, "GlobalSecondaryIndexUpdates")?.into_iter().flatten().filter_map(Value::as_object) {
        let parts = [object(asked, "Create")?, object(asked, "Update")?, object(asked, "Delete")?];
        let [created, updated, deleted] = parts;
        let change = match (created, updated, deleted) {
            (Some(declared), _, _) => Change::Create(declared),
            (_, Some(units), _) => Change::Update(units),
            (_, _, Some(_)) => Change::Delete,
            (None, None, None) => {
                return Err(Error::wrong(
                    "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null",
                ));
            }
        };
        let name: Arc<str> =
            parts.into_iter().flatten().find_map(|part| text(part, "IndexName").ok()?).unwrap_or_default().into();
        if !names.insert(name.clone()) {
            return Err(Error::wrong(&format!(
                "Only one global secondary index update per index is allowed simultaneously. Index: {name}"
            )));
        }
        rebuilt += usize::from(!matches!(change, Change::Update(_)));
        changes.push((name, change));
    }
    if rebuilt > 1 { Err(too_many_indexes()) } else { Ok(changes) }
}

fn too_many_indexes() -> Error {
    Error::LimitExceeded(
        "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table".to_owned(),
    )
}

/// Changes how a table is billed and the units that it has itself. A table that is to have units needs them for its
/// indexes too.
fn change_billing(
    table: &mut Table,
    body: &Map<String, Value>,
    changes: &[(Arc<str>, Change<'_>)],
    now: Time,
) -> Result<(), Error> {
    let on_demand = billing(body)?.unwrap_or(table.on_demand);
    let switched = on_demand != table.on_demand;
    if !switched && object(body, "ProvisionedThroughput")?.is_none() {
        return Ok(());
    }
    let units = throughput(body, on_demand)?;
    table.on_demand = on_demand;
    if !switched {
        return table.throughput.change(units, "table", now);
    }
    table.throughput = units.into();
    if on_demand {
        for index in Arc::make_mut(&mut table.schema).indexes.values_mut() {
            index.throughput = Throughput::default();
        }
        return Ok(());
    }
    let given = |name: &Arc<str>| changes.iter().any(|(held, _)| held == name);
    let global = table.schema.indexes.values().filter(|index| index.global);
    let lacking: Vec<&str> = global.filter(|index| !given(&index.name)).map(|index| &*index.name).collect();
    if lacking.is_empty() {
        return Ok(());
    }
    Err(Error::wrong(&format!("ProvisionedThroughput must be specified for index: {}", lacking.join(","))))
}

fn change_index(table: &mut Table, name: &Arc<str>, change: Change<'_>, now: Time) -> Result<(), Error> {
    if let Change::Create(declared) = change {
        return create_index(table, declared);
    }
    let on_demand = table.on_demand;
    let Some(held) = Arc::make_mut(&mut table.schema).indexes.get_mut(name).filter(|index| index.global) else {
        return Err(Error::NotFound(NO_TABLE.to_owned()));
    };
    if let Change::Update(units) = change {
        return held.throughput.change(index_throughput(units, name, on_demand)?, "index", now);
    }
    Ok(())
}

fn create_index(table: &mut Table, declared: &Map<String, Value>) -> Result<(), Error> {
    let index = index(declared, true, table.on_demand, &table.schema.types)?;
    if table.schema.indexes.contains_key(&index.name) {
        let name = &index.name;
        return Err(Error::Validation(format!("Attempting to create an index which already exists: {name}")));
    }
    if table.schema.indexes.values().filter(|index| index.global).count() >= MAX_GLOBAL_INDEXES {
        return Err(Error::LimitExceeded(format!(
            "GlobalSecondaryIndex count exceeds the per-table limit of {MAX_GLOBAL_INDEXES}"
        )));
    }
    table.add_index(index);
    Ok(())
}
