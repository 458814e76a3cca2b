//! Paths become resources, and their operations methods.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::super::document::{items, members, scalar, text};
use super::{BasePath, Importer, words};
use crate::services::apigateway::Error;
use crate::services::apigateway::ops::{method_responses, methods, resources};
use crate::services::apigateway::state::{Method, MethodResponse, Resource};

/// The operations that a path may have, and their methods.
const VERBS: [(&str, &str); 8] = [
    ("get", "GET"),
    ("put", "PUT"),
    ("post", "POST"),
    ("delete", "DELETE"),
    ("options", "OPTIONS"),
    ("head", "HEAD"),
    ("patch", "PATCH"),
    ("x-amazon-apigateway-any-method", "ANY"),
];

impl Importer<'_> {
    /// Makes resources and methods of all paths.
    pub fn paths(&mut self, base_path: BasePath) {
        let document = self.document;
        let base = self.base(base_path);
        for (path, item) in members(document, "paths") {
            if path.starts_with("x-") {
                continue;
            }
            if !path.starts_with('/') {
                self.warnings.push(format!("Parse issue: attribute paths. Resource {path} should start with /"));
                continue;
            }
            let Some(resource) = self.resource(&format!("{base}{path}")) else { continue };
            let item = self.resolved(item);
            for (operation, verb) in VERBS {
                if let Some(operation) = item.get(operation) {
                    self.method(&resource, path, verb, item, operation);
                }
            }
            if item.get("trace").is_some() {
                self.warnings.push(format!("Parse issue: attribute paths.'{path}'. Method trace is not supported"));
            }
        }
    }

    /// What comes before each path.
    fn base(&self, base_path: BasePath) -> String {
        let path = if self.swagger {
            text(self.document, "basePath")
        } else {
            let server = items(self.document, "servers").next().unwrap_or(&Value::Null);
            let mut url = text(server, "url");
            for (name, variable) in members(server, "variables") {
                url = url.replace(&format!("{{{name}}}"), &text(variable, "default"));
            }
            let after_host = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
            after_host.find('/').map_or(String::new(), |at| after_host[at..].to_owned())
        };
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let kept = match base_path {
            BasePath::Ignore => &[],
            BasePath::Prepend => parts.as_slice(),
            BasePath::Split => parts.get(1..).unwrap_or_default(),
        };
        kept.iter().map(|part| format!("/{part}")).collect()
    }

    /// The id of the resource with a path, made with all above it where they are missing.
    fn resource(&mut self, path: &str) -> Option<Arc<str>> {
        let mut id = Arc::clone(&self.root_id);
        let mut so_far = String::new();
        for part in path.split('/').filter(|part| !part.is_empty()) {
            so_far.push('/');
            so_far.push_str(part);
            let found = self.snapshot.resources.iter().find(|(_, resource)| resource.path == so_far);
            if let Some((found, _)) = found {
                id = Arc::clone(found);
                continue;
            }
            if let Err(problem) = self.may_be_added(&id, part) {
                self.errors.push(format!("Unable to create resource at path '{so_far}': {}", words(problem)));
                return None;
            }
            let new = self.id();
            let resource = Resource {
                id: Arc::clone(&new),
                parent_id: Some(id),
                path_part: part.to_owned(),
                path: so_far.clone(),
                ..Resource::default()
            };
            self.snapshot.resources.insert(Arc::clone(&new), Arc::new(resource));
            id = new;
        }
        Some(id)
    }

    /// Refuses a part of a path that cannot stand below its parent.
    fn may_be_added(&self, parent: &str, part: &str) -> Result<(), Error> {
        let parent = self.snapshot.resources.get(parent).ok_or_else(|| Error::unknown("Resource"))?;
        resources::check(&self.snapshot, parent, part, "")
    }

    fn method(&mut self, resource: &Arc<str>, path: &str, verb: &str, item: &Value, operation: &Value) {
        let place = format!("method {verb} of {path}");
        let mut method = Method {
            http_method: verb.to_owned(),
            operation_name: text(operation, "operationId"),
            ..Method::default()
        };
        self.authorize(operation, &place, &mut method);
        self.parameters(item, operation, &mut method);
        self.responses(operation, &place, &mut method);
        let named = text(operation, "x-amazon-apigateway-request-validator");
        let named = if named.is_empty() { text(self.document, "x-amazon-apigateway-request-validator") } else { named };
        if !named.is_empty() {
            match self.validator(&named) {
                Some(id) => method.request_validator_id = id.as_ref().to_owned(),
                None => self.warnings.push(format!("Request validator '{named}' of {place} not found. Ignoring.")),
            }
        }
        if let Err(problem) = methods::check(&self.snapshot, &mut method) {
            self.errors.push(format!("Unable to put {place}: {}", words(problem)));
        }
        if let Some(given) = operation.get("x-amazon-apigateway-integration") {
            match self.integration(self.resolved(given), resource, &method) {
                Ok(integration) => method.integration = Some(Arc::new(integration)),
                Err(problem) => self
                    .errors
                    .push(format!("Unable to put integration on '{verb}' for resource at path '{path}': {problem}")),
            }
        }
        if let Some(resource) = self.snapshot.resources.get_mut(resource) {
            Arc::make_mut(resource).methods.insert(verb.into(), Arc::new(method));
        }
    }

    /// Parameters of the operation and of its path, and models of bodies.
    fn parameters(&mut self, item: &Value, operation: &Value, method: &mut Method) {
        let given: Vec<&Value> = items(item, "parameters").chain(items(operation, "parameters")).collect();
        for given in given {
            let given = self.resolved(given);
            let name = text(given, "name");
            let place = match text(given, "in").as_str() {
                "path" => "path",
                "query" => "querystring",
                "header" => "header",
                "body" => {
                    for media_type in self.media_types(operation, "consumes") {
                        if let Some(model) = self.model(given.get("schema").unwrap_or(&Value::Null), &media_type) {
                            method.request_models.insert(media_type, model);
                        }
                    }
                    continue;
                }
                _ => continue,
            };
            let required = given.get("required").and_then(Value::as_bool).unwrap_or(place == "path");
            method.request_parameters.insert(format!("method.request.{place}.{name}"), required);
        }
        let Some(body) = operation.get("requestBody") else { return };
        for (media_type, content) in members(self.resolved(body), "content") {
            if let Some(model) = self.model(content.get("schema").unwrap_or(&Value::Null), media_type) {
                method.request_models.insert(media_type.clone(), model);
            }
        }
    }

    /// The media types that an operation, or the document for it, names. JSON when neither does.
    fn media_types(&self, operation: &Value, name: &str) -> Vec<String> {
        let holder = if operation.get(name).is_some() { operation } else { self.document };
        let named: Vec<String> = items(holder, name).filter_map(scalar).collect();
        if named.is_empty() { vec!["application/json".to_owned()] } else { named }
    }

    fn responses(&mut self, operation: &Value, place: &str, method: &mut Method) {
        for (status, given) in members(operation, "responses") {
            // A method's answers have statuses; OpenAPI's default for all others has none.
            if status.len() != 3 || !status.bytes().all(|digit| digit.is_ascii_digit()) {
                continue;
            }
            let given = self.resolved(given);
            let mut response = MethodResponse { status_code: status.clone(), ..MethodResponse::default() };
            for (header, _) in members(given, "headers") {
                response.response_parameters.insert(format!("method.response.header.{header}"), false);
            }
            if let Some(schema) = given.get("schema") {
                for media_type in self.media_types(operation, "produces") {
                    if let Some(model) = self.model(schema, &media_type) {
                        response.response_models.insert(media_type, model);
                    }
                }
            }
            for (media_type, content) in members(given, "content") {
                let Some(schema) = content.get("schema") else { continue };
                if let Some(model) = self.model(schema, media_type) {
                    response.response_models.insert(media_type.clone(), model);
                }
            }
            if let Err(problem) = method_responses::check(&self.snapshot, &response) {
                self.errors.push(format!("Unable to put response {status} of {place}: {}", words(problem)));
            }
            method.responses.insert(status.clone(), response);
        }
    }
}

/// A member that maps names to texts. A template that is written as JSON is its text.
pub fn texts(value: &Value, name: &str) -> BTreeMap<String, String> {
    let text = |value: &Value| scalar(value).or_else(|| (!value.is_null()).then(|| value.to_string()));
    members(value, name).filter_map(|(name, value)| Some((name.clone(), text(value)?))).collect()
}
