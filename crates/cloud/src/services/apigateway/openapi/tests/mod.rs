//! Tests of import and export: documents in, APIs and documents out.

mod broken;
mod export;
mod import;

use std::sync::Arc;

use serde_json::{Value, json};

use super::{BasePath, Export, Extensions, Format, Import, Imported, Mode};
use crate::services::apigateway::record::document;
use crate::services::apigateway::state::{Method, Snapshot};

/// An API over a table of users, as Swagger 2.0.
const SWAGGER: &str = include_str!("users.swagger.json");

/// The same and more, as OpenAPI 3.0.
const OPENAPI: &str = include_str!("users.openapi.yaml");

/// Ids in order: `id1`, `id2`.
fn ids() -> impl FnMut() -> String {
    let mut last = 0;
    move || {
        last += 1;
        format!("id{last}")
    }
}

fn attempt(body: &str, fail_on_warnings: bool) -> Result<Imported, String> {
    let import = Import {
        api_id: "a1b2c3",
        existing: None,
        mode: Mode::Overwrite,
        base_path: BasePath::Ignore,
        fail_on_warnings,
    };
    import.run(body, &mut ids())
}

#[track_caller]
fn import(body: &str) -> Imported {
    attempt(body, true).unwrap_or_else(|error| panic!("{error}"))
}

fn method<'a>(snapshot: &'a Snapshot, path: &str, verb: &str) -> &'a Arc<Method> {
    let resource = snapshot.resources.values().find(|resource| resource.path == path);
    let resource = resource.unwrap_or_else(|| panic!("there is no {path}"));
    resource.methods.get(verb).unwrap_or_else(|| panic!("there is no {verb} of {path}"))
}

/// A method as GetMethod shows it.
#[track_caller]
fn check_method(snapshot: &Snapshot, path: &str, verb: &str, wanted: Value) {
    assert_eq!(Value::Object(document(method(snapshot, path, verb).as_ref())), wanted, "{verb} {path}");
}

fn export(snapshot: &Snapshot, format: Format, extensions: &str) -> Value {
    let export = Export {
        api_id: "a1b2c3",
        region: "us-east-1",
        stage: "prod",
        snapshot,
        created: "2026-01-01T00:00:00Z",
        format,
        extensions: Extensions::read(extensions),
    };
    export.document()
}

/// A document with one operation, GET /a, and what is in it beside its integration.
fn with_operation(operation: Value) -> String {
    json!({"openapi": "3.0.1", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": operation}}}).to_string()
}
