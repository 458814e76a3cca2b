//! Calls of functions: for an integration, or for an authorizer.

use super::Flight;
use crate::http::Response;
use crate::services::execute_api::host;
use crate::services::execute_api::lambda::{API_GATEWAY, SESSION, Said, said, text_of};
use crate::services::iam::state::role_name;
use crate::services::lambda;
use crate::verdict::Principal;

/// On whose behalf a call is made: as `role` if one is named, or else as API Gateway for `resource` of the API.
#[must_use]
pub fn principal(flight: &Flight, caller: &Principal, role: &str, resource: &str) -> Principal {
    if role.contains(":user/*") {
        return caller.clone();
    }
    match role_name(role) {
        Some(name) => Principal::RoleSession { role: name.into(), session: SESSION.into(), policy: None },
        None => Principal::Service { service: API_GATEWAY, source_arn: host::arn(&flight.api, resource).into() },
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

/// What is wrong with the `response` of Invoke, if something is. `function` is an ARN, `resource` what of the API may
/// invoke it.
#[must_use]
pub fn failure(flight: &Flight, function: &str, resource: &str, response: &Response) -> Option<Failure> {
    let name = lambda::function_name(function);
    let internal = |says: String| Some(Failure { status: 500, message: "Internal Server Error", says });
    let status = match said(response) {
        Said::Returned(_) => return None,
        Said::Failed(message, payload) => {
            let kind = text_of(payload, "errorType");
            let what = if kind.is_empty() { message } else { format!("{kind}: {message}") };
            return internal(format!("The function {name} failed: {what}. Its log tells where."));
        }
        Said::Refused(status, _) => status,
    };
    match status {
        403 => internal(format!(
            "The policy of the function {name} does not let this API invoke it. Add a permission for {API_GATEWAY} with the source ARN {}.",
            host::arn(&flight.api, resource)
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
        _ => internal(format!(
            "Lambda answered {status} for the function {name}: {}",
            String::from_utf8_lossy(&response.body)
        )),
    }
}
