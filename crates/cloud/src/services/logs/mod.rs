//! CloudWatch Logs: groups, streams and events, as the console and the CLI read them.

mod error;
mod ops;
pub mod pattern;
pub mod state;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use state::{LogEvent, LogGroup, LogStream, State};

use std::sync::Arc;

use crate::account::{ACCOUNT_ID, REGION};
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Access, Call, Operation, PolicyOf};
use crate::protocol::{Protocol, json};
use crate::services::Service;
use crate::sim::trace::Place;
use crate::world::World;

/// What a first lesson's run needs of them.
pub static CORE: [Operation; 2] = Operation::pick(&OPERATIONS, ["CreateLogGroup", "PutRetentionPolicy"]);

/// CloudWatch Logs, as the gateway sees it.
pub struct Logs {
    /// Its operations that a cloud has.
    pub operations: &'static [Operation],
}

macro_rules! operation {
    ($name:literal, $run:path) => {
        Operation { name: $name, access: |call| on_group(call, concat!("logs:", $name)), run: $run }
    };
}

/// Every operation that is simulated.
pub static OPERATIONS: [Operation; 18] = [
    operation!("CreateLogGroup", ops::create_log_group),
    operation!("DeleteLogGroup", ops::delete_log_group),
    operation!("DescribeLogGroups", ops::describe_log_groups),
    operation!("CreateLogStream", ops::create_log_stream),
    operation!("DeleteLogStream", ops::delete_log_stream),
    operation!("DescribeLogStreams", ops::describe_log_streams),
    operation!("PutLogEvents", ops::put_log_events),
    operation!("GetLogEvents", ops::get_log_events),
    operation!("FilterLogEvents", ops::filter_log_events),
    operation!("TestMetricFilter", ops::test_metric_filter),
    operation!("PutRetentionPolicy", ops::put_retention_policy),
    operation!("DeleteRetentionPolicy", ops::delete_retention_policy),
    operation!("TagResource", ops::tag_resource),
    operation!("UntagResource", ops::untag_resource),
    operation!("ListTagsForResource", ops::list_tags),
    // The three before these have taken their place; old clients still call them.
    operation!("TagLogGroup", ops::tag_resource),
    operation!("UntagLogGroup", ops::untag_resource),
    operation!("ListTagsLogGroup", ops::list_tags),
];

/// The prefix of every group's ARN in this account.
fn arn_prefix() -> String {
    format!("arn:aws:logs:{REGION}:{ACCOUNT_ID}:log-group:")
}

fn on_group(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    vec![Access { action, resource: format!("{}{}:*", arn_prefix(), call.name).into(), policy_of: PolicyOf::Nothing }]
}

impl Service for Logs {
    fn prefix(&self) -> &'static str {
        "logs"
    }

    fn operations(&self) -> &'static [Operation] {
        self.operations
    }

    fn route<'a>(&self, request: &'a Request) -> Result<Call<'a>, ServiceError> {
        let operation = self.operation(json::operation(request).unwrap_or_default())?;
        let body = json::body(request)?;
        // Newer operations take a name or an ARN under another name; an ARN may end with `:*`.
        let group = ["logGroupName", "logGroupIdentifier", "resourceArn"]
            .into_iter()
            .find_map(|member| body.get(member)?.as_str())
            .map_or("", |name| name.strip_prefix(&arn_prefix()).unwrap_or(name).trim_end_matches(":*"));
        Ok(Call { request, service: "logs", operation, name: group.into(), key: Arc::from(""), json: None })
    }

    fn place(&self, call: &Call<'_>, _world: &World) -> Place {
        if call.name.is_empty() { Place::Service("logs") } else { Place::LogGroup(call.name.clone()) }
    }

    fn protocol(&self) -> Protocol {
        Protocol::Json("1.1")
    }
}
