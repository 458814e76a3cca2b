//! Transactions: all or nothing.

use serde_json::{Value, json};

use super::lab;

const BOTH: &str = r#"{"ClientRequestToken": "t1", "TransactItems": [
    {"Put": {"TableName": "Photos", "Item": {"album": {"S": "a"}, "number": {"N": "1"}}}},
    {"ConditionCheck": {"TableName": "Photos", "Key": {"album": {"S": "b"}, "number": {"N": "1"}}, "ConditionExpression": "attribute_exists(album)"}}]}"#;

#[test]
fn one_that_fails_stops_all() {
    let mut lab = lab();
    lab.refuse(
        "TransactWriteItems",
        BOTH,
        "TransactionCanceledException",
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]",
    );
    let body: Value = serde_json::from_slice(&lab.send("TransactWriteItems", BOTH).body).unwrap();
    assert_eq!(
        body["CancellationReasons"],
        json!([{"Code": "None"},
        {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}])
    );
    lab.check("Scan", r#"{"TableName": "Photos", "Select": "COUNT"}"#, r#"{"Count": 0, "ScannedCount": 0}"#);
}

#[test]
fn a_token_does_it_once() {
    let mut lab = lab();
    lab.put(r#"{"album": {"S": "b"}, "number": {"N": "1"}}"#);
    lab.check("TransactWriteItems", BOTH, "{}");
    lab.ok("DeleteItem", r#"{"TableName": "Photos", "Key": {"album": {"S": "a"}, "number": {"N": "1"}}}"#);
    lab.check("TransactWriteItems", BOTH, "{}");
    lab.check("Scan", r#"{"TableName": "Photos", "Select": "COUNT"}"#, r#"{"Count": 1, "ScannedCount": 1}"#);
}

#[test]
fn reads_come_in_order() {
    let mut lab = lab();
    lab.put(r#"{"album": {"S": "b"}, "number": {"N": "1"}}"#);
    lab.check(
        "TransactGetItems",
        r#"{"TransactItems": [{"Get": {"TableName": "Photos", "Key": {"album": {"S": "a"}, "number": {"N": "1"}}}},
        {"Get": {"TableName": "Photos", "Key": {"album": {"S": "b"}, "number": {"N": "1"}}}}]}"#,
        r#"{"Responses": [{}, {"Item": {"album": {"S": "b"}, "number": {"N": "1"}}}]}"#,
    );
}
