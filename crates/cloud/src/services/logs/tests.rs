//! CloudWatch Logs over the wire: an operation, its body, and the status and text of its answer.

use serde_json::{Value, json};

use crate::gateway;
use crate::http::Request;
use crate::operation::Context;
use crate::sim::rng::Rng;
use crate::sim::time::{EPOCH_MS, Time};
use crate::verdict::Principal;
use crate::world::World;

struct Account {
    world: World,
    rng: Rng,
}

impl Account {
    fn new() -> Self {
        Self { world: World::default(), rng: Rng::new(1) }
    }

    /// An account with a group `g` and in it a stream `s` with events a second apart.
    fn with_events(messages: &[&str]) -> Self {
        let mut account = Self::new();
        account.check("CreateLogGroup", json!({"logGroupName": "g"}), 200, "{}");
        account.check("CreateLogStream", json!({"logGroupName": "g", "logStreamName": "s"}), 200, "{}");
        let events: Value = messages
            .iter()
            .zip(0..)
            .map(|(message, second)| json!({"timestamp": EPOCH_MS + second * 1_000, "message": message}))
            .collect();
        if !messages.is_empty() {
            let body = json!({"logGroupName": "g", "logStreamName": "s", "logEvents": events});
            account.check("PutLogEvents", body, 200, "nextSequenceToken");
        }
        account
    }

    fn ask(&mut self, operation: &str, body: &Value) -> (u16, Value) {
        let request = Request::new("POST", "https://logs.us-east-1.amazonaws.com/")
            .expect("the address is one")
            .with_header("x-amz-target", format!("Logs_20140328.{operation}"))
            .with_body(body.to_string());
        let mut context = Context {
            now: Time(0),
            request_id: "id-1",
            principal: &Principal::Root,
            message: None,
            world: &mut self.world,
            rng: &mut self.rng,
            changes: &mut Vec::new(),
            effects: &mut Vec::new(),
        };
        let response = gateway::perform(&mut context, &request).response.expect("Logs answers at once");
        (response.status, serde_json::from_slice(&response.body).expect("answers are JSON"))
    }

    #[track_caller]
    fn check(&mut self, operation: &str, body: Value, status: u16, says: &str) {
        let (held, answer) = self.ask(operation, &body);
        assert_eq!(held, status, "{operation}: {answer}");
        assert!(answer.to_string().contains(says), "{operation} says {answer}");
    }

    #[track_caller]
    fn refused(&mut self, operation: &str, body: Value, code: &str, message: &str) {
        assert_eq!(self.ask(operation, &body), (400, json!({"__type": code, "message": message})), "{operation}");
    }

    /// The texts on a page, and the page.
    #[track_caller]
    fn page(&mut self, operation: &str, body: Value, messages: &[&str]) -> Value {
        let (_, answer) = self.ask(operation, &body);
        let held: Vec<&str> =
            answer["events"].as_array().into_iter().flatten().filter_map(|event| event["message"].as_str()).collect();
        assert_eq!(held, messages, "{operation} {body}: {answer}");
        answer
    }
}

const INVALID: &str = "InvalidParameterException";
const NOT_FOUND: &str = "ResourceNotFoundException";
const EXISTS: &str = "ResourceAlreadyExistsException";

#[test]
fn what_aws_was_recorded_to_refuse_is_refused_in_its_words() {
    let mut account = Account::with_events(&["a"]);
    let (group, stream) = (json!({"logGroupName": "g"}), json!({"logGroupName": "g", "logStreamName": "s"}));
    account.refused("CreateLogGroup", group.clone(), EXISTS, "The specified log group already exists");
    account.refused("CreateLogStream", stream.clone(), EXISTS, "The specified log stream already exists");
    account.refused(
        "CreateLogGroup",
        json!({"logGroupName": "x".repeat(513)}),
        INVALID,
        "Invalid LogGroup or LogStream, both must have length less than or equal to 512.",
    );
    account.refused(
        "DescribeLogGroups",
        json!({"logGroupNamePrefix": "g", "logGroupNamePattern": "g"}),
        INVALID,
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
    );
    account.refused(
        "DescribeLogStreams",
        json!({"logGroupName": "g", "logGroupIdentifier": "g"}),
        "ValidationException",
        "LogGroup name and LogGroup ARN are mutually exclusive parameters.",
    );
    let with = |name: &str, value: Value| {
        let mut body = stream.clone();
        body[name] = value;
        body
    };
    account.refused(
        "GetLogEvents",
        with("limit", json!(10_001)),
        INVALID,
        "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
    );
    account.refused("GetLogEvents", with("nextToken", json!("x")), INVALID, "The specified nextToken is invalid.");
    let events = json!([{"timestamp": EPOCH_MS + 1, "message": "b"}, {"timestamp": EPOCH_MS, "message": "a"}]);
    account.refused(
        "PutLogEvents",
        with("logEvents", events.clone()),
        INVALID,
        "Log events in a single PutLogEvents request must be in chronological order.",
    );
    let mut elsewhere = with("logEvents", events);
    elsewhere["logStreamName"] = json!("t");
    account.refused("PutLogEvents", elsewhere, NOT_FOUND, "The specified log stream does not exist.");
    for operation in
        ["DeleteLogGroup", "DescribeLogStreams", "GetLogEvents", "FilterLogEvents", "DeleteRetentionPolicy"]
    {
        let body = json!({"logGroupName": "h"});
        account.refused(operation, body, NOT_FOUND, "The specified log group does not exist.");
    }
}

