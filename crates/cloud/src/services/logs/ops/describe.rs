//! DescribeLogGroups and DescribeLogStreams.
//! <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html>

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Body, answer, find, limit, text};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::json::body;
use crate::services::logs::{Error, LogGroup, LogStream};

/// The most groups or streams on one page.
const PAGE: usize = 50;

/// Lists log groups by name: those that begin with a prefix, or that have a pattern anywhere.
pub fn describe_log_groups(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call.request)?;
    let (prefix, pattern) = (text(&body, "logGroupNamePrefix"), text(&body, "logGroupNamePattern"));
    if prefix.is_some() && pattern.is_some() {
        return Err(Error::Invalid(
            "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.".to_owned(),
        )
        .into());
    }
    // A pattern is found in a name whatever its case.
    let pattern = pattern.unwrap_or_default().to_lowercase();
    let groups: Vec<&Arc<LogGroup>> = context
        .world
        .logs()
        .groups()
        .filter(|group| group.name.starts_with(prefix.unwrap_or_default()))
        .filter(|group| group.name.to_lowercase().contains(&pattern))
        .collect();
    page(&body, "logGroups", &groups, |group| group.name.to_string(), |group| describe_group(group))
}

/// Lists the streams of a group, by name or by their last event.
pub fn describe_log_streams(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call.request)?;
    if text(&body, "logGroupName").is_some() && text(&body, "logGroupIdentifier").is_some() {
        return Err(Error::NamedTwice.into());
    }
    let prefix = text(&body, "logStreamNamePrefix").unwrap_or_default();
    let by_time = match text(&body, "orderBy") {
        None | Some("LogStreamName") => false,
        Some("LastEventTime") => true,
        Some(other) => {
            let rule = "satisfy enum value set: [LastEventTime, LogStreamName]";
            return Err(Error::shape("orderBy", Some(other), rule).into());
        }
    };
    if by_time && !prefix.is_empty() {
        return Err(Error::Invalid("Cannot order by LastEventTime with a logStreamNamePrefix.".to_owned()).into());
    }
    let group = find(context, call)?;
    let mut streams: Vec<(&Arc<str>, &LogStream)> =
        group.streams.iter().filter(|(name, _)| name.starts_with(prefix)).collect();
    if by_time {
        streams.sort_by_key(|(_, stream)| stream.span.map(|(_, last)| last));
    }
    if body.get("descending").and_then(Value::as_bool) == Some(true) {
        streams.reverse();
    }
    page(
        &body,
        "logStreams",
        &streams,
        |(name, _)| name.to_string(),
        |(name, stream)| describe_stream(&group, name, stream),
    )
}

/// One page of `all`. The token is the name of the last entry on the page before.
fn page<T>(
    body: &Body,
    list: &str,
    all: &[T],
    name: impl Fn(&T) -> String,
    describe: impl Fn(&T) -> Value,
) -> Result<Answer, ServiceError> {
    let limit = limit(body, PAGE)?;
    let start = match text(body, "nextToken") {
        None => 0,
        Some(token) => 1 + all.iter().position(|entry| name(entry) == token).ok_or(Error::BadToken)?,
    };
    let shown = &all[start..all.len().min(start + limit)];
    let mut document = json!({});
    document[list] = shown.iter().map(describe).collect();
    if start + shown.len() < all.len() {
        document["nextToken"] = shown.last().map(name).into();
    }
    answer(&document)
}

fn describe_group(group: &LogGroup) -> Value {
    let mut shown = json!({
        "logGroupName": &*group.name,
        "creationTime": group.created.epoch_ms(),
        "metricFilterCount": 0,
        "arn": format!("{}:*", group.arn()),
        "storedBytes": 0,
        "logGroupClass": "STANDARD",
        "logGroupArn": group.arn(),
    });
    if let Some(days) = group.retention_days {
        shown["retentionInDays"] = json!(days);
    }
    shown
}

fn describe_stream(group: &LogGroup, name: &str, stream: &LogStream) -> Value {
    let mut shown = json!({
        "logStreamName": name,
        "creationTime": stream.created.epoch_ms(),
        "arn": format!("{}:log-stream:{name}", group.arn()),
        "storedBytes": 0,
    });
    if let Some((first, last)) = stream.span {
        shown["firstEventTimestamp"] = json!(first.epoch_ms());
        shown["lastEventTimestamp"] = json!(last.epoch_ms());
        shown["lastIngestionTime"] = json!(last.epoch_ms());
    }
    shown
}
