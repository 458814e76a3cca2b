//! Calls of functions: for an integration, or for an authorizer.

use serde_json::Value;

use super::Flight;
use crate::account::{ACCOUNT_ID, REGION};
use crate::http::{Request, Response};
use crate::services::iam::state::role_name;
use crate::services::lambda;
use crate::verdict::Principal;

/// The request that invokes `function`, an ARN, with `event`.
#[must_use]
pub fn request(function: &str, event: &Value) -> Request {
    Request {
        method: "POST".to_owned(),
        host: format!("lambda.{REGION}.amazonaws.com"),
        path: format!("/2015-03-31/functions/{function}/invocations"),
        ..Request::default()
    }
    .with_header("content-type", "application/json")
    .with_body(event.to_string())
}

/// On whose behalf a call is made: as `role` if one is named, or else as API Gateway for `resource` of the API.
#[must_use]
pub fn principal(flight: &Flight, caller: &Principal, role: &str, resource: &str) -> Principal {
    if role.contains(":user/*") {
        return caller.clone();
    }
    match role_name(role) {
        Some(name) => {
            Principal::RoleSession { role: name.into(), session: "BackplaneAssumeRoleSession".into(), policy: None }
        }
        None => Principal::Service {
            service: "apigateway.amazonaws.com",
            source_arn: format!("arn:aws:execute-api:{REGION}:{ACCOUNT_ID}:{}/{resource}", flight.api).into(),
        },
    }
}

/// Why a function's answer is none: its status for the client, and what a learner is told.
pub struct Failure {
    /// The status.
    pub status: u16,
    /// The message in the answer.
    pub message: &'static str,
    /// Why, and what to try.
    pub says: String,
}

/// What is wrong with the `response` of Invoke, if something is. `function` is an ARN, `source` what may invoke it.
#[must_use]
pub fn failure(function: &str, source: &str, response: &Response) -> Option<Failure> {
    let name = lambda::function_name(function);
    let internal = |says: String| Some(Failure { status: 500, message: "Internal Server Error", says });
    if response.headers.get("x-amz-function-error").is_some() {
        let document: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        let text = |member: &str| document.get(member).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (kind, message) = (text("errorType"), text("errorMessage"));
        let what = if kind.is_empty() { message } else { format!("{kind}: {message}") };
        return internal(format!("The function {name} failed: {what}. Its log tells where."));
    }
    match response.status {
        200 => None,
        403 => internal(format!(
            "The policy of the function {name} does not let this API invoke it. Add a permission for apigateway.amazonaws.com with the source ARN arn:aws:execute-api:{REGION}:{ACCOUNT_ID}:{source}."
        )),
        404 => internal(format!("There is no function {name}. Point the integration to one that exists.")),
        413 => Some(Failure {
            status: 413,
            message: "Request Entity Too Large",
            says: format!(
                "The event is larger than the 6 MB that Lambda takes, so {name} was not invoked. Send less, or upload to S3."
            ),
        }),
        429 => Some(Failure {
            status: 503,
            message: "Service Unavailable",
            says: format!(
                "The function {name} has no environment free: its concurrency is used up. Try again, or let it have more."
            ),
        }),
        status => internal(format!(
            "Lambda answered {status} for the function {name}: {}",
            String::from_utf8_lossy(&response.body)
        )),
    }
}
