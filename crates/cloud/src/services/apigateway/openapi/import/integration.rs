//! `x-amazon-apigateway-integration`: what answers a method.

use std::sync::Arc;

use serde_json::Value;

use super::super::document::{items, members, scalar, text};
use super::paths::texts;
use super::{Importer, words};
use crate::services::apigateway::ops::integrations::{self, TIMEOUT_MS};
use crate::services::apigateway::ops::{integration_responses, status_fault};
use crate::services::apigateway::state::{Integration, IntegrationResponse, Method};

impl Importer<'_> {
    /// Reads the integration of a method.
    ///
    /// # Errors
    /// What is wrong with it, in AWS's words.
    pub fn integration(&self, given: &Value, resource: &Arc<str>, method: &Method) -> Result<Integration, String> {
        let kind = text(given, "type").to_uppercase();
        if kind.is_empty() {
            return Err("Integration type is missing".to_owned());
        }
        if !integrations::TYPES.split(", ").any(|known| known == kind) {
            return Err(format!("Invalid integration type: {}", text(given, "type")));
        }
        let said = |name: &str, otherwise: &str| {
            let said = text(given, name).to_uppercase();
            if said.is_empty() { otherwise.to_owned() } else { said }
        };
        let content_handling = said("contentHandling", "");
        if !matches!(content_handling.as_str(), "" | "CONVERT_TO_BINARY" | "CONVERT_TO_TEXT") {
            return Err("Invalid content handling specified".to_owned());
        }
        // What is no number is out of bounds.
        let timeout = |given: &Value| scalar(given).and_then(|text| text.parse().ok()).unwrap_or_default();
        let cache_namespace = text(given, "cacheNamespace");
        let integration = Integration {
            connection_type: said("connectionType", if kind.starts_with("HTTP") { "INTERNET" } else { "" }),
            kind,
            http_method: text(given, "httpMethod").to_uppercase(),
            uri: text(given, "uri"),
            connection_id: text(given, "connectionId"),
            credentials: text(given, "credentials"),
            request_parameters: texts(given, "requestParameters"),
            request_templates: texts(given, "requestTemplates"),
            passthrough_behavior: said("passthroughBehavior", "WHEN_NO_MATCH"),
            content_handling,
            timeout_ms: given.get("timeoutInMillis").map_or(TIMEOUT_MS, timeout),
            cache_namespace: if cache_namespace.is_empty() { resource.as_ref().to_owned() } else { cache_namespace },
            cache_key_parameters: items(given, "cacheKeyParameters").filter_map(scalar).collect(),
            response_transfer_mode: said("responseTransferMode", ""),
            responses: members(given, "responses").map(|(pattern, given)| response(pattern, given)).collect(),
        };
        integrations::check(method, &integration).map_err(words)?;
        for (status, response) in &integration.responses {
            if let Some(fault) = status_fault(status) {
                return Err(fault);
            }
            // A document need not declare every answer that it maps.
            if method.responses.contains_key(status) {
                integration_responses::check(method, response).map_err(words)?;
            }
        }
        Ok(integration)
    }
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
