//! What a request's fields must be, apart from what they mean: AWS checks all of them first, and tells every fault at
//! once: `2 validation errors detected: …; …`.

use serde_json::{Map, Value};

use super::error::Error;
use super::input::{check_length, is_of_name_characters, no_table_named, plain_name};
use super::limits::{MAX_BATCH_GET, MAX_SEGMENTS, MAX_TRANSACTION};
use super::wire::mismatch;
use crate::protocol::{camel, json};

/// One constraint.
#[derive(Clone, Copy)]
enum Rule {
    /// It must be there.
    Required,
    /// A name of a table or an index: its characters.
    Name,
    /// The least whole number.
    AtLeast(i64),
    /// The largest whole number.
    AtMost(i64),
    /// The fewest members or characters.
    Longer(usize),
    /// The most members or characters.
    Shorter(usize),
    /// One of these, in AWS's order.
    OneOf(&'static str),
}

use Rule::{AtLeast, AtMost, Longer, Name, OneOf, Required, Shorter};

/// A field's path and its constraint; `*` stands for each member of a list or a map.
type Rules = &'static [(&'static str, Rule)];

/// More faults than this are not told.
const MAX_TOLD: usize = 10;

const CAPACITY: (&str, Rule) = ("ReturnConsumedCapacity", OneOf("INDEXES, TOTAL, NONE"));
const METRICS: (&str, Rule) = ("ReturnItemCollectionMetrics", OneOf("SIZE, NONE"));
const TABLE: (&str, Rule) = ("TableName", Name);
const RETURNED: (&str, Rule) = ("ReturnValues", OneOf("ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW"));
const ON_FAILURE: (&str, Rule) = ("ReturnValuesOnConditionCheckFailure", OneOf("ALL_OLD, NONE"));
const CONDITIONAL: (&str, Rule) = ("ConditionalOperator", OneOf("OR, AND"));
const EXPECTED: (&str, Rule) = ("Expected.*.ComparisonOperator", OneOf(OPERATORS));
const OPERATORS: &str = "IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS";
const TYPES: &str = "B, N, S";
const KEY_TYPES: &str = "HASH, RANGE";
const PROJECTIONS: &str = "ALL, INCLUDE, KEYS_ONLY";
const BILLING: (&str, Rule) = ("BillingMode", OneOf("PROVISIONED, PAY_PER_REQUEST"));
const STREAM: (&str, Rule) = ("StreamSpecification.StreamEnabled", Required);
const VIEWS: (&str, Rule) =
    ("StreamSpecification.StreamViewType", OneOf("NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES, KEYS_ONLY"));

