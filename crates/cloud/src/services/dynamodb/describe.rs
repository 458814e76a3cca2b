//! A table as AWS describes it.

use serde_json::{Value, json};

use super::lifecycle::Status;
use super::schema::{Index, KeySchema, Projection};
use super::streams::stream::arn;
use super::table::Table;
use crate::sim::time::Time;

/// The description of `table` as it is `now`.
#[must_use]
pub fn describe(table: &Table, now: Time) -> Value {
    let attributes: Vec<Value> = table
        .schema
        .types
        .iter()
        .map(|(name, kind)| json!({"AttributeName": &**name, "AttributeType": kind}))
        .collect();
    let (count, bytes) = table.figures(None);
    let mut shown = json!({
        "AttributeDefinitions": attributes,
        "TableName": &*table.name,
        "KeySchema": key_schema(&table.schema.keys),
        "TableStatus": table.status().name(),
        "CreationDateTime": table.created.epoch_ms() as f64 / 1_000.0,
        "ProvisionedThroughput": table.throughput.shown(now),
        "TableSizeBytes": bytes,
        "ItemCount": count,
        "TableArn": table.arn(),
        "TableId": &*table.id,
        "DeletionProtectionEnabled": table.protected,
    });
    if table.on_demand {
        shown["BillingModeSummary"] = json!({"BillingMode": "PAY_PER_REQUEST"});
    }
    if let Some(latest) = &table.stream {
        if latest.enabled {
            shown["StreamSpecification"] = json!({"StreamEnabled": true, "StreamViewType": latest.view});
        }
        shown["LatestStreamLabel"] = json!(&*latest.label);
        shown["LatestStreamArn"] = json!(arn(&table.name, &latest.label));
    }
    for (field, global) in [("LocalSecondaryIndexes", false), ("GlobalSecondaryIndexes", true)] {
        let indexes = table.schema.indexes.values().filter(|index| index.global == global);
        let indexes: Vec<Value> = indexes.map(|index| describe_index(table, index, now)).collect();
        if !indexes.is_empty() {
            shown[field] = Value::Array(indexes);
        }
    }
    shown
}

/// A key as AWS describes it.
#[must_use]
pub fn key_schema(keys: &KeySchema) -> Value {
    let mut shown = vec![json!({"AttributeName": &*keys.hash, "KeyType": "HASH"})];
    shown.extend(keys.range.as_ref().map(|range| json!({"AttributeName": &**range, "KeyType": "RANGE"})));
    Value::Array(shown)
}

fn describe_index(table: &Table, index: &Index, now: Time) -> Value {
    let projection = match &index.projection {
        Projection::All => json!({"ProjectionType": "ALL"}),
        Projection::KeysOnly => json!({"ProjectionType": "KEYS_ONLY"}),
        Projection::Include(names) => {
            json!({"ProjectionType": "INCLUDE", "NonKeyAttributes": names.iter().map(|name| &**name).collect::<Vec<_>>()})
        }
    };
    let (count, bytes) = table.figures(Some(index));
    let mut shown = json!({
        "IndexName": &*index.name,
        "KeySchema": key_schema(&index.keys),
        "Projection": projection,
        "IndexSizeBytes": bytes,
        "ItemCount": count,
        "IndexArn": format!("{}/index/{}", table.arn(), index.name),
    });
    if index.global {
        let status = table.index_status(&index.name);
        shown["IndexStatus"] = json!(status.name());
        if status == Status::Creating && table.status() != Status::Creating {
            shown["Backfilling"] = json!(true);
        }
        shown["ProvisionedThroughput"] = index.throughput.shown(now);
    }
    shown
}
