//! Create, Get, Update and Delete of routes, integrations and authorizers, and their lists: three collections of
//! documents that are treated alike.
//! <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html>

use std::sync::Arc;

use serde_json::Value;

use super::apis::{BAD_KEY, PART_ID_LENGTH};
use super::deploy::keep_changed;
use super::{Error, answer, api, body, done, page, put, with_defaults};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::protocol::uri;
use crate::services::apigatewayv2::plane::mapping;
use crate::services::apigatewayv2::router::route_key;
use crate::services::apigatewayv2::shapes::{self, Member, text};
use crate::services::apigatewayv2::state::{Api, Documents};

/// One kind of document.
struct Collection {
    /// What one is called in errors.
    what: &'static str,
    /// The member that has its id.
    id: &'static str,
    /// The most of them in an API. AWS's values.
    limit: usize,
    shape: &'static [Member],
    of: fn(&Api) -> &Documents,
    of_mut: fn(&mut Api) -> &mut Documents,
    /// What a document must be beyond its form; it may fill in what was left out. The text is its own id, if it has one.
    check: fn(&Api, &str, &mut JsonBody) -> Result<(), Error>,
    /// What still needs one.
    user: fn(&Api, &str) -> Option<String>,
    defaults: &'static [(&'static str, Default)],
}

/// A member's value when nobody gave one.
enum Default {
    Text(&'static str),
    Flag(bool),
    Number(u64),
}

static ROUTES: Collection = Collection {
    what: "Route",
    id: "routeId",
    limit: 300,
    shape: shapes::ROUTE,
    of: |api| &api.routes,
    of_mut: |api| &mut api.routes,
    check: check_route,
    user: |_, _| None,
    defaults: &[("apiKeyRequired", Default::Flag(false)), ("authorizationType", Default::Text("NONE"))],
};

static INTEGRATIONS: Collection = Collection {
    what: "Integration",
    id: "integrationId",
    limit: 300,
    shape: shapes::INTEGRATION,
    of: |api| &api.integrations,
    of_mut: |api| &mut api.integrations,
    check: |_, _, document| check_integration(document),
    user: |api, id| route_where(api, |route| text(route, "target").strip_prefix("integrations/") == Some(id)),
    defaults: &[("connectionType", Default::Text("INTERNET")), ("timeoutInMillis", Default::Number(30_000))],
};

static AUTHORIZERS: Collection = Collection {
    what: "Authorizer",
    id: "authorizerId",
    limit: 10,
    shape: shapes::AUTHORIZER,
    of: |api| &api.authorizers,
    of_mut: |api| &mut api.authorizers,
    check: |_, _, document| check_authorizer(document),
    user: |api, id| route_where(api, |route| text(route, "authorizerId") == id),
    defaults: &[],
};

macro_rules! operations {
    ($of:ident: $create:ident, $get:ident, $update:ident, $delete:ident, $list:ident) => {
        #[doc = "Adds one."]
        pub fn $create(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
            create(context, call, &$of)
        }
        #[doc = "Shows one."]
        pub fn $get(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
            get(context, call, &$of)
        }
        #[doc = "Changes one."]
        pub fn $update(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
            update(context, call, &$of)
        }
        #[doc = "Takes one away."]
        pub fn $delete(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
            delete(context, call, &$of)
        }
        #[doc = "Lists them."]
        pub fn $list(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
            list(context, call, &$of)
        }
    };
}

operations!(ROUTES: create_route, get_route, update_route, delete_route, get_routes);
operations!(INTEGRATIONS: create_integration, get_integration, update_integration, delete_integration, get_integrations);
operations!(AUTHORIZERS: create_authorizer, get_authorizer, update_authorizer, delete_authorizer, get_authorizers);

fn create(context: &mut Context<'_>, call: &Call<'_>, of: &Collection) -> Result<Answer, ServiceError> {
    let mut api = (*api(context, call)?).clone();
    let mut document = shapes::read(of.shape, &body(call)?, true)?;
    let id = add(context, &mut api, of, &mut document)?;
    keep_changed(context, api);
    Ok(answer(201, shown(of, &id, &document)))
}

fn add(context: &mut Context<'_>, api: &mut Api, of: &Collection, document: &mut JsonBody) -> Result<Arc<str>, Error> {
    (of.check)(api, "", document)?;
    if (of.of)(api).len() >= of.limit {
        return Err(Error::bad(format!("Maximum number of {}s has been reached for this API", of.what)));
    }
    let id: Arc<str> = context.rng.lower(PART_ID_LENGTH).into();
    (of.of_mut)(api).insert(id.clone(), Arc::new(document.clone()));
    let title = format!("{} {}", text(&api.settings, "name"), of.what.to_ascii_lowercase());
    context.changed(title, None, Some(title_of(&id, document)));
    Ok(id)
}

/// Adds a route to an API that is imported.
pub fn add_route(context: &mut Context<'_>, api: &mut Api, mut route: JsonBody) -> Result<(), Error> {
    add(context, api, &ROUTES, &mut route).map(drop)
}

/// Adds an integration to an API that is imported.
pub fn add_integration(context: &mut Context<'_>, api: &mut Api, mut held: JsonBody) -> Result<Arc<str>, Error> {
    add(context, api, &INTEGRATIONS, &mut held)
}

/// Adds an authorizer to an API that is imported.
pub fn add_authorizer(context: &mut Context<'_>, api: &mut Api, mut held: JsonBody) -> Result<Arc<str>, Error> {
    add(context, api, &AUTHORIZERS, &mut held)
}

fn get(context: &mut Context<'_>, call: &Call<'_>, of: &Collection) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    let document = (of.of)(&api).get(&call.key).ok_or_else(|| Error::unknown(of.what))?;
    Ok(answer(200, shown(of, &call.key, document)))
}