/// The rules of each operation, in the order in which faults are told.
static OPERATIONS: &[(&str, Rules)] = &[
    ("GetItem", &[CAPACITY, ("AttributesToGet", Longer(1)), TABLE, ("Key", Required)]),
    ("PutItem", &[CAPACITY, TABLE, METRICS, RETURNED, ON_FAILURE, CONDITIONAL, EXPECTED, ("Item", Required)]),
    ("DeleteItem", &[CAPACITY, TABLE, METRICS, RETURNED, ON_FAILURE, CONDITIONAL, EXPECTED, ("Key", Required)]),
    (
        "UpdateItem",
        &[
            CAPACITY,
            TABLE,
            METRICS,
            RETURNED,
            ON_FAILURE,
            CONDITIONAL,
            EXPECTED,
            ("Key", Required),
            ("AttributeUpdates.*.Action", OneOf("ADD, PUT, DELETE")),
        ],
    ),
    (
        "Query",
        &[
            CAPACITY,
            ("Select", OneOf("SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES")),
            ("Limit", AtLeast(1)),
            ("AttributesToGet", Longer(1)),
            TABLE,
            ("IndexName", Name),
            CONDITIONAL,
            ("QueryFilter.*.ComparisonOperator", Required),
            ("QueryFilter.*.ComparisonOperator", OneOf(OPERATORS)),
            ("KeyConditions.*.ComparisonOperator", Required),
            ("KeyConditions.*.ComparisonOperator", OneOf(OPERATORS)),
        ],
    ),
    (
        "Scan",
        &[
            CAPACITY,
            ("Select", OneOf("SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES")),
            ("Limit", AtLeast(1)),
            ("TotalSegments", AtLeast(1)),
            ("TotalSegments", AtMost(MAX_SEGMENTS)),
            ("Segment", AtLeast(0)),
            ("Segment", AtMost(MAX_SEGMENTS - 1)),
            ("AttributesToGet", Longer(1)),
            TABLE,
            ("IndexName", Name),
            CONDITIONAL,
            ("ScanFilter.*.ComparisonOperator", Required),
            ("ScanFilter.*.ComparisonOperator", OneOf(OPERATORS)),
        ],
    ),
    (
        "BatchGetItem",
        &[
            CAPACITY,
            ("RequestItems", Required),
            ("RequestItems", Longer(1)),
            ("RequestItems.*.Keys", Required),
            ("RequestItems.*.Keys", Longer(1)),
            ("RequestItems.*.Keys", Shorter(MAX_BATCH_GET)),
            ("RequestItems.*.AttributesToGet", Longer(1)),
        ],
    ),
    (
        "BatchWriteItem",
        &[
            CAPACITY,
            METRICS,
            ("RequestItems", Required),
            ("RequestItems", Longer(1)),
            ("RequestItems.*.*.PutRequest.Item", Required),
            ("RequestItems.*.*.DeleteRequest.Key", Required),
        ],
    ),
    (
        "TransactGetItems",
        &[
            CAPACITY,
            ("TransactItems", Required),
            ("TransactItems", Longer(1)),
            ("TransactItems", Shorter(MAX_TRANSACTION)),
            ("TransactItems.*.Get", Required),
            ("TransactItems.*.Get.TableName", Required),
            ("TransactItems.*.Get.TableName", Name),
            ("TransactItems.*.Get.Key", Required),
        ],
    ),
    (
        "TransactWriteItems",
        &[
            CAPACITY,
            METRICS,
            ("ClientRequestToken", Longer(1)),
            ("ClientRequestToken", Shorter(36)),
            ("TransactItems", Required),
            ("TransactItems", Longer(1)),
            ("TransactItems", Shorter(MAX_TRANSACTION)),
            ("TransactItems.*.Put.TableName", Required),
            ("TransactItems.*.Put.Item", Required),
            ("TransactItems.*.Put.ReturnValuesOnConditionCheckFailure", OneOf("ALL_OLD, NONE")),
            ("TransactItems.*.Update.TableName", Required),
            ("TransactItems.*.Update.Key", Required),
            ("TransactItems.*.Update.UpdateExpression", Required),
            ("TransactItems.*.Update.ReturnValuesOnConditionCheckFailure", OneOf("ALL_OLD, NONE")),
            ("TransactItems.*.Delete.TableName", Required),
            ("TransactItems.*.Delete.Key", Required),
            ("TransactItems.*.Delete.ReturnValuesOnConditionCheckFailure", OneOf("ALL_OLD, NONE")),
            ("TransactItems.*.ConditionCheck.TableName", Required),
            ("TransactItems.*.ConditionCheck.Key", Required),
            ("TransactItems.*.ConditionCheck.ConditionExpression", Required),
            ("TransactItems.*.ConditionCheck.ReturnValuesOnConditionCheckFailure", OneOf("ALL_OLD, NONE")),
        ],
    ),
    (
        "CreateTable",
        &[
            ("AttributeDefinitions", Required),
            ("AttributeDefinitions.*.AttributeName", Required),
            ("AttributeDefinitions.*.AttributeName", Longer(1)),
            ("AttributeDefinitions.*.AttributeName", Shorter(255)),
            ("AttributeDefinitions.*.AttributeType", Required),
            ("AttributeDefinitions.*.AttributeType", OneOf(TYPES)),
            TABLE,
            BILLING,
            ("ProvisionedThroughput.WriteCapacityUnits", Required),
            ("ProvisionedThroughput.WriteCapacityUnits", AtLeast(1)),
            ("ProvisionedThroughput.ReadCapacityUnits", Required),
            ("ProvisionedThroughput.ReadCapacityUnits", AtLeast(1)),
            ("KeySchema", Required),
            ("KeySchema", Longer(1)),
            ("KeySchema", Shorter(2)),
            ("KeySchema.*.AttributeName", Required),
            ("KeySchema.*.KeyType", Required),
            ("KeySchema.*.KeyType", OneOf(KEY_TYPES)),
            ("LocalSecondaryIndexes.*.IndexName", Required),
            ("LocalSecondaryIndexes.*.IndexName", Name),
            ("LocalSecondaryIndexes.*.IndexName", Longer(3)),
            ("LocalSecondaryIndexes.*.IndexName", Shorter(255)),
            ("LocalSecondaryIndexes.*.KeySchema", Required),
            ("LocalSecondaryIndexes.*.KeySchema", Longer(1)),
            ("LocalSecondaryIndexes.*.KeySchema", Shorter(2)),
            ("LocalSecondaryIndexes.*.KeySchema.*.AttributeName", Required),
            ("LocalSecondaryIndexes.*.KeySchema.*.KeyType", Required),
            ("LocalSecondaryIndexes.*.KeySchema.*.KeyType", OneOf(KEY_TYPES)),
            ("LocalSecondaryIndexes.*.Projection", Required),
            ("LocalSecondaryIndexes.*.Projection.ProjectionType", OneOf(PROJECTIONS)),
            ("LocalSecondaryIndexes.*.Projection.NonKeyAttributes", Longer(1)),
            ("GlobalSecondaryIndexes.*.IndexName", Required),
            ("GlobalSecondaryIndexes.*.IndexName", Name),
            ("GlobalSecondaryIndexes.*.IndexName", Longer(3)),
            ("GlobalSecondaryIndexes.*.IndexName", Shorter(255)),
            ("GlobalSecondaryIndexes.*.KeySchema", Required),
            ("GlobalSecondaryIndexes.*.KeySchema", Longer(1)),
            ("GlobalSecondaryIndexes.*.KeySchema", Shorter(2)),
            ("GlobalSecondaryIndexes.*.KeySchema.*.AttributeName", Required),
            ("GlobalSecondaryIndexes.*.KeySchema.*.KeyType", Required),
            ("GlobalSecondaryIndexes.*.KeySchema.*.KeyType", OneOf(KEY_TYPES)),
            ("GlobalSecondaryIndexes.*.Projection", Required),
            ("GlobalSecondaryIndexes.*.Projection.ProjectionType", OneOf(PROJECTIONS)),
            ("GlobalSecondaryIndexes.*.Projection.NonKeyAttributes", Longer(1)),
            ("GlobalSecondaryIndexes.*.ProvisionedThroughput.WriteCapacityUnits", Required),
            ("GlobalSecondaryIndexes.*.ProvisionedThroughput.WriteCapacityUnits", AtLeast(1)),
            ("GlobalSecondaryIndexes.*.ProvisionedThroughput.ReadCapacityUnits", Required),
            ("GlobalSecondaryIndexes.*.ProvisionedThroughput.ReadCapacityUnits", AtLeast(1)),
            STREAM,
            VIEWS,
        ],
    ),
    (
        "UpdateTable",
        &[
            ("AttributeDefinitions.*.AttributeName", Required),
            ("AttributeDefinitions.*.AttributeType", Required),
            ("AttributeDefinitions.*.AttributeType", OneOf(TYPES)),
            TABLE,
            BILLING,
            ("ProvisionedThroughput.WriteCapacityUnits", Required),
            ("ProvisionedThroughput.WriteCapacityUnits", AtLeast(1)),
            ("ProvisionedThroughput.ReadCapacityUnits", Required),
            ("ProvisionedThroughput.ReadCapacityUnits", AtLeast(1)),
            ("GlobalSecondaryIndexUpdates.*.Update.IndexName", Required),
            ("GlobalSecondaryIndexUpdates.*.Update.IndexName", Name),
            ("GlobalSecondaryIndexUpdates.*.Update.IndexName", Longer(3)),
            ("GlobalSecondaryIndexUpdates.*.Update.IndexName", Shorter(255)),
            ("GlobalSecondaryIndexUpdates.*.Update.ProvisionedThroughput.WriteCapacityUnits", Required),
            ("GlobalSecondaryIndexUpdates.*.Update.ProvisionedThroughput.WriteCapacityUnits", AtLeast(1)),
            ("GlobalSecondaryIndexUpdates.*.Update.ProvisionedThroughput.ReadCapacityUnits", Required),
            ("GlobalSecondaryIndexUpdates.*.Update.ProvisionedThroughput.ReadCapacityUnits", AtLeast(1)),
            ("GlobalSecondaryIndexUpdates.*.Create.IndexName", Required),
            ("GlobalSecondaryIndexUpdates.*.Create.IndexName", Name),
            ("GlobalSecondaryIndexUpdates.*.Create.IndexName", Longer(3)),
            ("GlobalSecondaryIndexUpdates.*.Create.IndexName", Shorter(255)),
            ("GlobalSecondaryIndexUpdates.*.Create.KeySchema", Required),
            ("GlobalSecondaryIndexUpdates.*.Create.KeySchema", Longer(1)),
            ("GlobalSecondaryIndexUpdates.*.Create.KeySchema", Shorter(2)),
            ("GlobalSecondaryIndexUpdates.*.Create.KeySchema.*.AttributeName", Required),
            ("GlobalSecondaryIndexUpdates.*.Create.KeySchema.*.KeyType", Required),
            ("GlobalSecondaryIndexUpdates.*.Create.KeySchema.*.KeyType", OneOf(KEY_TYPES)),
            ("GlobalSecondaryIndexUpdates.*.Create.Projection", Required),
            ("GlobalSecondaryIndexUpdates.*.Create.Projection.ProjectionType", OneOf(PROJECTIONS)),
            ("GlobalSecondaryIndexUpdates.*.Create.Projection.NonKeyAttributes", Longer(1)),
            ("GlobalSecondaryIndexUpdates.*.Delete.IndexName", Required),
            ("GlobalSecondaryIndexUpdates.*.Delete.IndexName", Name),
            ("GlobalSecondaryIndexUpdates.*.Delete.IndexName", Longer(3)),
            ("GlobalSecondaryIndexUpdates.*.Delete.IndexName", Shorter(255)),
            STREAM,
            VIEWS,
        ],
    ),
    ("DescribeTable", &[TABLE]),
    ("DeleteTable", &[TABLE]),
    ("DescribeTimeToLive", &[TABLE]),
    (
        "UpdateTimeToLive",
        &[
            TABLE,
            ("TimeToLiveSpecification", Required),
            ("TimeToLiveSpecification.AttributeName", Required),
            ("TimeToLiveSpecification.AttributeName", Longer(1)),
            ("TimeToLiveSpecification.AttributeName", Shorter(255)),
            ("TimeToLiveSpecification.Enabled", Required),
        ],
    ),
    ("ListTables", &[("Limit", AtLeast(1)), ("Limit", AtMost(100)), ("ExclusiveStartTableName", Name)]),
    ("ListTagsOfResource", &[("ResourceArn", Required), ("ResourceArn", Longer(1))]),
    (
        "TagResource",
        &[
            ("ResourceArn", Required),
            ("Tags", Required),
            ("Tags.*.Key", Required),
            ("Tags.*.Key", Longer(1)),
            ("Tags.*.Key", Shorter(128)),
            ("Tags.*.Value", Required),
            ("Tags.*.Value", Shorter(256)),
        ],
    ),
    ("UntagResource", &[("ResourceArn", Required), ("TagKeys", Required)]),
];

