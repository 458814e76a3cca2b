//! The event that a function gets of a request, in the formats 2.0 and 1.0.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

use super::super::shapes::entries;
use super::variables::joined;
use super::{Flight, Identity};
use crate::account::ACCOUNT_ID;
use crate::http::Request;
use crate::operation::JsonBody;
use crate::protocol::uri;
use crate::services::execute_api::request::{CLIENT_ADDRESS, request_time};
use crate::services::iam;

/// The event of `flight`, whose request is now `request`.
#[must_use]
pub fn event(flight: &Flight, request: &Request, is_v2: bool) -> Value {
    if is_v2 { v2(flight, request) } else { v1(flight, request) }
}

/// The header fields that API Gateway adds to what the client sent.
pub fn added(flight: &Flight, request: &mut Request) {
    let trace = format!("Root=1-{:08x}-{}", flight.began.epoch_s(), trace_digits(&flight.id));
    let fields = [
        ("host", flight.request.host.clone()),
        ("x-amzn-trace-id", trace),
        ("x-forwarded-for", CLIENT_ADDRESS.to_owned()),
        ("x-forwarded-port", "443".to_owned()),
        ("x-forwarded-proto", "https".to_owned()),
    ];
    for (name, value) in fields {
        if request.headers.get(name).is_none() {
            request.headers.set(name, value);
        }
    }
    if !request.body.is_empty() || request.headers.get("content-length").is_some() {
        request.headers.set("content-length", request.body.len().to_string());
    }
}

/// 24 hexadecimal digits of a request's id.
fn trace_digits(id: &str) -> String {
    id.bytes().cycle().take(12).map(|byte| format!("{byte:02x}")).collect()
}

fn v2(flight: &Flight, request: &Request) -> Value {
    let mut event = common_v2(flight, request);
    let (body, is_base64) = body(request);
    event["requestContext"]["http"] = http(flight, request);
    if let Some(authorizer) = authorizer_v2(&flight.identity) {
        event["requestContext"]["authorizer"] = authorizer;
    }
    if let Some(body) = body {
        event["body"] = Value::from(body);
    }
    event["isBase64Encoded"] = Value::from(is_base64);
    event
}

/// What the event of a route and that of its authorizer have in common. What is empty is left out.
pub fn common_v2(flight: &Flight, request: &Request) -> Value {
    let mut event = json!({
        "version": "2.0",
        "routeKey": flight.route_key(),
        "rawPath": request.path,
        "rawQueryString": request.query,
    });
    let cookies: Vec<Value> = joined(request, "cookie")
        .iter()
        .flat_map(|all| all.split(';'))
        .map(|cookie| Value::from(cookie.trim()))
        .collect();
    if !cookies.is_empty() {
        event["cookies"] = Value::from(cookies);
    }
    event["headers"] = headers(request, |name| name != "cookie");
    set_unless_empty(&mut event, "queryStringParameters", query(request, |values| values.join(",")));
    event["requestContext"] = json!({
        "accountId": ACCOUNT_ID,
        "apiId": &*flight.api,
        "domainName": request.host,
        "domainPrefix": &*flight.api,
        "http": http(flight, request),
        "requestId": flight.id,
        "routeKey": flight.route_key(),
        "stage": &*flight.stage,
        "time": request_time(flight.began),
        "timeEpoch": flight.began.epoch_ms(),
    });
    set_unless_empty(&mut event, "pathParameters", parameters(flight));
    set_unless_empty(&mut event, "stageVariables", variables(flight));
    event
}

fn http(_: &Flight, request: &Request) -> Value {
    json!({
        "method": request.method,
        "path": request.path,
        "protocol": "HTTP/1.1",
        "sourceIp": CLIENT_ADDRESS,
        "userAgent": request.headers.get("user-agent").unwrap_or_default(),
    })
}

fn v1(flight: &Flight, request: &Request) -> Value {
    let mut event = common_v1(flight, request);
    let (body, is_base64) = body(request);
    event["body"] = body.map_or(Value::Null, Value::from);
    event["isBase64Encoded"] = Value::from(is_base64);
    event
}

/// What the event of a route and that of its authorizer have in common. What is empty is null.
pub fn common_v1(flight: &Flight, request: &Request) -> Value {
    let resource = flight.route_key().split_once(' ').map_or(flight.route_key(), |(_, path)| path);
    let or_null = |map: Map<String, Value>| if map.is_empty() { Value::Null } else { Value::Object(map) };
    let multi: Map<String, Value> = all_headers(request)
        .into_iter()
        .map(|(name, values)| (name, values.into_iter().map(Value::from).collect()))
        .collect();
    let caller = match &flight.identity {
        Identity::Iam(principal) => Value::from(&*iam::arn_of(principal)),
        _ => Value::Null,
    };
    let mut event = json!({
        "version": "1.0",
        "resource": resource,
        "path": request.path,
        "httpMethod": request.method,
        "headers": headers(request, |_| true),
        "multiValueHeaders": multi,
        "queryStringParameters": or_null(query(request, |values| values.last().cloned().unwrap_or_default())),
        "multiValueQueryStringParameters": or_null(multi_query(request)),
        "requestContext": {
            "accountId": ACCOUNT_ID,
            "apiId": &*flight.api,
            "domainName": request.host,
            "domainPrefix": &*flight.api,
            "extendedRequestId": flight.id,
            "httpMethod": request.method,
            "identity": {
                "accessKey": null,
                "accountId": null,
                "caller": caller.clone(),
                "cognitoAmr": null,
                "cognitoAuthenticationProvider": null,
                "cognitoAuthenticationType": null,
                "cognitoIdentityId": null,
                "cognitoIdentityPoolId": null,
                "principalOrgId": null,
                "sourceIp": CLIENT_ADDRESS,
                "user": null,
                "userAgent": request.headers.get("user-agent").unwrap_or_default(),
                "userArn": caller,
            },
            "path": request.path,
            "protocol": "HTTP/1.1",
            "requestId": flight.id,
            "requestTime": request_time(flight.began),
            "requestTimeEpoch": flight.began.epoch_ms(),
            "resourceId": flight.route_key(),
            "resourcePath": resource,
            "stage": &*flight.stage,
        },
        "pathParameters": or_null(parameters(flight)),
        "stageVariables": or_null(variables(flight)),
    });
    if let Some(authorizer) = authorizer_v1(&flight.identity) {
        event["requestContext"]["authorizer"] = authorizer;
    }
    event
}

