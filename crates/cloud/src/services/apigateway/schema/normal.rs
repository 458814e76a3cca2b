//! The form in which the library gets a schema.
//!
//! Ids are left out, references are resolved as far as they lead to an end, numbers have the types that the library
//! counts on, and references that lead back to themselves without a step into the body are refused: the library would
//! follow them for ever.

use regex_lite::Regex;
use serde_json::{Map, Value};

/// How deep schemas nest. AWS names no number.
const DEPTH: usize = 48;

/// How many schemas references may be resolved to; what is beyond keeps its reference. AWS names no number.
const RESOLVED: usize = 5_000;

/// Where a model stands among those that a schema refers to.
const MODELS: &str = "https://apigateway.amazonaws.com/restapis/";

/// Draft 4's keywords that need no care.
const PLAIN: [&str; 16] = [
    "title",
    "description",
    "default",
    "enum",
    "type",
    "required",
    "uniqueItems",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minimum",
    "maximum",
    "$schema",
    "id",
    "pattern",
    "format",
    "readOnly",
];

/// Keywords whose value is a count.
const COUNTS: [&str; 6] = ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];

/// The formats that are checked; others say nothing.
const FORMATS: [&str; 6] = ["date-time", "email", "hostname", "ipv4", "ipv6", "uri"];

/// The schema under way, and what it refers to.
struct Bundle<'a> {
    model: &'a dyn Fn(&str) -> Option<String>,
    /// The models that are referred to, by the names of their definitions.
    models: Map<String, Value>,
    /// Those among them that are still to be read: name and text.
    waiting: Vec<(String, String)>,
    unsupported: Vec<String>,
    /// What stands before the references of the document that is being read: `#`, or a definition.
    base: String,
}

/// Reads a schema with all that it refers to.
pub fn read(text: &str, model: &dyn Fn(&str) -> Option<String>) -> Result<Value, String> {
    let mut bundle =
        Bundle { model, models: Map::new(), waiting: Vec::new(), unsupported: Vec::new(), base: "#".to_owned() };
    let mut root = bundle.document(text)?;
    while let Some((name, text)) = bundle.waiting.pop() {
        bundle.base = format!("#/definitions/{name}");
        let document = bundle.document(&text)?;
        bundle.models.insert(name, document);
    }
    if !bundle.unsupported.is_empty() {
        let keywords = Value::from(bundle.unsupported);
        return Err(format!("Invalid model schema specified. Unsupported keyword(s): {keywords}"));
    }
    if !bundle.models.is_empty() {
        let definitions = root
            .as_object_mut()
            .and_then(|root| root.entry("definitions").or_insert_with(|| Value::Object(Map::new())).as_object_mut());
        if let Some(definitions) = definitions {
            definitions.extend(bundle.models);
        }
    }
    ends(&root, &root, &mut Vec::new())?;
    let mut left = RESOLVED;
    Ok(resolved(&root, &root, &mut Vec::new(), &mut left, 0))
}

fn fault(detail: impl std::fmt::Display) -> String {
    format!("Invalid model schema specified. {detail}")
}

impl Bundle<'_> {
    fn document(&mut self, text: &str) -> Result<Value, String> {
        if text.len() > super::LONGEST {
            return Err(fault(format_args!("A schema has at most {} bytes", super::LONGEST)));
        }
        let value: Value = serde_json::from_str(text).map_err(|error| fault(format_args!("It is no JSON: {error}")))?;
        if !value.is_object() {
            return Err(fault("A schema is an object"));
        }
        self.schema(&value, 0)
    }

    fn schema(&mut self, schema: &Value, depth: usize) -> Result<Value, String> {
        if depth > DEPTH {
            return Err(fault(format_args!("It nests deeper than {DEPTH} levels")));
        }
        // What should be a schema and is none is found by the draft's own schema.
        let Value::Object(members) = schema else { return Ok(schema.clone()) };
        if let Some(reference) = members.get("$ref") {
            let reference = reference.as_str().ok_or_else(|| fault("A $ref is a text"))?;
            let mut target = Map::new();
            target.insert("$ref".to_owned(), Value::from(self.reference(reference)?));
            return Ok(Value::Object(target));
        }
        let mut normal = Map::new();
        for (keyword, value) in members {
            let value = match keyword.as_str() {
                "properties" | "definitions" | "dependencies" => self.each(value, depth)?,
                "patternProperties" => {
                    for pattern in value.as_object().into_iter().flat_map(Map::keys) {
                        readable(pattern)?;
                    }
                    self.each(value, depth)?
                }
                "allOf" | "anyOf" | "oneOf" | "items" => match value {
                    Value::Array(schemas) => {
                        schemas.iter().map(|schema| self.schema(schema, depth + 1)).collect::<Result<_, _>>()?
                    }
                    schema => self.schema(schema, depth + 1)?,
                },
                "additionalProperties" | "additionalItems" | "not" => self.schema(value, depth + 1)?,
                "multipleOf" => value.as_f64().map_or_else(|| value.clone(), Value::from),
                "$schema" | "id" | "readOnly" => continue,
                "format" if !FORMATS.iter().any(|format| value == *format) => continue,
                "pattern" => {
                    readable(value.as_str().unwrap_or_default())?;
                    value.clone()
                }
                count if COUNTS.contains(&count) => whole(value),
                plain if PLAIN.contains(&plain) => value.clone(),
                other => {
                    if !self.unsupported.iter().any(|known| known == other) {
                        self.unsupported.push(other.to_owned());
                    }
                    continue;
                }
            };
            normal.insert(keyword.clone(), value);
        }
        Ok(Value::Object(normal))
    }

    /// An object whose members are schemas.
    fn each(&mut self, value: &Value, depth: usize) -> Result<Value, String> {
        let Value::Object(members) = value else { return Ok(value.clone()) };
        let mut normal = Map::new();
        for (name, schema) in members {
            normal.insert(name.clone(), self.schema(schema, depth + 1)?);
        }
        Ok(Value::Object(normal))
    }

    /// A reference as one within the bundle.
    fn reference(&mut self, reference: &str) -> Result<String, String> {
        if let Some(inside) = reference.strip_prefix('#') {
            return Ok(format!("{}{inside}", self.base));
        }
        let name = reference.strip_prefix(MODELS).and_then(|rest| rest.split_once("/models/"));
        let name = name.map(|(_, name)| name).filter(|name| name.chars().all(|c| c.is_ascii_alphanumeric()));
        let name = name.ok_or("Model reference must be in canonical form")?;
        let definition = format!("model-{name}");
        let known = self.models.contains_key(&definition) || self.waiting.iter().any(|(held, _)| *held == definition);
        if !known {
            let text = (self.model)(name).ok_or_else(|| format!("Invalid model name specified: {name}"))?;
            self.models.insert(definition.clone(), Value::Null);
            self.waiting.push((definition.clone(), text));
        }
        Ok(format!("#/definitions/{definition}"))
    }
}

