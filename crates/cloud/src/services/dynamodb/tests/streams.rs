//! Streams: what is recorded, how it is shown, how it is read, and when it is gone.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Lab, lab};
use crate::sim::time::Span;

const LABEL: &str = "2026-01-05T09:00:00.002";

fn update(specification: &str) -> String {
    format!(r#"{{"TableName": "Photos", "StreamSpecification": {specification}}}"#)
}

/// A laboratory whose table has a stream with this view.
fn streaming(view: &str) -> Lab {
    let mut lab = lab();
    lab.ok("UpdateTable", &update(&format!(r#"{{"StreamEnabled": true, "StreamViewType": "{view}"}}"#)));
    lab
}

fn arn() -> String {
    format!("arn:aws:dynamodb:us-east-1:123456789012:table/Photos/stream/{LABEL}")
}

impl Lab {
    fn shard(&mut self) -> Value {
        let shown = self.ok("DescribeStream", &json!({"StreamArn": arn()}).to_string());
        shown["StreamDescription"]["Shards"][0].clone()
    }

    fn iterator_request(&mut self, kind: &str, sequence: &Value) -> String {
        let shard = self.shard()["ShardId"].clone();
        json!({"StreamArn": arn(), "ShardId": shard, "ShardIteratorType": kind, "SequenceNumber": sequence}).to_string()
    }

    fn iterator(&mut self, kind: &str, sequence: &Value) -> String {
        let request = self.iterator_request(kind, sequence);
        json!({"ShardIterator": self.ok("GetShardIterator", &request)["ShardIterator"]}).to_string()
    }

    /// All that the stream still has.
    fn records(&mut self) -> Vec<Value> {
        let iterator = self.iterator("TRIM_HORIZON", &Value::Null);
        self.ok("GetRecords", &iterator)["Records"].as_array().unwrap().clone()
    }

    fn wait(&mut self, seconds: u64) {
        self.now += Span::from_s(seconds);
    }
}

fn names(records: &[Value]) -> Vec<&str> {
    records.iter().map(|record| record["eventName"].as_str().unwrap()).collect()
}

const KEY: &str = r#""album": {"S": "a"}, "number": {"N": "1"}"#;

#[test]
fn an_expiry_says_that_nobody_asked_for_it() {
    let mut lab = streaming("OLD_IMAGE");
    lab.ok(
        "UpdateTimeToLive",
        r#"{"TableName": "Photos", "TimeToLiveSpecification": {"Enabled": true, "AttributeName": "until"}}"#,
    );
    lab.put(&format!(r#"{{{KEY}, "until": {{"N": "1767603600"}}}}"#));
    lab.pass(Span::from_s(1_200));
    let records = lab.records();
    assert_eq!(names(&records), ["INSERT", "REMOVE"]);
    assert_eq!(records[0].get("userIdentity"), None);
    assert_eq!(records[1]["userIdentity"], json!({"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}));
    assert_eq!(records[1]["dynamodb"]["OldImage"]["until"], json!({"N": "1767603600"}));
}

#[test]
fn each_view_shows_its_part() {
    for (view, new, old) in [
        ("KEYS_ONLY", false, false),
        ("NEW_IMAGE", true, false),
        ("OLD_IMAGE", false, true),
        ("NEW_AND_OLD_IMAGES", true, true),
    ] {
        let mut lab = streaming(view);
        lab.put(&format!("{{{KEY}}}")).put(&format!(r#"{{{KEY}, "x": {{"N": "12"}}}}"#));
        lab.ok("DeleteItem", &format!(r#"{{"TableName": "Photos", "Key": {{{KEY}}}}}"#));
        let records = lab.records();
        assert_eq!(names(&records), ["INSERT", "MODIFY", "REMOVE"]);
        let change = |at: usize| &records[at]["dynamodb"];
        let key = json!({"album": {"S": "a"}, "number": {"N": "1"}});
        let item = json!({"album": {"S": "a"}, "number": {"N": "1"}, "x": {"N": "12"}});
        assert!((0..3).all(|at| change(at)["Keys"] == key && change(at)["StreamViewType"] == view));
        let image = |wanted: bool, image: &Value| if wanted { image.clone() } else { Value::Null };
        let images = |at: usize| (change(at)["NewImage"].clone(), change(at)["OldImage"].clone());
        assert_eq!(images(0), (image(new, &key), Value::Null), "{view}");
        assert_eq!(images(1), (image(new, &item), image(old, &key)), "{view}");
        assert_eq!(images(2), (Value::Null, image(old, &item)), "{view}");
        // The key weighs 14 bytes, `x` 3 more.
        let size = 14 + if new { 17 } else { 0 } + if old { 14 } else { 0 };
        assert_eq!(change(1)["SizeBytes"], size, "{view}");
    }
}

#[test]
fn a_record_is_as_aws_writes_it() {
    let mut lab = streaming("KEYS_ONLY");
    lab.put(&format!("{{{KEY}}}"));
    let mut record = lab.records().remove(0);
    assert_eq!(record["eventID"].as_str().unwrap().len(), 32);
    record["eventID"] = json!("id");
    assert_eq!(
        record,
        json!({"eventID": "id", "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb", "awsRegion": "us-east-1",
            "dynamodb": {"ApproximateCreationDateTime": 1_767_603_600, "Keys": {"album": {"S": "a"}, "number": {"N": "1"}},
                "SequenceNumber": "101767603600002000000", "SizeBytes": 14, "StreamViewType": "KEYS_ONLY"}})
    );
}

#[test]
fn every_way_to_write_is_recorded_and_what_changes_nothing_is_not() {
    let writes: [(&str, String, &[&str]); 9] = [
        ("PutItem", format!(r#"{{"TableName": "Photos", "Item": {{{KEY}}}}}"#), &[]),
        ("DeleteItem", r#"{"TableName": "Photos", "Key": {"album": {"S": "no"}, "number": {"N": "1"}}}"#.into(), &[]),
        (
            "UpdateItem",
            format!(r#"{{"TableName": "Photos", "Key": {{{KEY}}}, "UpdateExpression": "REMOVE nothing"}}"#),
            &[],
        ),
        (
            "UpdateItem",
            format!(r#"{{"TableName": "Photos", "Key": {{{KEY}}}, "UpdateExpression": "SET x = album"}}"#),
            &["MODIFY"],
        ),
        (
            "BatchWriteItem",
            format!(
                r#"{{"RequestItems": {{"Photos": [{{"DeleteRequest": {{"Key": {{{KEY}}}}}}},
            {{"PutRequest": {{"Item": {{"album": {{"S": "b"}}, "number": {{"N": "2"}}}}}}}}]}}}}"#
            ),
            &["REMOVE", "INSERT"],
        ),
        (
            "TransactWriteItems",
            format!(
                r#"{{"TransactItems": [{{"Put": {{"TableName": "Photos", "Item": {{{KEY}}}}}}},
            {{"Delete": {{"TableName": "Photos", "Key": {{"album": {{"S": "b"}}, "number": {{"N": "2"}}}}}}}}]}}"#
            ),
            &["REMOVE"],
        ),
        (
            "ExecuteStatement",
            r#"{"Statement": "DELETE FROM Photos WHERE album = 'a' AND number = 1"}"#.into(),
            &["REMOVE"],
        ),
        (
            "BatchExecuteStatement",
            r#"{"Statements": [{"Statement": "INSERT INTO Photos VALUE {'album': 'c', 'number': 1}"}]}"#.into(),
            &["INSERT"],
        ),
        (
            "ExecuteTransaction",
            r#"{"TransactStatements": [{"Statement": "UPDATE Photos SET x = 1 WHERE album = 'a' AND number = 1"}]}"#
                .into(),
            &["MODIFY"],
        ),
    ];
    for (operation, body, expected) in writes {
        let mut lab = streaming("KEYS_ONLY");
        lab.put(&format!("{{{KEY}}}"));
        if operation == "TransactWriteItems" {
            lab.put(r#"{"album": {"S": "b"}, "number": {"N": "2"}}"#);
        }
        let before = lab.records().len();
        lab.ok(operation, &body);
        assert_eq!(&names(&lab.records())[before..], expected, "{operation} {body}");
    }
    let mut lab = streaming("KEYS_ONLY");
    let refused = format!(
        r#"{{"TransactItems": [{{"Put": {{"TableName": "Photos", "Item": {{{KEY}}}}}}},
        {{"ConditionCheck": {{"TableName": "Photos", "Key": {{"album": {{"S": "b"}}, "number": {{"N": "2"}}}}, "ConditionExpression": "attribute_exists(album)"}}}}]}}"#
    );
    assert_eq!(lab.send("TransactWriteItems", &refused).status, 400);
    assert!(lab.records().is_empty());
}

#[test]
fn a_reader_stands_where_it_asks_to() {
    let mut lab = streaming("KEYS_ONLY");
    for number in 1..=3 {
        lab.put(&format!(r#"{{"album": {{"S": "a"}}, "number": {{"N": "{number}"}}}}"#));
    }
    let second = lab.records()[1]["dynamodb"]["SequenceNumber"].clone();
    let latest = lab.iterator("LATEST", &Value::Null);
    for (kind, sequence, expected) in [
        ("AT_SEQUENCE_NUMBER", &second, 2),
        ("AFTER_SEQUENCE_NUMBER", &second, 1),
        ("TRIM_HORIZON", &Value::Null, 3),
        ("LATEST", &Value::Null, 0),
    ] {
        let iterator = lab.iterator(kind, sequence);
        assert_eq!(lab.ok("GetRecords", &iterator)["Records"].as_array().unwrap().len(), expected, "{kind}");
    }
    lab.put(r#"{"album": {"S": "a"}, "number": {"N": "4"}}"#);
    let found = lab.ok("GetRecords", &latest);
    assert_eq!(found["Records"][0]["dynamodb"]["Keys"]["number"]["N"], "4");
    // Page by page, and then nothing until something is written.
    let (mut iterator, mut seen) = (lab.iterator("TRIM_HORIZON", &Value::Null), 0);
    for expected in [3, 1, 0, 0] {
        let mut request: Value = serde_json::from_str(&iterator).unwrap();
        request["Limit"] = json!(3);
        let page = lab.ok("GetRecords", &request.to_string());
        assert_eq!(page["Records"].as_array().unwrap().len(), expected);
        seen += expected;
        iterator = json!({"ShardIterator": page["NextShardIterator"]}).to_string();
    }
    assert_eq!(seen, 4);
}

#[test]
fn records_are_kept_for_a_day_and_iterators_for_a_quarter_of_an_hour() {
    let mut lab = streaming("KEYS_ONLY");
    lab.put(&format!("{{{KEY}}}"));
    let first = lab.records()[0]["dynamodb"]["SequenceNumber"].clone();
    lab.wait(23 * 3_600 + 3_595);
    lab.put(r#"{"album": {"S": "b"}, "number": {"N": "2"}}"#);
    assert_eq!(lab.records().len(), 2);
    let (horizon, latest) = (lab.iterator("TRIM_HORIZON", &Value::Null), lab.iterator("LATEST", &Value::Null));
    lab.wait(5);
    let trimmed =
        "The operation attempted to read past the oldest stream record in a shard, which are kept for 24 hours";
    lab.refuse("GetRecords", &horizon, "TrimmedDataAccessException", trimmed);
    let request = lab.iterator_request("AT_SEQUENCE_NUMBER", &first);
    lab.refuse("GetShardIterator", &request, "TrimmedDataAccessException", trimmed);
    assert_eq!(lab.records().len(), 1);
    lab.wait(14 * 60);
    lab.ok("GetRecords", &latest);
    lab.wait(60);
    lab.refuse(
        "GetRecords",
        &latest,
        "ExpiredIteratorException",
        "The shard iterator has expired: it was handed out more than 15 minutes ago",
    );
}

#[test]
fn a_disabled_stream_is_closed_and_can_be_read_for_a_day() {
    let mut lab = streaming("KEYS_ONLY");
    lab.put(&format!("{{{KEY}}}"));
    let first = lab.shard();
    assert_eq!(first["SequenceNumberRange"], json!({"StartingSequenceNumber": "101767603600002000000"}));
    let iterator = lab.iterator("TRIM_HORIZON", &Value::Null);
    lab.ok("UpdateTable", &update(r#"{"StreamEnabled": false}"#));
    lab.put(r#"{"album": {"S": "b"}, "number": {"N": "2"}}"#);
    let page = lab.ok("GetRecords", &iterator);
    assert_eq!((page["Records"].as_array().unwrap().len(), page.get("NextShardIterator")), (1, None));
    let range = lab.shard()["SequenceNumberRange"].clone();
    assert_eq!(range["EndingSequenceNumber"], "101767603600002000000");
    let table = lab.ok("DescribeTable", r#"{"TableName": "Photos"}"#)["Table"].clone();
    assert_eq!(
        (table.get("StreamSpecification"), &table["LatestStreamLabel"], &table["LatestStreamArn"]),
        (None, &json!(LABEL), &json!(arn()))
    );
    // A second stream is another one, and the table's end closes it too.
    lab.ok("UpdateTable", &update(r#"{"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"}"#));
    let table = lab.ok("DescribeTable", r#"{"TableName": "Photos"}"#)["Table"].clone();
    assert_ne!(table["LatestStreamArn"], json!(arn()));
    assert_eq!(table["StreamSpecification"], json!({"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"}));
    lab.ok("DeleteTable", r#"{"TableName": "Photos"}"#);
    let streams = lab.ok("ListStreams", r#"{"TableName": "Photos", "Limit": 1}"#);
    assert_eq!(
        (&streams["Streams"][0]["StreamArn"], &streams["LastEvaluatedStreamArn"]),
        (&json!(arn()), &json!(arn()))
    );
    let rest = lab.ok("ListStreams", &json!({"ExclusiveStartStreamArn": arn()}).to_string());
    let latest = &rest["Streams"][0]["StreamArn"];
    assert_eq!((latest, rest.get("LastEvaluatedStreamArn")), (&table["LatestStreamArn"], None));
    let shown = lab.ok("DescribeStream", &json!({"StreamArn": latest}).to_string());
    assert_eq!(shown["StreamDescription"]["StreamStatus"], "DISABLED");
    lab.wait(24 * 3_600);
    lab.check("ListStreams", "{}", r#"{"Streams": []}"#);
}

#[test]
fn wrong_requests_are_told_in_aws_words() {
    let wrong = "One or more parameter values were invalid:";
    let mut lab = streaming("KEYS_ONLY");
    lab.invalid("UpdateTable", &update(r#"{"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"}"#), "Table already has an enabled stream: TableName: Photos")
        .invalid("UpdateTable", &update(r#"{"StreamEnabled": true}"#), &format!("{wrong} If stream is being enabled then UpdateViewType is required"))
        .invalid("UpdateTable", &update(r#"{"StreamEnabled": false, "StreamViewType": "KEYS_ONLY"}"#),
            &format!("{wrong} If stream is being disabled, then UpdateViewType must not be specified"))
        .invalid("UpdateTable", &update(r#"{"StreamEnabled": true, "StreamViewType": "ALL"}"#),
            "1 validation error detected: Value 'ALL' at 'streamSpecification.streamViewType' failed to satisfy constraint: Member must satisfy enum value set: [NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES, KEYS_ONLY]");
    lab.ok("UpdateTable", &update(r#"{"StreamEnabled": false}"#));
    lab.invalid(
        "UpdateTable",
        &update(r#"{"StreamEnabled": false}"#),
        "Table has no stream to disable: TableName: Photos",
    );
    let nowhere = "arn:aws:dynamodb:us-east-1:123456789012:table/None/stream/2024-11-18T14:36:44.149";
    lab.refuse("DescribeStream", &json!({"StreamArn": nowhere}).to_string(), "ResourceNotFoundException",
            &format!("Requested resource not found: Stream: {nowhere} not found"))
        .invalid("GetRecords", r#"{"ShardIterator": "x"}"#, "Invalid ShardIterator")
        .invalid("GetRecords", r#"{"ShardIterator": "x", "Limit": 1001}"#,
            "1 validation error detected: Value '1001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 1000")
        .invalid("DescribeStream", "{}", "1 validation error detected: Value null at 'streamArn' failed to satisfy constraint: Member must not be null");
    let request = lab.iterator_request("AT_SEQUENCE_NUMBER", &json!("111111111111111111111"));
    lab.invalid("GetShardIterator", &request, "Invalid SequenceNumber: 111111111111111111111");
    for operation in super::super::streams::OPERATIONS.iter().map(|operation| operation.name) {
        for body in ["{", "[]", r#"{"StreamArn": 1, "Limit": "x"}"#] {
            assert_eq!(lab.send(operation, body).status, 400, "{operation} {body}");
        }
    }
}

#[test]
fn a_table_may_be_made_with_a_stream() {
    let mut lab = lab();
    let shown = lab.ok("CreateTable", r#"{"TableName": "Notes", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}], "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "OLD_IMAGE"}}"#);
    assert_eq!(
        shown["TableDescription"]["StreamSpecification"],
        json!({"StreamEnabled": true, "StreamViewType": "OLD_IMAGE"})
    );
    let streams = lab.ok("ListStreams", "{}");
    assert_eq!(
        streams["Streams"],
        json!([{"StreamArn": shown["TableDescription"]["LatestStreamArn"], "TableName": "Notes", "StreamLabel": LABEL}])
    );
}

#[test]
fn a_forged_iterator_reads_nothing_that_is_not_there() {
    let mut lab = streaming("KEYS_ONLY");
    lab.put(&format!("{{{KEY}}}"));
    for (own, status) in [
        ("18446744073709551615:0", 200),
        ("0:0", 400),
        ("18446744073709551616:0", 400),
        ("-1:0", 400),
        (":", 400),
        ("", 400),
    ] {
        let iterator = format!("{}|1|{}", arn(), STANDARD.encode(own));
        let answer = lab.send("GetRecords", &json!({"ShardIterator": iterator}).to_string());
        assert_eq!(answer.status, status, "{own}");
        assert!(!String::from_utf8_lossy(&answer.body).contains("eventID"), "{own}");
    }
}

#[test]
fn who_has_no_leave_reads_no_stream() {
    let mut lab = streaming("KEYS_ONLY");
    let (iterator, shard) = (lab.iterator("LATEST", &Value::Null), lab.iterator_request("LATEST", &Value::Null));
    lab.principal = crate::verdict::Principal::RoleSession { role: "nobody".into(), session: "f".into(), policy: None };
    let stream = json!({"StreamArn": arn()}).to_string();
    for (operation, body) in
        [("ListStreams", "{}"), ("DescribeStream", &stream), ("GetShardIterator", &shard), ("GetRecords", &iterator)]
    {
        let response = lab.send(operation, body);
        assert!(String::from_utf8_lossy(&response.body).contains("AccessDeniedException"), "{operation}");
    }
}
