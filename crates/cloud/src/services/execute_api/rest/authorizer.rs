//! Lambda authorizers: a function that says who calls and what they may, and what it said, for as long as that holds.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html>

use std::sync::Arc;

use regex_lite::Regex;
use serde_json::{Map, Value, json};

use super::exchange::{Exchange, Step};
use super::lambda;
use super::logs::Level;
use super::respond::Refusal;
use super::{authorise, event, kind, variables};
use crate::model::API_REST_TIMEOUT;
use crate::operation::{Context, Effect, Reply};
use crate::services::apigateway::AUTHORIZER_TTL_S;
use crate::services::apigateway::state::Authorizer;
use crate::services::execute_api::decisions::{Decision, Grant};
use crate::services::execute_api::lambda::{Said, invocation, said};
use crate::services::execute_api::{host, texts};
use crate::services::iam::policy::{Kind, Policy};
use crate::sim::time::Span;
use crate::verdict::Finding;

/// Asks the method's authorizer, unless what it said before still holds.
pub fn ask(context: &mut Context<'_>, exchange: &mut Exchange) -> Result<authorise::Next, Refusal> {
    let Some(authorizer) = exchange.snapshot.authorizers.get(exchange.method.authorizer_id.as_str()).cloned() else {
        let says =
            "The method names an authorizer that the API does not have. Create it, set it on the method, and deploy.";
        return Err(Refusal::new(kind::AUTHORIZER_CONFIGURATION_ERROR, "authorise", says));
    };
    let identity = identity(exchange, &authorizer)?;
    let kept_under: Arc<str> = format!("{}/{}/{}/{identity}", exchange.api, exchange.stage.name, authorizer.id).into();
    let held = context.world.execute_api().decision(&kept_under, context.now);
    if let Some(decision) = held {
        apply(context, exchange, &decision, "The authorizer's earlier decision still holds.")?;
        return Ok(authorise::Next::Allowed);
    }
    call(context, exchange, &authorizer, kept_under)?;
    Ok(authorise::Next::Wait)
}

/// Makes the call to the function.
pub fn call(
    context: &mut Context<'_>,
    exchange: &mut Exchange,
    authorizer: &Authorizer,
    kept_under: Arc<str>,
) -> Result<(), Refusal> {
    let uri = exchange.with_variables(&authorizer.uri);
    let Some(arn) = lambda::arn_in(&uri) else {
        let says = format!("The authorizer's URI names no function: {uri:?}.");
        return Err(Refusal::new(kind::AUTHORIZER_CONFIGURATION_ERROR, "authorise", says));
    };
    let event = if authorizer.kind == "TOKEN" {
        let token = token(exchange, authorizer).unwrap_or_default();
        json!({"type": "TOKEN", "methodArn": exchange.method_arn(), "authorizationToken": token})
    } else {
        event::authorizer(exchange)
    };
    let source = host::arn(&exchange.api, &format!("authorizers/{}", authorizer.id));
    let principal = lambda::principal(context, exchange, &authorizer.credentials, source)?;
    let request = Arc::new(invocation(arn, event.to_string()));
    exchange.log.write(Level::Info, context.now, || format!("Starting authorizer: {}", authorizer.id));
    exchange.called = Some(context.now);
    exchange.step = Step::Authorizer(kept_under);
    context.effects.push(Effect::Call { from: exchange.place(), principal, request, patience: API_REST_TIMEOUT });
    Ok(())
}

/// What the caller is known by to the authorizer; refuses a request that has none of it.
pub fn identity(exchange: &Exchange, authorizer: &Authorizer) -> Result<String, Refusal> {
    let unauthorized = |says: String| Refusal::new(kind::UNAUTHORIZED, "authorise", says);
    if authorizer.kind != "TOKEN" {
        let sources = authorizer.identity_source.split(',').map(str::trim).filter(|source| !source.is_empty());
        let all = event::request_context(exchange);
        let mut values = Vec::new();
        for source in sources {
            let value = variables::source(source, exchange, &all).filter(|value| !value.is_empty());
            values.push(value.ok_or_else(|| {
                unauthorized(format!(
                    "The authorizer wants {source}, and the request does not have it: the function was not asked."
                ))
            })?);
        }
        // Without sources nothing tells callers apart, and nothing is kept.
        return Ok(if values.is_empty() { exchange.id.clone() } else { values.join("\n") });
    }
    let source = authorizer.identity_source.as_str();
    let Some(token) = token(exchange, authorizer) else {
        let header = source.rsplit('.').next().unwrap_or_default();
        return Err(unauthorized(format!(
            "The request has no header {header}, in which the authorizer looks for a token: the function was not asked."
        )));
    };
    let pattern = &authorizer.identity_validation_expression;
    let fits =
        pattern.is_empty() || Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|pattern| pattern.is_match(&token));
    if !fits {
        return Err(unauthorized(format!(
            "The token does not fit the authorizer's pattern {pattern}: the function was not asked."
        )));
    }
    Ok(token)
}

fn token(exchange: &Exchange, authorizer: &Authorizer) -> Option<String> {
    let source = authorizer.identity_source.strip_prefix("method.request.")?;
    variables::of_request(source, exchange).filter(|token| !token.is_empty())
}

