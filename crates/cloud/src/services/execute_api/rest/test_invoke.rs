//! TestInvokeMethod and TestInvokeAuthorizer: a request to what is drafted, without a stage, and what is told of it.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeMethod.html>
//!
//! The control plane reads the call; the exchange it begins is like any other, but that its answer tells of the answer,
//! with the log. Nobody is asked who calls, and nothing is counted.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use super::authorizer;
use super::exchange::{Exchange, Step};
use super::logs::{Level, Log};
use super::respond::{Refusal, log_text};
use super::{ended, integrate, route, router, validate};
use crate::http::Request;
use crate::operation::{Answer, Context, Reply};
use crate::protocol::rest_json;
use crate::services::apigateway::state::{Authorizer, Method, Resource, RestApi, Stage};
use crate::services::execute_api::decisions::{Decision, Grant};
use crate::services::execute_api::wait;

/// The stage that a test is made in.
pub const STAGE: &str = "test-invoke-stage";

/// A test, as it is asked for.
#[derive(Debug)]
pub struct Test {
    /// The API.
    pub api: Arc<RestApi>,
    /// The request: its verb, headers, query and body. Its path begins with a slash and has no stage.
    pub request: Request,
    /// The stage variables.
    pub variables: BTreeMap<String, String>,
}

/// Tests a method.
pub fn test_method(context: &mut Context<'_>, test: Test, resource: Arc<Resource>, method: Arc<Method>) -> Answer {
    let mut exchange = exchange(context, test);
    exchange.path_parameters = router::parameters(&resource.path, &exchange.path);
    (exchange.resource, exchange.method) = (resource, method);
    route::began(context, &mut exchange);
    let outcome =
        validate::validate(context, &mut exchange).and_then(|()| integrate::integrate(context, &mut exchange));
    ended(context, exchange, outcome)
}

/// Tests an authorizer.
pub fn test_authorizer(context: &mut Context<'_>, test: Test, authorizer: &Authorizer) -> Answer {
    let mut exchange = exchange(context, test);
    exchange.method = Arc::new(Method { authorizer_id: authorizer.id.clone(), ..Method::default() });
    let asked = authorizer::identity(&exchange, authorizer)
        .and_then(|_| authorizer::call(context, &mut exchange, authorizer, Arc::default()));
    match asked {
        Ok(()) => {
            exchange.step = Step::AuthorizerTest;
            wait(context, super::super::Exchange::Rest(Box::new(exchange)))
        }
        Err(refusal) => told(context, &exchange, Err(refusal)),
    }
}

/// The authorizer that is tested has answered.
pub fn authorizer_answered(context: &mut Context<'_>, exchange: &mut Exchange, reply: Reply<'_>) -> Answer {
    let decision = authorizer::read(context, exchange, reply);
    told(context, exchange, decision)
}

fn told(context: &Context<'_>, exchange: &Exchange, decision: Result<Decision, Refusal>) -> Answer {
    let latency = (context.now - exchange.began).0 / 1_000;
    let log = log_text(exchange);
    let document = match decision {
        Ok(decision) => json!({
            "clientStatus": 0,
            "log": log,
            "latency": latency,
            "principalId": decision.principal.unwrap_or_default(),
            "policy": policy_text(&decision.grant),
        }),
        Err(refusal) => {
            json!({"clientStatus": refusal.status(), "log": log + refusal.says() + "\n", "latency": latency})
        }
    };
    Answer::Now(rest_json::answer(200, &document))
}

fn policy_text(grant: &Grant) -> String {
    match grant {
        Grant::Policy(policy) => policy.to_json(),
        // REST APIs know no other answers.
        Grant::All(_) => String::new(),
    }
}

fn exchange(context: &mut Context<'_>, test: Test) -> Exchange {
    let Test { api, request, variables } = test;
    let mut exchange = Exchange::new(context, &request, &api);
    exchange.is_test = true;
    exchange.snapshot = Arc::new(api.draft.clone());
    exchange.stage = Arc::new(Stage { name: STAGE.to_owned(), variables, ..Stage::default() });
    exchange.log = Log::of(Level::Data);
    exchange
}
