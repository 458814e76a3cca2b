//! The operations of CloudWatch Logs, with what they share: reading parameters, finding groups, pages.

mod describe;
mod filter_log_events;
mod get_log_events;
mod groups;
mod put_log_events;
mod retention;
mod streams;
mod tags;
mod test_metric_filter;

pub use describe::{describe_log_groups, describe_log_streams};
pub use filter_log_events::filter_log_events;
pub use get_log_events::get_log_events;
pub use groups::{create_log_group, delete_log_group};
pub use put_log_events::put_log_events;
pub use retention::{delete_retention_policy, put_retention_policy};
pub use streams::{create_log_stream, delete_log_stream};
pub use tags::{list_tags, tag_resource, untag_resource};
pub use test_metric_filter::test_metric_filter;

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::error::MAX_NAME;
use super::{Error, LogEvent, LogGroup};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::json;

/// The most events on one page.
const EVENTS_PAGE: usize = 10_000;

type Body = Map<String, Value>;

fn find(context: &Context<'_>, call: &Call<'_>) -> Result<Arc<LogGroup>, Error> {
    if call.name.is_empty() {
        return Err(Error::missing("logGroupName"));
    }
    context.world.logs().group(&call.name).cloned().ok_or(Error::NoSuchGroup)
}

fn answer(document: &Value) -> Result<Answer, ServiceError> {
    Ok(Answer::Now(json::answer("1.1", document)))
}

fn done() -> Result<Answer, ServiceError> {
    answer(&json!({}))
}

fn text<'a>(body: &'a Body, name: &str) -> Option<&'a str> {
    body.get(name).and_then(Value::as_str)
}

/// The name of a group or stream under `member`, checked; `allowed` says which characters it may have.
fn name<'a>(value: &'a str, member: &str, pattern: &str, allowed: fn(char) -> bool) -> Result<&'a str, Error> {
    if value.is_empty() {
        return Err(Error::missing(member));
    }
    if value.len() > MAX_NAME {
        return Err(Error::NameTooLong);
    }
    if !value.chars().all(allowed) {
        return Err(Error::shape(member, Some(value), &format!("satisfy regular expression pattern: {pattern}")));
    }
    Ok(value)
}

/// The stream that the body names, which must be there.
fn stream<'a>(body: &'a Body, group: &LogGroup) -> Result<&'a str, Error> {
    let name = text(body, "logStreamName").ok_or_else(|| Error::missing("logStreamName"))?;
    if group.streams.contains_key(name) { Ok(name) } else { Err(Error::NoSuchStream) }
}

/// How much a page is to hold: `limit`, from 1 to `most`.
fn limit(body: &Body, most: usize) -> Result<usize, Error> {
    let Some(value) = body.get("limit").filter(|value| !value.is_null()) else { return Ok(most) };
    match value.as_u64().and_then(|limit| usize::try_from(limit).ok()) {
        Some(limit) if (1..=most).contains(&limit) => Ok(limit),
        Some(limit) if limit > most => {
            Err(Error::shape("limit", Some(&limit.to_string()), &format!("have value less than or equal to {most}")))
        }
        _ => Err(Error::shape("limit", Some(&value.to_string()), "have value greater than or equal to 1")),
    }
}

/// A moment in the body, milliseconds since 1970.
fn moment(body: &Body, name: &str, missing: u64) -> Result<u64, Error> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(missing),
        Some(value) => value
            .as_u64()
            .ok_or_else(|| Error::shape(name, Some(&value.to_string()), "have value greater than or equal to 0")),
    }
}

/// Where an event stands among those of its group: by its time, then in the order written.
type Key = (u64, usize);

fn key((number, event): &(usize, &LogEvent)) -> Key {
    (event.at.0, *number)
}

/// A key as it stands in tokens and ids: 56 digits, as AWS's have.
fn digits((at_us, number): Key) -> String {
    format!("{at_us:028}{number:028}")
}

fn read_digits(text: &str) -> Option<Key> {
    let (at_us, number) = text.split_at_checked(28)?;
    Some((at_us.parse().ok()?, number.parse().ok()?))
}
