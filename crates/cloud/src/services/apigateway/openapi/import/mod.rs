//! Import: a document becomes an API, or a part of one.

mod integration;
mod models;
mod paths;
mod security;

use std::sync::Arc;

use serde_json::Value;

use super::document::{self, items, members, scalar, text};
use super::{Imported, Snapshot};
use crate::error::ServiceError;
use crate::services::apigateway::Error;
use crate::services::apigateway::ops::authorizers::MAX_AUTHORIZERS;
use crate::services::apigateway::ops::models::MAX_MODELS;
use crate::services::apigateway::ops::request_validators::MAX_VALIDATORS;
use crate::services::apigateway::ops::resources::MAX_RESOURCES;
use crate::services::apigateway::ops::{gateway_responses, rest_apis, room};
use crate::services::apigateway::state::{GatewayResponse, RequestValidator, Resource, Settings};

/// What becomes of what the API has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// What the document names replaces what has the same name; the rest stays.
    Merge,
    /// Nothing stays but the API's id and its tags.
    Overwrite,
}

/// What becomes of the path that the document's server has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BasePath {
    /// It is passed over.
    #[default]
    Ignore,
    /// It comes before each path.
    Prepend,
    /// Its first part is passed over; the rest comes before each path.
    Split,
}

/// An import.
pub struct Import<'a> {
    /// The API's id, which models refer to each other by.
    pub api_id: &'a str,
    /// What the API is; none for a new one. With it, the id of its root resource.
    pub existing: Option<(&'a Snapshot, Arc<str>)>,
    /// What becomes of that.
    pub mode: Mode,
    /// What becomes of the server's path.
    pub base_path: BasePath,
    /// Whether what would be passed over refuses the document.
    pub fail_on_warnings: bool,
}

/// An import under way.
struct Importer<'a> {
    document: &'a Value,
    /// Whether it is Swagger 2.0.
    swagger: bool,
    api_id: &'a str,
    snapshot: Snapshot,
    root_id: Arc<str>,
    new_id: &'a mut dyn FnMut() -> String,
    errors: Vec<String>,
    warnings: Vec<String>,
}

impl Import<'_> {
    /// Imports a document; `new_id` gives ids that nothing has yet.
    ///
    /// # Errors
    /// The text of a BadRequestException that says what is wrong, and where.
    pub fn run(&self, body: &str, new_id: &mut dyn FnMut() -> String) -> Result<Imported, String> {
        let document = document::read(body).map_err(|problem| format!("Invalid OpenAPI input: {problem}"))?;
        let swagger = version(&document)?;
        let (snapshot, root_id) = match (&self.existing, self.mode) {
            (Some((snapshot, root_id)), Mode::Merge) => ((*snapshot).clone(), Arc::clone(root_id)),
            (Some((snapshot, root_id)), Mode::Overwrite) => (emptied(snapshot, root_id), Arc::clone(root_id)),
            (None, _) => {
                let root_id: Arc<str> = new_id().into();
                (emptied(&Snapshot::default(), &root_id), root_id)
            }
        };
        let mut importer = Importer {
            document: &document,
            swagger,
            api_id: self.api_id,
            snapshot,
            root_id,
            new_id,
            errors: Vec::new(),
            warnings: Vec::new(),
        };
        importer.settings(self.existing.is_none() || self.mode == Mode::Overwrite);
        importer.validators();
        importer.gateway_responses();
        importer.authorizers();
        importer.models();
        importer.paths(self.base_path);
        importer.finish(self.fail_on_warnings)
    }
}

/// Whether a document is Swagger 2.0; otherwise it is OpenAPI 3.0.
fn version(document: &Value) -> Result<bool, String> {
    let problem = if !document.is_object() {
        "The definition is no object".to_owned()
    } else if text(document, "swagger").starts_with("2.") || text(document, "swagger") == "2" {
        return required(document).map(|()| true);
    } else if text(document, "openapi").starts_with("3.0") {
        return required(document).map(|()| false);
    } else if document.get("openapi").is_some() {
        format!("OpenAPI {} is not supported; use 3.0", text(document, "openapi"))
    } else if document.get("swagger").is_some() {
        format!("Swagger {} is not supported; use 2.0", text(document, "swagger"))
    } else {
        "It says neither openapi: 3.0.1 nor swagger: '2.0'".to_owned()
    };
    Err(format!("Invalid OpenAPI input: {problem}"))
}

/// Refuses a document without what every document has.
fn required(document: &Value) -> Result<(), String> {
    for name in ["info", "paths"] {
        match document.get(name) {
            Some(Value::Object(_)) => {}
            Some(_) => return Err(format!("Invalid OpenAPI input: attribute {name} is not of type `object`")),
            None => return Err(format!("Invalid OpenAPI input: attribute {name} is missing")),
        }
    }
    Ok(())
}

/// An API with its root and nothing else. Its endpoint and its tags stay.
fn emptied(snapshot: &Snapshot, root_id: &Arc<str>) -> Snapshot {
    let mut settings = Settings {
        endpoint: snapshot.settings.endpoint.clone(),
        tags: snapshot.settings.tags.clone(),
        api_key_source: "HEADER".to_owned(),
        ..Settings::default()
    };
    if settings.endpoint.types.is_empty() {
        settings.endpoint.types.push("EDGE".to_owned());
        settings.endpoint.ip_address_type = "ipv4".to_owned();
    }
    let root = Resource { id: Arc::clone(root_id), path: "/".to_owned(), ..Resource::default() };
    let mut empty = Snapshot { settings: Arc::new(settings), ..Snapshot::default() };
    empty.resources.insert(Arc::clone(root_id), Arc::new(root));
    empty
}

