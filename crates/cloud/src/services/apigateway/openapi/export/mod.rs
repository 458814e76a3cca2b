//! Export: an API becomes a document.

mod operation;
mod security;
mod text;

pub use text::yaml;

use serde_json::{Map, Value, json};

use crate::services::apigateway::record::Member;
use crate::services::apigateway::state::Snapshot;

/// The form of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// OpenAPI 3.0: `oas30`.
    OpenApi,
    /// Swagger 2.0: `swagger`.
    Swagger,
}

/// Which of AWS's extensions a document has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extensions {
    /// What answers methods.
    pub integrations: bool,
    /// Who may call them.
    pub authorizers: bool,
    /// Those two and all others.
    pub all: bool,
}

/// An export.
pub struct Export<'a> {
    /// The API's id.
    pub api_id: &'a str,
    /// The region, for the host.
    pub region: &'a str,
    /// The stage.
    pub stage: &'a str,
    /// What the stage's deployment keeps.
    pub snapshot: &'a Snapshot,
    /// When the API was created, for one without a version: `2024-04-15T21:43:25Z`.
    pub created: &'a str,
    /// The form.
    pub format: Format,
    /// The extensions.
    pub extensions: Extensions,
}

impl Format {
    /// The form that an export type names.
    #[must_use]
    pub fn read(export_type: &str) -> Option<Self> {
        match export_type {
            "oas30" => Some(Self::OpenApi),
            "swagger" => Some(Self::Swagger),
            _ => None,
        }
    }
}

impl Extensions {
    /// The extensions that a list names: `integrations,authorizers`.
    #[must_use]
    pub fn read(list: &str) -> Self {
        let named = |name: &str| list.split(',').any(|held| held.trim() == name);
        let all = named("apigateway");
        Self { integrations: all || named("integrations"), authorizers: all || named("authorizers"), all }
    }
}

impl Export<'_> {
    /// The document.
    #[must_use]
    pub fn document(&self) -> Value {
        let mut document = Map::new();
        let swagger = self.format == Format::Swagger;
        let settings = &self.snapshot.settings;
        let version = if settings.version.is_empty() { self.created } else { settings.version.as_str() };
        let mut info = Map::new();
        put_text(&mut info, "title", &settings.name);
        put_text(&mut info, "description", &settings.description);
        put_text(&mut info, "version", version);
        let host = format!("{}.execute-api.{}.amazonaws.com", self.api_id, self.region);
        if swagger {
            put(&mut document, "swagger", json!("2.0"));
            put(&mut document, "info", Value::Object(info));
            put(&mut document, "host", json!(host));
            put(&mut document, "basePath", json!(format!("/{}", self.stage)));
            put(&mut document, "schemes", json!(["https"]));
        } else {
            put(&mut document, "openapi", json!("3.0.1"));
            put(&mut document, "info", Value::Object(info));
            let url = format!("https://{host}/{{basePath}}");
            put(&mut document, "servers", json!([{"url": url, "variables": {"basePath": {"default": self.stage}}}]));
        }
        put(&mut document, "paths", self.paths());
        let schemes = self.schemes();
        let schemas = self.schemas();
        if swagger {
            put_some(&mut document, "securityDefinitions", schemes);
            put_some(&mut document, "definitions", schemas);
        } else {
            let mut components = Map::new();
            put_some(&mut components, "schemas", schemas);
            put_some(&mut components, "securitySchemes", schemes);
            put_some(&mut document, "components", components);
        }
        if self.extensions.all {
            self.put_settings(&mut document);
        }
        Value::Object(document)
    }

    /// The paths that have methods, by their letters.
    fn paths(&self) -> Value {
        let mut resources: Vec<_> = self.snapshot.resources.values().collect();
        resources.sort_by(|left, right| left.path.cmp(&right.path));
        let mut paths = Map::new();
        for resource in resources {
            let mut item = Map::new();
            for (verb, method) in &resource.methods {
                let name = match verb.as_ref() {
                    "ANY" => "x-amazon-apigateway-any-method".to_owned(),
                    verb => verb.to_lowercase(),
                };
                item.insert(name, Value::Object(self.operation(method)));
            }
            put_some(&mut paths, &resource.path, item);
        }
        Value::Object(paths)
    }

    /// Where schemas stand.
    const fn schema_place(&self) -> &'static str {
        match self.format {
            Format::Swagger => "#/definitions/",
            Format::OpenApi => "#/components/schemas/",
        }
    }

    /// The models, referring to each other within the document.
    fn schemas(&self) -> Map<String, Value> {
        let mut schemas = Map::new();
        for (name, model) in &self.snapshot.models {
            let schema = serde_json::from_str(&model.schema).unwrap_or_else(|_| json!({}));
            schemas.insert(name.as_ref().to_owned(), self.local(schema));
        }
        schemas
    }

    fn local(&self, schema: Value) -> Value {
        match schema {
            Value::Object(members) => Value::Object(
                members
                    .into_iter()
                    .map(|(name, value)| {
                        let address =
                            value.as_str().filter(|_| name == "$ref").and_then(|text| text.split_once("/models/"));
                        let value = match address {
                            Some((_, model)) => json!(format!("{}{model}", self.schema_place())),
                            None => self.local(value),
                        };
                        (name, value)
                    })
                    .collect(),
            ),
            Value::Array(items) => items.into_iter().map(|item| self.local(item)).collect(),
            other => other,
        }
    }

    /// What the whole API has beside its methods.
    fn put_settings(&self, document: &mut Map<String, Value>) {
        let settings = &self.snapshot.settings;
        let mut responses = Map::new();
        for (kind, response) in &self.snapshot.gateway_responses {
            let mut written = match response.write() {
                Some(Value::Object(written)) => written,
                _ => Map::new(),
            };
            written.retain(|name, _| name != "responseType" && name != "defaultResponse");
            responses.insert(kind.as_ref().to_owned(), Value::Object(written));
        }
        put_some(document, "x-amazon-apigateway-gateway-responses", responses);
        let mut validators = Map::new();
        for validator in self.snapshot.validators.values() {
            validators.insert(
                validator.name.clone(),
                json!({
                    "validateRequestParameters": validator.validate_request_parameters,
                    "validateRequestBody": validator.validate_request_body,
                }),
            );
        }
        put_some(document, "x-amazon-apigateway-request-validators", validators);
        if !settings.binary_media_types.is_empty() {
            put(document, "x-amazon-apigateway-binary-media-types", json!(settings.binary_media_types));
        }
        if settings.api_key_source == "AUTHORIZER" {
            put(document, "x-amazon-apigateway-api-key-source", json!(settings.api_key_source));
        }
        if let Some(size) = settings.minimum_compression_size {
            put(document, "x-amazon-apigateway-minimum-compression-size", json!(size));
        }
        if !settings.policy.is_empty() {
            let policy = serde_json::from_str(&settings.policy).unwrap_or_else(|_| json!(settings.policy));
            put(document, "x-amazon-apigateway-policy", policy);
        }
    }
}

fn put(document: &mut Map<String, Value>, name: &str, value: Value) {
    document.insert(name.to_owned(), value);
}

/// Puts a text where there is one.
fn put_text(document: &mut Map<String, Value>, name: &str, text: &str) {
    if !text.is_empty() {
        put(document, name, json!(text));
    }
}

/// Puts an object where it has members.
fn put_some(document: &mut Map<String, Value>, name: &str, value: Map<String, Value>) {
    if !value.is_empty() {
        put(document, name, Value::Object(value));
    }
}
