//! Put, Get, Update and DeleteIntegration.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html>

use std::sync::Arc;

use serde_json::{Value, json};

use super::methods::{expression, mapping, request_parameter};
use super::{VERBS, answer, body, done, keep_method, method, one_of, patched, required};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::services::apigateway::Error;
use crate::services::apigateway::patch::{ALL, Form, REPLACE, Style, Table, rule};
use crate::services::apigateway::record::{Member, document};
use crate::services::apigateway::state::{Integration, Method};

/// How long a backend may take, milliseconds, unless it is said. AWS's value; it is the longest too.
pub const TIMEOUT_MS: u64 = 29_000;
/// The shortest time that may be said, milliseconds.
const SHORTEST_TIMEOUT_MS: u64 = 50;
/// The types, in the order of AWS's refusal.
pub const TYPES: &str = "HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS";

static PATCHES: Table = Table {
    rules: &[
        rule("/uri", REPLACE, Form::Member),
        rule("/httpMethod", REPLACE, Form::Member),
        rule("/credentials", REPLACE, Form::Member),
        rule("/passthroughBehavior", REPLACE, Form::Member),
        rule("/contentHandling", REPLACE, Form::Member),
        rule("/timeoutInMillis", REPLACE, Form::Member),
        rule("/connectionType", REPLACE, Form::Member),
        rule("/connectionId", REPLACE, Form::Member),
        rule("/cacheNamespace", REPLACE, Form::Member),
        rule("/responseTransferMode", REPLACE, Form::Member),
        rule("/cacheKeyParameters/*", ALL, Form::Element),
        rule("/requestParameters/*", ALL, Form::Entry("Invalid parameter name specified")),
        rule("/requestTemplates/*", ALL, Form::Entry("Content-Type specified was not found")),
    ],
    style: Style::Plain,
};

/// Says what answers a method.
pub fn put_integration(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut body = body(call)?;
    required(call, &body, "type")?;
    // The answers have an operation of their own.
    body.remove("integrationResponses");
    let mut integration = Integration::read(&Value::Object(body))?;
    one_of(call, "type", &integration.kind, TYPES)?;
    one_of(call, "contentHandling", &integration.content_handling, "CONVERT_TO_BINARY, CONVERT_TO_TEXT")?;
    one_of(call, "connectionType", &integration.connection_type, "INTERNET, VPC_LINK")?;
    let (resource, held) = method(context, call)?;
    if integration.timeout_ms == 0 {
        integration.timeout_ms = TIMEOUT_MS;
    }
    if integration.passthrough_behavior.is_empty() {
        "WHEN_NO_MATCH".clone_into(&mut integration.passthrough_behavior);
    }
    if integration.cache_namespace.is_empty() {
        integration.cache_namespace = resource.id.to_string();
    }
    check(&held, &integration)?;
    let what = format!("{} {}", integration.kind, integration.uri);
    context.changed(format!("{} {} integration", resource.path, held.http_method), None, Some(what));
    keep(context, call, &held, integration, 201)
}

/// Shows what answers a method.
pub fn get_integration(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (_, method) = method(context, call)?;
    Ok(answer(200, describe(integration_of(&method)?)))
}

/// Changes what answers a method.
pub fn update_integration(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (_, method) = method(context, call)?;
    let changed = patched(integration_of(&method)?, &PATCHES, call)?;
    check(&method, &changed)?;
    keep(context, call, &method, changed, 200)
}

/// Leaves a method without an answer.
pub fn delete_integration(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (_, method) = method(context, call)?;
    integration_of(&method)?;
    keep_method(context, call, Method { integration: None, ..Method::clone(&method) });
    Ok(done(204))
}

/// The integration of a method.
pub fn integration_of(method: &Method) -> Result<&Integration, Error> {
    method.integration.as_deref().ok_or_else(|| Error::unknown("Integration"))
}