/// Checks the fields of a request for `operation`.
///
/// # Errors
/// A field of a type that it cannot have; a table's name that is missing or has a wrong length; or all constraints
/// that do not hold.
pub fn check(operation: &str, body: &Map<String, Value>) -> Result<(), Error> {
    let Some((_, rules)) = OPERATIONS.iter().find(|(name, _)| *name == operation) else { return Ok(()) };
    let mut told = Vec::new();
    for (path, rule) in *rules {
        let required = matches!(rule, Required);
        step(body, path, "", required, &mut |at, value| {
            fits(*rule, value)?;
            if told.len() < MAX_TOLD
                && let Some(constraint) = broken(*rule, value)
            {
                told.push(format!("Value {} at '{at}' failed to satisfy constraint: {constraint}", shown(value)));
            }
            Ok(())
        })?;
    }
    for (name, _) in rules.iter().filter(|(name, rule)| matches!(rule, Name) && !name.contains('.')) {
        match json::field(body, name).and_then(Value::as_str) {
            Some(held) => check_length(plain_name(held), name)?,
            None if *name == "TableName" => return Err(no_table_named()),
            None => {}
        }
    }
    match told.len() {
        0 => Ok(()),
        1 => Err(Error::Validation(format!("1 validation error detected: {}", told[0]))),
        count => Err(Error::Validation(format!("{count} validation errors detected: {}", told.join("; ")))),
    }
}

