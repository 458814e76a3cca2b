//! The step at which the backend is called, and what is made of its answer.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;

use super::exchange::{Exchange, Step};
use super::lambda;
use super::logs::{self, Level};
use super::proxy::{Malformed, ProxyAnswer};
use super::respond::Refusal;
use super::{Next, Outcome, answer, event, kind, mapping};
use crate::account::REGION;
use crate::http::{Headers, Request, Response};
use crate::model::API_REST_TIMEOUT;
use crate::operation::{Context, Effect, Reply};
use crate::protocol::uri;
use crate::services::execute_api::lambda::{Said, invocation, said};
use crate::services::execute_api::request::pass_on;
use crate::sim::time::Span;
use crate::verdict::Principal;

/// Headers of the request that an HTTP backend does not get.
const NOT_PASSED: [&str; 4] = ["host", "content-length", "connection", "transfer-encoding"];

/// Calls the backend, or answers in its place.
pub fn integrate(context: &mut Context<'_>, exchange: &mut Exchange) -> Outcome {
    let integration = exchange.integration();
    match integration.kind.as_str() {
        "MOCK" => mock(context, exchange),
        "AWS_PROXY" => proxy(context, exchange),
        "AWS" => aws(context, exchange),
        "HTTP" | "HTTP_PROXY" => http(context, exchange, integration.kind == "HTTP_PROXY"),
        _ => Err(Refusal::misconfigured(
            "integrate",
            "The method has no integration, so that there is nothing to answer it. Add one (PutIntegration) and deploy.",
            "No integration defined for method",
        )),
    }
}

/// No backend: the request template says the status.
fn mock(context: &mut Context<'_>, exchange: &mut Exchange) -> Outcome {
    let body = mapping::body(context, exchange)?;
    let text = String::from_utf8_lossy(&body).into_owned();
    let Some(status) = mock_status(&text) else {
        let says = format!(
            "A MOCK integration's request template must say the status, as {{\"statusCode\": 200}}. This one came to: {}.",
            logs::shown(text.trim())
        );
        return Err(Refusal::misconfigured(
            "integrate",
            says,
            "Unable to parse statusCode. It should be an integer and it must be defined in the request template.",
        ));
    };
    context.phase("integrate", format!("Nothing is called: the integration is a MOCK and says {status}."));
    exchange.integration_status = Some(status);
    answer::mapped(context, exchange, &status.to_string(), &Headers::new(), &Bytes::new())
}