/// An integration as it is shown.
pub fn describe(integration: &Integration) -> JsonBody {
    let mut document = document(integration);
    document.entry("cacheKeyParameters").or_insert_with(|| json!([]));
    // A template that is empty is shown as nothing.
    if let Some(Value::Object(templates)) = document.get_mut("requestTemplates") {
        templates.values_mut().filter(|text| text.as_str() == Some("")).for_each(|text| *text = Value::Null);
    }
    document
}

fn keep(
    context: &mut Context<'_>,
    call: &Call<'_>,
    method: &Method,
    integration: Integration,
    status: u16,
) -> Result<Answer, ServiceError> {
    let answer = answer(status, describe(&integration));
    keep_method(context, call, Method { integration: Some(Arc::new(integration)), ..method.clone() });
    Ok(answer)
}

/// Refuses an integration that cannot be called, or that maps what its method does not declare.
pub fn check(method: &Method, integration: &Integration) -> Result<(), Error> {
    let Integration { kind, uri, http_method, .. } = integration;
    if !matches!(integration.passthrough_behavior.as_str(), "WHEN_NO_MATCH" | "WHEN_NO_TEMPLATES" | "NEVER") {
        return Err(Error::bad(
            "Invalid passthrough behavior specified. Valid options are WHEN_NO_MATCH, WHEN_NO_TEMPLATES, NEVER",
        ));
    }
    if !(SHORTEST_TIMEOUT_MS..=TIMEOUT_MS).contains(&integration.timeout_ms) {
        return Err(Error::bad(format!("Timeout should be between {SHORTEST_TIMEOUT_MS} ms and {TIMEOUT_MS} ms")));
    }
    if kind != "MOCK" {
        if http_method.is_empty() {
            return Err(Error::bad("Enumeration value for HttpMethod must be non-empty"));
        }
        if !VERBS.split(',').any(|known| known == http_method) {
            return Err(Error::bad(format!("Invalid HttpMethod specified. Valid options are {VERBS}")));
        }
        check_uri(kind, uri)?;
    }
    for (to, from) in &integration.request_parameters {
        let target = to.strip_prefix("integration.request.").and_then(|rest| rest.split_once('.'));
        if !target.is_some_and(|(place, _)| matches!(place, "path" | "querystring" | "header")) {
            return Err(mapping(&format!("Invalid mapping expression parameter specified: {to}")));
        }
        if let Some(body) = from.strip_prefix("method.request.body") {
            if !(body.is_empty() || body.starts_with('.')) {
                return Err(expression(from));
            }
        } else if request_parameter(from).is_some() {
            let declared = from.replace("request.multivalue", "request.");
            let parameters = &method.request_parameters;
            if !parameters.contains_key(from) && !parameters.contains_key(&declared) {
                return Err(mapping(&format!("Invalid mapping expression parameter specified: {from}")));
            }
        } else if !(is_literal(from) || from.starts_with("context.") || from.starts_with("stageVariables.")) {
            return Err(expression(from));
        }
    }
    Ok(())
}

/// Whether a mapping is a text between single quotes.
pub fn is_literal(text: &str) -> bool {
    text.len() >= 2 && text.starts_with('\'') && text.ends_with('\'')
}

fn check_uri(kind: &str, uri: &str) -> Result<(), Error> {
    if kind.starts_with("HTTP") {
        let is_address =
            uri.starts_with("http://") || uri.starts_with("https://") || uri.starts_with("${stageVariables.");
        return if is_address { Ok(()) } else { Err(Error::bad("Invalid HTTP endpoint specified for URI")) };
    }
    // arn:aws:apigateway:{region}:{service}:{path|action}/…
    let parts: Vec<&str> = uri.splitn(6, ':').collect();
    let [_, _, "apigateway", _, service, what] = parts[..] else {
        return Err(Error::bad("Invalid ARN specified in the request"));
    };
    if parts[0] != "arn" {
        return Err(Error::bad("Invalid ARN specified in the request"));
    }
    if !(what.starts_with("path/") || what.starts_with("action/")) {
        return Err(Error::bad("AWS ARN for integration must contain path or action"));
    }
    if kind == "AWS_PROXY" && !matches!(service, "lambda" | "firehose") {
        return Err(Error::bad(
            "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
        ));
    }
    Ok(())
}