fn update(context: &mut Context<'_>, call: &Call<'_>, of: &Collection) -> Result<Answer, ServiceError> {
    let mut api = (*api(context, call)?).clone();
    let held = (of.of)(&api).get(&call.key).ok_or_else(|| Error::unknown(of.what))?;
    let before = title_of(&call.key, held);
    let mut document = (**held).clone();
    shapes::update(of.shape, &mut document, shapes::read(of.shape, &body(call)?, false)?);
    (of.check)(&api, &call.key, &mut document)?;
    (of.of_mut)(&mut api).insert(call.key.clone(), Arc::new(document.clone()));
    let title = format!("{} {}", text(&api.settings, "name"), of.what.to_ascii_lowercase());
    context.changed(title, Some(before), Some(title_of(&call.key, &document)));
    keep_changed(context, api);
    Ok(answer(200, shown(of, &call.key, &document)))
}

fn delete(context: &mut Context<'_>, call: &Call<'_>, of: &Collection) -> Result<Answer, ServiceError> {
    let mut api = (*api(context, call)?).clone();
    if let Some(user) = (of.user)(&api, &call.key) {
        let what = of.what;
        return Err(Error::Conflict(format!("Cannot delete {what} '{}' while route '{user}' uses it", call.key)).into());
    }
    let document = (of.of_mut)(&mut api).remove(&call.key).ok_or_else(|| Error::unknown(of.what))?;
    let title = format!("{} {}", text(&api.settings, "name"), of.what.to_ascii_lowercase());
    context.changed(title, Some(title_of(&call.key, &document)), None);
    keep_changed(context, api);
    Ok(done())
}

fn list(context: &mut Context<'_>, call: &Call<'_>, of: &Collection) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    Ok(page(call, (of.of)(&api).iter().map(|(id, document)| (id.clone(), shown(of, id, document))))?)
}

/// Takes away one of the parameters that a route declares.
pub fn delete_route_request_parameter(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut api = (*api(context, call)?).clone();
    let last = call.request.path.rsplit('/').next().unwrap_or_default();
    let name = uri::decode(last).map_err(|_| Error::unknown("request parameter"))?;
    let route = api.routes.get_mut(&call.key).map(Arc::make_mut).ok_or_else(|| Error::unknown("Route"))?;
    let held = route.get_mut("requestParameters").and_then(Value::as_object_mut);
    held.and_then(|held| held.remove(&*name)).ok_or_else(|| Error::unknown("request parameter"))?;
    keep_changed(context, api);
    Ok(done())
}

/// What a document is, in a few words.
fn title_of(id: &str, document: &JsonBody) -> String {
    let title = ["routeKey", "integrationUri", "name"].into_iter().find_map(|name| document.get(name)?.as_str());
    title.unwrap_or(id).to_owned()
}

fn shown(of: &Collection, id: &str, document: &JsonBody) -> JsonBody {
    let defaults: Vec<(&str, Value)> = of
        .defaults
        .iter()
        .map(|(name, value)| {
            let value = match value {
                Default::Text(text) => Value::from(*text),
                Default::Flag(flag) => Value::from(*flag),
                Default::Number(number) => Value::from(*number),
            };
            (*name, value)
        })
        .collect();
    let mut shown = with_defaults(document, &defaults);
    put(&mut shown, of.id, id);
    shown
}

fn route_where(api: &Api, holds: impl Fn(&JsonBody) -> bool) -> Option<String> {
    api.routes.values().find(|route| holds(route)).map(|route| text(route, "routeKey").to_owned())
}

