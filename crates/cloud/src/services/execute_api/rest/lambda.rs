//! Functions as integrations and authorizers name them, and who calls them.

use std::sync::Arc;

use super::exchange::Exchange;
use super::respond::Refusal;
use crate::operation::Context;
use crate::services::apigateway::state::CALLERS_OWN;
use crate::services::execute_api::lambda::{API_GATEWAY, SESSION};
use crate::services::iam::context::Situation;
use crate::services::iam::policy::{Question, Reply};
use crate::services::iam::state::role_name;
use crate::services::lambda;
use crate::verdict::Principal;

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

/// On whose behalf a backend is called: the role of `credentials`, which must trust API Gateway, or the API itself as
/// `source_arn`.
pub fn principal(
    context: &Context<'_>,
    exchange: &Exchange,
    credentials: &str,
    source_arn: String,
) -> Result<Principal, Refusal> {
    let service = Principal::Service { service: API_GATEWAY, source_arn: source_arn.into() };
    if credentials.is_empty() {
        return Ok(service);
    }
    // The caller's own credentials, where IAM knows the caller.
    if credentials == CALLERS_OWN
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
        Some(role) => Ok(Principal::RoleSession { role: role.name.clone(), session: SESSION.into(), policy: None }),
        None => {
            let says = if role.is_some() {
                format!(
                    "The role {credentials} does not trust {API_GATEWAY}. Let its trust policy allow sts:AssumeRole to that service."
                )
            } else {
                format!("There is no role {credentials}, which the integration's credentials name.")
            };
            let log = "API Gateway does not have permission to assume the provided role";
            Err(Refusal::misconfigured("integrate", says, log))
        }
    }
}