/// Refuses a pattern that cannot be read.
fn readable(pattern: &str) -> Result<(), String> {
    match Regex::new(pattern) {
        Ok(_) => Ok(()),
        Err(error) => Err(fault(format_args!("The pattern {pattern:?} is not understood: {error}"))),
    }
}

/// A count that is written as `3.0` or `1e300`: the library takes it as an integer and cannot hold it as one. No body
/// has more parts than the largest.
fn whole(value: &Value) -> Value {
    match value.as_f64() {
        Some(number) if number.fract() == 0.0 && number >= 0.0 => Value::from(number.min(1e15) as u64),
        _ => value.clone(),
    }
}

/// What a reference within the document points at.
pub fn target<'a>(root: &'a Value, reference: &str) -> Option<&'a Value> {
    let pointer = reference.strip_prefix('#')?;
    root.pointer(pointer).filter(|_| !pointer.contains('%'))
}

/// Refuses references that lead nowhere, and those that lead back to themselves on the same part of a body.
fn ends<'a>(schema: &'a Value, root: &'a Value, followed: &mut Vec<&'a str>) -> Result<(), String> {
    let (Value::Object(_) | Value::Array(_)) = schema else { return Ok(()) };
    for part in parts(schema) {
        ends(part, root, &mut Vec::new())?;
    }
    same(schema, root, followed)
}

/// Follows whatever is asked of the same part of a body.
fn same<'a>(schema: &'a Value, root: &'a Value, followed: &mut Vec<&'a str>) -> Result<(), String> {
    if followed.len() > DEPTH {
        return Err(fault(format_args!("References follow each other more than {DEPTH} times")));
    }
    let Value::Object(members) = schema else { return Ok(()) };
    if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
        if followed.contains(&reference) {
            return Err(fault(format_args!("The reference {reference} leads back to itself")));
        }
        let target = target(root, reference);
        let target = target.ok_or_else(|| fault(format_args!("The reference {reference} leads nowhere")))?;
        followed.push(reference);
        same(target, root, followed)?;
        followed.pop();
        return Ok(());
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        for schema in members.get(keyword).and_then(Value::as_array).into_iter().flatten() {
            same(schema, root, followed)?;
        }
    }
    for schema in members.get("dependencies").and_then(Value::as_object).into_iter().flat_map(Map::values) {
        same(schema, root, followed)?;
    }
    members.get("not").map_or(Ok(()), |schema| same(schema, root, followed))
}

/// The parts of a value.
fn parts(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(members) => members.values().collect(),
        _ => Vec::new(),
    }
}

/// The schema with what its references point at in their place. Those that come again within themselves stay.
fn resolved<'a>(
    schema: &'a Value,
    root: &'a Value,
    within: &mut Vec<&'a str>,
    left: &mut usize,
    depth: usize,
) -> Value {
    *left = left.saturating_sub(1);
    match schema {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            if let Some(reference) = reference {
                let found = target(root, reference).filter(|_| *left > 0 && depth < DEPTH);
                let (Some(target), false) = (found, within.contains(&reference)) else { return schema.clone() };
                within.push(reference);
                let resolved = resolved(target, root, within, left, depth + 1);
                within.pop();
                return resolved;
            }
            let members = members.iter().map(|(keyword, value)| {
                let literal = keyword == "enum" || keyword == "default";
                let value = if literal { value.clone() } else { resolved(value, root, within, left, depth + 1) };
                (keyword.clone(), value)
            });
            Value::Object(members.collect())
        }
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| resolved(item, root, within, left, depth + 1)).collect())
        }
        _ => schema.clone(),
    }
}
