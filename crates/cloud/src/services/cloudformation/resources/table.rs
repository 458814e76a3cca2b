//! AWS::DynamoDB::Table.

use serde_json::{Value as Json, json};

use super::{Kind, Made, Order, Properties, TAGS, items, object, text};
use crate::account::{ACCOUNT_ID, REGION};
use crate::services::cloudformation::calls::{Caller, Failure, Outcome};
use crate::services::cloudformation::shape::{Property, Shape, optional, required};

/// The longest name of a table. AWS's value.
const LONGEST_NAME: usize = 255;

const ATTRIBUTES: Shape = Shape::List(&Shape::Object(&[
    required("AttributeName", Shape::Text),
    required("AttributeType", Shape::OneOf(&["S", "N", "B"])),
]));
const KEYS: Shape = Shape::List(&Shape::Object(&[
    required("AttributeName", Shape::Text),
    required("KeyType", Shape::OneOf(&["HASH", "RANGE"])),
]));
const UNITS: Shape =
    Shape::Object(&[required("ReadCapacityUnits", Shape::Integer), required("WriteCapacityUnits", Shape::Integer)]);
const PROJECTION: Shape = Shape::Object(&[
    optional("ProjectionType", Shape::OneOf(&["ALL", "KEYS_ONLY", "INCLUDE"])),
    optional("NonKeyAttributes", Shape::List(&Shape::Text)),
]);
const LOCAL_INDEX: &[Property] =
    &[required("IndexName", Shape::Text), required("KeySchema", KEYS), required("Projection", PROJECTION)];
const GLOBAL_INDEX: &[Property] = &[
    required("IndexName", Shape::Text),
    required("KeySchema", KEYS),
    required("Projection", PROJECTION),
    optional("ProvisionedThroughput", UNITS),
];

/// The type.
pub static TABLE: Kind = Kind {
    name: "AWS::DynamoDB::Table",
    properties: &[
        optional("TableName", Shape::Text),
        required("KeySchema", KEYS),
        optional("AttributeDefinitions", ATTRIBUTES),
        optional("BillingMode", Shape::OneOf(&["PROVISIONED", "PAY_PER_REQUEST"])),
        optional("ProvisionedThroughput", UNITS),
        optional("LocalSecondaryIndexes", Shape::List(&Shape::Object(LOCAL_INDEX))),
        optional("GlobalSecondaryIndexes", Shape::List(&Shape::Object(GLOBAL_INDEX))),
        optional("StreamSpecification", Shape::Object(&[required("StreamViewType", Shape::Text)])),
        optional(
            "TimeToLiveSpecification",
            Shape::Object(&[optional("AttributeName", Shape::Text), required("Enabled", Shape::Text)]),
        ),
        optional("DeletionProtectionEnabled", Shape::Text),
        TAGS,
        optional("PointInTimeRecoverySpecification", Shape::Ignored),
        optional("SSESpecification", Shape::Ignored),
        optional("TableClass", Shape::Ignored),
    ],
    attributes: &["Arn", "StreamArn"],
    name_property: "TableName",
    fixed: &["TableName", "KeySchema", "LocalSecondaryIndexes"],
    create,
    update,
    delete,
};

/// The properties that `CreateTable` takes as they are.
const TAKEN: [&str; 8] = [
    "KeySchema",
    "AttributeDefinitions",
    "BillingMode",
    "ProvisionedThroughput",
    "LocalSecondaryIndexes",
    "GlobalSecondaryIndexes",
    "DeletionProtectionEnabled",
    "Tags",
];

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    let name = order.name("TableName", LONGEST_NAME, caller);
    let mut body = object([("TableName", Some(Json::from(name.as_str())))]);
    for field in TAKEN {
        body.extend(taken(order.properties, field).map(|value| (field.to_owned(), value)));
    }
    body.extend(stream(order.properties).map(|stream| ("StreamSpecification".to_owned(), stream)));
    let answer = caller.dynamodb("CreateTable", body)?;
    for (attribute, field) in [("Arn", "TableArn"), ("StreamArn", "LatestStreamArn")] {
        if let Some(told) = answer["TableDescription"][field].as_str() {
            made.attributes.insert(attribute.to_owned(), told.to_owned());
        }
    }
    made.physical_id.clone_from(&name);
    match time_to_live(order.properties) {
        Some(attribute) => expire(caller, &name, &attribute, true),
        None => Ok(()),
    }
}

