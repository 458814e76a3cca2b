//! What is wrong with a part of a body, in the words of AWS's validator.

use jsonschema_valid::ValidationError;
use serde_json::Value;

use super::check::fitting;

/// The text of a fault: the keyword that is broken, and what the library knows of it.
pub fn of(document: &Value, keyword: &str, error: &ValidationError) -> String {
    let null = Value::Null;
    let instance = error.instance.as_ref().unwrap_or(&null);
    let schema = error.schema.as_ref().unwrap_or(&null);
    let length = instance.as_array().map_or(0, Vec::len);
    let members = instance.as_object().map_or(0, serde_json::Map::len);
    match keyword {
        "type" => format!(
            "instance type ({}) does not match any allowed primitive type (allowed: {})",
            type_of(instance),
            allowed(schema.get("type").unwrap_or(&null))
        ),
        "required" => {
            let missing = texts(schema).filter(|name| instance.get(name).is_none());
            format!("object has missing required properties ({})", sorted(missing))
        }
        "additionalProperties" => {
            format!(
                "object instance has properties which are not allowed by the schema: {}",
                unwanted(instance, schema)
            )
        }
        "additionalItems" => {
            let allowed = schema.get("items").and_then(Value::as_array).map_or(0, Vec::len);
            format!("array has too many elements (found {length} but schema allows {allowed} at most)")
        }
        "enum" => format!("instance value ({instance}) not found in enum (possible values: {schema})"),
        "minimum" | "maximum" => bound(keyword, error, instance, schema),
        "minLength" => {
            let found = characters(instance);
            format!("string {instance} is too short (length: {found}, required minimum: {schema})")
        }
        "maxLength" => {
            let found = characters(instance);
            format!("string {instance} is too long (length: {found}, maximum allowed: {schema})")
        }
        "pattern" => format!("ECMA 262 regex {schema} does not match input string {instance}"),
        "minItems" => {
            format!("array is too short: must have at least {schema} elements but instance has {length} elements")
        }
        "maxItems" => {
            format!("array is too long: must have at most {schema} elements but instance has {length} elements")
        }
        "uniqueItems" => "array must not contain duplicate elements".to_owned(),
        "minProperties" => {
            format!("object has too few properties (found {members} but schema requires at least {schema})")
        }
        "maxProperties" => {
            format!("object has too many properties (found {members} but schema requires at most {schema})")
        }
        "multipleOf" => format!("remainder of division is not zero ({instance} / {})", short(schema)),
        "anyOf" => {
            let schemas = schema.as_array().map_or(0, Vec::len);
            format!("instance failed to match at least one required schema among {schemas}")
        }
        "oneOf" => {
            let schemas = schema.as_array().map_or(&[][..], Vec::as_slice);
            let matched = fitting(document, schemas, instance);
            format!("instance failed to match exactly one schema (matched {matched} out of {})", schemas.len())
        }
        "not" => "instance matched a schema which it should not have".to_owned(),
        "dependencies" => dependencies(instance, schema),
        "format" => format(instance, schema),
        _ => error.msg.clone(),
    }
}

/// The text for a part that does not fit all schemas of an `allOf`.
pub fn all_of(document: &Value, schemas: Option<&Value>, part: &Value) -> String {
    let schemas = schemas.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let matched = fitting(document, schemas, part);
    format!("instance failed to match all required schemas (matched only {matched} out of {})", schemas.len())
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The types that a schema allows, by their letters. Whoever allows numbers allows integers.
fn allowed(types: &Value) -> String {
    let mut names: Vec<&str> = match types {
        Value::String(name) => vec![name],
        types => texts(types).collect(),
    };
    if names.contains(&"number") && !names.contains(&"integer") {
        names.push("integer");
    }
    sorted(names.into_iter())
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// Names as a JSON array, by their letters.
fn sorted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    Value::from(names).to_string()
}

fn unwanted(instance: &Value, schema: &Value) -> String {
    let named = |name: &str| schema.get("properties").is_some_and(|properties| properties.get(name).is_some());
    let patterns = schema.get("patternProperties").and_then(Value::as_object);
    let patterns: Vec<_> = patterns
        .into_iter()
        .flat_map(serde_json::Map::keys)
        .filter_map(|pattern| regex_lite::Regex::new(pattern).ok())
        .collect();
    let names = instance.as_object().into_iter().flat_map(serde_json::Map::keys).map(String::as_str);
    sorted(names.filter(|name| !named(name) && !patterns.iter().any(|pattern| pattern.is_match(name))))
}

fn characters(text: &Value) -> usize {
    text.as_str().map_or(0, |text| text.chars().count())
}

/// A whole number that the normal form holds as `2.0` is written `2`.
fn short(number: &Value) -> String {
    match number.as_f64() {
        Some(value) if value.fract() == 0.0 && value.abs() < 1e15 => format!("{value:.0}"),
        _ => number.to_string(),
    }
}

/// A number beyond its bound. The library tells whether the bound itself is allowed only in its message.
fn bound(keyword: &str, error: &ValidationError, instance: &Value, schema: &Value) -> String {
    let least = keyword == "minimum";
    if error.msg.contains("exclusive") {
        let side = if least { "greater than the required minimum" } else { "lower than the required maximum" };
        return format!("numeric instance is not strictly {side} {schema}");
    }
    let side = if least { "lower than the required minimum" } else { "greater than the required maximum" };
    format!("numeric instance is {side} ({keyword}: {schema}, found: {instance})")
}

fn dependencies(instance: &Value, schema: &Value) -> String {
    let has = |name: &str| instance.get(name).is_some();
    for (property, wanted) in schema.as_object().into_iter().flatten() {
        let missing: Vec<&str> = texts(wanted).filter(|name| !has(name)).collect();
        if has(property) && !missing.is_empty() {
            return format!(
                "property \"{property}\" of object has missing property dependencies (schema requires {}; missing: {})",
                sorted(texts(wanted)),
                sorted(missing.into_iter())
            );
        }
    }
    "object has missing property dependencies".to_owned()
}

fn format(instance: &Value, schema: &Value) -> String {
    let kind = match schema.as_str().unwrap_or_default() {
        "date-time" => {
            return format!(
                "string {instance} is invalid against requested date format(s) [yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{{1,12}}Z]"
            );
        }
        "email" => "email address",
        "ipv4" => "IPv4 address",
        "ipv6" => "IPv6 address",
        "hostname" => "hostname",
        _ => "URI",
    };
    format!("string {instance} is not a valid {kind}")
}
