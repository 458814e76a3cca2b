//! The event that a function gets from a REST API by proxy integration, format 1.0, and the request context in it.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html>

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

use super::exchange::Exchange;
use crate::account::ACCOUNT_ID;
use crate::protocol::sigv4;
use crate::services::execute_api::request::{CLIENT_ADDRESS, grouped, request_time};
use crate::services::iam;
use crate::verdict::Principal;

/// Header names as most clients write them. Ours send them in small letters, so that these are given their capitals back.
const NAMES: [&str; 40] = [
    "Accept",
    "Accept-Charset",
    "Accept-Encoding",
    "Accept-Language",
    "Access-Control-Request-Headers",
    "Access-Control-Request-Method",
    "Authorization",
    "Cache-Control",
    "Content-Encoding",
    "Content-Language",
    "Content-Length",
    "Content-MD5",
    "Content-Type",
    "Cookie",
    "Date",
    "DNT",
    "Host",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Unmodified-Since",
    "Origin",
    "Pragma",
    "Range",
    "Referer",
    "Sec-Fetch-Dest",
    "Sec-Fetch-Mode",
    "Sec-Fetch-Site",
    "Upgrade-Insecure-Requests",
    "User-Agent",
    "Via",
    "X-Amz-Content-Sha256",
    "X-Amz-Date",
    "X-Amz-Security-Token",
    "X-Amzn-Trace-Id",
    "X-Forwarded-For",
    "X-Forwarded-Port",
    "X-Forwarded-Proto",
    "X-Requested-With",
    "X-HTTP-Method-Override",
];

/// Fields that belong to the connection and go no further.
const OF_THE_CONNECTION: [&str; 5] = ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"];

/// The request's headers as the backend sees them, with all values of each, in the order of their names.
#[must_use]
pub fn headers(exchange: &Exchange) -> BTreeMap<String, Vec<String>> {
    let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in exchange.request.headers.iter().filter(|(name, _)| !OF_THE_CONNECTION.contains(name)) {
        headers.entry(written(name)).or_default().push(value.to_owned());
    }
    if exchange.is_test {
        return headers;
    }
    for (name, value) in [
        ("Host", exchange.request.host.as_str()),
        ("X-Amzn-Trace-Id", &exchange.trace),
        ("X-Forwarded-For", CLIENT_ADDRESS),
        ("X-Forwarded-Port", "443"),
        ("X-Forwarded-Proto", "https"),
    ] {
        headers.insert(name.to_owned(), vec![value.to_owned()]);
    }
    headers
}

/// A header's name with its usual capitals; one that is not well known stays in small letters, as it came.
fn written(name: &str) -> String {
    NAMES.iter().find(|held| held.eq_ignore_ascii_case(name)).map_or_else(|| name.to_owned(), |held| (*held).to_owned())
}

/// The event for a proxy integration.
#[must_use]
pub fn proxy(exchange: &Exchange) -> Value {
    let Exchange { request, resource, path, .. } = exchange;
    let (headers, multi_headers) = both(headers(exchange));
    let (query, multi_query) = both(grouped(exchange.query.iter().cloned()));
    let (body, is_base64) = body(exchange);
    json!({
        "resource": resource.path,
        "path": path,
        "httpMethod": request.method,
        "headers": headers,
        "multiValueHeaders": multi_headers,
        "queryStringParameters": query,
        "multiValueQueryStringParameters": multi_query,
        "pathParameters": or_null(&exchange.path_parameters),
        "stageVariables": or_null(&exchange.stage.variables),
        "requestContext": request_context(exchange),
        "body": body,
        "isBase64Encoded": is_base64,
    })
}

/// The event for an authorizer of type `REQUEST`.
#[must_use]
pub fn authorizer(exchange: &Exchange) -> Value {
    let mut event = proxy(exchange);
    let mut ordered = Map::from_iter([
        ("type".to_owned(), Value::from("REQUEST")),
        ("methodArn".to_owned(), Value::from(exchange.method_arn())),
    ]);
    if let Some(event) = event.as_object_mut() {
        // It gets no body, and where nothing was sent an empty object.
        for (name, value) in event.iter().filter(|(name, _)| !matches!(name.as_str(), "body" | "isBase64Encoded")) {
            let value = if value.is_null() { json!({}) } else { value.clone() };
            ordered.insert(name.clone(), value);
        }
    }
    Value::Object(ordered)
}

/// What of the request is told as `requestContext`, and what `$context` reads from.
#[must_use]
pub fn request_context(exchange: &Exchange) -> Value {
    let Exchange { request, resource, stage, .. } = exchange;
    let mut context = json!({
        "resourceId": &*resource.id,
        "resourcePath": resource.path,
        "httpMethod": request.method,
        "extendedRequestId": exchange.extended_id,
        "requestTime": request_time(exchange.began),
        "path": if exchange.is_test { &resource.path } else { &request.path },
        "accountId": ACCOUNT_ID,
        "protocol": "HTTP/1.1",
        "stage": stage.name,
        "domainPrefix": if exchange.is_test { "testPrefix" } else { &exchange.api },
        "requestTimeEpoch": exchange.began.epoch_ms(),
        "requestId": exchange.id,
        "identity": identity(exchange),
        "domainName": request.host,
        "deploymentId": &*exchange.deployment,
        "apiId": &*exchange.api,
    });
    if let Some(authorizer) = &exchange.authorizer {
        context["authorizer"] = Value::Object(authorizer.clone());
    }
    context
}

fn identity(exchange: &Exchange) -> Value {
    let source = if exchange.is_test { "test-invoke-source-ip" } else { CLIENT_ADDRESS };
    let mut identity = json!({
        "cognitoIdentityPoolId": null,
        "accountId": null,
        "cognitoIdentityId": null,
        "caller": null,
        "sourceIp": source,
        "principalOrgId": null,
        "accessKey": null,
        "cognitoAuthenticationType": null,
        "cognitoAuthenticationProvider": null,
        "userArn": null,
        "userAgent": exchange.request.headers.get("user-agent"),
        "user": null,
    });
    if let Some(caller) = &exchange.caller {
        let arn = iam::arn_of(caller);
        let user = match caller {
            Principal::Root => ACCOUNT_ID,
            _ => arn.rsplit('/').next().unwrap_or_default(),
        };
        identity["accountId"] = ACCOUNT_ID.into();
        identity["caller"] = user.into();
        identity["user"] = user.into();
        identity["userArn"] = (*arn).into();
        identity["accessKey"] = sigv4::claimed_key(&exchange.request).into();
    }
    if let Some(key) = &exchange.key {
        identity["apiKey"] = key.value.as_str().into();
        identity["apiKeyId"] = key.id.as_str().into();
    }
    identity
}

/// The body as the event has it, and whether that is base64.
fn body(exchange: &Exchange) -> (Value, bool) {
    let bytes = &exchange.request.body;
    if bytes.is_empty() {
        return (Value::Null, false);
    }
    if exchange.is_binary(&exchange.content_type()) {
        return (STANDARD.encode(bytes).into(), true);
    }
    (String::from_utf8_lossy(bytes).into(), false)
}

/// The last value of each name, and all of them; null for both when there are none.
fn both(groups: BTreeMap<String, Vec<String>>) -> (Value, Value) {
    if groups.is_empty() {
        return (Value::Null, Value::Null);
    }
    let last = groups.iter().map(|(name, values)| (name.clone(), values.last().cloned().into())).collect();
    (Value::Object(last), json!(groups))
}

fn or_null(held: &BTreeMap<String, String>) -> Value {
    if held.is_empty() { Value::Null } else { json!(held) }
}
