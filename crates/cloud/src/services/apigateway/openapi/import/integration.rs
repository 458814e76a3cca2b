//! `x-amazon-apigateway-integration`: what answers a method.

use std::sync::Arc;

use serde_json::Value;

use super::super::document::{items, members, scalar, text};
use super::Importer;
use super::paths::texts;
use crate::services::apigateway::state::{Integration, IntegrationResponse};

/// How long a backend may take when nothing is said, milliseconds. AWS's value.
const TIMEOUT_MS: u64 = 29_000;

/// The verbs of requests to backends.
const VERBS: [&str; 8] = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"];

impl Importer<'_> {
    /// Reads an integration.
    ///
    /// # Errors
    /// What is wrong with it, in AWS's words.
    pub fn integration(&self, given: &Value, resource: &Arc<str>) -> Result<Integration, String> {
        let kind = text(given, "type").to_uppercase();
        let http_method = text(given, "httpMethod").to_uppercase();
        let uri = text(given, "uri");
        match kind.as_str() {
            "MOCK" => {}
            "HTTP" | "HTTP_PROXY" | "AWS" | "AWS_PROXY" => backend(&kind, &http_method, &uri)?,
            "" => return Err("Integration type is missing".to_owned()),
            _ => return Err(format!("Invalid integration type: {}", text(given, "type"))),
        }
        let said = |name: &str, otherwise: &str| {
            let said = text(given, name).to_uppercase();
            if said.is_empty() { otherwise.to_owned() } else { said }
        };
        let passthrough_behavior = said("passthroughBehavior", "WHEN_NO_MATCH");
        if !matches!(passthrough_behavior.as_str(), "WHEN_NO_MATCH" | "WHEN_NO_TEMPLATES" | "NEVER") {
            return Err("Invalid passthrough behavior specified".to_owned());
        }
        let content_handling = said("contentHandling", "");
        if !matches!(content_handling.as_str(), "" | "CONVERT_TO_BINARY" | "CONVERT_TO_TEXT") {
            return Err("Invalid content handling specified".to_owned());
        }
        let timeout_ms = match given.get("timeoutInMillis") {
            None => TIMEOUT_MS,
            Some(timeout) => scalar(timeout)
                .and_then(|timeout| timeout.parse().ok())
                .filter(|timeout| (50..=TIMEOUT_MS).contains(timeout))
                .ok_or("Timeout should be between 50 ms and 29000 ms")?,
        };
        let cache_namespace = text(given, "cacheNamespace");
        Ok(Integration {
            connection_type: said("connectionType", if kind.starts_with("HTTP") { "INTERNET" } else { "" }),
            kind,
            http_method,
            uri,
            connection_id: text(given, "connectionId"),
            credentials: text(given, "credentials"),
            request_parameters: texts(given, "requestParameters"),
            request_templates: texts(given, "requestTemplates"),
            passthrough_behavior,
            content_handling,
            timeout_ms,
            cache_namespace: if cache_namespace.is_empty() { resource.as_ref().to_owned() } else { cache_namespace },
            cache_key_parameters: items(given, "cacheKeyParameters").filter_map(scalar).collect(),
            response_transfer_mode: said("responseTransferMode", ""),
            responses: members(given, "responses").map(|(pattern, given)| response(pattern, given)).collect(),
        })
    }
}

/// Refuses a backend that cannot be called.
fn backend(kind: &str, http_method: &str, uri: &str) -> Result<(), String> {
    if !VERBS.contains(&http_method) {
        return Err("Enumeration value for HttpMethod must be non-empty".to_owned());
    }
    let http = kind.starts_with("HTTP");
    if http && !(uri.starts_with("http://") || uri.starts_with("https://") || uri.starts_with("${")) {
        return Err("Invalid HTTP endpoint specified for URI".to_owned());
    }
    if http {
        return Ok(());
    }
    // arn:aws:apigateway:{region}:{service}:{path|action}/…
    let parts: Vec<&str> = uri.splitn(6, ':').collect();
    let ["arn", _, "apigateway", _, service, what] = parts[..] else {
        return Err("Invalid ARN specified in the request".to_owned());
    };
    if !(what.starts_with("path/") || what.starts_with("action/")) {
        return Err("AWS ARN for integration must contain path or action".to_owned());
    }
    if kind == "AWS_PROXY" && !matches!(service, "lambda" | "firehose") {
        return Err(
            "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations."
                .to_owned(),
        );
    }
    Ok(())
}

/// An answer of the backend, by the pattern that it is for.
fn response(pattern: &str, given: &Value) -> (String, IntegrationResponse) {
    let status_code = text(given, "statusCode");
    let response = IntegrationResponse {
        status_code: status_code.clone(),
        selection_pattern: if pattern == "default" { String::new() } else { pattern.to_owned() },
        response_parameters: texts(given, "responseParameters"),
        response_templates: texts(given, "responseTemplates"),
        content_handling: text(given, "contentHandling").to_uppercase(),
    };
    (status_code, response)
}
