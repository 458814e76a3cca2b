//! Tables: made, described, listed, changed, deleted.

use serde_json::json;

use super::lab;

#[test]
fn a_table_is_creating_and_then_active() {
    let mut lab = lab();
    let shown = lab.ok("DescribeTable", r#"{"TableName": "Photos"}"#);
    assert_eq!(shown["Table"]["TableStatus"], "ACTIVE");
    assert_eq!(shown["Table"]["TableArn"], "arn:aws:dynamodb:us-east-1:123456789012:table/Photos");
    assert_eq!(shown["Table"]["BillingModeSummary"]["BillingMode"], "PAY_PER_REQUEST");
    assert_eq!(shown["Table"]["GlobalSecondaryIndexes"][0]["IndexName"], "by-place");
}

#[test]
fn a_table_goes_with_its_items() {
    let mut lab = lab();
    lab.put(r#"{"album": {"S": "a"}, "number": {"N": "1"}}"#);
    assert_eq!(lab.ok("DeleteTable", r#"{"TableName": "Photos"}"#)["TableDescription"]["TableStatus"], "DELETING");
    lab.check("ListTables", "{}", r#"{"TableNames": []}"#);
}

#[test]
fn a_new_index_holds_what_was_there() {
    let mut lab = lab();
    lab.put(r#"{"album": {"S": "a"}, "number": {"N": "1"}, "day": {"S": "monday"}}"#);
    lab.ok("UpdateTable", r#"{"TableName": "Photos", "AttributeDefinitions": [{"AttributeName": "day", "AttributeType": "S"}],
        "GlobalSecondaryIndexUpdates": [{"Create": {"IndexName": "by-day", "KeySchema": [{"AttributeName": "day", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"}}}]}"#);
    let found = lab.ok("Scan", r#"{"TableName": "Photos", "IndexName": "by-day"}"#);
    assert_eq!(found["Count"], 1);
    lab.ok(
        "UpdateTable",
        r#"{"TableName": "Photos", "GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "by-day"}}]}"#,
    );
    lab.invalid(
        "Scan",
        r#"{"TableName": "Photos", "IndexName": "by-day"}"#,
        "The table does not have the specified index: by-day",
    );
}

#[test]
fn what_does_not_fit_a_new_index_does_not_stand_in_it() {
    let mut lab = lab();
    for (number, day) in
        [(1, r#"{"S": "monday"}"#), (2, r#"{"N": "1"}"#), (3, r#"{"S": ""}"#), (4, r#"{"SS": ["monday"]}"#)]
    {
        lab.put(&format!(r#"{{"album": {{"S": "a"}}, "number": {{"N": "{number}"}}, "day": {day}}}"#));
    }
    lab.ok("UpdateTable", r#"{"TableName": "Photos", "AttributeDefinitions": [{"AttributeName": "day", "AttributeType": "S"}],
        "GlobalSecondaryIndexUpdates": [{"Create": {"IndexName": "by-day", "KeySchema": [{"AttributeName": "day", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"}}}]}"#);
    lab.check(
        "Scan",
        r#"{"TableName": "Photos", "IndexName": "by-day", "Select": "COUNT"}"#,
        r#"{"Count": 1, "ScannedCount": 1}"#,
    );
    for number in 1..5 {
        let key = format!(r#"{{"album": {{"S": "a"}}, "number": {{"N": "{number}"}}}}"#);
        lab.ok("DeleteItem", &format!(r#"{{"TableName": "Photos", "Key": {key}}}"#));
    }
    lab.check(
        "Scan",
        r#"{"TableName": "Photos", "IndexName": "by-day", "Select": "COUNT"}"#,
        r#"{"Count": 0, "ScannedCount": 0}"#,
    );
}

#[test]
fn tables_have_tags_and_a_time_to_live() {
    let mut lab = lab();
    let arn = "arn:aws:dynamodb:us-east-1:123456789012:table/Photos";
    lab.ok("TagResource", &json!({"ResourceArn": arn, "Tags": [{"Key": "team", "Value": "blue"}]}).to_string());
    lab.check(
        "ListTagsOfResource",
        &json!({"ResourceArn": arn}).to_string(),
        r#"{"Tags": [{"Key": "team", "Value": "blue"}]}"#,
    );
    lab.ok("UntagResource", &json!({"ResourceArn": arn, "TagKeys": ["team"]}).to_string());
    lab.check("ListTagsOfResource", &json!({"ResourceArn": arn}).to_string(), r#"{"Tags": []}"#);
    lab.ok(
        "UpdateTimeToLive",
        r#"{"TableName": "Photos", "TimeToLiveSpecification": {"Enabled": true, "AttributeName": "until"}}"#,
    );
    lab.check(
        "DescribeTimeToLive",
        r#"{"TableName": "Photos"}"#,
        r#"{"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": "until"}}"#,
    );
    lab.check(
        "DescribeContinuousBackups",
        r#"{"TableName": "Photos"}"#,
        r#"{"ContinuousBackupsDescription": {"ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "DISABLED"}}}"#,
    );
}

#[test]
fn answers_carry_a_long_id_and_a_checksum() {
    let response = lab().send("ListTables", "{}");
    assert_eq!(response.headers.get("x-amzn-requestid").map(str::len), Some(52));
    assert!(response.headers.get("x-amz-crc32").is_some_and(|crc| crc.parse::<u32>().is_ok()));
    assert_eq!(response.headers.get("content-type"), Some("application/x-amz-json-1.0"));
}

#[test]
fn who_has_no_leave_is_refused() {
    let mut lab = lab();
    lab.principal = crate::verdict::Principal::RoleSession { role: "nobody".into(), session: "f".into(), policy: None };
    let response = lab.send("GetItem", r#"{"TableName": "Photos", "Key": {}}"#);
    assert_eq!(response.status, 400);
    assert!(String::from_utf8_lossy(&response.body).contains("com.amazon.coral.service#AccessDeniedException"));
}