#[test]
fn groups_and_streams_come_and_go() {
    let mut account = Account::with_events(&["a"]);
    account.check("DescribeLogStreams", json!({"logGroupIdentifier": "g"}), 200, "\"firstEventTimestamp\"");
    account.check("DeleteLogStream", json!({"logGroupName": "g", "logStreamName": "s"}), 200, "{}");
    account.page("FilterLogEvents", json!({"logGroupName": "g"}), &[]);
    account.check("PutRetentionPolicy", json!({"logGroupName": "g", "retentionInDays": 7}), 200, "{}");
    account.check("DescribeLogGroups", json!({"logGroupNamePattern": "G"}), 200, "\"retentionInDays\":7");
    account.check("PutRetentionPolicy", json!({"logGroupName": "g", "retentionInDays": 2}), 400, "enum value set");
    account.check("DeleteLogGroup", json!({"logGroupName": "g"}), 200, "{}");
    account.check("DescribeLogGroups", json!({}), 200, "\"logGroups\":[]");
}

#[test]
fn lists_of_groups_have_pages() {
    let mut account = Account::new();
    for name in ["a", "b", "c"] {
        account.check("CreateLogGroup", json!({"logGroupName": name}), 200, "{}");
    }
    account.check("DescribeLogGroups", json!({"limit": 2}), 200, "\"nextToken\":\"b\"");
    account.check("DescribeLogGroups", json!({"limit": 2, "nextToken": "b"}), 200, "\"logGroupName\":\"c\"");
    account.check("DescribeLogGroups", json!({"nextToken": "x"}), 400, "The specified nextToken is invalid.");
}

#[test]
fn tags_are_kept_under_either_name_of_the_operations() {
    let mut account = Account::new();
    account.check("CreateLogGroup", json!({"logGroupName": "g", "tags": {"a": "1"}}), 200, "{}");
    let arn = "arn:aws:logs:us-east-1:123456789012:log-group:g";
    account.check("TagResource", json!({"resourceArn": arn, "tags": {"b": "2"}}), 200, "{}");
    account.check("UntagLogGroup", json!({"logGroupName": "g", "tags": ["a"]}), 200, "{}");
    account.check("ListTagsForResource", json!({"resourceArn": arn}), 200, r#"{"tags":{"b":"2"}}"#);
}

#[test]
fn a_stream_is_read_forwards_and_backwards() {
    let mut account = Account::with_events(&["1", "2", "3"]);
    let ask = |more: Value| {
        let mut body = json!({"logGroupName": "g", "logStreamName": "s", "limit": 2});
        body.as_object_mut().expect("it is one").extend(more.as_object().cloned().unwrap_or_default());
        body
    };
    let last = account.page("GetLogEvents", ask(json!({})), &["2", "3"]);
    account.page("GetLogEvents", ask(json!({"nextToken": last["nextBackwardToken"]})), &["1"]);
    let end = account.page("GetLogEvents", ask(json!({"nextToken": last["nextForwardToken"]})), &[]);
    assert_eq!(end["nextForwardToken"], last["nextForwardToken"]);
    let first = account.page("GetLogEvents", ask(json!({"startFromHead": true})), &["1", "2"]);
    account.page("GetLogEvents", ask(json!({"nextToken": first["nextForwardToken"]})), &["3"]);
    account.page("GetLogEvents", ask(json!({"endTime": EPOCH_MS + 2_000})), &["1", "2"]);
}

#[test]
fn filtered_events_come_by_pattern_and_by_page() {
    let mut account = Account::with_events(&["ERROR 1", "INFO", "ERROR 2", r#"{"level":"ERROR"}"#]);
    let ask = |pattern: &str| json!({"logGroupName": "g", "filterPattern": pattern, "limit": 2});
    let first = account.page("FilterLogEvents", ask("ERROR"), &["ERROR 1", "ERROR 2"]);
    let mut next = ask("ERROR");
    next["nextToken"] = first["nextToken"].clone();
    assert!(account.page("FilterLogEvents", next, &[r#"{"level":"ERROR"}"#])["nextToken"].is_null());
    account.page("FilterLogEvents", ask("{ $.level = ERR* }"), &[r#"{"level":"ERROR"}"#]);
    account.page("FilterLogEvents", ask("[level, number > 1]"), &["ERROR 2"]);
    account.page("FilterLogEvents", json!({"logGroupName": "g", "logStreamNames": ["t"]}), &[]);
    account.check(
        "FilterLogEvents",
        ask("{ $.level"),
        400,
        "Invalid filter pattern: a comparison such as = is expected",
    );
}

#[test]
fn a_pattern_is_tried_on_texts() {
    let body = json!({"filterPattern": "ERROR", "logEventMessages": ["INFO", "ERROR 1"]});
    let says = r#"{"matches":[{"eventNumber":2,"eventMessage":"ERROR 1","extractedValues":{}}]}"#;
    Account::new().check("TestMetricFilter", body, 200, says);
}

#[test]
fn events_far_from_now_are_left_out() {
    let mut account = Account::with_events(&[]);
    let events = json!([
        {"timestamp": EPOCH_MS - 1, "message": "old"},
        {"timestamp": EPOCH_MS, "message": "now"},
        {"timestamp": EPOCH_MS + 7_200_001, "message": "new"},
    ]);
    let body = json!({"logGroupName": "g", "logStreamName": "s", "logEvents": events});
    account.check("PutLogEvents", body, 200, r#"{"tooNewLogEventStartIndex":2,"tooOldLogEventEndIndex":1}"#);
    account.page("FilterLogEvents", json!({"logGroupName": "g"}), &["now"]);
}