/// The function has said what it thinks of the caller.
pub fn decided(
    context: &mut Context<'_>,
    exchange: &mut Exchange,
    kept_under: &Arc<str>,
    reply: Reply<'_>,
) -> Result<(), Refusal> {
    let decision = read(context, exchange, reply)?;
    if decision.until > context.now {
        context.world.execute_api_mut().decide(kept_under.clone(), decision.clone(), context.now);
    }
    apply(context, exchange, &decision, "The authorizer answered with a policy.")
}

/// Reads the function's answer.
pub fn read(context: &Context<'_>, exchange: &mut Exchange, reply: Reply<'_>) -> Result<Decision, Refusal> {
    let refused = |kind, says: String| Refusal::new(kind, "authorise", says);
    let misconfigured = |says: String| {
        refused(kind::AUTHORIZER_CONFIGURATION_ERROR, says)
            .logged("Execution failed due to configuration error: Authorizer error")
    };
    let latency = exchange.called.take().map_or(Span::default(), |called| context.now - called);
    let Reply::Answered(response) = reply else {
        return Err(refused(
            kind::AUTHORIZER_FAILURE,
            "The authorizer's function did not answer within 29 seconds.".into(),
        ));
    };
    let payload = match said(response) {
        Said::Returned(payload) => payload,
        Said::Failed(message, _) if message == "Unauthorized" => {
            let says =
                "The authorizer's function failed with the word Unauthorized, which API Gateway takes as a refusal.";
            return Err(refused(kind::UNAUTHORIZED, says.into()));
        }
        Said::Failed(message, _) => {
            return Err(misconfigured(format!("The authorizer's function failed: {message}. Look into its log.")));
        }
        Said::Refused(403, _) => {
            return Err(misconfigured(
                "API Gateway may not invoke the authorizer's function. Let the function's policy allow it (AddPermission for apigateway.amazonaws.com).".into(),
            ));
        }
        Said::Refused(status, text) => {
            return Err(misconfigured(format!("Lambda did not run the authorizer's function: {status} {text}.")));
        }
    };
    let document: Map<String, Value> = serde_json::from_slice(payload).map_err(|_| {
        misconfigured("The authorizer's answer is no JSON object with principalId and policyDocument.".into())
    })?;
    let policy = document.get("policyDocument").map(Value::to_string).unwrap_or_default();
    let policy = Policy::parse_as(&policy, Kind::Inline)
        .map_err(|error| misconfigured(format!("The authorizer's policyDocument is no policy: {}", error.message())))?;
    let Some(principal_id) = document.get("principalId").and_then(Value::as_str) else {
        return Err(misconfigured("The authorizer's answer has no principalId.".into()));
    };
    let mut told = Map::from_iter([("principalId".to_owned(), Value::from(principal_id))]);
    for (name, value) in document.get("context").and_then(Value::as_object).into_iter().flatten() {
        match value {
            Value::Object(_) | Value::Array(_) => {
                return Err(misconfigured(format!(
                    "The authorizer's context.{name} is a list or an object; only text, numbers and flags may stand there."
                )));
            }
            Value::Null => {}
            value => {
                told.insert(name.clone(), texts::text(value).into());
            }
        }
    }
    told.insert("integrationLatency".to_owned(), (latency.0 / 1_000).into());
    let authorizer = exchange.snapshot.authorizers.get(exchange.method.authorizer_id.as_str());
    let ttl_s = authorizer.and_then(|authorizer| authorizer.result_ttl_s).unwrap_or(AUTHORIZER_TTL_S);
    // Without sources of identity nothing can be kept.
    let keeps = authorizer.is_some_and(|authorizer| !authorizer.identity_source.is_empty());
    Ok(Decision {
        grant: Grant::Policy(policy),
        context: told,
        principal: Some(principal_id.to_owned()),
        usage_identifier: document.get("usageIdentifierKey").and_then(Value::as_str).map(str::to_owned),
        until: if keeps { context.now + Span::from_s(ttl_s) } else { context.now },
    })
}

/// Lets the decision decide this request.
fn apply(context: &mut Context<'_>, exchange: &mut Exchange, decision: &Decision, how: &str) -> Result<(), Refusal> {
    let resource = exchange.method_arn();
    let who = decision.principal.as_deref().unwrap_or_default();
    match decision.grant.says(&resource, context.now) {
        Finding::Allows => {
            context.phase("authorise", format!("{how} {who:?} may call this."));
            exchange.authorizer = Some(decision.context.clone());
            exchange.usage_identifier.clone_from(&decision.usage_identifier);
            Ok(())
        }
        Finding::Denies => {
            let says = format!("{how} Its policy denies {who:?} execute-api:Invoke on {resource}.");
            let message = "User is not authorized to access this resource with an explicit deny";
            Err(Refusal::new(kind::ACCESS_DENIED, "authorise", says).with_message(message))
        }
        _ => {
            let says = format!(
                "{how} Its policy does not speak of {resource}. A decision is kept for other methods too: let the policy allow all that {who:?} may call."
            );
            Err(Refusal::new(kind::ACCESS_DENIED, "authorise", says))
        }
    }
}
