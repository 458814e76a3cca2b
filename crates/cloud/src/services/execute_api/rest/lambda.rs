//! Functions as integrations and authorizers name and call them.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;

use super::exchange::Exchange;
use super::respond::Refusal;
use crate::account::REGION;
use crate::http::{Request, Response};
use crate::operation::Context;
use crate::protocol::uri;
use crate::services::iam::context::Situation;
use crate::services::iam::policy::{Question, Reply};
use crate::services::iam::state::role_name;
use crate::services::lambda;
use crate::verdict::Principal;

/// The service that calls for an API.
pub const SERVICE: &str = "apigateway.amazonaws.com";
/// What stands around a function's ARN in an integration's URI.
const AROUND: (&str, &str) = (":lambda:path/2015-03-31/functions/", "/invocations");

/// The ARN of the function that a URI names: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/…/invocations`.
#[must_use]
pub fn arn_in(uri: &str) -> Option<&str> {
    let (before, after) = uri.split_once(AROUND.0)?;
    let arn = after.strip_suffix(AROUND.1)?;
    (before.starts_with("arn:aws:apigateway:") && !arn.is_empty()).then_some(arn)
}

/// The name of the function that an ARN, or what stands in its place, names.
#[must_use]
pub fn name_in(arn: &str) -> Arc<str> {
    lambda::function_name(arn).into()
}

/// The call that invokes a function.
#[must_use]
pub fn invocation(arn: &str, event: impl Into<Bytes>) -> Request {
    Request {
        method: "POST".to_owned(),
        host: format!("lambda.{REGION}.amazonaws.com"),
        path: format!("/2015-03-31/functions/{}/invocations", uri::encode(arn)),
        body: event.into(),
        ..Request::default()
    }
    .with_header("content-type", "application/json")
}

/// What Lambda said to an invocation.
#[derive(Debug)]
pub enum Said<'r> {
    /// The function returned this.
    Returned(&'r Bytes),
    /// The function failed, with this message and payload.
    Failed(String, &'r Bytes),
    /// Lambda did not run it: the status, and its text.
    Refused(u16, String),
}

/// Reads the answer to an invocation.
#[must_use]
pub fn said(response: &Response) -> Said<'_> {
    if response.headers.get("x-amz-function-error").is_some() {
        return Said::Failed(text_of(&response.body, "errorMessage"), &response.body);
    }
    if response.is_success() {
        return Said::Returned(&response.body);
    }
    let text = match text_of(&response.body, "message") {
        text if text.is_empty() => text_of(&response.body, "Message"),
        text => text,
    };
    Said::Refused(response.status, text)
}

fn text_of(body: &[u8], name: &str) -> String {
    let body: Option<Value> = serde_json::from_slice(body).ok();
    body.and_then(|body| Some(body.get(name)?.as_str()?.to_owned())).unwrap_or_default()
}

/// On whose behalf a backend is called: the role of `credentials`, which must trust API Gateway, or the API itself as
/// `source_arn`.
pub fn principal(
    context: &Context<'_>,
    exchange: &Exchange,
    credentials: &str,
    source_arn: String,
) -> Result<Principal, Refusal> {
    let service = Principal::Service { service: SERVICE, source_arn: source_arn.into() };
    if credentials.is_empty() {
        return Ok(service);
    }
    // The caller's own credentials, where IAM knows the caller.
    if credentials == "arn:aws:iam::*:user/*"
        && let Some(caller) = &exchange.caller
    {
        return Ok(caller.clone());
    }
    let role = role_name(credentials).and_then(|name| context.world.iam().role(name));
    let trusted = role.filter(|role| {
        let situation = Situation { principal: &service, role: None, now: Some(context.now) };
        let question = Question { action: "sts:assumerole", resource: &role.arn, situation };
        matches!(role.trust.policy.ask(&question), Reply::Allows(..))
    });
    match trusted {
        Some(role) => Ok(Principal::RoleSession {
            role: role.name.clone(),
            session: "BackplaneAssumeRoleSession".into(),
            policy: None,
        }),
        None => {
            let says = if role.is_some() {
                format!(
                    "The role {credentials} does not trust {SERVICE}. Let its trust policy allow sts:AssumeRole to that service."
                )
            } else {
                format!("There is no role {credentials}, which the integration's credentials name.")
            };
            let log = "API Gateway does not have permission to assume the provided role";
            Err(Refusal::misconfigured("integrate", says, log))
        }
    }
}
