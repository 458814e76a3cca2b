//! The first step: is there such a stage, may the request be as large as it is, and which method takes it.

use std::sync::Arc;

use super::exchange::Exchange;
use super::kind;
use super::logs::{self, Level, Log};
use super::respond::Refusal;
use super::router::{Router, parameters};
use crate::http::Request;
use crate::model::{API_HEAD_MAX, API_LOOP_LIMIT, API_PAYLOAD_MAX};
use crate::operation::Context;
use crate::protocol::uri;
use crate::services::apigateway::state::{RestApi, Snapshot};
use crate::services::execute_api::host;
use crate::services::execute_api::request::{head_bytes, passages};
use crate::services::iam::policy::Policy;

/// How many routes a text names at most.
const NAMED: usize = 5;

/// What was made of a deployment to answer requests by.
#[derive(Clone, Debug)]
pub struct Compiled {
    deployment: Arc<str>,
    router: Router,
    /// The API's resource policy; none when it has none.
    pub policy: Option<Policy>,
}

impl Compiled {
    fn of(api: &str, deployment: Arc<str>, snapshot: &Snapshot) -> Self {
        // Policies may name what they are of in short: `execute-api:/prod/GET/users`.
        let long = format!("\"{}", host::arn(api, ""));
        let text = snapshot.settings.policy.replace("\"execute-api:/", &long);
        let policy = Policy::parse(&text).ok().filter(|_| !text.is_empty());
        Self { deployment, router: Router::of(snapshot), policy }
    }
}

/// Finds the stage and the method of a request.
pub fn route(context: &mut Context<'_>, exchange: &mut Exchange, api: &RestApi) -> Result<(), Refusal> {
    if api.draft.settings.disable_execute_api_endpoint {
        let says = "This API does not answer at its own host: disableExecuteApiEndpoint is on. Turn it off.";
        return Err(Refusal::new(kind::FORBIDDEN, "route", says));
    }
    sizes(&exchange.request)?;
    let found = stage(context, exchange, api)?;
    let Some(found) = found.router.find(&exchange.request.method, &exchange.path) else {
        let says = no_route(exchange);
        return Err(Refusal::new(kind::MISSING_AUTHENTICATION_TOKEN, "route", says));
    };
    let decoded = |value: String| uri::decode(&value).map_or_else(|_| value.clone(), std::borrow::Cow::into_owned);
    exchange.path_parameters = parameters(&found.resource.path, &exchange.path)
        .into_iter()
        .map(|(name, value)| (name, decoded(value)))
        .collect();
    (exchange.resource, exchange.method) = (found.resource, found.method);
    exchange.log = Log::of(logs::level(context, exchange));
    began(context, exchange);
    let says = format!(
        "{} {} is for {} {}, as it was deployed to the stage {}.",
        exchange.request.method,
        exchange.path,
        exchange.method.http_method,
        exchange.resource.path,
        exchange.stage.name
    );
    context.phase("route", says);
    Ok(())
}

/// The first lines of a request's log.
pub fn began(context: &Context<'_>, exchange: &mut Exchange) {
    let Exchange { log, id, request, resource, extended_id, path_parameters, query, .. } = exchange;
    let now = context.now;
    log.write(Level::Info, now, || format!("Extended Request Id: {extended_id}"));
    log.write(Level::Info, now, || format!("Starting execution for request: {id}"));
    log.write(Level::Info, now, || format!("HTTP Method: {}, Resource Path: {}", request.method, resource.path));
    log.write(Level::Data, now, || {
        let pairs = path_parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        format!("Method request path: {}", logs::map(pairs))
    });
    log.write(Level::Data, now, || {
        let pairs = query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        format!("Method request query string: {}", logs::map(pairs))
    });
    log.write(Level::Data, now, || format!("Method request headers: {}", logs::map(request.headers.iter())));
    log.write(Level::Data, now, || {
        let body = String::from_utf8_lossy(&request.body);
        format!("Method request body before transformations: {}", logs::shown(&body))
    });
}

