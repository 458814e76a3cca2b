//! Access logs: a line for each request, in a log group that the stage names.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html>

use super::Flight;
use super::variables::Scope;
use crate::http::Response;
use crate::operation::{Context, Effect};

/// Writes the line of a request that was answered with `response`, if its stage keeps a log. A group that is not there
/// gets none, as on AWS.
pub fn write(context: &mut Context<'_>, flight: &Flight, response: &Response) {
    let Some((destination, format)) = flight.access_log() else { return };
    let Some((_, group)) = destination.split_once(":log-group:") else { return };
    let scope = Scope { flight, request: &flight.request, response: Some(response), now: context.now };
    let line = line(format, &scope);
    // AWS invents the stream's name; one for each stage and day tells what is in it.
    let stream = format!("{}/{}", flight.stage.trim_start_matches('$'), context.now.stream_date().replace('/', "-"));
    let (group, events) = (group.trim_end_matches(":*").into(), vec![(context.now, line)]);
    context.effects.push(Effect::Log { group, stream: stream.into(), events, create: false });
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
