//! `$context`, stage variables and parts of the request, as access logs, gateway responses and parameter mappings name
//! them.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html>

use serde_json::{Value, json};

use super::event::request_context;
use super::exchange::Exchange;
use crate::http::Response;
use crate::services::execute_api::texts::part;
use crate::sim::time::{Span, Time};

/// All of `$context` at `now`, with what is known of the answer.
#[must_use]
pub fn context(exchange: &Exchange, response: Option<&Response>, now: Time) -> Value {
    let mut context = request_context(exchange);
    if let Some(failure) = &exchange.failure {
        let message_text = failure.message.as_ref().map_or_else(|| "null".to_owned(), |text| json!(text).to_string());
        context["error"] = json!({
            "message": failure.message,
            "messageString": message_text,
            "responseType": failure.kind.name,
            "validationErrorString": failure.detail,
        });
    }
    let whole_ms = |span: Span| (span.0 / 1_000).to_string();
    let latency = exchange.integration_latency.map(whole_ms);
    let status = exchange.integration_status.map(|status| status.to_string());
    if let Some(error) = Some(&exchange.integration_error).filter(|error| !error.is_empty()) {
        context["integrationErrorMessage"] = error.as_str().into();
    }
    context["integration"] = json!({"latency": latency, "status": status, "integrationStatus": status});
    context["integrationLatency"] = latency.into();
    context["integrationStatus"] = status.into();
    if let Some(response) = response {
        context["status"] = response.status.to_string().into();
        context["responseLength"] = response.body.len().to_string().into();
        context["responseLatency"] = whole_ms(now - exchange.began).into();
    }
    context
}

/// A line or body with its `$context.…`, `$stageVariables.…` and `$method.request.…` filled in; `missing` stands for what
/// there is not.
#[must_use]
pub fn filled(template: &str, exchange: &Exchange, context: &Value, missing: &str) -> String {
    let (mut filled, mut rest) = (String::with_capacity(template.len()), template);
    while let Some((before, after)) = rest.split_once('$') {
        filled.push_str(before);
        let (is_braced, after) = after.strip_prefix('{').map_or((false, after), |after| (true, after));
        let length = after.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"._-[]".contains(byte)).count();
        let (name, end) = after.split_at(length);
        // A full stop at a sentence's end is no part of a name.
        let trimmed = name.trim_end_matches(['.', '-', '[', ']']);
        match value(trimmed, exchange, context) {
            Named::Value(value) => filled.push_str(value.as_deref().unwrap_or(missing)),
            Named::Unknown => {
                filled.push('$');
                if is_braced {
                    filled.push('{');
                }
                rest = after;
                continue;
            }
        }
        filled.push_str(&name[trimmed.len()..]);
        rest = if is_braced { end.strip_prefix('}').unwrap_or(end) } else { end };
    }
    filled + rest
}

/// What a name stands for.
enum Named {
    /// A variable, which may be missing.
    Value(Option<String>),
    /// No variable.
    Unknown,
}

fn value(name: &str, exchange: &Exchange, context: &Value) -> Named {
    if let Some(path) = name.strip_prefix("context.") {
        return Named::Value(part(context, path));
    }
    if let Some(name) = name.strip_prefix("stageVariables.") {
        return Named::Value(exchange.stage.variables.get(name).cloned());
    }
    match name.strip_prefix("method.request.") {
        Some(name) => Named::Value(of_request(name, exchange)),
        None => Named::Unknown,
    }
}

/// A part of the request: `header.x`, `querystring.x`, `path.x`, `body`, `body.x`.
#[must_use]
pub fn of_request(name: &str, exchange: &Exchange) -> Option<String> {
    let (kind, name) = name.split_once('.').unwrap_or((name, ""));
    match kind {
        "header" if name.eq_ignore_ascii_case("host") => Some(exchange.request.host.clone()),
        "header" => exchange.request.headers.all(name).last().map(str::to_owned),
        "multivalueheader" => {
            let values: Vec<&str> = exchange.request.headers.all(name).collect();
            (!values.is_empty()).then(|| values.join(","))
        }
        "querystring" => exchange.query.iter().rev().find(|(held, _)| held == name).map(|(_, value)| value.clone()),
        "multivaluequerystring" => {
            let values = exchange.query.iter().filter(|(held, _)| held == name).map(|(_, value)| value.as_str());
            let values: Vec<&str> = values.collect();
            (!values.is_empty()).then(|| values.join(","))
        }
        "path" => exchange.path_parameters.get(name).cloned(),
        "body" if name.is_empty() => Some(String::from_utf8_lossy(&exchange.request.body).into_owned()),
        "body" => part(&serde_json::from_slice(&exchange.request.body).ok()?, name),
        _ => None,
    }
}

/// What a mapping's right side stands for: `method.request.header.x`, `context.x`, `stageVariables.x` or `'text'`.
#[must_use]
pub fn source(expression: &str, exchange: &Exchange, context: &Value) -> Option<String> {
    if let Some(literal) = expression.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        return Some(literal.to_owned());
    }
    match value(expression, exchange, context) {
        Named::Value(value) => value,
        Named::Unknown => None,
    }
}
