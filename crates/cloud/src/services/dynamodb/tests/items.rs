//! Items: put, got, changed, deleted, with conditions and what is returned.

use super::lab;

const KEY: &str = r#""TableName": "Photos", "Key": {"album": {"S": "a"}, "number": {"N": "1"}}"#;

#[track_caller]
fn updates(before: &str, update: &str, values: &str, after: &str) {
    let mut lab = lab();
    let whole = |part: &str| format!(r#"{{"album": {{"S": "a"}}, "number": {{"N": "1"}}{part}}}"#);
    lab.put(&whole(before));
    let values = if values.is_empty() { String::new() } else { format!(r#", "ExpressionAttributeValues": {values}"#) };
    lab.ok("UpdateItem", &format!(r#"{{{KEY}, "UpdateExpression": "{update}"{values}}}"#));
    lab.check("GetItem", &format!("{{{KEY}}}"), &format!(r#"{{"Item": {}}}"#, whole(after)));
}

#[test]
fn an_item_comes_back_as_it_went() {
    let item = r#"{"album": {"S": "a"}, "number": {"N": "1"}, "all": {"M": {"b": {"B": "AAE="}, "l": {"L": [{"NULL": true},
        {"BOOL": false}, {"S": ""}]}, "n": {"NS": ["1", "2.5"]}, "s": {"SS": ["x", "y"]}, "bs": {"BS": ["AA=="]}}}}"#;
    let mut lab = lab();
    lab.put(item).check("GetItem", &format!("{{{KEY}}}"), &format!(r#"{{"Item": {item}}}"#));
}

#[test]
fn what_is_not_there_is_an_empty_answer() {
    lab().check("GetItem", &format!("{{{KEY}}}"), "{}").check("DeleteItem", &format!("{{{KEY}}}"), "{}");
}

#[test]
fn updates_change_items() {
    updates("", "SET n = :v", r#"{":v": {"N": "1"}}"#, r#", "n": {"N": "1"}"#);
    updates(r#", "n": {"N": "1.5"}"#, "SET n = n + :v", r#"{":v": {"N": "2"}}"#, r#", "n": {"N": "3.5"}"#);
    updates(r#", "n": {"N": "1"}"#, "set n = :v - n", r#"{":v": {"N": "2"}}"#, r#", "n": {"N": "1"}"#);
    updates("", "SET n = if_not_exists(n, :z) + :z", r#"{":z": {"N": "4"}}"#, r#", "n": {"N": "8"}"#);
    updates(
        r#", "l": {"L": [{"N": "1"}]}"#,
        "SET l = list_append(:v, l)",
        r#"{":v": {"L": [{"N": "0"}]}}"#,
        r#", "l": {"L": [{"N": "0"}, {"N": "1"}]}"#,
    );
    updates(
        r#", "l": {"L": [{"N": "1"}]}"#,
        "SET l[9] = :v",
        r#"{":v": {"N": "2"}}"#,
        r#", "l": {"L": [{"N": "1"}, {"N": "2"}]}"#,
    );
    updates(
        r#", "l": {"L": [{"N": "1"}, {"N": "2"}, {"N": "3"}]}"#,
        "REMOVE l[0], l[1]",
        "",
        r#", "l": {"L": [{"N": "3"}]}"#,
    );
    updates(r#", "m": {"M": {}}"#, "SET m.x = :v", r#"{":v": {"S": "y"}}"#, r#", "m": {"M": {"x": {"S": "y"}}}"#);
    updates("", "ADD n :v", r#"{":v": {"N": "5"}}"#, r#", "n": {"N": "5"}"#);
    updates(r#", "s": {"SS": ["a"]}"#, "ADD s :v", r#"{":v": {"SS": ["b"]}}"#, r#", "s": {"SS": ["a", "b"]}"#);
    updates(r#", "s": {"SS": ["a"]}"#, "DELETE s :v", r#"{":v": {"SS": ["a"]}}"#, "");
    updates(r#", "x": {"N": "1"}, "y": {"N": "2"}"#, "SET x = y, y = x", "", r#", "x": {"N": "2"}, "y": {"N": "1"}"#);
}

#[test]
fn an_update_returns_what_is_asked_for() {
    for (asked, expected) in [
        ("NONE", "{}"),
        ("UPDATED_OLD", r#"{"Attributes": {"m": {"M": {"x": {"N": "1"}}}}}"#),
        ("UPDATED_NEW", r#"{"Attributes": {"m": {"M": {"x": {"N": "2"}}}}}"#),
        (
            "ALL_OLD",
            r#"{"Attributes": {"album": {"S": "a"}, "number": {"N": "1"}, "m": {"M": {"x": {"N": "1"}, "y": {"N": "1"}}}}}"#,
        ),
        (
            "ALL_NEW",
            r#"{"Attributes": {"album": {"S": "a"}, "number": {"N": "1"}, "m": {"M": {"x": {"N": "2"}, "y": {"N": "1"}}}}}"#,
        ),
    ] {
        let mut lab = lab();
        lab.put(r#"{"album": {"S": "a"}, "number": {"N": "1"}, "m": {"M": {"x": {"N": "1"}, "y": {"N": "1"}}}}"#);
        let update = format!(
            r#"{{{KEY}, "UpdateExpression": "SET m.x = :v", "ExpressionAttributeValues": {{":v": {{"N": "2"}}}},
            "ReturnValues": "{asked}"}}"#
        );
        lab.check("UpdateItem", &update, expected);
    }
}

#[test]
fn a_condition_guards_a_write() {
    let mut lab = lab();
    let put = r#"{"TableName": "Photos", "Item": {"album": {"S": "a"}, "number": {"N": "1"}}, "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        "ConditionExpression": "attribute_not_exists(album)"}"#;
    lab.ok("PutItem", put);
    lab.refuse("PutItem", put, "ConditionalCheckFailedException", "The conditional request failed");
    let body = lab.send("PutItem", put).body;
    assert!(String::from_utf8_lossy(&body).contains(r#""Item":{"album":{"S":"a"},"number":{"N":"1"}}"#));
}

#[test]
fn older_forms_mean_the_same() {
    let mut lab = lab();
    let expected = r#"{"TableName": "Photos", "Item": {"album": {"S": "a"}, "number": {"N": "1"}}, "Expected": {"album": {"Exists": false}}}"#;
    lab.ok("PutItem", expected);
    lab.refuse("PutItem", expected, "ConditionalCheckFailedException", "The conditional request failed");
    lab.check("UpdateItem", &format!(r#"{{{KEY}, "AttributeUpdates": {{"n": {{"Action": "ADD", "Value": {{"N": "2"}}}}}}, "ReturnValues": "UPDATED_NEW"}}"#),
        r#"{"Attributes": {"n": {"N": "2"}}}"#);
    let query = r#"{"TableName": "Photos", "AttributesToGet": ["n"], "KeyConditions": {"album": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]}},
        "QueryFilter": {"n": {"ComparisonOperator": "GT", "AttributeValueList": [{"N": "1"}]}}}"#;
    lab.check("Query", query, r#"{"Items": [{"n": {"N": "2"}}], "Count": 1, "ScannedCount": 1}"#);
}

#[test]
fn writes_cost_by_the_larger_item() {
    let mut lab = lab();
    let big = "x".repeat(3_000);
    let put = |text: &str| {
        format!(
            r#"{{"TableName": "Photos", "ReturnConsumedCapacity": "INDEXES",
        "Item": {{"album": {{"S": "a"}}, "number": {{"N": "1"}}, "place": {{"S": "port"}}, "t": {{"S": "{text}"}}}}}}"#
        )
    };
    for text in [big.as_str(), ""] {
        let shown = lab.ok("PutItem", &put(text));
        assert_eq!(shown["ConsumedCapacity"]["Table"]["CapacityUnits"], 3.0);
    }
    assert_eq!(lab.ok("PutItem", &put(""))["ConsumedCapacity"]["CapacityUnits"], 1.0);
}

#[test]
fn batches_write_and_read() {
    let mut lab = lab();
    lab.check(
        "BatchWriteItem",
        r#"{"RequestItems": {"Photos": [{"PutRequest": {"Item": {"album": {"S": "a"}, "number": {"N": "1"}}}},
        {"DeleteRequest": {"Key": {"album": {"S": "a"}, "number": {"N": "2"}}}}]}}"#,
        r#"{"UnprocessedItems": {}}"#,
    );
    lab.check(
        "BatchGetItem",
        r#"{"RequestItems": {"Photos": {"Keys": [{"album": {"S": "a"}, "number": {"N": "1.0"}}]}}}"#,
        r#"{"Responses": {"Photos": [{"album": {"S": "a"}, "number": {"N": "1"}}]}, "UnprocessedKeys": {}}"#,
    );
}