fn check_route(api: &Api, own: &str, route: &mut JsonBody) -> Result<(), Error> {
    let key = text(route, "routeKey");
    if route_key(key).is_none() {
        return Err(Error::bad(BAD_KEY));
    }
    if api.routes.iter().any(|(id, held)| **id != *own && text(held, "routeKey") == key) {
        return Err(Error::Conflict(format!("Route with key {key} already exists for this API")));
    }
    let target = text(route, "target");
    if !target.is_empty() {
        let id = target.strip_prefix("integrations/");
        let id = id.ok_or_else(|| Error::bad("Invalid target: it must be integrations/ with an integration's id"))?;
        if !api.integrations.contains_key(id) {
            return Err(Error::unknown("Integration"));
        }
    }
    let kind = text(route, "authorizationType");
    let wanted = match kind {
        "JWT" => "JWT",
        "CUSTOM" => "REQUEST",
        _ => return Ok(()),
    };
    let id = text(route, "authorizerId");
    let authorizer = api.authorizers.get(id).ok_or_else(|| Error::unknown("Authorizer"))?;
    if text(authorizer, "authorizerType") != wanted {
        return Err(Error::bad(format!("Authorization type {kind} needs an authorizer of the type {wanted}")));
    }
    Ok(())
}

/// Checks an integration, and fills in what follows from the rest.
pub fn check_integration(held: &mut JsonBody) -> Result<(), Error> {
    if text(held, "connectionType") == "VPC_LINK" {
        return Err(Error::NotSimulated("integrations by VPC links".to_owned()));
    }
    let target = text(held, "integrationUri").to_owned();
    let subtype = text(held, "integrationSubtype").to_owned();
    match text(held, "integrationType") {
        "AWS_PROXY" if !subtype.is_empty() => {
            if text(held, "credentialsArn").is_empty() {
                return Err(Error::bad("Credentials are required for integrations with AWS services"));
            }
            held.entry("payloadFormatVersion").or_insert_with(|| Value::from("1.0"));
            return Ok(());
        }
        "AWS_PROXY" => {
            if !target.contains(":lambda:") {
                return Err(Error::bad("Invalid integration URI specified: it must be the ARN of a Lambda function"));
            }
            held.entry("integrationMethod").or_insert_with(|| Value::from("POST"));
        }
        "HTTP_PROXY" => {
            if !target.starts_with("http://") && !target.starts_with("https://") {
                return Err(Error::bad("Invalid HTTP endpoint specified for URI"));
            }
            if text(held, "integrationMethod").is_empty() {
                return Err(Error::bad("HttpMethod must be specified for integrations of type HTTP_PROXY"));
            }
        }
        _ => return Err(Error::bad("HTTP APIs support only integrations of type AWS_PROXY and HTTP_PROXY")),
    }
    held.entry("payloadFormatVersion").or_insert_with(|| Value::from("1.0"));
    if !["1.0", "2.0"].contains(&text(held, "payloadFormatVersion")) {
        return Err(Error::bad("PayloadFormatVersion must be 1.0 or 2.0"));
    }
    let requests = shapes::entries(held, "requestParameters");
    let responses = held.get("responseParameters").and_then(Value::as_object);
    let responses = responses.into_iter().flatten().flat_map(|(_, held)| held.as_object().into_iter().flatten());
    let responses = responses.map(|(key, value)| (key.as_str(), value.as_str().unwrap_or_default()));
    for (key, value) in requests.chain(responses) {
        if mapping::read(key, value).is_none() {
            return Err(Error::bad(format!("Invalid mapping expression specified: {key}: {value}")));
        }
    }
    Ok(())
}

fn check_authorizer(authorizer: &mut JsonBody) -> Result<(), Error> {
    let sources = shapes::texts(authorizer, "identitySource");
    let known = ["$request.header.", "$request.querystring.", "$context.", "$stageVariables."];
    if let Some(source) = sources.iter().find(|source| !known.iter().any(|known| source.starts_with(known))) {
        return Err(Error::bad(format!("Invalid identity source specified: {source}")));
    }
    if text(authorizer, "authorizerType") == "JWT" {
        let jwt = authorizer.get("jwtConfiguration").and_then(Value::as_object);
        let issuer = jwt.map_or("", |jwt| text(jwt, "issuer"));
        if !issuer.starts_with("https://") {
            return Err(Error::bad("Invalid issuer: it must be an https:// address"));
        }
        if jwt.is_none_or(|jwt| shapes::texts(jwt, "audience").is_empty()) {
            return Err(Error::bad("Audience is required for JWT authorizers"));
        }
        if sources.len() != 1 {
            return Err(Error::bad("JWT authorizers have one identity source"));
        }
        return Ok(());
    }
    if !text(authorizer, "authorizerUri").contains(":lambda:path/") {
        return Err(Error::bad(
            "Invalid Authorizer URI: it must be arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function ARN}/invocations",
        ));
    }
    if text(authorizer, "authorizerPayloadFormatVersion").is_empty() {
        return Err(Error::bad("AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer"));
    }
    if shapes::flag(authorizer, "enableSimpleResponses") && text(authorizer, "authorizerPayloadFormatVersion") != "2.0"
    {
        return Err(Error::bad("Simple responses need the payload format version 2.0"));
    }
    Ok(())
}
