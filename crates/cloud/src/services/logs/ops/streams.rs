//! CreateLogStream and DeleteLogStream.
//! <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html>

use super::{done, find, name, stream, text};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::json::body;
use crate::services::logs::{Error, LogStream};

/// Creates a stream in a group.
pub fn create_log_stream(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call.request)?;
    let stream = text(&body, "logStreamName").unwrap_or_default();
    let stream = name(stream, "logStreamName", "[^:*]*", |next| next != ':' && next != '*')?;
    if find(context, call)?.streams.contains_key(stream) {
        return Err(Error::StreamExists.into());
    }
    let created = context.now;
    let group = context.world.logs_mut().group_mut(&call.name).ok_or(Error::NoSuchGroup)?;
    group.streams.insert(stream.into(), LogStream { created, span: None });
    context.changed(format!("{} / {stream}", call.name), None, Some("log stream".to_owned()));
    done()
}

/// Deletes a stream with its events.
pub fn delete_log_stream(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call.request)?;
    let stream = stream(&body, find(context, call)?.as_ref())?;
    let group = context.world.logs_mut().group_mut(&call.name).ok_or(Error::NoSuchGroup)?;
    let before = group.events.len();
    group.streams.remove(stream);
    group.events.retain(|event| *event.stream != *stream);
    let events = before - group.events.len();
    context.changed(format!("{} / {stream}", call.name), Some(format!("{events} events")), None);
    done()
}
