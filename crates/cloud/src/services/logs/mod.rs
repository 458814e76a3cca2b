//! CloudWatch Logs: groups, streams and events, as the console and the CLI read them.

mod ops;
pub mod state;

pub use state::{LogEvent, LogGroup, LogStream, State};

use std::sync::Arc;

use crate::account::{ACCOUNT_ID, REGION};
use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Access, Call, Context, Operation, PolicyOf};
use crate::protocol::json;
use crate::protocol::sigv4::Dialect;
use crate::services::Service;
use crate::sim::trace::Place;

/// CloudWatch Logs, as the gateway sees it.
pub struct Logs;

static OPERATIONS: [Operation; 8] = [
    Operation {
        name: "CreateLogGroup",
        access: |call| on_group(call, "logs:CreateLogGroup"),
        run: ops::create_log_group,
    },
    Operation {
        name: "DeleteLogGroup",
        access: |call| on_group(call, "logs:DeleteLogGroup"),
        run: ops::delete_log_group,
    },
    Operation {
        name: "DescribeLogGroups",
        access: |call| on_group(call, "logs:DescribeLogGroups"),
        run: ops::describe_log_groups,
    },
    Operation {
        name: "DescribeLogStreams",
        access: |call| on_group(call, "logs:DescribeLogStreams"),
        run: ops::describe_log_streams,
    },
    Operation { name: "GetLogEvents", access: |call| on_group(call, "logs:GetLogEvents"), run: ops::get_log_events },
    Operation {
        name: "FilterLogEvents",
        access: |call| on_group(call, "logs:FilterLogEvents"),
        run: ops::filter_log_events,
    },
    Operation {
        name: "PutRetentionPolicy",
        access: |call| on_group(call, "logs:PutRetentionPolicy"),
        run: ops::put_retention_policy,
    },
    Operation {
        name: "DeleteRetentionPolicy",
        access: |call| on_group(call, "logs:DeleteRetentionPolicy"),
        run: ops::delete_retention_policy,
    },
];

fn on_group(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    vec![Access {
        action,
        resource: format!("arn:aws:logs:{REGION}:{ACCOUNT_ID}:log-group:{}:*", call.name).into(),
        policy_of: PolicyOf::Nothing,
    }]
}

impl Service for Logs {
    fn prefix(&self) -> &'static str {
        "logs"
    }

    fn operations(&self) -> &'static [Operation] {
        &OPERATIONS
    }

    fn route<'a>(&self, request: &'a Request) -> Result<Call<'a>, ServiceError> {
        let operation = self.operation(json::operation(request).unwrap_or_default())?;
        let body = json::body(request)?;
        let group = body.get("logGroupName").and_then(serde_json::Value::as_str).unwrap_or_default();
        Ok(Call { request, service: "logs", operation, name: group.into(), key: Arc::from("") })
    }

    fn place(&self, call: &Call<'_>) -> Place {
        if call.name.is_empty() { Place::Service("logs") } else { Place::LogGroup(call.name.clone()) }
    }

    fn denial(&self, verdict: &crate::verdict::Verdict, _: &Call<'_>, _: &crate::world::World) -> ServiceError {
        ServiceError::new("AccessDeniedException", 400, verdict.reason.as_ref())
    }

    fn dialect(&self) -> Dialect {
        Dialect::Json
    }

    fn encode_error(&self, error: &ServiceError, _: &Request, context: &mut Context<'_>) -> Response {
        json::error("1.1", error, context.request_id)
    }

    fn finish(&self, mut response: Response, context: &mut Context<'_>) -> Response {
        response.headers.set("x-amzn-requestid", context.request_id);
        response.headers.set("date", context.now.rfc1123());
        response
    }
}
