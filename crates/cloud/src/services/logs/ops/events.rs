//! Reading log events.
//! <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html>

use serde_json::{Map, Value, json};

use super::{find, invalid};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::json::{answer, body};
use crate::services::logs::LogEvent;

/// The most events on one page.
const PAGE: usize = 10_000;

/// Lists a stream's events, oldest first.
pub fn get_log_events(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call.request)?;
    let group = find(context, call)?;
    let stream = body.get("logStreamName").and_then(Value::as_str).unwrap_or_default();
    if !group.streams.contains_key(stream) {
        return Err(ServiceError::new("ResourceNotFoundException", 400, "The specified log stream does not exist."));
    }
    let limits = Limits::read(&body)?;
    let events: Vec<Value> = group
        .events
        .iter()
        .filter(|event| &*event.stream == stream && limits.hold(event))
        .take(limits.page)
        .map(|event| {
            json!({"timestamp": event.at.epoch_ms(), "message": format!("{}\n", event.message), "ingestionTime": event.at.epoch_ms()})
        })
        .collect();
    let document = json!({"events": events, "nextForwardToken": "f/0/s", "nextBackwardToken": "b/0/s"});
    Ok(Answer::Now(answer("1.1", &document)))
}

/// Lists events of all streams that contain every word of the pattern. Other patterns are not simulated.
pub fn filter_log_events(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call.request)?;
    let group = find(context, call)?;
    let limits = Limits::read(&body)?;
    let pattern = body.get("filterPattern").and_then(Value::as_str).unwrap_or_default();
    if pattern.starts_with(['{', '[', '?', '-', '%']) {
        return Err(ServiceError::not_simulated("logs", "filter patterns other than words"));
    }
    let words: Vec<&str> = pattern.split_whitespace().map(|word| word.trim_matches('"')).collect();
    let events: Vec<Value> = group
        .events
        .iter()
        .enumerate()
        .filter(|(_, event)| limits.hold(event) && words.iter().all(|word| event.message.contains(word)))
        .take(limits.page)
        .map(|(index, event)| {
            json!({
                "logStreamName": &*event.stream,
                "timestamp": event.at.epoch_ms(),
                "message": format!("{}\n", event.message),
                "ingestionTime": event.at.epoch_ms(),
                "eventId": format!("{index:056}"),
            })
        })
        .collect();
    Ok(Answer::Now(answer("1.1", &json!({"events": events, "searchedLogStreams": []}))))
}

struct Limits {
    start_ms: u64,
    end_ms: u64,
    page: usize,
}

impl Limits {
    fn read(body: &Map<String, Value>) -> Result<Self, ServiceError> {
        let whole = |name: &str, missing: u64| match body.get(name) {
            None | Some(Value::Null) => Ok(missing),
            Some(value) => value.as_u64().ok_or_else(|| invalid(format!("{name} must be a whole number"))),
        };
        let page = whole("limit", PAGE as u64)?;
        if page == 0 || page > PAGE as u64 {
            return Err(invalid(format!(
                "1 validation error detected: Value '{page}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to {PAGE}"
            )));
        }
        Ok(Self {
            start_ms: whole("startTime", 0)?,
            end_ms: whole("endTime", u64::MAX)?,
            page: usize::try_from(page).unwrap_or(PAGE),
        })
    }

    fn hold(&self, event: &LogEvent) -> bool {
        (self.start_ms..=self.end_ms).contains(&event.at.epoch_ms())
    }
}
