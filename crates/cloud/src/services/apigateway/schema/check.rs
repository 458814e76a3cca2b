//! The library that knows JSON Schema, and all that touches it.

use std::cmp::Ordering;

use jsonschema_valid::schemas::Draft;
use jsonschema_valid::{Config, ValidationError};
use serde_json::{Value, json};

use super::normal::target;
use super::words;

/// How many faults of a body are told. AWS names no number.
const TOLD: usize = 32;

/// A fault: which part of the body, and which keyword it breaks.
pub struct Fault {
    /// The names and places that lead to the part.
    pub path: Vec<String>,
    /// The keyword.
    pub keyword: String,
    /// In AWS's words.
    pub text: String,
}

/// Refuses what is no schema of draft 4.
pub fn schema(document: &Value) -> Result<(), String> {
    let config = Config::from_schema(document, Some(Draft::Draft4)).map_err(|error| error.msg)?;
    match config.validate_schema() {
        Ok(()) => Ok(()),
        Err(mut errors) => Err(errors.next().map_or_else(String::new, |error| {
            let place: Vec<&str> = error.instance_path.iter().rev().map(String::as_str).collect();
            format!("At /{}: {}", place.join("/"), error.msg)
        })),
    }
}

/// How many of these schemas a part of a body fits. They stand somewhere in the document, to whose definitions they
/// may refer.
pub fn fitting(document: &Value, schemas: &[Value], part: &Value) -> usize {
    let fits = |schema: &&Value| {
        let definitions = document.get("definitions").cloned().unwrap_or_else(|| json!({}));
        let alone = json!({"definitions": definitions, "allOf": [schema]});
        Config::from_schema(&alone, Some(Draft::Draft4)).is_ok_and(|config| config.validate(part).is_ok())
    };
    schemas.iter().filter(fits).count()
}

/// What of a body does not fit, in the order in which AWS's validator tells it: a part before its own parts, which it
/// does not look at when the whole does not fit.
pub fn instance(document: &Value, body: &Value) -> Vec<String> {
    let Ok(config) = Config::from_schema(document, Some(Draft::Draft4)) else { return Vec::new() };
    let Err(errors) = config.validate(body) else { return Vec::new() };
    let mut faults: Vec<Fault> = errors.take(TOLD).map(|error| fault(document, body, &error)).collect();
    faults.sort_by(|left, right| order(&left.path, &right.path).then_with(|| left.keyword.cmp(&right.keyword)));
    faults.dedup_by(|left, right| left.path == right.path && left.text == right.text);
    let whole: Vec<Vec<String>> = faults.iter().map(|fault| fault.path.clone()).collect();
    faults.retain(|fault| {
        !whole.iter().any(|path| path.len() < fault.path.len() && fault.path.starts_with(path.as_slice()))
    });
    faults.into_iter().map(|fault| fault.text).collect()
}

/// Names by their letters, places in lists by their numbers.
fn order(left: &[String], right: &[String]) -> Ordering {
    for (left, right) in left.iter().zip(right) {
        let order = match (left.parse::<usize>(), right.parse::<usize>()) {
            (Ok(left), Ok(right)) => left.cmp(&right),
            _ => left.cmp(right),
        };
        if order.is_ne() {
            return order;
        }
    }
    left.len().cmp(&right.len())
}

/// What the library found, as AWS's validator tells it. All that is found within an `allOf` is one fault of the part
/// that must fit it.
fn fault(document: &Value, body: &Value, error: &ValidationError) -> Fault {
    let mut path: Vec<String> = error.instance_path.iter().rev().cloned().collect();
    let trail: Vec<&str> = error.schema_path.iter().rev().map(String::as_str).collect();
    let mut schema = document;
    let mut part = body;
    let mut depth = 0;
    let mut at = 0;
    while let Some(keyword) = trail.get(at) {
        if *keyword == "allOf" {
            path.truncate(depth);
            let text = words::all_of(document, followed(document, schema).get("allOf"), part);
            return Fault { path, keyword: "allOf".to_owned(), text };
        }
        let numbered = trail.get(at + 1).is_some_and(|next| next.parse::<usize>().is_ok());
        let named = matches!(*keyword, "properties" | "patternProperties" | "dependencies");
        let taken = if named || (*keyword == "items" && numbered) { 2 } else { 1 };
        for name in trail.iter().skip(at).take(taken) {
            schema = member(followed(document, schema), name);
        }
        at += taken;
        if matches!(*keyword, "properties" | "patternProperties" | "items" | "additionalProperties" | "additionalItems")
        {
            part = path.get(depth).map_or(part, |name| member(part, name));
            depth += 1;
        }
    }
    let keyword = trail.last().copied().unwrap_or_default().to_owned();
    let text = words::of(document, &keyword, error);
    Fault { path, keyword, text }
}

/// A schema, or what its references lead to.
fn followed<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let mut schema = schema;
    while let Some(target) = schema.get("$ref").and_then(Value::as_str).and_then(|to| target(document, to)) {
        schema = target;
    }
    schema
}

/// A member of an object or list.
fn member<'a>(value: &'a Value, name: &str) -> &'a Value {
    let item = || value.get(name.parse::<usize>().ok()?);
    value.get(name).or_else(item).unwrap_or(&Value::Null)
}
