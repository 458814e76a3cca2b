//! A table as AWS describes it.

use serde_json::{Value, json};

use super::schema::{Index, KeySchema, Projection};
use super::table::Table;

/// The description of `table` in `status`.
#[must_use]
pub fn describe(table: &Table, status: &str) -> Value {
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
        "TableStatus": status,
        "CreationDateTime": table.created.epoch_ms() as f64 / 1_000.0,
        "ProvisionedThroughput": throughput(table.throughput),
        "TableSizeBytes": bytes,
        "ItemCount": count,
        "TableArn": table.arn(),
        "TableId": &*table.id,
        "DeletionProtectionEnabled": table.protected,
    });
    if table.on_demand {
        shown["BillingModeSummary"] = json!({"BillingMode": "PAY_PER_REQUEST"});
    }
    for (field, global) in [("LocalSecondaryIndexes", false), ("GlobalSecondaryIndexes", true)] {
        let indexes = table.schema.indexes.values().filter(|index| index.global == global);
        let indexes: Vec<Value> = indexes.map(|index| describe_index(table, index, status)).collect();
        if !indexes.is_empty() {
            shown[field] = Value::Array(indexes);
        }
    }
    shown
}

fn key_schema(keys: &KeySchema) -> Value {
    let mut shown = vec![json!({"AttributeName": &*keys.hash, "KeyType": "HASH"})];
    shown.extend(keys.range.as_ref().map(|range| json!({"AttributeName": &**range, "KeyType": "RANGE"})));
    Value::Array(shown)
}

fn throughput((read, write): (u64, u64)) -> Value {
    json!({"NumberOfDecreasesToday": 0, "ReadCapacityUnits": read, "WriteCapacityUnits": write})
}

fn describe_index(table: &Table, index: &Index, status: &str) -> Value {
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
        shown["IndexStatus"] = json!(status);
        shown["ProvisionedThroughput"] = throughput(index.throughput);
    }
    shown
}