fn set_unless_empty(event: &mut Value, name: &str, map: Map<String, Value>) {
    if !map.is_empty() {
        event[name] = Value::Object(map);
    }
}

/// Header fields by their names in small letters, with all values of each in their order.
fn all_headers(request: &Request) -> Vec<(String, Vec<String>)> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    for (name, value) in request.headers.iter() {
        match all.iter_mut().find(|(held, _)| held == name) {
            Some((_, values)) => values.push(value.to_owned()),
            None => all.push((name.to_owned(), vec![value.to_owned()])),
        }
    }
    all.sort();
    all
}

/// Header fields, those of one name joined.
fn headers(request: &Request, keep: impl Fn(&str) -> bool) -> Value {
    let all = all_headers(request).into_iter().filter(|(name, _)| keep(name));
    Value::Object(all.map(|(name, values)| (name, Value::from(values.join(",")))).collect())
}

fn query(request: &Request, join: impl Fn(&[String]) -> String) -> Map<String, Value> {
    all_parameters(request).into_iter().map(|(name, values)| (name, Value::from(join(&values)))).collect()
}

fn multi_query(request: &Request) -> Map<String, Value> {
    all_parameters(request).into_iter().map(|(name, values)| (name, Value::from(values))).collect()
}

fn all_parameters(request: &Request) -> Vec<(String, Vec<String>)> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    for (name, value) in uri::parameters(&request.query) {
        match all.iter_mut().find(|(held, _)| *held == name) {
            Some((_, values)) => values.push(value),
            None => all.push((name, vec![value])),
        }
    }
    all
}

fn parameters(flight: &Flight) -> Map<String, Value> {
    flight.parameters.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect()
}

fn variables(flight: &Flight) -> Map<String, Value> {
    entries(&flight.settings, "stageVariables").map(|(name, value)| (name.to_owned(), Value::from(value))).collect()
}

fn authorizer_v2(identity: &Identity) -> Option<Value> {
    Some(match identity {
        Identity::Unknown => return None,
        Identity::Jwt { claims, scopes } => json!({"jwt": {"claims": claims, "scopes": scopes}}),
        Identity::Lambda { context, .. } => json!({"lambda": context}),
        Identity::Iam(principal) => {
            let arn = iam::arn_of(principal);
            json!({"iam": {
                "accessKey": null,
                "accountId": ACCOUNT_ID,
                "callerId": null,
                "cognitoIdentity": null,
                "principalOrgId": null,
                "userArn": &*arn,
                "userId": null,
            }})
        }
    })
}

fn authorizer_v1(identity: &Identity) -> Option<Value> {
    match identity {
        Identity::Unknown | Identity::Iam(_) => None,
        Identity::Jwt { claims, scopes } => Some(json!({"claims": claims, "scopes": scopes})),
        Identity::Lambda { context, principal } => {
            let mut members = JsonBody::new();
            if let Some(principal) = principal {
                members.insert("principalId".to_owned(), Value::from(principal.as_str()));
            }
            members.extend(context.clone());
            Some(Value::Object(members))
        }
    }
}

/// The body as it stands in the event, and whether it is base64 there. An empty one is none.
fn body(request: &Request) -> (Option<String>, bool) {
    if request.body.is_empty() {
        return (None, false);
    }
    let kind = request.headers.get("content-type").unwrap_or_default();
    match std::str::from_utf8(&request.body) {
        Ok(text) if is_text(kind) => (Some(text.to_owned()), false),
        _ => (Some(STANDARD.encode(&request.body)), true),
    }
}

/// Whether bodies of a media type stand in events as they are. Forms do not.
fn is_text(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.starts_with("text/")
        || ["application/json", "application/javascript", "application/xml"].contains(&kind.as_str())
        || kind.ends_with("+json")
        || kind.ends_with("+xml")
}

#[cfg(test)]
mod tests {
    use super::is_text;

    #[test]
    fn texts_are_known_by_their_media_type() {
        for kind in [
            "text/plain",
            "application/json; charset=utf-8",
            "Application/JSON",
            "application/problem+json",
            "image/svg+xml",
        ] {
            assert!(is_text(kind), "{kind}");
        }
        for kind in [
            "",
            "application/x-www-form-urlencoded",
            "image/png",
            "application/octet-stream",
            "multipart/form-data; boundary=x",
        ] {
            assert!(!is_text(kind), "{kind}");
        }
    }
}
