//! Tables and indexes that take their time, and items whose time is over.

use serde_json::{Value, json};

use super::super::lifecycle::LONGEST;
use super::{Lab, lab};
use crate::model::{
    DYNAMODB_EXPIRY, DYNAMODB_EXPIRY_CHANGE, DYNAMODB_INDEX_ALLOCATION, DYNAMODB_TABLE_CREATION,
    DYNAMODB_TABLE_DELETION,
};
use crate::sim::time::{EPOCH_MS, Span};

const CREATE: &str = r#"{"TableName": "Notes", "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}], "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "GlobalSecondaryIndexes": [{"IndexName": "again", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"}}]}"#;
const NAME: &str = r#"{"TableName": "Notes"}"#;
const GET: &str = r#"{"TableName": "Notes", "Key": {"id": {"S": "a"}}}"#;

fn waiting() -> Lab {
    let mut lab = lab();
    lab.waits = true;
    lab
}

/// What `DescribeTable` says of the table and its first global index.
fn status(lab: &mut Lab, table: &str) -> (String, String) {
    let shown = lab.ok("DescribeTable", &json!({"TableName": table}).to_string());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&shown["Table"]["TableStatus"]), text(&shown["Table"]["GlobalSecondaryIndexes"][0]["IndexStatus"]))
}

#[track_caller]
fn is(lab: &mut Lab, table: &str, expected: (&str, &str)) {
    assert_eq!(status(lab, table), (expected.0.to_owned(), expected.1.to_owned()));
}

fn twice(span: Span) -> Span {
    Span(span.0 * 2)
}

#[test]
fn a_table_is_made_and_deleted_in_its_time() {
    let mut lab = waiting();
    assert_eq!(lab.ok("CreateTable", CREATE)["TableDescription"]["TableStatus"], "CREATING");
    is(&mut lab, "Notes", ("CREATING", "CREATING"));
    let in_use = "ResourceInUseException";
    lab.refuse("CreateTable", CREATE, in_use, "Table already exists: Notes")
        .refuse("GetItem", GET, "ResourceNotFoundException", "Requested resource not found")
        .refuse(
            "DeleteTable",
            NAME,
            in_use,
            "Attempt to change a resource which is still in use: Table is being created: Notes",
        );
    lab.pass(twice(DYNAMODB_TABLE_CREATION));
    is(&mut lab, "Notes", ("ACTIVE", "ACTIVE"));
    lab.check("GetItem", GET, "{}");
    assert_eq!(lab.ok("DeleteTable", NAME)["TableDescription"]["TableStatus"], "DELETING");
    is(&mut lab, "Notes", ("DELETING", "DELETING"));
    lab.ok("DeleteTable", NAME);
    lab.pass(twice(DYNAMODB_TABLE_DELETION));
    lab.refuse(
        "DescribeTable",
        NAME,
        "ResourceNotFoundException",
        "Requested resource not found: Table: Notes not found",
    );
    // What was set for the table before does nothing to one of its name.
    lab.ok("CreateTable", CREATE);
    lab.pass(twice(DYNAMODB_TABLE_CREATION));
    is(&mut lab, "Notes", ("ACTIVE", "ACTIVE"));
}

