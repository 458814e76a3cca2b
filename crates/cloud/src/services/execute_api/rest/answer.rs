//! From what a backend said to what the client gets, where the integration is not a proxy: the integration response that
//! is chosen by a pattern, its templates and headers.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html>

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use regex_lite::Regex;
use serde_json::Value;

use super::exchange::Exchange;
use super::respond::Refusal;
use super::{Next, Outcome, template, variables};
use crate::http::{Headers, Response};
use crate::operation::Context;
use crate::services::apigateway::state::{Integration, IntegrationResponse};
use crate::services::execute_api::lambda::status_of;
use crate::services::execute_api::texts;

/// Headers that API Gateway sets itself. What a backend says under these names is sent under another.
const REMAPPED: [&str; 22] = [
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-md5",
    "date",
    "expect",
    "host",
    "max-forwards",
    "pragma",
    "proxy-authenticate",
    "range",
    "referer",
    "server",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
    "warn",
    "www-authenticate",
];

/// The name under which a backend's header is sent.
#[must_use]
pub fn sent_name(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    if REMAPPED.contains(&lower.as_str()) { format!("x-amzn-remapped-{lower}") } else { lower }
}

/// What base64 stands for; none when it is not base64.
#[must_use]
pub fn decoded(text: &[u8]) -> Option<Bytes> {
    STANDARD.decode(text).ok().map(Bytes::from)
}

/// Makes the client's answer. `subject` is what patterns are tried on: the backend's status, or a function's error.
pub fn mapped(
    context: &mut Context<'_>,
    exchange: &mut Exchange,
    subject: &str,
    headers: &Headers,
    body: &Bytes,
) -> Outcome {
    let integration = exchange.integration();
    let Some(chosen) = chosen(&integration, subject) else {
        let says = format!(
            "No integration response fits {subject:?}, and none is the default (without a selectionPattern). Add one (PutIntegrationResponse)."
        );
        let status = exchange.integration_status.unwrap_or_default();
        let log = format!(
            "No match for output mapping and no default output mapping configured. Endpoint Response Status Code: {status}"
        );
        return Err(Refusal::misconfigured("respond", says, &log));
    };
    if !exchange.method.responses.contains_key(&chosen.status_code) {
        let says = format!(
            "The integration response says {}, and the method declares no such response. Add it (PutMethodResponse).",
            chosen.status_code
        );
        let log = format!("Output mapping refers to an invalid method response: {}", chosen.status_code);
        return Err(Refusal::misconfigured("respond", says, &log));
    }
    let all = variables::context(exchange, None, context.now);
    let (media, body) = rendered(context, exchange, chosen, body)?;
    let mut response = Response::new(chosen.status_code.parse().unwrap_or(200)).with_header("content-type", media);
    for (target, expression) in &chosen.response_parameters {
        let Some(name) = target.strip_prefix("method.response.header.") else { continue };
        let value = match expression.strip_prefix("integration.response.") {
            Some(source) => of_backend(source, headers, &body),
            None => variables::source(expression, exchange, &all),
        };
        if let Some(value) = value {
            response.headers.set(sent_name(name), value);
        }
    }
    response.body = body;
    overridden(&mut response, &exchange.response_override);
    context.phase("respond", format!("The integration response for {} made the answer.", chosen.status_code));
    Ok(Next::Respond(response))
}

/// The response whose pattern fits all of `subject`; the default, without a pattern, when none does.
fn chosen<'i>(integration: &'i Integration, subject: &str) -> Option<&'i IntegrationResponse> {
    let responses = integration.responses.values();
    let fits = |response: &&IntegrationResponse| {
        let pattern = &response.selection_pattern;
        let whole = format!("^(?s:{pattern})$");
        !pattern.is_empty() && Regex::new(&whole).is_ok_and(|pattern| pattern.is_match(subject))
    };
    let special = responses.clone().filter(|_| !subject.is_empty()).find(fits);
    special.or_else(|| responses.clone().find(|response| response.selection_pattern.is_empty()))
}

/// The body that the templates make of the backend's, and its content type.
fn rendered(
    context: &Context<'_>,
    exchange: &mut Exchange,
    chosen: &IntegrationResponse,
    body: &Bytes,
) -> Result<(String, Bytes), Refusal> {
    let templates = &chosen.response_templates;
    let accepted = exchange.accepted().and_then(|media| templates.get_key_value(&media));
    let template = accepted.or_else(|| templates.get_key_value("application/json")).or_else(|| templates.iter().next());
    let Some((media, text)) = template.filter(|(_, text)| !text.trim().is_empty()) else {
        let media = template.map_or("application/json", |(media, _)| media);
        let body = match chosen.content_handling.as_str() {
            "CONVERT_TO_TEXT" => STANDARD.encode(body).into(),
            "CONVERT_TO_BINARY" => decoded(body).unwrap_or_else(|| body.clone()),
            _ => body.clone(),
        };
        return Ok((media.to_owned(), body));
    };
    let source = String::from_utf8_lossy(body).into_owned();
    let made = template::render(text, context, exchange, &source).map_err(|fault| {
        let log = format!("Unable to transform response: {fault}");
        Refusal::misconfigured(
            "respond",
            format!("The response template for {media} cannot be rendered: {fault}."),
            &log,
        )
    })?;
    let made: Bytes = made.into();
    let made = match chosen.content_handling.as_str() {
        "CONVERT_TO_BINARY" => decoded(&made).unwrap_or(made),
        _ => made,
    };
    Ok((media.clone(), made))
}

/// A part of the backend's answer: `header.x`, `body`, `body.x`.
fn of_backend(source: &str, headers: &Headers, body: &Bytes) -> Option<String> {
    let (kind, name) = source.split_once('.').unwrap_or((source, ""));
    match kind {
        "header" | "multivalueheader" => headers.get(name).map(str::to_owned),
        "body" if name.is_empty() => Some(String::from_utf8_lossy(body).into_owned()),
        "body" => texts::part(&serde_json::from_slice(body).ok()?, name),
        _ => None,
    }
}

/// What templates set of the answer holds against what the integration response says.
fn overridden(response: &mut Response, overrides: &Value) {
    if let Some(status) = overrides.get("status").and_then(|status| status_of(status, 100..1_000)) {
        response.status = status;
    }
    for (name, value) in overrides.get("header").and_then(Value::as_object).into_iter().flatten() {
        if let Some(value) = texts::text(value) {
            response.headers.set(sent_name(name), value);
        }
    }
}
