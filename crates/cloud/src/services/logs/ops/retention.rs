//! PutRetentionPolicy and DeleteRetentionPolicy.
//! <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>

use super::{done, find};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::json::body;
use crate::services::logs::Error;

/// The days that a retention policy may name.
const RETENTION_DAYS: [u32; 22] =
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922, 3_288, 3_653];

/// Sets for how many days a group keeps its events. They are kept all the same: no run lasts a day.
pub fn put_retention_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call.request)?;
    let value = body.get("retentionInDays").ok_or_else(|| Error::missing("retentionInDays"))?;
    let days = value.as_u64().and_then(|days| u32::try_from(days).ok()).filter(|days| RETENTION_DAYS.contains(days));
    if days.is_none() {
        return Err(Error::shape("retentionInDays", Some(&value.to_string()), "satisfy enum value set").into());
    }
    set_retention(context, call, days)
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
    done()
}
