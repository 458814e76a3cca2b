//! Units that run out, in virtual time.

use serde_json::{Value, json};

use super::{Lab, lab};
use crate::sim::time::Span;

const TABLE: &str = "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.";
const INDEX: &str = "The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded. Consider increasing your provisioning level for the under-provisioned global secondary indexes with the UpdateTable API.";
const EXCEEDED: &str = "ProvisionedThroughputExceededException";

/// A table `Notes` with two units a second of each kind, and an index `by-day` with `index_units` to write.
fn provisioned(index_units: u64) -> Lab {
    let mut lab = lab();
    lab.ok("CreateTable", &json!({"TableName": "Notes", "ProvisionedThroughput": {"ReadCapacityUnits": 2, "WriteCapacityUnits": 2},
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}, {"AttributeName": "day", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "GlobalSecondaryIndexes": [{"IndexName": "by-day", "KeySchema": [{"AttributeName": "day", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
            "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": index_units}}]}).to_string());
    lab
}

/// An item that takes so many units to write.
fn put(id: &str, units: usize, more: &str) -> String {
    let text = "x".repeat(units * 1_024 - 30);
    format!(r#"{{"TableName": "Notes", "Item": {{"id": {{"S": "{id}"}}, "t": {{"S": "{text}"}}{more}}}}}"#)
}

fn units(read: u64, write: u64) -> Value {
    json!({"TableName": "Notes", "ProvisionedThroughput": {"ReadCapacityUnits": read, "WriteCapacityUnits": write}})
}

#[test]
fn writes_use_up_five_minutes_units_and_then_two_a_second() {
    let mut lab = provisioned(2);
    for number in 0..6 {
        lab.ok("PutItem", &put(&number.to_string(), 100, ""));
    }
    lab.refuse("PutItem", &put("a", 1, ""), EXCEEDED, TABLE);
    lab.pass(Span::from_s(1));
    lab.ok("PutItem", &put("a", 1, ""));
    lab.ok("PutItem", &put("b", 1, ""));
    lab.refuse("PutItem", &put("c", 1, ""), EXCEEDED, TABLE);
    // Reads have units of their own.
    lab.ok("GetItem", r#"{"TableName": "Notes", "Key": {"id": {"S": "a"}}}"#);
    lab.pass(Span::from_s(3_600));
    for number in 0..6 {
        lab.ok("PutItem", &put(&number.to_string(), 100, ""));
    }
    lab.refuse("PutItem", &put("a", 1, ""), EXCEEDED, TABLE);
}

#[test]
fn an_item_larger_than_what_is_left_is_written_in_debt() {
    let mut lab = provisioned(2);
    lab.ok("PutItem", &put("a", 399, ""));
    lab.ok("PutItem", &put("b", 399, ""));
    lab.pass(Span::from_s(98));
    lab.refuse("PutItem", &put("c", 1, ""), EXCEEDED, TABLE);
    lab.pass(Span::from_s(2));
    lab.ok("PutItem", &put("c", 1, ""));
}

#[test]
fn reads_are_counted_by_what_they_read() {
    let mut lab = provisioned(2);
    lab.ok("PutItem", &put("a", 390, ""));
    let scan = r#"{"TableName": "Notes", "ConsistentRead": true, "Select": "COUNT"}"#;
    for _ in 0..7 {
        lab.ok("Scan", scan);
    }
    lab.refuse("Scan", scan, EXCEEDED, TABLE);
    lab.refuse("GetItem", r#"{"TableName": "Notes", "Key": {"id": {"S": "a"}}}"#, EXCEEDED, TABLE);
    // An index reads from its own.
    lab.ok("Scan", r#"{"TableName": "Notes", "IndexName": "by-day"}"#);
}

#[test]
fn an_index_without_units_holds_up_its_table() {
    let mut lab = provisioned(1);
    let day = r#", "day": {"S": "monday"}"#;
    for number in 0..300 {
        lab.ok("PutItem", &put(&number.to_string(), 1, day));
    }
    lab.pass(Span::from_ms(1));
    let mut refused = false;
    for number in 300..304 {
        refused |= lab.send("PutItem", &put(&number.to_string(), 1, day)).status == 400;
    }
    assert!(refused);
    lab.refuse("PutItem", &put("x", 1, day), EXCEEDED, INDEX);
    let body: Value = serde_json::from_slice(&lab.send("PutItem", &put("x", 1, day)).body).unwrap();
    assert_eq!(
        body["ThrottlingReasons"],
        json!([{"reason": "IndexWriteProvisionedThroughputExceeded",
        "resource": "arn:aws:dynamodb:us-east-1:123456789012:table/Notes/index/by-day"}])
    );
    // What does not stand in the index goes on.
    lab.ok("PutItem", &put("x", 1, ""));
}

#[test]
fn a_batch_leaves_over_what_it_has_no_units_for() {
    let mut lab = provisioned(2);
    let request = |id: &str, size: usize| {
        let put: Value = serde_json::from_str(&put(id, size, "")).unwrap();
        json!({"PutRequest": {"Item": put["Item"]}})
    };
    let batch = json!({"RequestItems": {"Notes": [request("a", 399), request("b", 399), request("c", 1)]}}).to_string();
    let answer = lab.ok("BatchWriteItem", &batch);
    assert_eq!(answer["UnprocessedItems"]["Notes"], json!([request("c", 1)]));
    lab.refuse("BatchWriteItem", &answer.to_string().replace("UnprocessedItems", "RequestItems"), EXCEEDED, TABLE);
    let transaction = json!({"TransactItems": [{"Put": serde_json::from_str::<Value>(&put("d", 1, "")).unwrap()}]});
    lab.refuse(
        "TransactWriteItems",
        &transaction.to_string(),
        "TransactionCanceledException",
        "Transaction cancelled, please refer cancellation reasons for specific reasons [ProvisionedThroughputExceeded]",
    );
}

#[test]
fn units_change_and_their_decreases_are_limited() {
    let mut lab = provisioned(2);
    lab.invalid("UpdateTable", &units(2, 2).to_string(), "The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: 2. Requested ReadCapacityUnits: 2. Current WriteCapacityUnits provisioned for the table: 2. Requested WriteCapacityUnits: 2. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.");
    lab.ok("UpdateTable", &units(9, 9).to_string());
    for read in [8, 7, 6, 5] {
        lab.ok("UpdateTable", &units(read, 9).to_string());
    }
    lab.refuse("UpdateTable", &units(4, 9).to_string(), "LimitExceededException", "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. After the first 4 decreases, each subsequent decrease in the same UTC day can be performed at most once every 3600 seconds. Number of decreases today: 4. Last decrease at Monday, January 5, 2026 at 9:00:00 AM Coordinated Universal Time. Next decrease can be made at Monday, January 5, 2026 at 10:00:00 AM Coordinated Universal Time");
    lab.refuse("UpdateTable", &units(40_001, 9).to_string(), "LimitExceededException", "The requested ReadCapacityUnits, 40001, is above the per table maximum for the account in us-east-1. Per table maximum: 40000. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.");
    let shown = lab.ok("DescribeTable", r#"{"TableName": "Notes"}"#);
    let shown = &shown["Table"]["ProvisionedThroughput"];
    assert_eq!((&shown["NumberOfDecreasesToday"], &shown["ReadCapacityUnits"]), (&json!(4), &json!(5)));
    assert!(shown["LastDecreaseDateTime"].is_f64() && shown["LastIncreaseDateTime"].is_f64());
    lab.pass(Span::from_s(3_600));
    lab.ok("UpdateTable", &units(4, 9).to_string());
    lab.pass(Span::from_s(24 * 3_600));
    lab.ok("UpdateTable", &units(3, 9).to_string());
    let shown = lab.ok("DescribeTable", r#"{"TableName": "Notes"}"#);
    assert_eq!(shown["Table"]["ProvisionedThroughput"]["NumberOfDecreasesToday"], 1);
}

#[test]
fn a_table_changes_how_it_is_billed() {
    let mut lab = provisioned(2);
    lab.ok("UpdateTable", r#"{"TableName": "Notes", "BillingMode": "PAY_PER_REQUEST"}"#);
    let shown = lab.ok("DescribeTable", r#"{"TableName": "Notes"}"#);
    assert_eq!(shown["Table"]["BillingModeSummary"]["BillingMode"], "PAY_PER_REQUEST");
    assert_eq!(shown["Table"]["ProvisionedThroughput"]["ReadCapacityUnits"], 0);
    assert_eq!(shown["Table"]["GlobalSecondaryIndexes"][0]["ProvisionedThroughput"]["WriteCapacityUnits"], 0);
    for number in 0..4 {
        lab.ok("PutItem", &put(&number.to_string(), 399, ""));
    }
}

#[test]
fn a_table_billed_by_request_has_an_end_too() {
    let mut lab = provisioned(2);
    lab.ok("UpdateTable", r#"{"TableName": "Notes", "BillingMode": "PAY_PER_REQUEST"}"#);
    lab.drain("Notes");
    lab.refuse("PutItem", &put("a", 300, ""), "ThrottlingException", "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly. If exceptions persist, check if you have a hot key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html.");
    lab.pass(Span::from_s(1));
    lab.ok("PutItem", &put("a", 300, ""));
}

#[test]
fn limits_are_those_of_a_new_account() {
    lab().check(
        "DescribeLimits",
        "{}",
        r#"{"AccountMaxReadCapacityUnits": 80000, "AccountMaxWriteCapacityUnits": 80000,
        "TableMaxReadCapacityUnits": 40000, "TableMaxWriteCapacityUnits": 40000}"#,
    );
}
