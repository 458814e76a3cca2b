//! The operations of DynamoDB, one file each.

mod batch_execute_statement;
mod batch_get_item;
mod batch_write_item;
mod create_table;
mod delete_item;
mod delete_table;
mod describe_continuous_backups;
mod describe_endpoints;
mod describe_limits;
mod describe_table;
mod describe_time_to_live;
mod execute_statement;
mod execute_transaction;
mod get_item;
mod list_tables;
mod list_tags_of_resource;
mod put_item;
pub mod query;
pub mod scan;
mod tag_resource;
mod transact_get_items;
mod transact_write_items;
mod untag_resource;
mod update_item;
mod update_table;
mod update_time_to_live;

use std::sync::Arc;

use serde_json::{Value, json};

use super::access::{on_all, on_batch, on_index, on_resource, on_statement, on_statements, on_table, on_transaction};
use super::error::{Error, NO_TABLE};
use super::input::plain_name;
use super::lifecycle::Status;
use super::table::Table;
use crate::operation::{Context, Operation};

/// An entry of a table of operations: one answers JSON or its own error, and the wire form is made here once.
macro_rules! operation {
    ($name:literal, $module:ident, $access:expr) => {
        $crate::operation::Operation {
            name: $name,
            access: $access,
            run: |context, call| {
                let answer = $module::$module(context, call)?;
                Ok($crate::operation::Answer::Now($crate::protocol::json::answer("1.0", answer)))
            },
        }
    };
}
pub(super) use operation;

/// All of them.
pub static OPERATIONS: [Operation; 26] = [
    operation!("BatchExecuteStatement", batch_execute_statement, |call| on_statements(call, "Statements")),
    operation!("BatchGetItem", batch_get_item, |call| on_batch(call, "dynamodb:BatchGetItem")),
    operation!("BatchWriteItem", batch_write_item, |call| on_batch(call, "dynamodb:BatchWriteItem")),
    operation!("CreateTable", create_table, |call| on_table(call, "dynamodb:CreateTable")),
    operation!("DeleteItem", delete_item, |call| on_table(call, "dynamodb:DeleteItem")),
    operation!("DeleteTable", delete_table, |call| on_table(call, "dynamodb:DeleteTable")),
    operation!("DescribeEndpoints", describe_endpoints, |_| on_all("dynamodb:DescribeEndpoints")),
    operation!("DescribeLimits", describe_limits, |_| on_all("dynamodb:DescribeLimits")),
    operation!("DescribeContinuousBackups", describe_continuous_backups, |call| on_table(
        call,
        "dynamodb:DescribeContinuousBackups"
    )),
    operation!("DescribeTable", describe_table, |call| on_table(call, "dynamodb:DescribeTable")),
    operation!("DescribeTimeToLive", describe_time_to_live, |call| on_table(call, "dynamodb:DescribeTimeToLive")),
    operation!("ExecuteStatement", execute_statement, on_statement),
    operation!("ExecuteTransaction", execute_transaction, |call| on_statements(call, "TransactStatements")),
    operation!("GetItem", get_item, |call| on_table(call, "dynamodb:GetItem")),
    operation!("ListTables", list_tables, |_| on_all("dynamodb:ListTables")),
    operation!("ListTagsOfResource", list_tags_of_resource, |call| on_resource(call, "dynamodb:ListTagsOfResource")),
    operation!("PutItem", put_item, |call| on_table(call, "dynamodb:PutItem")),
    operation!("Query", query, |call| on_index(call, "dynamodb:Query")),
    operation!("Scan", scan, |call| on_index(call, "dynamodb:Scan")),
    operation!("TagResource", tag_resource, |call| on_resource(call, "dynamodb:TagResource")),
    operation!("TransactGetItems", transact_get_items, on_transaction),
    operation!("TransactWriteItems", transact_write_items, on_transaction),
    operation!("UntagResource", untag_resource, |call| on_resource(call, "dynamodb:UntagResource")),
    operation!("UpdateItem", update_item, |call| on_table(call, "dynamodb:UpdateItem")),
    operation!("UpdateTable", update_table, |call| on_table(call, "dynamodb:UpdateTable")),
    operation!("UpdateTimeToLive", update_time_to_live, |call| on_table(call, "dynamodb:UpdateTimeToLive")),
];

/// The table of a call with items. One that is being made is not there yet.
fn find(context: &Context<'_>, name: &str) -> Result<Arc<Table>, Error> {
    let table = context.world.dynamodb().table(name).filter(|table| table.status() != Status::Creating);
    table.cloned().ok_or_else(|| Error::NotFound(NO_TABLE.to_owned()))
}

/// The table of a call about tables.
fn find_named(context: &Context<'_>, name: &str) -> Result<Arc<Table>, Error> {
    context.world.dynamodb().table(name).cloned().ok_or_else(|| Error::no_table(name))
}

/// The table that an ARN names; its tags are not there either while it is being made.
fn find_by_arn(context: &Context<'_>, arn: &str) -> Result<Arc<Table>, Error> {
    let missing = || Error::NotFound(format!("{NO_TABLE}: ResourceArn: {arn} not found"));
    let named = |table: &&Arc<Table>| table.arn() == arn && table.status() != Status::Creating;
    context.world.dynamodb().table(plain_name(arn)).filter(named).cloned().ok_or_else(missing)
}

/// What a write adds to the collection of items of its partition, for tables with local indexes.
fn collection_metrics(table: &Table, item: &super::value::Item, asked: &str) -> Option<Value> {
    let local = table.schema.indexes.values().any(|index| !index.global);
    let hash = item.get(&table.schema.keys.hash).filter(|_| asked == "SIZE" && local)?;
    let key = super::value::Item::from([(table.schema.keys.hash.clone(), hash.clone())]);
    Some(json!({"ItemCollectionKey": super::wire::write_item(&key), "SizeEstimateRangeGB": [0.0, 1.0]}))
}
