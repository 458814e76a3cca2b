//! From the request to what the backend gets, where the integration is not a proxy: templates by content type, and single
//! parameters.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html>

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;

use super::exchange::Exchange;
use super::logs::{self, Level};
use super::respond::Refusal;
use super::{kind, template, variables};
use crate::http::Headers;
use crate::operation::Context;

/// What the backend gets besides its address.
#[derive(Debug, Default)]
pub struct Mapped {
    /// Parts of the path by name.
    pub path: BTreeMap<String, String>,
    /// The query, in order.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: Headers,
    /// The body.
    pub body: Bytes,
}

/// The single parameters that the integration maps, and those that its template set.
#[must_use]
pub fn parameters(context: &Context<'_>, exchange: &Exchange) -> Mapped {
    let all = variables::context(exchange, None, context.now);
    let mut mapped = Mapped::default();
    for (target, expression) in &exchange.integration().request_parameters {
        let Some(value) = variables::source(expression, exchange, &all) else { continue };
        match target.strip_prefix("integration.request.").and_then(|target| target.split_once('.')) {
            Some(("path", name)) => {
                mapped.path.insert(name.to_owned(), value);
            }
            Some(("querystring" | "multivaluequerystring", name)) => mapped.query.push((name.to_owned(), value)),
            Some(("header" | "multivalueheader", name)) => mapped.headers.set(name.to_owned(), value),
            _ => {}
        }
    }
    for (name, value) in template::set(&exchange.request_override, "path") {
        mapped.path.insert(name.to_owned(), value);
    }
    for (name, value) in template::set(&exchange.request_override, "querystring") {
        mapped.query.retain(|(held, _)| held != name);
        mapped.query.push((name.to_owned(), value));
    }
    for (name, value) in template::set(&exchange.request_override, "header") {
        mapped.headers.set(name.to_owned(), value);
    }
    mapped
}

/// The body that the integration's templates make of the request's, with a note of the step.
pub fn body(context: &mut Context<'_>, exchange: &mut Exchange) -> Result<Bytes, Refusal> {
    let integration = exchange.integration();
    let templates = &integration.request_templates;
    let media = exchange.content_type();
    let Some(text) = templates.get(&media) else {
        let passes = match integration.passthrough_behavior.as_str() {
            "NEVER" => false,
            "WHEN_NO_TEMPLATES" => templates.is_empty(),
            _ => true,
        };
        if !passes {
            let has: Vec<&str> = templates.keys().map(String::as_str).collect();
            let says = format!(
                "The integration has no template for {media}, and lets nothing else pass ({}). It has templates for: {}.",
                integration.passthrough_behavior,
                if has.is_empty() { "nothing".to_owned() } else { has.join(", ") }
            );
            return Err(Refusal::new(kind::UNSUPPORTED_MEDIA_TYPE, "map", says));
        }
        context.phase("map", format!("There is no template for {media}: the body passes as it came."));
        return converted(exchange, exchange.request.body.clone(), &integration.content_handling);
    };
    let body = String::from_utf8_lossy(&exchange.request.body).into_owned();
    let rendered = template::render(text, context, exchange, &body).map_err(|fault| {
        Refusal::misconfigured(
            "map",
            format!("The request template for {media} cannot be rendered: {fault}."),
            &format!("Unable to transform request: {fault}"),
        )
    })?;
    exchange.log.write(Level::Data, context.now, || {
        format!("Endpoint request body after transformations: {}", logs::shown(&rendered))
    });
    context.phase("map", format!("The template for {media} made the request to the backend."));
    converted(exchange, rendered.into(), &integration.content_handling)
}

/// A body as `CONVERT_TO_BINARY` or `CONVERT_TO_TEXT` make it.
fn converted(exchange: &Exchange, body: Bytes, handling: &str) -> Result<Bytes, Refusal> {
    match handling {
        "CONVERT_TO_TEXT" if exchange.is_binary(&exchange.content_type()) => Ok(STANDARD.encode(&body).into()),
        "CONVERT_TO_BINARY" if !exchange.is_binary(&exchange.content_type()) => {
            STANDARD.decode(&body).map(Bytes::from).map_err(|_| {
                let says = "The integration turns text into bytes (CONVERT_TO_BINARY), and the body is not base64.";
                Refusal::misconfigured("map", says, "Unable to base64 decode the body.")
            })
        }
        _ => Ok(body),
    }
}