/// The status in what a MOCK's template made. AWS reads it even where it is not quite JSON.
fn mock_status(text: &str) -> Option<u16> {
    if let Ok(document) = serde_json::from_str::<Value>(text) {
        let status = document.get("statusCode")?;
        return status.as_u64().and_then(|status| u16::try_from(status).ok()).or_else(|| status.as_str()?.parse().ok());
    }
    let (_, after) = text.split_once("statusCode")?;
    let after = after.trim_start_matches(['"', '\'', ' ', ':', '\t', '\n']);
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// A function, with the whole request as its event.
fn proxy(context: &mut Context<'_>, exchange: &mut Exchange) -> Outcome {
    let event = event::proxy(exchange).to_string();
    let uri = exchange.with_variables(&exchange.integration().uri);
    let Some(arn) = lambda::arn_in(&uri) else {
        return Err(Refusal::misconfigured(
            "integrate",
            format!(
                "The integration's URI names no function: {uri:?}. It is arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/…/invocations."
            ),
            "Invalid endpoint address",
        ));
    };
    invoke(context, exchange, arn, event.into(), &Headers::new())
}

/// Makes the call to a function.
fn invoke(context: &mut Context<'_>, exchange: &mut Exchange, arn: &str, event: Bytes, headers: &Headers) -> Outcome {
    let integration = exchange.integration();
    if integration.http_method != "POST" {
        return Err(Refusal::misconfigured(
            "integrate",
            format!(
                "The integration calls Lambda with {}. Functions are invoked with POST, whatever the client's verb: set the integration's httpMethod to POST.",
                integration.http_method
            ),
            "Invalid permissions on Lambda function",
        ));
    }
    let principal = lambda::principal(context, exchange, &integration.credentials, exchange.source_arn())?;
    let mut request = invocation(arn, event);
    for (name, value) in headers.iter() {
        request.headers.set(name.to_owned(), value);
    }
    let says = format!("The function {} is invoked.", lambda::name_in(arn));
    send(context, exchange, principal, request, says)
}

/// A service of AWS, or a function with an event of the templates' making.
fn aws(context: &mut Context<'_>, exchange: &mut Exchange) -> Outcome {
    let body = mapping::body(context, exchange)?;
    let mapped = mapping::parameters(context, exchange);
    let integration = exchange.integration();
    let uri = exchange.with_variables(&integration.uri);
    if let Some(arn) = lambda::arn_in(&uri) {
        return invoke(context, exchange, arn, body, &mapped.headers);
    }
    let misconfigured = |says: String| Refusal::misconfigured("integrate", says, "Invalid endpoint address");
    // arn:aws:apigateway:{region}:{[subdomain.]service}:{action|path}/{rest}
    let mut parts = uri.splitn(6, ':');
    let (service, target) = (parts.nth(4).unwrap_or_default(), parts.next().unwrap_or_default());
    let Some((how, rest)) = target.split_once('/') else {
        return Err(misconfigured(format!("The integration's URI names no action and no path: {uri:?}.")));
    };
    if integration.credentials.is_empty() {
        return Err(Refusal::misconfigured(
            "integrate",
            format!(
                "A call to {service} needs a role: set the integration's credentials to the ARN of one that trusts apigateway.amazonaws.com and may do what is called."
            ),
            "Missing credentials for the integration",
        ));
    }
    let principal = lambda::principal(context, exchange, &integration.credentials, exchange.source_arn())?;
    let mut request = Request {
        method: integration.http_method.clone(),
        host: format!("{service}.{REGION}.amazonaws.com"),
        path: "/".to_owned(),
        query: query(&mapped.query),
        headers: mapped.headers,
        body,
    };
    if how == "action" {
        match target_prefix(service) {
            Some((prefix, version)) => {
                request.headers.set("x-amz-target", format!("{prefix}.{rest}"));
                request.headers.set("content-type", format!("application/x-amz-json-{version}"));
            }
            None => request.query = query(&[vec![("Action".to_owned(), rest.to_owned())], mapped.query].concat()),
        }
    } else {
        request.path = format!("/{}", with_parts(rest, &mapped.path));
    }
    let says = format!("{service} is called: {rest}.");
    send(context, exchange, principal, request, says)
}

/// How the services with JSON name their operations.
fn target_prefix(service: &str) -> Option<(&'static str, &'static str)> {
    match service {
        "dynamodb" => Some(("DynamoDB_20120810", "1.0")),
        "logs" => Some(("Logs_20140328", "1.1")),
        _ => None,
    }
}

/// Anything with an address.
fn http(context: &mut Context<'_>, exchange: &mut Exchange, is_proxy: bool) -> Outcome {
    let integration = exchange.integration();
    let body = if is_proxy { exchange.request.body.clone() } else { mapping::body(context, exchange)? };
    let mut mapped = mapping::parameters(context, exchange);
    mapped.body = body;
    let address = with_parts(&exchange.with_variables(&integration.uri), &mapped.path);
    let verb = if integration.http_method == "ANY" { &exchange.request.method } else { &integration.http_method };
    let mut request = Request::new(verb, &address).map_err(|fault| {
        let log = "Invalid endpoint address";
        Refusal::misconfigured("integrate", format!("The integration's address cannot be called: {fault}."), log)
    })?;
    if is_proxy {
        for (name, value) in exchange.request.headers.iter().filter(|(name, _)| !NOT_PASSED.contains(name)) {
            request.headers.append(name.to_owned(), value);
        }
        let mut passed = exchange.query.clone();
        passed.retain(|(name, _)| !mapped.query.iter().any(|(held, _)| held == name));
        mapped.query.splice(0..0, passed);
    } else if let Some(media) = exchange.request.headers.get("content-type") {
        request.headers.set("content-type", media);
    }
    for (name, value) in mapped.headers.iter() {
        request.headers.set(name.to_owned(), value);
    }
    let more = query(&mapped.query);
    let mark = if request.query.is_empty() || more.is_empty() { "" } else { "&" };
    request.query = format!("{}{mark}{more}", request.query);
    pass_on(&mut request, &exchange.request.headers);
    request.body = mapped.body;
    if context.world.services.of(&request).is_none() {
        let says = format!(
            "{} is no host of this simulated cloud, and nothing here reaches the world outside. An HTTP integration can call S3's addresses, or another API.",
            request.host
        );
        return Err(Refusal::new(kind::INTEGRATION_FAILURE, "integrate", says)
            .logged("Execution failed due to configuration error: There was an error resolving the host"));
    }
    let says = format!("{} {} is called.", request.method, request.url());
    send(context, exchange, Principal::Anonymous, request, says)
}

fn query(pairs: &[(String, String)]) -> String {
    let pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", uri::encode(name), uri::encode(value))).collect();
    pairs.join("&")
}

/// An address with its `{parts}` filled in.
fn with_parts(address: &str, parts: &std::collections::BTreeMap<String, String>) -> String {
    let mut filled = address.to_owned();
    for (name, value) in parts {
        filled = filled.replace(&format!("{{{name}}}"), &uri::encode_path(value));
    }
    filled
}

fn send(
    context: &mut Context<'_>,
    exchange: &mut Exchange,
    principal: Principal,
    request: Request,
    says: String,
) -> Outcome {
    let timeout_ms = exchange.integration().timeout_ms;
    let patience = if timeout_ms == 0 { API_REST_TIMEOUT } else { Span::from_ms(timeout_ms) };
    let now = context.now;
    exchange.log.write(Level::Info, now, || format!("Endpoint request URI: {}", request.url()));
    exchange.log.write(Level::Data, now, || format!("Endpoint request headers: {}", logs::map(request.headers.iter())));
    exchange.log.write(Level::Data, now, || {
        let body = String::from_utf8_lossy(&request.body);
        format!("Endpoint request body after transformations: {}", logs::shown(&body))
    });
    exchange.log.write(Level::Info, now, || format!("Sending request to {}", request.url()));
    context.phase("integrate", says);
    exchange.called = Some(now);
    exchange.step = Step::Integration;
    let request = Arc::new(request);
    context.effects.push(Effect::Call { from: exchange.place(), principal, request, patience });
    Ok(Next::Wait)
}

/// The backend has answered, or was waited for long enough.
pub fn answered(context: &mut Context<'_>, exchange: &mut Exchange, reply: Reply<'_>) -> Outcome {
    let integration = exchange.integration();
    let latency = exchange.called.take().map_or(Span::default(), |called| context.now - called);
    exchange.integration_latency = Some(latency);
    let uri = exchange.with_variables(&integration.uri);
    let function = lambda::arn_in(&uri).map(lambda::name_in);
    let Reply::Answered(response) = reply else {
        exchange.integration_status = Some(504);
        let says = match &function {
            Some(function) => format!(
                "The function {function} has not answered within {:.1} s, and API Gateway waits no longer. The function goes on until it ends or its own timeout comes, and nobody gets its answer. Make it faster, or let it work after the answer (invoke another asynchronously).",
                latency.as_ms() / 1_000.0
            ),
            None => format!(
                "The backend has not answered within {:.1} s, and API Gateway waits no longer.",
                latency.as_ms() / 1_000.0
            ),
        };
        return Err(Refusal::new(kind::INTEGRATION_TIMEOUT, "integrate", says)
            .logged("Execution failed due to a timeout error"));
    };
    exchange.integration_status = Some(response.status);
    let (now, whole_ms) = (context.now, latency.0 / 1_000);
    exchange.log.write(Level::Info, now, || {
        format!("Received response. Status: {}, Integration latency: {whole_ms} ms", response.status)
    });
    exchange
        .log
        .write(Level::Data, now, || format!("Endpoint response headers: {}", logs::map(response.headers.iter())));
    exchange.log.write(Level::Data, now, || {
        let body = String::from_utf8_lossy(&response.body);
        format!("Endpoint response body before transformations: {}", logs::shown(&body))
    });
    match (function, integration.kind.as_str()) {
        (Some(function), kind) => of_function(context, exchange, response, &function, kind == "AWS_PROXY"),
        (None, "HTTP_PROXY") => {
            context.phase("respond", format!("The backend answered {}, which is passed on.", response.status));
            Ok(Next::Respond(passed(response)))
        }
        _ => {
            let (headers, body) = (&response.headers, &response.body);
            answer::mapped(context, exchange, &response.status.to_string(), headers, body)
        }
    }
}

/// What Lambda said.
fn of_function(
    context: &mut Context<'_>,
    exchange: &mut Exchange,
    response: &Response,
    function: &str,
    is_proxy: bool,
) -> Outcome {
    let id = response.headers.get("x-amzn-requestid").unwrap_or_default();
    match said(response) {
        Said::Returned(payload) if is_proxy => proxied(context, exchange, payload, function),
        Said::Returned(payload) => answer::mapped(context, exchange, "", &response.headers, payload),
        // A template may make an answer of the error; its pattern is tried on the message.
        Said::Failed(message, payload) if !is_proxy => {
            exchange.integration_error.clone_from(&message);
            answer::mapped(context, exchange, &message, &response.headers, payload)
        }
        Said::Failed(message, _) => {
            exchange.integration_error.clone_from(&message);
            let says = format!("The function {function} failed: {message}. Look into its log.");
            let log = format!(
                "Lambda execution failed with status 200 due to customer function error: {message}. Lambda request id: {id}"
            );
            Err(Refusal::new(kind::MALFORMED_ANSWER, "integrate", says).logged(log))
        }
        Said::Refused(status, text) => {
            exchange.integration_error.clone_from(&text);
            let is_there = context.world.lambda().function(function).is_some();
            Err(refused(exchange, function, if is_there { status } else { 404 }, &text))
        }
    }
}

/// Why Lambda did not run the function.
fn refused(exchange: &Exchange, function: &str, status: u16, text: &str) -> Refusal {
    match status {
        403 => {
            let says = format!(
                "API Gateway may not invoke the function {function}. Let its policy allow it: AddPermission with the principal apigateway.amazonaws.com and the source ARN {}.",
                exchange.source_arn()
            );
            Refusal::misconfigured("integrate", says, "Invalid permissions on Lambda function")
        }
        404 => {
            let says = format!(
                "There is no function {function}. Create it, or set the integration's URI to one that there is."
            );
            Refusal::misconfigured("integrate", says, "Invalid permissions on Lambda function")
        }
        413 => {
            let says =
                "The event is larger than the 6 MB that a function takes. A body of bytes grows by a third as base64.";
            Refusal::new(kind::REQUEST_TOO_LARGE, "integrate", says).with_message("Request Too Long")
        }
        429 => {
            let says = format!(
                "Lambda could give the function {function} no environment: all that it or the account may have at once are busy. Try again, or raise its concurrency."
            );
            Refusal::new(kind::API_CONFIGURATION_ERROR, "integrate", says)
                .logged(format!("Lambda execution failed with status 429 due to customer function error: {text}."))
        }
        _ if text.contains("recursive loop") => {
            let says = format!(
                "The function {function} and this API have called each other too often, and Lambda has stopped it. Find the call that leads back here."
            );
            Refusal::new(kind::API_CONFIGURATION_ERROR, "integrate", says)
                .logged(format!("Lambda execution failed with status {status}: {text}"))
        }
        _ => {
            let says = format!("Lambda did not run the function {function}: {status} {text}");
            Refusal::new(kind::API_CONFIGURATION_ERROR, "integrate", says)
                .logged(format!("Lambda execution failed with status {status}: {text}"))
        }
    }
}

/// The answer that a function made itself.
fn proxied(context: &mut Context<'_>, exchange: &mut Exchange, payload: &[u8], function: &str) -> Outcome {
    let malformed = |Malformed(says)| {
        Refusal::new(kind::MALFORMED_ANSWER, "respond", says)
            .logged("Execution failed due to configuration error: Malformed Lambda proxy response")
    };
    let read = ProxyAnswer::read(payload).map_err(malformed)?;
    let mut response = Response::new(read.status);
    for (name, value) in &read.headers {
        response.headers.append(answer::sent_name(name), value.as_str());
    }
    if response.headers.get("content-type").is_none() {
        response.headers.set("content-type", "application/json");
    }
    response.body = read.body.into_bytes().into();
    // Bytes are sent only to a client that would have such, by what it accepts first.
    if read.is_base64 && exchange.accepted().is_some_and(|media| exchange.is_binary(&media)) {
        let decoded = answer::decoded(&response.body);
        let wrong = || Malformed("The function says that its body is base64 (isBase64Encoded), and it is not.".into());
        response.body = decoded.ok_or_else(|| malformed(wrong()))?;
    }
    context.phase("respond", format!("The function {function} answered {}.", read.status));
    Ok(Next::Respond(response))
}

/// A backend's answer as it is passed on.
fn passed(response: &Response) -> Response {
    let mut passed = Response::new(response.status).with_body(response.body.clone());
    for (name, value) in response.headers.iter().filter(|(name, _)| !NOT_PASSED.contains(name)) {
        passed.headers.append(answer::sent_name(name), value);
    }
    passed
}