/// Refuses what is too large, and what goes round in a circle.
fn sizes(request: &Request) -> Result<(), Refusal> {
    let head = head_bytes(request);
    if head > API_HEAD_MAX {
        let says = format!(
            "The address and the headers have {head} bytes, and API Gateway takes {API_HEAD_MAX}. Send less in cookies and headers."
        );
        return Err(Refusal::new(kind::HEAD_TOO_LARGE, "route", says));
    }
    if request.body.len() > API_PAYLOAD_MAX {
        let says = "The body has more than 10 MB, which is the most that API Gateway takes. Let clients send large files to S3, by a presigned address.";
        return Err(Refusal::new(kind::REQUEST_TOO_LARGE, "route", says));
    }
    let passed = passages(request);
    if passed >= API_LOOP_LIMIT {
        let says = format!(
            "This request has passed through API Gateway {passed} times: an integration leads back to the API that it began at. It ends here, as nothing else would end it. Let the integration lead elsewhere."
        );
        return Err(Refusal::misconfigured("route", says, "The request has passed through API Gateway too often"));
    }
    Ok(())
}

/// Finds the stage, and what was made of its deployment.
fn stage(context: &mut Context<'_>, exchange: &mut Exchange, api: &RestApi) -> Result<Arc<Compiled>, Refusal> {
    let path = exchange.request.path.strip_prefix('/').unwrap_or(&exchange.request.path);
    let (name, rest) = path.split_once('/').map_or((path, ""), |(name, rest)| (name, rest));
    let found = api.stages.get(name);
    let deployed = found.and_then(|stage| api.deployments.get(stage.deployment_id.as_str()));
    let (Some(stage), Some(deployment)) = (found, deployed) else {
        let names: Vec<&str> = api.stages.keys().map(|name| &**name).collect();
        let says = if names.is_empty() {
            "Nothing of this API is deployed yet, so nothing answers. Deploy it to a stage (CreateDeployment with stageName), and call it at /{stage}/….".to_owned()
        } else {
            format!(
                "The path must begin with a stage, and {name:?} is none of this API's. It has {}: call /{}/….",
                names.join(", "),
                names[0]
            )
        };
        return Err(Refusal::new(kind::FORBIDDEN, "route", says));
    };
    exchange.path = format!("/{rest}");
    (exchange.stage, exchange.deployment) = (stage.clone(), deployment.id.clone());
    exchange.snapshot = deployment.snapshot.clone();
    let key = (api.id.clone(), Arc::from(name));
    let held = context.world.execute_api().compiled.get(&key);
    if let Some(held) = held.filter(|held| held.deployment == deployment.id) {
        return Ok(held.clone());
    }
    let compiled = Arc::new(Compiled::of(&api.id, deployment.id.clone(), &deployment.snapshot));
    context.world.execute_api_mut().compiled.insert(key, compiled.clone());
    Ok(compiled)
}

/// Why no method was found: what is deployed, and what only was not.
fn no_route(exchange: &Exchange) -> String {
    let mut routes: Vec<(&str, &str)> = Vec::new();
    for resource in exchange.snapshot.resources.values() {
        routes.extend(resource.methods.keys().map(|verb| (resource.path.as_str(), &**verb)));
    }
    // What is most like what was asked for comes first.
    let alike = |path: &str| path.bytes().zip(exchange.path.bytes()).take_while(|(one, other)| one == other).count();
    routes.sort_by_key(|(path, verb)| (std::cmp::Reverse(alike(path)), *path, *verb));
    let more = if routes.len() > NAMED { " and more" } else { "" };
    let routes: Vec<String> = routes.iter().take(NAMED).map(|(path, verb)| format!("{verb} {path}")).collect();
    format!(
        "Nothing that is deployed to {} fits {} {}. API Gateway says so with the words Missing Authentication Token, whatever is missing. Deployed are {}{more}. Look at path and verb; a method that is new must be deployed first (CreateDeployment).",
        exchange.stage.name,
        exchange.request.method,
        exchange.path,
        if routes.is_empty() { "no methods".to_owned() } else { routes.join(", ") },
    )
}
