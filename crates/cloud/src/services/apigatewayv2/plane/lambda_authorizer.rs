//! Lambda authorizers: a function that is shown the request and says whether it may go on.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html>

use std::sync::Arc;

use serde_json::Value;

use super::super::snapshot::{Authorization, LambdaAuthorizer};
use super::variables::Scope;
use super::{Flight, Identity, Step, event, integrate, invoke};
use crate::error::ServiceError;
use crate::operation::{Answer, Context, JsonBody, Reply};
use crate::services::execute_api::decisions::{Decision, Grant};
use crate::services::execute_api::lambda::invocation;
use crate::services::lambda;
use crate::sim::time::{Span, Time};
use crate::verdict::Finding;

/// How long an authorizer may take. AWS's value.
const PATIENCE: Span = Span::from_s(10);

impl LambdaAuthorizer {
    /// Whether what it decides is kept. Without an identity to keep it under, it would hold for everyone.
    fn keeps(&self) -> bool {
        self.ttl > Span::default() && !self.identity_sources.is_empty()
    }
}

/// Asks the authorizer, unless what it said before still holds.
///
/// # Errors
/// As the integration's.
pub fn authorise(
    context: &mut Context<'_>,
    flight: Flight,
    authorizer: &LambdaAuthorizer,
) -> Result<Answer, ServiceError> {
    let scope = Scope { flight: &flight, request: &flight.request, response: None, now: context.now };
    let mut sources = Vec::new();
    for source in &authorizer.identity_sources {
        match scope.value(source.trim_start_matches('$')).filter(|value| !value.is_empty()) {
            Some(value) => sources.push(value),
            None => {
                context.phase_failed(
                    "authorise",
                    format!(
                        "The request has no {source}, which the authorizer asks for, so it was not invoked. Send it."
                    ),
                );
                return Ok(flight.refuse(context, 401, "Unauthorized"));
            }
        }
    }
    let kept_under: Arc<str> =
        format!("{}/{}/{}/{}", flight.api, flight.stage, authorizer.id, sources.join("\n")).into();
    let held = context.world.execute_api().decision(&kept_under, context.now);
    if let Some(decision) = held.filter(|_| authorizer.keeps()) {
        context.phase("authorise", "What the authorizer decided for this identity before still holds.");
        return follow(context, flight, &decision);
    }
    let mut request = flight.request.clone();
    event::added(&flight, &mut request);
    let event = event_of(&flight, &request, authorizer, &sources);
    let resource = format!("authorizers/{}", authorizer.id);
    let principal = invoke::principal(&flight, context.principal, &authorizer.credentials, &resource);
    let call = invocation(&authorizer.function, event.to_string());
    Ok(flight.call(context, principal, call, PATIENCE, Step::Authorizer { kept_under }))
}

fn event_of(
    flight: &Flight,
    request: &crate::http::Request,
    authorizer: &LambdaAuthorizer,
    sources: &[String],
) -> Value {
    let (mut event, arn) = if authorizer.is_v2 {
        (event::common_v2(flight, request), "routeArn")
    } else {
        (event::common_v1(flight, request), "methodArn")
    };
    event["type"] = Value::from("REQUEST");
    event[arn] = Value::from(flight.arn());
    if authorizer.is_v2 {
        event["identitySource"] = Value::from(sources.to_vec());
    } else {
        event["identitySource"] = Value::from(sources.join(","));
        event["authorizationToken"] = Value::from(sources.join(","));
    }
    event
}

/// The authorizer has answered, or has not in time.
///
/// # Errors
/// As the integration's.
pub fn decided(
    context: &mut Context<'_>,
    flight: Flight,
    kept_under: Arc<str>,
    reply: Reply<'_>,
) -> Result<Answer, ServiceError> {
    let Some(Authorization::Lambda(authorizer)) = flight.route().map(|route| route.authorization.clone()) else {
        return Ok(flight.refuse(context, 500, "Internal Server Error"));
    };
    let name = lambda::function_name(&authorizer.function);
    let failed = match &reply {
        Reply::OutOfPatience => Some(format!("The authorizer {name} had not answered after 10 s.")),
        Reply::Answered(response) => {
            let resource = format!("authorizers/{}", authorizer.id);
            invoke::failure(&flight, &authorizer.function, &resource, response).map(|failure| failure.says)
        }
    };
    if let Some(says) = failed {
        context.phase_failed("authorise", says);
        return Ok(flight.refuse(context, 500, "Internal Server Error"));
    }
    let body = match &reply {
        Reply::Answered(response) => &response.body[..],
        Reply::OutOfPatience => &[][..],
    };
    let decision = match read(body, &authorizer, context.now) {
        Ok(decision) => decision,
        Err(why) => {
            context.phase_failed("authorise", format!("The answer of the authorizer {name} {why}."));
            return Ok(flight.refuse(context, 500, "Internal Server Error"));
        }
    };
    if authorizer.keeps() {
        context.world.execute_api_mut().decide(kept_under, decision.clone(), context.now);
    }
    follow(context, flight, &decision)
}

/// Goes on, or not, as was decided.
fn follow(context: &mut Context<'_>, mut flight: Flight, decision: &Decision) -> Result<Answer, ServiceError> {
    if decision.grant.says(&flight.arn(), context.now) != Finding::Allows {
        context.phase_failed("authorise", format!("The authorizer does not let this caller call {}.", flight.arn()));
        return Ok(flight.refuse(context, 403, "Forbidden"));
    }
    context.phase("authorise", format!("The authorizer lets this caller call {}.", flight.arn()));
    flight.identity = Identity::Lambda { context: decision.context.clone(), principal: decision.principal.clone() };
    integrate::integrate(context, flight)
}

/// What an authorizer returned, as a decision. The error ends a sentence that begins with its answer.
fn read(body: &[u8], authorizer: &LambdaAuthorizer, now: Time) -> Result<Decision, String> {
    let document: JsonBody = serde_json::from_slice(body).map_err(|_| "is no object".to_owned())?;
    let context = document.get("context").and_then(Value::as_object).cloned().unwrap_or_default();
    let until = now + authorizer.ttl;
    if authorizer.is_simple {
        let allowed = document.get("isAuthorized").and_then(Value::as_bool);
        let allowed = allowed.ok_or(
            "has no isAuthorized. Return {\"isAuthorized\": true, \"context\": {}}, as simple responses want it",
        )?;
        return Ok(Decision { grant: Grant::All(allowed), context, principal: None, usage_identifier: None, until });
    }
    let principal = document.get("principalId").and_then(Value::as_str).map(str::to_owned);
    let policy = document.get("policyDocument").filter(|policy| policy.is_object());
    match (principal, policy) {
        (Some(principal), Some(policy)) => {
            let grant = Grant::of(&policy.to_string());
            Ok(Decision { grant, context, principal: Some(principal), usage_identifier: None, until })
        }
        _ => Err("has no principalId with a policyDocument. Return a policy, or turn on simple responses".to_owned()),
    }
}