/// What a check of the operations refuses, as an import says it.
fn words(error: Error) -> String {
    ServiceError::from(error).message
}

impl Importer<'_> {
    fn finish(mut self, fail_on_warnings: bool) -> Result<Imported, String> {
        for (held, limit, what) in [
            (self.snapshot.resources.len(), MAX_RESOURCES, "resources"),
            (self.snapshot.models.len(), MAX_MODELS, "models"),
            (self.snapshot.validators.len(), MAX_VALIDATORS, "request validators"),
            (self.snapshot.authorizers.len(), MAX_AUTHORIZERS, "authorizers"),
        ] {
            if let Err(problem) = room(held, limit + 1, &format!("{what} for this API")) {
                self.errors.push(words(problem));
            }
        }
        let list = |lines: &[String]| lines.iter().map(|line| format!("\n\t{line}")).collect::<String>();
        let warnings = list(&self.warnings);
        if !self.errors.is_empty() {
            let mut text = format!("Errors found during import:{}", list(&self.errors));
            if !self.warnings.is_empty() {
                text.push_str(&format!("\nAdditionally, these warnings were found:{warnings}"));
            }
            return Err(text);
        }
        if fail_on_warnings && !self.warnings.is_empty() {
            return Err(format!("Warnings found during import:{warnings}"));
        }
        Ok(Imported { snapshot: self.snapshot, root_id: self.root_id, warnings: self.warnings })
    }

    fn id(&mut self) -> Arc<str> {
        (self.new_id)().into()
    }

    /// A value, or what its reference within the document leads to.
    fn resolved<'v>(&self, value: &'v Value) -> &'v Value
    where
        Self: 'v,
    {
        let mut value = value;
        for _ in 0..16 {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else { return value };
            let target = reference.strip_prefix('#').and_then(|pointer| self.document.pointer(pointer));
            let Some(target) = target else { return value };
            value = target;
        }
        value
    }

    /// The API's own settings. A merge leaves name, description and version as they are.
    fn settings(&mut self, all: bool) {
        let document = self.document;
        let settings = Arc::make_mut(&mut self.snapshot.settings);
        if all {
            let info = document.get("info").unwrap_or(&Value::Null);
            settings.name = text(info, "title");
            settings.description = text(info, "description");
            settings.version = text(info, "version");
        }
        for media_type in items(document, "x-amazon-apigateway-binary-media-types").filter_map(scalar) {
            if !settings.binary_media_types.contains(&media_type) {
                settings.binary_media_types.push(media_type);
            }
        }
        let source = text(document, "x-amazon-apigateway-api-key-source");
        if !source.is_empty() {
            settings.api_key_source = source.to_uppercase();
        }
        if let Some(size) = document.get("x-amazon-apigateway-minimum-compression-size").and_then(Value::as_u64) {
            settings.minimum_compression_size = Some(size);
        }
        if let Some(policy) = document.get("x-amazon-apigateway-policy") {
            settings.policy = policy.as_str().map_or_else(|| policy.to_string(), str::to_owned);
        }
        if let Some(endpoint) = document.get("x-amazon-apigateway-endpoint-configuration") {
            let disabled = endpoint.get("disableExecuteApiEndpoint").and_then(Value::as_bool);
            settings.disable_execute_api_endpoint = disabled.unwrap_or(settings.disable_execute_api_endpoint);
            for id in items(endpoint, "vpcEndpointIds").filter_map(scalar) {
                if !settings.endpoint.vpc_endpoint_ids.contains(&id) {
                    settings.endpoint.vpc_endpoint_ids.push(id);
                }
            }
        }
        if let Err(problem) = rest_apis::check(settings) {
            self.errors.push(words(problem));
        }
        if !matches!(settings.api_key_source.as_str(), "HEADER" | "AUTHORIZER") {
            self.errors.push("Invalid API key source type specified. Valid options are HEADER, AUTHORIZER".to_owned());
        }
    }

    fn validators(&mut self) {
        let document = self.document;
        for (name, given) in members(document, "x-amazon-apigateway-request-validators") {
            let flag = |name: &str| given.get(name).and_then(Value::as_bool).unwrap_or_default();
            let id = self.validator(name).unwrap_or_else(|| self.id());
            let validator = RequestValidator {
                id: id.as_ref().to_owned(),
                name: name.clone(),
                validate_request_body: flag("validateRequestBody"),
                validate_request_parameters: flag("validateRequestParameters"),
            };
            self.snapshot.validators.insert(id, Arc::new(validator));
        }
    }

    /// The id of the validator with a name.
    fn validator(&self, name: &str) -> Option<Arc<str>> {
        let found = self.snapshot.validators.iter().find(|(_, validator)| validator.name == name);
        found.map(|(id, _)| Arc::clone(id))
    }

    fn gateway_responses(&mut self) {
        let document = self.document;
        for (kind, given) in members(document, "x-amazon-apigateway-gateway-responses") {
            let response = GatewayResponse {
                response_type: kind.clone(),
                status_code: text(given, "statusCode"),
                response_parameters: paths::texts(given, "responseParameters"),
                response_templates: paths::texts(given, "responseTemplates"),
                is_default: false,
            };
            if let Err(problem) = gateway_responses::check(&response) {
                self.errors.push(format!("Unable to put gateway response '{kind}': {}", words(problem)));
            }
            self.snapshot.gateway_responses.insert(kind.as_str().into(), Arc::new(response));
        }
    }
}
