//! Two handlers that race for one item: they interleave alike in every run with the same seed, however fast their workers
//! are, and otherwise with another seed.

use std::collections::{BTreeMap, BTreeSet};

use cloud::http::{Request, Response};
use cloud::invocation::{Next, Outcome, Progress, Resume, RunId};
use cloud::kernel::{Cloud, Output, Step};
use cloud::sim::trace::Place;
use cloud::verdict::Principal;
use serde_json::{Value, json};

/// The handlers that run at once.
const RACERS: usize = 2;

fn post(host: &str, path: &str, body: String) -> Request {
    Request::new("POST", &format!("https://{host}.amazonaws.com{path}")).expect("it is an address").with_body(body)
}

fn dynamodb(operation: &str, body: &Value) -> Request {
    post("dynamodb.us-east-1", "/", body.to_string())
        .with_header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
        .with_header("content-type", "application/x-amz-json-1.0")
}

fn iam(form: &[(&str, &str)]) -> Request {
    let members = form.iter().map(|(name, value)| format!("&{name}={}", cloud::protocol::uri::encode(value)));
    post("iam", "/", format!("Version=2010-05-08{}", members.collect::<String>()))
}

/// A cloud with a table of one item, a counter that stands at 0, and a function that may use it.
fn account(seed: u64) -> Cloud {
    let mut cloud = Cloud::new(seed);
    let trust =
        r#"{"Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}"#;
    let policy = r#"{"Statement":{"Effect":"Allow","Action":["logs:*","dynamodb:*"],"Resource":"*"}}"#;
    let function = json!({"FunctionName": "count", "Runtime": "provided.al2023", "Handler": "bootstrap", "Timeout": 5,
        "Role": "arn:aws:iam::123456789012:role/r", "Code": {"S3Bucket": "coldstart-code", "S3Key": "count"}});
    let table = json!({"TableName": "Counters", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]});
    for request in [
        iam(&[("Action", "CreateRole"), ("RoleName", "r"), ("AssumeRolePolicyDocument", trust)]),
        iam(&[("Action", "PutRolePolicy"), ("RoleName", "r"), ("PolicyName", "p"), ("PolicyDocument", policy)]),
        post("lambda.us-east-1", "/2015-03-31/functions", function.to_string()),
        dynamodb("CreateTable", &table),
    ] {
        ask(&mut cloud, request);
    }
    cloud.run_to_awaited();
    ask(&mut cloud, dynamodb("PutItem", &json!({"TableName": "Counters", "Item": item(0)})));
    cloud
}

fn item(count: i64) -> Value {
    json!({"id": {"S": "one"}, "count": {"N": count.to_string()}})
}

fn ask(cloud: &mut Cloud, request: Request) {
    cloud.submit(Principal::Root, request);
    assert_eq!(cloud.run(100_000), Step::Settled);
    for output in cloud.take_outputs() {
        let Output::Response { response, .. } = output else { continue };
        assert!(response.is_success(), "{}", String::from_utf8_lossy(&response.body));
    }
}

/// What a handler does next: it reads the counter, writes one more, and returns.
fn next(resume: Option<&Response>) -> Next {
    let key = json!({"id": {"S": "one"}});
    let Some(reply) = resume else {
        return Next::Call(dynamodb("GetItem", &json!({"TableName": "Counters", "Key": key})));
    };
    let read: Value = serde_json::from_slice(&reply.body).expect("DynamoDB answers in JSON");
    match read["Item"]["count"]["N"].as_str() {
        Some(count) => {
            let more = count.parse::<i64>().expect("it is a whole number") + 1;
            Next::Call(dynamodb("PutItem", &json!({"TableName": "Counters", "Item": item(more)})))
        }
        None => Next::End(Outcome::Returned("null".into())),
    }
}

/// Lets two handlers race. `late` says which of those that compute at once parks last: it is the workers' speed.
/// Each call that reached the table, with the handler that made it, in order; and where the counter stands.
fn race(seed: u64, late: impl Fn(RunId) -> bool) -> (Vec<String>, String) {
    let mut cloud = account(seed);
    let first = cloud.trace().messages.len();
    for _ in 0..RACERS {
        let invoke = post("lambda.us-east-1", "/2015-03-31/functions/count/invocations", "{}".to_owned());
        cloud.submit(Principal::Root, invoke);
    }
    let mut parked: BTreeMap<RunId, Progress> = BTreeMap::new();
    loop {
        let step = cloud.run(100_000);
        for output in cloud.take_outputs() {
            let Some(run) = output.run() else { continue };
            let resume = match &output {
                Output::Resume { resume: Resume::Reply(reply), .. } => Some(reply),
                _ => None,
            };
            parked.insert(run, Progress::new(300, 0, next(resume)));
        }
        let (last, others): (Vec<_>, Vec<_>) = std::mem::take(&mut parked).into_iter().partition(|(run, _)| late(*run));
        for (run, progress) in others.into_iter().chain(last) {
            cloud.progress(run, progress);
        }
        if step == Step::Settled {
            break;
        }
    }
    let trace = cloud.trace();
    let mut calls: Vec<_> = trace.messages[first..]
        .iter()
        .filter(|message| matches!(message.to, Place::Table(_)))
        .map(|message| {
            let handled = message.handled.as_ref().expect("all is settled").at;
            (handled, message.id, format!("{:?} {}", message.cause, message.operation))
        })
        .collect();
    calls.sort();
    assert_eq!(calls.len(), 2 * RACERS, "each handler reads and writes");
    let stands = trace.messages.iter().rev().find(|message| message.operation == "PutItem");
    let stands = match stands.map(|message| &message.content) {
        Some(cloud::sim::trace::Content::Call(request)) => String::from_utf8_lossy(&request.body).into_owned(),
        _ => String::new(),
    };
    (calls.into_iter().map(|(_, _, call)| call).collect(), stands)
}

#[test]
fn a_race_ends_alike_however_fast_the_workers_are() {
    for seed in 1..=12 {
        let one = race(seed, |_| false);
        for late in [0, 1] {
            let run = |run: RunId| matches!(run, RunId::Invocation(id) if id.0 == late);
            assert_eq!(race(seed, run), one, "seed {seed}, with handler {late} the slower one");
        }
    }
}

#[test]
fn another_seed_gives_another_order() {
    let orders: BTreeSet<Vec<String>> = (1..=12).map(|seed| race(seed, |_| false).0).collect();
    assert!(orders.len() > 1, "twelve seeds give one order alone: {orders:?}");
}