/// Changes what differs. It asks DynamoDB how the table is, rather than the template before: an update that fails half
/// way is undone by another, which then finds half of it.
fn update(caller: &mut Caller<'_, '_>, name: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    let named = || object([("TableName", Some(Json::from(name)))]);
    let is = caller.dynamodb("DescribeTable", named())?["Table"].take();
    let mut body = billing_changes(&is, new);
    let changes = index_changes(&is, new);
    if changes.iter().filter(|change| change.get("Update").is_none()).count() > 1 {
        return Err(Failure::new("Cannot perform more than one GSI creation or deletion in a single update"));
    }
    // What changes how the table is billed says the units of its indexes too, so all goes in one call.
    if !changes.is_empty() {
        body.insert("GlobalSecondaryIndexUpdates".to_owned(), Json::Array(changes));
        body.extend(taken(new, "AttributeDefinitions").map(|types| ("AttributeDefinitions".to_owned(), types)));
    }
    if !body.is_empty() {
        change(caller, name, body)?;
    }
    let view = |stream: &Json| stream["StreamViewType"].clone();
    let wanted = stream(new).unwrap_or_else(|| json!({"StreamEnabled": false}));
    if view(&is["StreamSpecification"]) != view(&wanted) {
        if !is["StreamSpecification"].is_null() && wanted["StreamEnabled"] == true {
            change(caller, name, object([("StreamSpecification", Some(json!({"StreamEnabled": false})))]))?;
        }
        change(caller, name, object([("StreamSpecification", Some(wanted))]))?;
    }
    let told = caller.dynamodb("DescribeTimeToLive", named())?;
    let before = told["TimeToLiveDescription"]["AttributeName"].as_str().map(str::to_owned);
    let after = time_to_live(new);
    for (attribute, enabled) in [(&before, false), (&after, true)] {
        if let Some(attribute) = attribute.as_ref().filter(|_| before != after) {
            expire(caller, name, attribute, enabled)?;
        }
    }
    retag(caller, name, old, new)
}

fn delete(caller: &mut Caller<'_, '_>, name: &str, _: &Properties) -> Outcome<()> {
    match caller.dynamodb("DeleteTable", object([("TableName", Some(Json::from(name)))])) {
        // DynamoDB answers 400 for a table that is not there, which is no failure of a deletion.
        Err(failure) if !failure.reason.contains("Requested resource not found") => Err(failure),
        _ => Ok(()),
    }
}

fn change(caller: &mut Caller<'_, '_>, name: &str, mut body: Properties) -> Outcome<()> {
    body.insert("TableName".to_owned(), Json::from(name));
    caller.dynamodb("UpdateTable", body).map(drop)
}

/// A property with numbers and truth values as the API takes them: templates may write both as texts.
fn taken(properties: &Properties, name: &str) -> Option<Json> {
    properties.get(name).map(|value| typed(name, value))
}

fn typed(name: &str, value: &Json) -> Json {
    match value {
        Json::String(text) if name.ends_with("CapacityUnits") => {
            text.parse::<i64>().map_or_else(|_| value.clone(), Json::from)
        }
        Json::String(text) if name.ends_with("Enabled") => Json::from(text == "true"),
        Json::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), typed(name, value))).collect(),
        Json::Array(list) => list.iter().map(|value| typed("", value)).collect(),
        _ => value.clone(),
    }
}

fn stream(properties: &Properties) -> Option<Json> {
    let view = properties.get("StreamSpecification")?.get("StreamViewType")?;
    Some(json!({"StreamEnabled": true, "StreamViewType": view}))
}

/// The attribute by which items expire; none when they do not.
fn time_to_live(properties: &Properties) -> Option<String> {
    let wanted = properties.get("TimeToLiveSpecification")?.as_object()?;
    (text(wanted, "Enabled") == "true").then(|| text(wanted, "AttributeName"))
}

