//! CreateLogGroup and DeleteLogGroup.
//! <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html>

use super::{done, find, name, tags};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::json::body;
use crate::services::logs::Error;

/// Creates a log group.
pub fn create_log_group(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let allowed = |next: char| next.is_ascii_alphanumeric() || "._-/#".contains(next);
    name(&call.name, "logGroupName", r"[\.\-_/#A-Za-z0-9]+", allowed)?;
    if context.world.logs().group(&call.name).is_some() {
        return Err(Error::GroupExists.into());
    }
    let tags = tags::read(&body(call.request)?)?;
    let now = context.now;
    context.world.logs_mut().create_group(&call.name, now).tags = tags;
    context.changed(call.name.as_ref(), None, Some("log group".to_owned()));
    done()
}

/// Deletes a log group with its events.
pub fn delete_log_group(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let group = find(context, call)?;
    context.world.logs_mut().remove_group(&group.name);
    context.changed(group.name.as_ref(), Some(format!("{} events", group.events.len())), None);
    done()
}
