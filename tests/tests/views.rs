//! What the page's views say of a run: the sentences, spans and sums that a learner reads.

use cloud::services::Services;
use cloud::sim::time::Time;
use cloud::sim::trace::{HopId, Moment, Place, Trace};
use cloud::view::bill;
use cloud::view::caption::caption;
use cloud::view::message::{MessageView, message};
use cloud::view::stage::{Contents, Stage, stage};
use cloud::view::tape::{SpanKind, tape};
use lessons::Playthrough;
use serde_json::{Value, json};
use tests::host::Host;
use tests::lesson_files::{command, lesson};

/// The first lesson's world, and what was done in it.
struct Run {
    playthrough: Playthrough,
    host: Host,
}

impl Run {
    fn new() -> Self {
        let playthrough =
            Playthrough::new(lesson("01-thumbnail"), Services::ALL).expect("a lesson's template can be deployed");
        Self { playthrough, host: Host::default() }
    }

    fn act(&mut self, act: Value) {
        let act = serde_json::from_value(act).expect("it is an act");
        self.host.dispatch(&mut self.playthrough, command(act));
    }

    fn put(&mut self, name: &str) {
        self.act(json!({"put": {"bucket": "my-original-images", "key": format!("photos/{name}.png"),
            "content_type": "image/png", "picture": [400, 300]}}));
    }

    fn dynamodb(&mut self, operation: &str, input: Value) {
        self.act(json!({"send": {"method": "POST", "url": "https://dynamodb.us-east-1.amazonaws.com/",
            "headers": {"content-type": "application/x-amz-json-1.0", "x-amz-target": format!("DynamoDB_20120810.{operation}")},
            "json": input}}));
    }

    /// Takes the function's leave to write away.
    fn forbid_writing(&mut self) {
        let function = self.playthrough.cloud().world().lambda().function("make-thumbnail").cloned();
        let role = function.expect("the lesson has the function").role_name().to_owned();
        self.act(json!({"send": {"method": "POST", "url": "https://iam.amazonaws.com/",
            "headers": {"content-type": "application/x-www-form-urlencoded"},
            "form": format!("Action=DeleteRolePolicy&RoleName={role}&PolicyName=MakeThumbnailRolePolicy1&Version=2010-05-08")}}));
    }

    fn trace(&self) -> &Trace {
        self.playthrough.trace()
    }

    fn end(&self) -> Time {
        self.playthrough.cloud().now()
    }

    fn stage_at(&self, hop: usize) -> Stage {
        stage(self.trace(), HopId(u32::try_from(hop).expect("a run is short")))
    }

    /// The last message of an operation, as it is known at the end.
    fn last(&self, operation: &str) -> MessageView {
        let found = self.trace().messages.iter().rev().find(|message| message.operation == operation);
        let found = found.unwrap_or_else(|| panic!("nobody called {operation}"));
        message(self.trace(), found.id, self.end()).expect("it was sent")
    }
}

