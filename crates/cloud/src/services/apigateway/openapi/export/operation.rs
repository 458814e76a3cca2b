//! A method as an operation.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Export, Format, put, put_some, put_text};
use crate::services::apigateway::ops::integrations::TIMEOUT_MS;
use crate::services::apigateway::state::{Integration, Method, MethodResponse};

impl Export<'_> {
    /// The operation that a method is.
    pub fn operation(&self, method: &Method) -> Map<String, Value> {
        let mut operation = Map::new();
        put_text(&mut operation, "operationId", &method.operation_name);
        if self.format == Format::Swagger {
            put_media_types(&mut operation, method);
        }
        let mut parameters = self.parameters(method);
        if self.format == Format::Swagger
            && let Some(model) = method.request_models.values().next()
        {
            let schema = self.reference(model);
            parameters.push(json!({"in": "body", "name": model, "required": true, "schema": schema}));
        }
        if !parameters.is_empty() {
            put(&mut operation, "parameters", Value::Array(parameters));
        }
        if self.format == Format::OpenApi && !method.request_models.is_empty() {
            let content = self.content(&method.request_models);
            put(&mut operation, "requestBody", json!({"content": content, "required": true}));
        }
        let mut responses = Map::new();
        for (status, response) in &method.responses {
            responses.insert(status.clone(), self.response(status, response));
        }
        put_some(&mut operation, "responses", responses);
        let security = self.security(method);
        if !security.is_empty() {
            put(&mut operation, "security", Value::Array(security));
        }
        if self.extensions.all
            && let Some(validator) = self.snapshot.validators.get(method.request_validator_id.as_str())
        {
            put(&mut operation, "x-amazon-apigateway-request-validator", json!(validator.name));
        }
        if self.extensions.integrations
            && let Some(integration) = &method.integration
        {
            put(&mut operation, "x-amazon-apigateway-integration", integrated(integration));
        }
        operation
    }

    fn reference(&self, model: &str) -> Value {
        json!({"$ref": format!("{}{model}", self.schema_place())})
    }

    /// Models of bodies by media type.
    fn content(&self, models: &BTreeMap<String, String>) -> Value {
        let content =
            models.iter().map(|(media_type, model)| (media_type.clone(), json!({"schema": self.reference(model)})));
        Value::Object(content.collect())
    }

    fn parameters(&self, method: &Method) -> Vec<Value> {
        let mut parameters = Vec::new();
        for (name, required) in &method.request_parameters {
            let Some((place, name)) = name.strip_prefix("method.request.").and_then(|rest| rest.split_once('.')) else {
                continue;
            };
            let place = if place == "querystring" { "query" } else { place };
            let mut parameter = Map::new();
            put(&mut parameter, "name", json!(name));
            put(&mut parameter, "in", json!(place));
            if self.format == Format::Swagger {
                put(&mut parameter, "required", json!(required));
                put(&mut parameter, "type", json!("string"));
            } else {
                if *required {
                    put(&mut parameter, "required", json!(true));
                }
                put(&mut parameter, "schema", json!({"type": "string"}));
            }
            parameters.push(Value::Object(parameter));
        }
        parameters
    }

    fn response(&self, status: &str, response: &MethodResponse) -> Value {
        let mut written = Map::new();
        put(&mut written, "description", json!(format!("{status} response")));
        let swagger = self.format == Format::Swagger;
        if swagger && let Some(model) = response.response_models.values().next() {
            put(&mut written, "schema", self.reference(model));
        }
        let mut headers = Map::new();
        for name in response.response_parameters.keys() {
            if let Some(header) = name.strip_prefix("method.response.header.") {
                let text = json!({"type": "string"});
                put(&mut headers, header, if swagger { text } else { json!({"schema": text}) });
            }
        }
        put_some(&mut written, "headers", headers);
        if !swagger {
            put(&mut written, "content", self.content(&response.response_models));
        }
        Value::Object(written)
    }
}

/// What an operation takes and gives: the media types of its models and of its templates.
fn put_media_types(operation: &mut Map<String, Value>, method: &Method) {
    let mut taken: BTreeSet<&String> = method.request_models.keys().collect();
    let mut given: BTreeSet<&String> = method.responses.values().flat_map(|held| held.response_models.keys()).collect();
    if let Some(integration) = &method.integration {
        taken.extend(integration.request_templates.keys());
        given.extend(integration.responses.values().flat_map(|held| held.response_templates.keys()));
    }
    if !taken.is_empty() {
        put(operation, "consumes", json!(taken));
    }
    if !given.is_empty() {
        put(operation, "produces", json!(given));
    }
}

/// `x-amazon-apigateway-integration`
fn integrated(integration: &Integration) -> Value {
    let mut written = Map::new();
    put_text(&mut written, "type", &integration.kind.to_lowercase());
    put_text(&mut written, "httpMethod", &integration.http_method);
    put_text(&mut written, "uri", &integration.uri);
    put_text(&mut written, "credentials", &integration.credentials);
    let mut responses = Map::new();
    for response in integration.responses.values() {
        let mut held = Map::new();
        put_text(&mut held, "statusCode", &response.status_code);
        put_texts(&mut held, "responseParameters", &response.response_parameters);
        put_texts(&mut held, "responseTemplates", &response.response_templates);
        put_text(&mut held, "contentHandling", &response.content_handling);
        let pattern = if response.selection_pattern.is_empty() { "default" } else { &response.selection_pattern };
        put(&mut responses, pattern, Value::Object(held));
    }
    put_some(&mut written, "responses", responses);
    put_texts(&mut written, "requestParameters", &integration.request_parameters);
    put_texts(&mut written, "requestTemplates", &integration.request_templates);
    put_text(&mut written, "passthroughBehavior", &integration.passthrough_behavior.to_lowercase());
    put_text(&mut written, "contentHandling", &integration.content_handling);
    if integration.timeout_ms != TIMEOUT_MS {
        put(&mut written, "timeoutInMillis", json!(integration.timeout_ms));
    }
    if !integration.connection_id.is_empty() {
        put_text(&mut written, "connectionType", &integration.connection_type);
        put_text(&mut written, "connectionId", &integration.connection_id);
    }
    if !integration.cache_key_parameters.is_empty() {
        put_text(&mut written, "cacheNamespace", &integration.cache_namespace);
        put(&mut written, "cacheKeyParameters", json!(integration.cache_key_parameters));
    }
    put_text(&mut written, "responseTransferMode", &integration.response_transfer_mode);
    Value::Object(written)
}

fn put_texts(document: &mut Map<String, Value>, name: &str, texts: &BTreeMap<String, String>) {
    if !texts.is_empty() {
        put(document, name, json!(texts));
    }
}
