//! Schemas become models, which refer to each other by AWS's addresses.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::document::{members, text};
use super::Importer;
use crate::services::apigateway::schema::Schema;
use crate::services::apigateway::state::Model;

/// What OpenAPI says of schemas that JSON Schema does not know and that no check needs.
const DROPPED: [&str; 5] = ["example", "externalDocs", "xml", "deprecated", "writeOnly"];

impl Importer<'_> {
    /// Makes a model of each named schema.
    pub fn models(&mut self) {
        let document = self.document;
        let holder = if self.swagger { Some(document) } else { document.get("components") };
        let name = if self.swagger { "definitions" } else { "schemas" };
        let schemas: Vec<_> = holder.into_iter().flat_map(|holder| members(holder, name)).collect();
        for (name, schema) in &schemas {
            if name.is_empty() || !name.chars().all(|next| next.is_ascii_alphanumeric()) {
                self.errors
                    .push(format!("Unable to create model for '{name}': Model name must be alphanumeric: {name}"));
                continue;
            }
            self.put_model(name, schema, "application/json");
        }
        for (name, _) in schemas {
            self.check_model(name);
        }
    }

    fn put_model(&mut self, name: &str, schema: &Value, content_type: &str) {
        let description = text(schema, "description");
        let id = match self.snapshot.models.get(name) {
            Some(model) => model.id.clone(),
            None => self.id().as_ref().to_owned(),
        };
        let schema = self.schema(schema, false).to_string();
        let content_type = content_type.to_owned();
        let model = Model { id, name: name.to_owned(), description, schema, content_type };
        self.snapshot.models.insert(name.into(), Arc::new(model));
    }

    /// Refuses a model whose schema is none.
    fn check_model(&mut self, name: &str) {
        let Some(model) = self.snapshot.models.get(name) else { return };
        let other = |name: &str| self.snapshot.models.get(name).map(|model| model.schema.clone());
        if let Err(error) = Schema::parse(&model.schema, &other) {
            self.errors.push(format!("Unable to create model for '{name}': {error}"));
        }
    }

    /// The name of the model that a schema is, or that is made of it. None when it refers to one that is not there.
    pub fn model(&mut self, schema: &Value, content_type: &str) -> Option<String> {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let name = reference.rsplit('/').next().unwrap_or_default();
            if self.snapshot.models.contains_key(name) {
                return Some(name.to_owned());
            }
            self.warnings.push(format!("Reference to model '{name}' not found. Ignoring."));
            return None;
        }
        if !schema.is_object() {
            return None;
        }
        let name = format!("MODEL{}", self.id());
        self.put_model(&name, schema, content_type);
        self.check_model(&name);
        Some(name)
    }

    /// A schema as a model holds it. Under `names`, members are names of properties and not keywords.
    fn schema(&self, schema: &Value, names: bool) -> Value {
        match schema {
            Value::Object(held) => {
                let mut written = Map::new();
                for (keyword, value) in held {
                    if !names && (DROPPED.contains(&keyword.as_str()) || keyword.starts_with("x-")) {
                        continue;
                    }
                    let reference = value.as_str().filter(|_| keyword == "$ref" && !names);
                    let value = match reference.and_then(|reference| self.address(reference)) {
                        Some(address) => Value::String(address),
                        None if matches!(keyword.as_str(), "enum" | "default") && !names => value.clone(),
                        None => {
                            let properties = matches!(keyword.as_str(), "properties" | "patternProperties");
                            self.schema(value, properties && !names)
                        }
                    };
                    written.insert(keyword.clone(), value);
                }
                Value::Object(written)
            }
            Value::Array(items) => items.iter().map(|item| self.schema(item, false)).collect(),
            _ => schema.clone(),
        }
    }

    /// The address of the model that a reference within the document is.
    fn address(&self, reference: &str) -> Option<String> {
        let places = ["#/definitions/", "#/components/schemas/"];
        let name = places.iter().find_map(|place| reference.strip_prefix(place))?;
        Some(format!("https://apigateway.amazonaws.com/restapis/{}/models/{name}", self.api_id))
    }
}