/// Checks that a value has a type to which the rule can be put.
fn fits(rule: Rule, value: Option<&Value>) -> Result<(), Error> {
    let Some(value) = value else { return Ok(()) };
    match rule {
        Name | OneOf(_) if !value.is_string() => Err(mismatch(value, "String")),
        AtLeast(_) | AtMost(_) if !value.is_i64() && !value.is_u64() => Err(mismatch(value, "Integer")),
        _ => Ok(()),
    }
}

/// The words of the constraint, when it does not hold.
fn broken(rule: Rule, value: Option<&Value>) -> Option<String> {
    let Some(value) = value else {
        return matches!(rule, Required).then(|| "Member must not be null".to_owned());
    };
    let length = || match value {
        Value::String(text) => text.chars().count(),
        Value::Array(list) => list.len(),
        Value::Object(map) => map.len(),
        _ => 0,
    };
    let number = || value.as_i64().unwrap_or(i64::MAX);
    let text = value.as_str().unwrap_or_default();
    Some(match rule {
        AtLeast(least) if number() < least => format!("Member must have value greater than or equal to {least}"),
        AtMost(most) if number() > most => format!("Member must have value less than or equal to {most}"),
        Longer(least) if length() < least => format!("Member must have length greater than or equal to {least}"),
        Shorter(most) if length() > most => format!("Member must have length less than or equal to {most}"),
        OneOf(choices) if !choices.split(", ").any(|choice| choice == text) => {
            format!("Member must satisfy enum value set: [{choices}]")
        }
        Name if !is_of_name_characters(plain_name(text)) => {
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+".to_owned()
        }
        _ => return None,
    })
}

