//! Groups and streams: create, describe, delete, keep for a time.
//! <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html>

use serde_json::{Value, json};

use super::{find, invalid};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::json::{answer, body};
use crate::services::logs::LogGroup;

/// The days that a retention policy may name.
const RETENTION_DAYS: [u64; 23] =
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922, 3_288, 3_653, 0];

/// Creates a log group.
pub fn create_log_group(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    if call.name.is_empty() || call.name.len() > 512 {
        return Err(invalid(
            "1 validation error detected: Value at 'logGroupName' failed to satisfy constraint: Member must have length between 1 and 512",
        ));
    }
    if context.world.logs().group(&call.name).is_some() {
        return Err(ServiceError::new("ResourceAlreadyExistsException", 400, "The specified log group already exists"));
    }
    let now = context.now;
    context.world.logs_mut().create_group(&call.name, now);
    context.changed(call.name.as_ref(), None, Some("log group".to_owned()));
    Ok(Answer::Now(answer("1.1", &json!({}))))
}

/// Deletes a log group with its events.
pub fn delete_log_group(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let group = find(context, call)?;
    context.world.logs_mut().remove_group(&group.name);
    context.changed(group.name.as_ref(), Some(format!("{} events", group.events.len())), None);
    Ok(Answer::Now(answer("1.1", &json!({}))))
}

/// Lists log groups whose name begins with a prefix.
pub fn describe_log_groups(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call.request)?;
    let prefix = body.get("logGroupNamePrefix").and_then(Value::as_str).unwrap_or_default();
    let groups: Vec<Value> = context
        .world
        .logs()
        .groups()
        .filter(|group| group.name.starts_with(prefix))
        .map(|group| describe(group))
        .collect();
    Ok(Answer::Now(answer("1.1", &json!({"logGroups": groups}))))
}

/// Lists the streams of a group.
pub fn describe_log_streams(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let group = find(context, call)?;
    let streams: Vec<Value> = group
        .streams
        .iter()
        .map(|(name, stream)| {
            let mut shown = json!({
                "logStreamName": &**name,
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
        })
        .collect();
    Ok(Answer::Now(answer("1.1", &json!({"logStreams": streams}))))
}

/// Sets for how many days a group keeps its events. They are kept all the same: no run lasts a day.
pub fn put_retention_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let days = body(call.request)?.get("retentionInDays").and_then(Value::as_u64).unwrap_or_default();
    if days == 0 || !RETENTION_DAYS.contains(&days) {
        return Err(invalid(format!(
            "1 validation error detected: Value '{days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set"
        )));
    }
    set_retention(context, call, u32::try_from(days).ok())
}

/// Keeps a group's events for ever.
pub fn delete_retention_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    set_retention(context, call, None)
}

fn set_retention(context: &mut Context<'_>, call: &Call<'_>, days: Option<u32>) -> Result<Answer, ServiceError> {
    let before = find(context, call)?;
    let text = |days: Option<u32>| days.map(|days| format!("kept for {days} days"));
    context.changed(before.name.as_ref(), text(before.retention_days), text(days));
    if let Some(group) = context.world.logs_mut().group_mut(&call.name) {
        group.retention_days = days;
    }
    Ok(Answer::Now(answer("1.1", &json!({}))))
}

fn describe(group: &LogGroup) -> Value {
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