fn expire(caller: &mut Caller<'_, '_>, name: &str, attribute: &str, enabled: bool) -> Outcome<()> {
    let wanted = json!({"AttributeName": attribute, "Enabled": enabled});
    let body = object([("TableName", Some(Json::from(name))), ("TimeToLiveSpecification", Some(wanted))]);
    caller.dynamodb("UpdateTimeToLive", body).map(drop)
}

/// What `UpdateTable` is asked for so that a table that is so is billed and protected as is wanted.
fn billing_changes(is: &Json, wanted: &Properties) -> Properties {
    let mode = text(wanted, "BillingMode");
    let on_demand = mode == "PAY_PER_REQUEST";
    let switched = on_demand != (is["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST");
    let units = taken(wanted, "ProvisionedThroughput").filter(|_| !on_demand);
    let same = units.as_ref().is_some_and(|units| same_units(units, &is["ProvisionedThroughput"]));
    let protected = text(wanted, "DeletionProtectionEnabled") == "true";
    let mode = if on_demand { "PAY_PER_REQUEST" } else { "PROVISIONED" };
    object([
        ("BillingMode", switched.then(|| Json::from(mode))),
        ("ProvisionedThroughput", units.filter(|_| !same || switched)),
        ("DeletionProtectionEnabled", (is["DeletionProtectionEnabled"] != protected).then_some(Json::from(protected))),
    ])
}

fn same_units(left: &Json, right: &Json) -> bool {
    ["ReadCapacityUnits", "WriteCapacityUnits"].iter().all(|field| left[*field] == right[*field])
}

/// The entries of `GlobalSecondaryIndexUpdates` that lead from a table's indexes to those that are wanted. One of
/// another key or projection is another index, though it has the same name.
fn index_changes(is: &Json, wanted: &Properties) -> Vec<Json> {
    let wanted = taken(wanted, "GlobalSecondaryIndexes").unwrap_or_default();
    let list = |indexes: &Json| indexes.as_array().cloned().unwrap_or_default();
    let (old, new) = (list(&is["GlobalSecondaryIndexes"]), list(&wanted));
    let find =
        |indexes: &[Json], index: &Json| indexes.iter().find(|held| held["IndexName"] == index["IndexName"]).cloned();
    let mut changes = Vec::new();
    for index in old.iter().filter(|index| find(&new, index).is_none()) {
        changes.push(json!({"Delete": {"IndexName": index["IndexName"]}}));
    }
    for index in &new {
        match find(&old, index) {
            None => changes.push(json!({"Create": index})),
            Some(held) if held["KeySchema"] != index["KeySchema"] || held["Projection"] != index["Projection"] => {
                changes.push(json!({"Delete": {"IndexName": index["IndexName"]}}));
                changes.push(json!({"Create": index}));
            }
            Some(held) => {
                let units = &index["ProvisionedThroughput"];
                if !units.is_null() && !same_units(units, &held["ProvisionedThroughput"]) {
                    let update = json!({"IndexName": index["IndexName"], "ProvisionedThroughput": units});
                    changes.push(json!({"Update": update}));
                }
            }
        }
    }
    changes
}

fn retag(caller: &mut Caller<'_, '_>, name: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    let (old, new) = (items(old, "Tags"), items(new, "Tags"));
    let arn = Json::from(format!("arn:aws:dynamodb:{REGION}:{ACCOUNT_ID}:table/{name}"));
    let gone: Json =
        old.iter().map(|tag| &tag["Key"]).filter(|key| new.iter().all(|tag| tag["Key"] != **key)).cloned().collect();
    if gone.as_array().is_some_and(|gone| !gone.is_empty()) {
        caller.dynamodb("UntagResource", object([("ResourceArn", Some(arn.clone())), ("TagKeys", Some(gone))]))?;
    }
    if old != new && !new.is_empty() {
        let tags = Json::Array(new.to_vec());
        caller.dynamodb("TagResource", object([("ResourceArn", Some(arn)), ("Tags", Some(tags))]))?;
    }
    Ok(())
}