/// A value as AWS's texts show it. What stands in structures, they show in Java's way: here it is left out.
fn shown(value: Option<&Value>) -> String {
    match value {
        None => "null".to_owned(),
        Some(Value::String(text)) => format!("'{text}'"),
        Some(Value::Array(list)) if list.iter().all(Value::is_string) => {
            let all: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            format!("'[{}]'", all.join(", "))
        }
        Some(Value::Array(_)) => "'[...]'".to_owned(),
        Some(Value::Object(map)) if map.is_empty() => "'{}'".to_owned(),
        Some(Value::Object(_)) => "'{...}'".to_owned(),
        Some(other) => format!("'{other}'"),
    }
}

type Visitor<'v> = &'v mut dyn FnMut(&str, Option<&Value>) -> Result<(), Error>;

/// Calls `visit` with each value at `path` in `map` and where it is, in AWS's way: `keySchema.1.member.keyType`; `at` is
/// where the map is. A value that is not there is visited only when it is `required` and what would hold it is there.
fn step(map: &Map<String, Value>, path: &str, at: &str, required: bool, visit: Visitor<'_>) -> Result<(), Error> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let value = json::field(map, name).filter(|value| !value.is_null());
    // Most of the fields that a request may have are not there: nothing is done for them.
    if value.is_none() && (rest.is_some() || !required) {
        return Ok(());
    }
    let here = if at.is_empty() { camel(name) } else { [at, &camel(name)].join(".") };
    match (value, rest) {
        (Some(value), Some(rest)) => enter(value, rest, &here, required, visit),
        (value, _) => visit(&here, value),
    }
}

fn enter(value: &Value, path: &str, at: &str, required: bool, visit: Visitor<'_>) -> Result<(), Error> {
    let Some(path) = path.strip_prefix("*") else {
        return value.as_object().map_or(Ok(()), |map| step(map, path, at, required, visit));
    };
    let mut member = |key: &dyn std::fmt::Display, value: &Value| {
        let at = format!("{at}.{key}.member");
        match path.strip_prefix('.') {
            Some(path) => enter(value, path, &at, required, visit),
            None => visit(&at, Some(value)),
        }
    };
    match value {
        Value::Array(list) => list.iter().enumerate().try_for_each(|(index, value)| member(&(index + 1), value)),
        Value::Object(map) => map.iter().try_for_each(|(key, value)| member(key, value)),
        _ => Ok(()),
    }
}