#[test]
fn a_table_that_is_billed_by_request_is_on_the_bill() {
    let mut run = Run::new();
    run.dynamodb(
        "CreateTable",
        json!({"TableName": "users", "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}),
    );
    // It is being made for some seconds.
    run.act(json!({"run_to_scheduled": {}}));
    run.dynamodb(
        "PutItem",
        json!({"TableName": "users", "Item": {"id": {"S": "1"}, "text": {"S": "x".repeat(1_500)}}}),
    );
    run.dynamodb("GetItem", json!({"TableName": "users", "Key": {"id": {"S": "1"}}}));
    let sum = bill::bill(run.trace(), run.end());
    let lines: Vec<&str> = sum.lines.iter().map(|(line, _)| line.as_str()).collect();
    assert_eq!(lines, ["2 write units", "0.5 read units"]);
    assert!((sum.total_usd - (2.0 * 0.625 + 0.5 * 0.125) / 1e6).abs() < 1e-12, "{}", sum.total_usd);
    // Before any of it nothing was due.
    assert_eq!(bill::bill(run.trace(), run.trace().origin_at()).lines, Vec::new());
}

#[test]
fn a_failure_is_told_in_a_sentence_that_ends_and_of_two_lines_at_most() {
    let mut run = Run::new();
    run.forbid_writing();
    run.put("first");
    let hops = run.trace().hops.iter().enumerate().filter(|(_, hop)| matches!(hop.moment, Moment::Ended(_)));
    let told: Vec<String> = hops
        .map(|(at, _)| caption(run.trace(), HopId(u32::try_from(at).expect("a run is short")), true))
        .filter(|caption| caption.failed)
        .map(|caption| caption.text)
        .collect();
    assert!(!told.is_empty(), "the handler failed");
    for text in told {
        let quoted = text.strip_suffix(" Nothing is in flight.").expect("it says that the run has come to rest");
        assert!(quoted.contains("AccessDenied") && quoted.ends_with(['.', '\u{2026}']), "{text}");
        assert!(quoted.chars().count() <= 160, "{text}");
    }
}

#[test]
fn a_failure_is_past_once_the_learner_asks_anew() {
    let mut run = Run::new();
    run.forbid_writing();
    run.put("first");
    let function = |stage: &Stage| {
        let node = stage.nodes.iter().find(|node| matches!(node.contents, Contents::Function(_)));
        node.expect("the function is on the map").failure.clone()
    };
    let before = run.trace().hops.len();
    assert!(function(&run.stage_at(before - 1)).is_some(), "it failed a moment ago");
    run.put("second");
    let sent = run.trace().hops.iter().skip(before).position(|hop| matches!(hop.moment, Moment::Sent(_)));
    let sent = before + sent.expect("the photo was sent");
    assert_eq!(function(&run.stage_at(sent)), None, "what the map shows is how the second photo fares");
}

#[test]
fn who_waits_for_an_invocation_is_told_of_the_cold_start() {
    let mut run = Run::new();
    run.act(json!({"send": {"method": "POST",
        "url": "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/make-thumbnail/invocations",
        "json": {"Records": []}}}));
    let names =
        |view: &MessageView| view.phases.iter().map(|phase| (phase.name.clone(), phase.kind)).collect::<Vec<_>>();
    let phases = names(&run.last("Invoke"));
    assert!(phases.contains(&("cold start".to_owned(), SpanKind::Init)), "{phases:?}");
    assert!(phases.contains(&("handler".to_owned(), SpanKind::Handler)), "{phases:?}");
}

#[test]
fn who_does_not_wait_has_the_answer_before_the_handler_runs() {
    let mut run = Run::new();
    run.act(json!({"send": {"method": "POST", "headers": {"x-amz-invocation-type": "Event"},
        "url": "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/make-thumbnail/invocations",
        "json": {"Records": []}}}));
    let view = run.last("Invoke");
    let names: Vec<&str> = view.phases.iter().map(|phase| phase.name.as_str()).collect();
    assert_eq!(names.first().copied(), Some("request"), "{names:?}");
    let place = |name| names.iter().position(|held| *held == name);
    assert!(place("answer") < place("cold start") && place("cold start") < place("handler"), "{names:?}");
}

#[test]
fn an_event_waits_in_the_lane_of_the_environment_that_takes_it() {
    let mut run = Run::new();
    run.put("first");
    run.act(json!({"send": {"method": "PUT",
        "url": "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/make-thumbnail/configuration",
        "json": {"MemorySize": 1769}}}));
    run.put("second");
    let tape = tape(run.playthrough.cloud());
    let lanes = tape.lanes.iter().filter(|lane| matches!(lane.place, Place::Function(_)));
    let waits: Vec<(String, usize)> = lanes
        .map(|lane| (lane.subtitle.clone(), lane.spans.iter().filter(|span| span.kind == SpanKind::Queued).count()))
        .collect();
    assert_eq!(waits, [("environment 1".to_owned(), 1), ("environment 2".to_owned(), 1)]);
}

#[test]
fn the_learners_tab_shows_the_call_that_was_made_last() {
    let mut run = Run::new();
    run.act(
        json!({"send": {"method": "GET", "url": "https://my-original-images.s3.us-east-1.amazonaws.com/?list-type=2"}}),
    );
    let stage = run.stage_at(run.trace().hops.len() - 1);
    let call = stage.nodes.iter().find_map(|node| match &node.contents {
        Contents::Client { call, .. } => call.clone(),
        _ => None,
    });
    assert_eq!(call, Some(("ListObjectsV2", "to my-original-images, 200".to_owned())));
    // The arrow says what went over it last.
    assert!(stage.edges.iter().any(|edge| edge.from == Place::Client && edge.label == "ListObjectsV2"));
}
