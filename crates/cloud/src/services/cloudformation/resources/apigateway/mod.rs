//! AWS::ApiGateway: REST APIs and what belongs to them, made by the calls that a person would make.

mod deployment;
mod keys;
mod method;
mod parts;
mod rest_api;
mod stage;

pub use deployment::DEPLOYMENT;
pub use keys::{ACCOUNT, API_KEY, USAGE_PLAN, USAGE_PLAN_KEY};
pub use method::{METHOD, RESOURCE};
pub use parts::{AUTHORIZER, GATEWAY_RESPONSE, MODEL, REQUEST_VALIDATOR};
pub use rest_api::REST_API;
pub use stage::STAGE;

use serde_json::{Map, Value as Json, json};

use super::{Properties, text};
use crate::protocol::camel;
use crate::services::cloudformation::calls::{Caller, Outcome, unless_gone};
use crate::services::cloudformation::shape::{Property, Shape};

/// The path of the API that a resource belongs to, and what is below it.
fn below(properties: &Properties, path: &str) -> String {
    format!("/restapis/{}{path}", text(properties, "RestApiId"))
}

/// Properties as API Gateway's members: each with a small first letter, and of the type that its shape says.
fn members(properties: &Properties, table: &[Property]) -> Properties {
    let of = |property: &Property| Some((camel(property.name), value(properties.get(property.name)?, &property.shape)));
    table.iter().filter_map(of).collect()
}

fn value(given: &Json, shape: &Shape) -> Json {
    match (shape, given) {
        (Shape::Text | Shape::OneOf(_) | Shape::Integer, Json::Number(_) | Json::Bool(_)) => {
            Json::from(given.to_string())
        }
        (Shape::Texts, Json::Object(held)) => {
            held.keys().map(|key| (key.clone(), Json::from(text(held, key)))).collect()
        }
        (Shape::List(shape), Json::Array(items)) => items.iter().map(|item| value(item, shape)).collect(),
        (Shape::Object(table), Json::Object(held)) => Json::Object(members(held, table)),
        _ => given.clone(),
    }
}

/// A document that a template writes as a mapping or as a text, as a text.
fn document(properties: &Properties, name: &str) -> Option<Json> {
    match properties.get(name)? {
        Json::String(text) => Some(Json::from(text.as_str())),
        other => Some(Json::from(other.to_string())),
    }
}

/// A patch that replaces.
fn replace(path: &str, value: &str) -> Json {
    json!({"op": "replace", "path": path, "value": value})
}

/// The patches that make `new` of `old`, by property and path.
fn changes(old: &Properties, new: &Properties, table: &[(&str, &str)]) -> Vec<Json> {
    let changed = table.iter().filter(|(name, _)| old.get(*name) != new.get(*name));
    changed.map(|(name, path)| replace(path, &text(new, name))).collect()
}

/// Sends patches, if there are any.
fn patch(caller: &mut Caller<'_, '_>, path: &str, patches: Vec<Json>) -> Outcome<()> {
    if patches.is_empty() {
        return Ok(());
    }
    caller.apigateway("PATCH", path, Some(json!({"patchOperations": patches}))).map(drop)
}

/// Makes something below a path and gives its id.
fn post(caller: &mut Caller<'_, '_>, path: &str, body: Properties) -> Outcome<String> {
    let answer = caller.apigateway("POST", path, Some(Json::Object(body)))?;
    Ok(answer["id"].as_str().unwrap_or_default().to_owned())
}

/// Deletes what is at a path, if it is there.
fn delete_at(caller: &mut Caller<'_, '_>, path: &str) -> Outcome<()> {
    unless_gone(caller.apigateway("DELETE", path, None))
}

/// A part of a patch's path: its slashes and tildes are written otherwise.
fn escaped(part: &str) -> String {
    part.replace('~', "~0").replace('/', "~1")
}

/// Tags as API Gateway has them: by key.
fn tags(properties: &Properties) -> Option<Json> {
    let list = properties.get("Tags")?.as_array()?;
    let pair = |tag: &Json| Some((tag["Key"].as_str()?.to_owned(), Json::from(text(tag.as_object()?, "Value"))));
    Some(Json::Object(list.iter().filter_map(pair).collect::<Map<_, _>>()))
}
