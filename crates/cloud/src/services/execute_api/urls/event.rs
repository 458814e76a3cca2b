//! The event that a function gets from its URL, format 2.0.
//! <https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads>

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::super::request::{CLIENT_ADDRESS, request_time};
use super::Exchange;
use crate::account::ACCOUNT_ID;
use crate::protocol::{sigv4, uri};
use crate::services::iam;

/// Media types whose bodies are text, besides all of `text/`.
const TEXTS: [&str; 5] = [
    "application/json",
    "application/javascript",
    "application/xml",
    "application/x-www-form-urlencoded",
    "application/vnd.api+json",
];

/// The event.
#[must_use]
pub fn event(exchange: &Exchange) -> Value {
    let Exchange { request, .. } = exchange;
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    let mut cookies: Vec<&str> = Vec::new();
    for (name, value) in request.headers.iter() {
        if name == "cookie" {
            cookies.extend(value.split(';').map(str::trim).filter(|cookie| !cookie.is_empty()));
        } else {
            join(&mut headers, name, value);
        }
    }
    for (name, value) in [
        ("host", request.host.as_str()),
        ("x-forwarded-for", CLIENT_ADDRESS),
        ("x-forwarded-port", "443"),
        ("x-forwarded-proto", "https"),
    ] {
        headers.insert(name.to_owned(), value.to_owned());
    }
    let mut query: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in uri::parameters(&request.query) {
        join(&mut query, &name, &value);
    }
    let path = uri::decode(&request.path).map_or_else(|_| request.path.clone(), std::borrow::Cow::into_owned);
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": request.path,
        "rawQueryString": request.query,
    });
    if !cookies.is_empty() {
        event["cookies"] = json!(cookies);
    }
    event["headers"] = json!(headers);
    if !query.is_empty() {
        event["queryStringParameters"] = json!(query);
    }
    event["requestContext"] = json!({
        "accountId": if exchange.caller.is_some() { ACCOUNT_ID } else { "anonymous" },
        "apiId": &*exchange.id,
        "domainName": request.host,
        "domainPrefix": &*exchange.id,
        "http": {
            "method": request.method,
            "path": path,
            "protocol": "HTTP/1.1",
            "sourceIp": CLIENT_ADDRESS,
            "userAgent": request.headers.get("user-agent"),
        },
        "requestId": exchange.request_id,
        "routeKey": "$default",
        "stage": "$default",
        "time": request_time(exchange.began),
        "timeEpoch": exchange.began.epoch_ms(),
    });
    if let Some(caller) = &exchange.caller {
        let arn = iam::arn_of(caller);
        event["requestContext"]["authorizer"] = json!({"iam": {
            "accessKey": sigv4::claimed_key(request),
            "accountId": ACCOUNT_ID,
            "callerId": arn.rsplit(['/', ':']).next(),
            "cognitoIdentity": null,
            "principalOrgId": null,
            "userArn": &*arn,
            "userId": arn.rsplit(['/', ':']).next(),
        }});
    }
    let mut is_base64 = false;
    if !request.body.is_empty() {
        let text = std::str::from_utf8(&request.body).ok().filter(|_| is_text(request.headers.get("content-type")));
        is_base64 = text.is_none();
        event["body"] = text.map_or_else(|| STANDARD.encode(&request.body), str::to_owned).into();
    }
    event["isBase64Encoded"] = is_base64.into();
    event
}

fn join(held: &mut BTreeMap<String, String>, name: &str, value: &str) {
    held.entry(name.to_owned())
        .and_modify(|held| {
            held.push(',');
            held.push_str(value);
        })
        .or_insert_with(|| value.to_owned());
}

fn is_text(content_type: Option<&str>) -> bool {
    let media = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media.starts_with("text/") || TEXTS.contains(&media.as_str()) || media.ends_with("+json") || media.ends_with("+xml")
}
