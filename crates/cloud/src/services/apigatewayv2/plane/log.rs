//! Access logs: a line for each request, in a log group that the stage names.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html>

use serde_json::json;

use super::Flight;
use super::variables::Scope;
use crate::account::REGION;
use crate::gateway;
use crate::http::{Request, Response};
use crate::operation::Context;
use crate::verdict::Principal;

/// Writes the line of a request that was answered with `response`, if its stage keeps a log. A group that is not there
/// gets none, as on AWS.
pub fn write(context: &mut Context<'_>, flight: &Flight, response: &Response) {
    let Some((destination, format)) = flight.access_log() else { return };
    let Some((_, group)) = destination.split_once(":log-group:") else { return };
    let group = group.trim_end_matches(":*");
    let scope = Scope { flight, request: &flight.request, response: Some(response), now: context.now };
    let line = line(format, &scope);
    // AWS invents the stream's name; one for each stage and day tells what is in it.
    let stream = format!("{}/{}", flight.stage.trim_start_matches('$'), context.now.stream_date().replace('/', "-"));
    let moment = context.now.epoch_ms();
    call(context, "CreateLogStream", &json!({"logGroupName": group, "logStreamName": stream}));
    let events = json!([{"timestamp": moment, "message": line}]);
    call(context, "PutLogEvents", &json!({"logGroupName": group, "logStreamName": stream, "logEvents": events}));
}

/// A call of CloudWatch Logs. That a stream is there already, or a group is not, is no failure of the request's.
fn call(context: &mut Context<'_>, operation: &str, body: &serde_json::Value) {
    let request = Request {
        method: "POST".to_owned(),
        host: format!("logs.{REGION}.amazonaws.com"),
        path: "/".to_owned(),
        ..Request::default()
    }
    .with_header("content-type", "application/x-amz-json-1.1")
    .with_header("x-amz-target", format!("Logs_20140328.{operation}"))
    .with_body(body.to_string());
    let request_id = context.rng.uuid();
    let mut within = Context {
        now: context.now,
        request_id: &request_id,
        principal: &Principal::Root,
        message: None,
        world: &mut *context.world,
        rng: &mut *context.rng,
        changes: &mut Vec::new(),
        effects: &mut *context.effects,
    };
    let _ = gateway::perform_within(&mut within, &request);
}

/// A line: the format with its `$context` variables replaced. One that has no value is a hyphen.
fn line(format: &str, scope: &Scope<'_>) -> String {
    let mut rest = format;
    let mut line = String::new();
    while let Some((before, after)) = rest.split_once("$context.") {
        line.push_str(before);
        let is_part = |c: char| c.is_ascii_alphanumeric() || "._-:".contains(c);
        let end = after.find(|c| !is_part(c)).unwrap_or(after.len());
        // A full stop after a variable ends a sentence.
        let name = after[..end].trim_end_matches(['.', '-', ':']);
        match scope.value(&format!("context.{name}")) {
            Some(value) => line.push_str(&value),
            None => line.push('-'),
        }
        rest = &after[name.len()..];
    }
    line.push_str(rest);
    line
}
