//! The operations of CloudWatch Logs.

mod events;
mod groups;

pub use events::{filter_log_events, get_log_events};
pub use groups::{
    create_log_group, delete_log_group, delete_retention_policy, describe_log_groups, describe_log_streams,
    put_retention_policy,
};

use std::sync::Arc;

use crate::error::ServiceError;
use crate::operation::{Call, Context};
use crate::services::logs::LogGroup;

fn find(context: &Context<'_>, call: &Call<'_>) -> Result<Arc<LogGroup>, ServiceError> {
    context
        .world
        .logs()
        .group(&call.name)
        .cloned()
        .ok_or_else(|| ServiceError::new("ResourceNotFoundException", 400, "The specified log group does not exist."))
}

fn invalid(message: impl Into<String>) -> ServiceError {
    ServiceError::new("InvalidParameterException", 400, message)
}
