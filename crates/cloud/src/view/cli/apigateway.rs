//! Calls of API Gateway as lines for the AWS CLI: what the path names becomes options, and so do the body's members.

use serde_json::Value;

use super::{Line, kebab};
use crate::http::Request;
use crate::protocol::uri;

/// What the part of a path after each word is called.
const NAMED: [(&str, &str); 12] = [
    ("restapis", "rest-api-id"),
    ("resources", "resource-id"),
    ("methods", "http-method"),
    ("responses", "status-code"),
    ("deployments", "deployment-id"),
    ("stages", "stage-name"),
    ("models", "model-name"),
    ("requestvalidators", "request-validator-id"),
    ("authorizers", "authorizer-id"),
    ("apikeys", "api-key"),
    ("usageplans", "usage-plan-id"),
    ("exports", "export-type"),
];

pub(super) fn apigateway(line: &mut Line, request: &Request, operation: &str) {
    let parts: Vec<&str> = request.path.split('/').filter(|part| !part.is_empty()).collect();
    for pair in parts.windows(2) {
        let Some((_, option)) = NAMED.iter().find(|(word, _)| *word == pair[0]) else { continue };
        // A new resource's path names the one above it.
        let option = if operation == "CreateResource" && *option == "resource-id" { "parent-id" } else { option };
        let name = uri::decode(pair[1]).unwrap_or_else(|_| pair[1].into());
        line.option(option, &name);
    }
    if let [.., "keys", key] = parts.as_slice() {
        line.option("key-id", key);
    }
    match serde_json::from_slice(&request.body) {
        Ok(Value::Object(_)) if operation.starts_with("Import") || operation == "PutRestApi" => {
            line.option("body", "file://openapi.json");
        }
        Ok(Value::Object(members)) => members.iter().for_each(|(name, value)| member(line, operation, name, value)),
        _ => {}
    }
    if operation == "GetExport" {
        line.word("openapi.json");
    }
}

fn member(line: &mut Line, operation: &str, name: &str, value: &Value) {
    let option = match (operation, name) {
        ("PutIntegration", "httpMethod") => "integration-http-method".to_owned(),
        _ => kebab(name),
    };
    match value {
        Value::Bool(true) => line.flag(&option),
        Value::Bool(false) => line.flag(&format!("no-{option}")),
        Value::String(text) => line.option(&option, text),
        other => line.option(&option, &other.to_string()),
    }
}
