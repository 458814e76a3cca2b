//! PutLogEvents.
//! <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html>

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{answer, digits, find, stream};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::json::body;
use crate::services::logs::{Error, LogEvent};
use crate::sim::time::Time;

/// How many events one call may put.
const BATCH_EVENTS: usize = 10_000;
/// How many bytes they may have, with [`EVENT_OVERHEAD`] for each.
const BATCH_BYTES: usize = 1_048_576;
/// What an event counts beside its text, bytes.
const EVENT_OVERHEAD: usize = 26;
/// How long the events of one call may span, milliseconds.
const BATCH_SPAN_MS: u64 = 24 * 3_600_000;
/// How far in the future an event may lie, milliseconds.
const FUTURE_MS: u64 = 2 * 3_600_000;

/// Puts events into a stream. Those too far in the future are left out, and those from before the run began,
/// since nothing of that time is kept; AWS leaves out what is older than 14 days.
pub fn put_log_events(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call.request)?;
    let group = find(context, call)?;
    let stream: Arc<str> = stream(&body, &group)?.into();
    let events = read(&body)?;
    let now = context.now;
    let too_old = events.iter().take_while(|(at_ms, _)| Time::from_epoch_ms(*at_ms).is_none()).count();
    let too_new = events.iter().position(|(at_ms, _)| *at_ms > now.epoch_ms() + FUTURE_MS).unwrap_or(events.len());
    let group = context.world.logs_mut().group_mut(&call.name).ok_or(Error::NoSuchGroup)?;
    for (at_ms, message) in events.get(too_old..too_new).unwrap_or_default() {
        if let Some(at) = Time::from_epoch_ms(*at_ms) {
            group.push(LogEvent { stream: stream.clone(), at, message: (*message).into(), put: Some(now) });
        }
    }
    let mut document = json!({"nextSequenceToken": digits((now.0, group.events.len()))});
    let mut rejected = Map::new();
    if too_new < events.len() {
        rejected.insert("tooNewLogEventStartIndex".to_owned(), too_new.into());
    }
    if too_old > 0 {
        rejected.insert("tooOldLogEventEndIndex".to_owned(), too_old.into());
    }
    if !rejected.is_empty() {
        document["rejectedLogEventsInfo"] = Value::Object(rejected);
    }
    let put = too_new.saturating_sub(too_old);
    context.changed(format!("{} / {stream}", call.name), None, Some(format!("{put} events")));
    answer(&document)
}

/// The events of a body, each with its time and its text.
fn read(body: &Map<String, Value>) -> Result<Vec<(u64, &str)>, Error> {
    let list = body.get("logEvents").and_then(Value::as_array).ok_or_else(|| Error::missing("logEvents"))?;
    if list.is_empty() || list.len() > BATCH_EVENTS {
        let bound = if list.is_empty() { "greater than or equal to 1" } else { "less than or equal to 10000" };
        return Err(Error::shape("logEvents", Some("[...]"), &format!("have length {bound}")));
    }
    let mut events: Vec<(u64, &str)> = Vec::with_capacity(list.len());
    let mut bytes = 0;
    for (index, event) in list.iter().enumerate() {
        let member = |name: &str| format!("logEvents.{}.member.{name}", index + 1);
        let at_ms =
            event.get("timestamp").and_then(Value::as_u64).ok_or_else(|| Error::missing(&member("timestamp")))?;
        let message = event.get("message").and_then(Value::as_str).ok_or_else(|| Error::missing(&member("message")))?;
        if message.is_empty() {
            return Err(Error::shape(&member("message"), Some(""), "have length greater than or equal to 1"));
        }
        bytes += message.len() + EVENT_OVERHEAD;
        events.push((at_ms, message));
    }
    if bytes > BATCH_BYTES {
        return Err(Error::Invalid(format!("Upload too large: {bytes} bytes exceeds limit of {BATCH_BYTES}")));
    }
    if !events.is_sorted_by_key(|(at_ms, _)| *at_ms) {
        return Err(Error::Unordered);
    }
    let span = events.last().map_or(0, |(at_ms, _)| *at_ms) - events.first().map_or(0, |(at_ms, _)| *at_ms);
    if span > BATCH_SPAN_MS {
        return Err(Error::Invalid(
            "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.".to_owned(),
        ));
    }
    Ok(events)
}