#[test]
fn an_index_is_built_while_its_table_works() {
    let mut lab = waiting();
    lab.put(r#"{"album": {"S": "a"}, "number": {"N": "1"}, "day": {"S": "monday"}}"#);
    let change = |part: Value| {
        json!({"TableName": "Photos", "AttributeDefinitions": [{"AttributeName": "day", "AttributeType": "S"}],
            "GlobalSecondaryIndexUpdates": [part]})
        .to_string()
    };
    let create = |name: &str| {
        change(json!({"Create": {"IndexName": name, "KeySchema": [{"AttributeName": "day", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"}}}))
    };
    lab.ok("UpdateTable", &create("a-day"));
    is(&mut lab, "Photos", ("UPDATING", "CREATING"));
    lab.refuse(
        "UpdateTable",
        &create("b-day"),
        "ResourceInUseException",
        "Attempt to change a resource which is still in use: Table is being updated: Photos",
    );
    lab.pass(twice(DYNAMODB_INDEX_ALLOCATION));
    is(&mut lab, "Photos", ("ACTIVE", "CREATING"));
    let scan = r#"{"TableName": "Photos", "IndexName": "a-day", "Select": "COUNT"}"#;
    lab.invalid("Scan", scan, "Cannot read from backfilling global secondary index: a-day");
    lab.refuse(
        "UpdateTable",
        &create("b-day"),
        "LimitExceededException",
        "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
    );
    lab.put(r#"{"album": {"S": "a"}, "number": {"N": "2"}, "day": {"S": "monday"}}"#);
    lab.pass(LONGEST);
    is(&mut lab, "Photos", ("ACTIVE", "ACTIVE"));
    lab.check("Scan", scan, r#"{"Count": 2, "ScannedCount": 2}"#);
    lab.ok("UpdateTable", &change(json!({"Delete": {"IndexName": "a-day"}})));
    is(&mut lab, "Photos", ("UPDATING", "DELETING"));
    lab.pass(LONGEST);
    lab.invalid("Scan", scan, "The table does not have the specified index: a-day");
    let shown = lab.ok("DescribeTable", r#"{"TableName": "Photos"}"#);
    assert_eq!(
        shown["Table"]["AttributeDefinitions"].as_array().map(Vec::len),
        Some(4),
        "the index took its type along"
    );
}

/// Puts a photo that expires so many seconds after the run began.
fn put(lab: &mut Lab, number: u32, until: &str) {
    lab.put(&format!(
        r#"{{"album": {{"S": "a"}}, "number": {{"N": "{number}"}}, "place": {{"S": "port"}}, "until": {until}}}"#
    ));
}

fn at(seconds: i64) -> String {
    let second = i64::try_from(EPOCH_MS / 1_000).unwrap() + seconds;
    format!(r#"{{"N": "{second}.5"}}"#)
}

fn left(lab: &mut Lab) -> Vec<String> {
    let shown = lab.ok("Scan", r#"{"TableName": "Photos", "IndexName": "by-place"}"#);
    let numbers =
        shown["Items"].as_array().unwrap().iter().map(|item| item["number"]["N"].as_str().unwrap().to_owned());
    numbers.collect()
}

const EXPIRE: &str =
    r#"{"TableName": "Photos", "TimeToLiveSpecification": {"Enabled": true, "AttributeName": "until"}}"#;

#[test]
fn what_has_expired_is_deleted_some_time_later() {
    let mut lab = waiting();
    put(&mut lab, 1, &at(60));
    lab.ok("UpdateTimeToLive", EXPIRE);
    put(&mut lab, 2, &at(120));
    put(&mut lab, 3, &at(7_200));
    put(&mut lab, 4, r#"{"S": "1767603660"}"#);
    put(&mut lab, 5, &at(-6 * 365 * 86_400));
    put(&mut lab, 6, r#"{"N": "99999999999999999999999999999999"}"#);
    lab.pass(Span::from_s(61));
    assert_eq!(left(&mut lab), ["1", "2", "3", "4", "5", "6"], "an expired item is there until it is deleted");
    lab.pass(twice(DYNAMODB_EXPIRY));
    assert_eq!(left(&mut lab), ["3", "4", "5", "6"]);
    // An item that was given more time is not deleted at its former time.
    put(&mut lab, 3, &at(100_000));
    lab.pass(Span::from_s(20_000));
    assert_eq!(left(&mut lab), ["3", "4", "5", "6"]);
    lab.pass(Span::from_s(100_000));
    assert_eq!(left(&mut lab), ["4", "5", "6"]);
}

#[test]
fn without_a_time_to_live_nothing_is_deleted() {
    let mut lab = waiting();
    lab.ok("UpdateTimeToLive", EXPIRE);
    put(&mut lab, 1, &at(4_000));
    let disable = EXPIRE.replace("true", "false");
    lab.invalid("UpdateTimeToLive", EXPIRE, "TimeToLive is already enabled");
    lab.invalid("UpdateTimeToLive", &disable, "Time to live has been modified multiple times within a fixed interval");
    lab.pass(DYNAMODB_EXPIRY_CHANGE);
    lab.ok("UpdateTimeToLive", &disable);
    lab.pass(Span::from_s(100_000));
    assert_eq!(left(&mut lab), ["1"]);
}
