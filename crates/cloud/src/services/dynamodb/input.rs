//! A request's fields, read with AWS's complaints about those that do not fit.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::constraints;
use super::error::Error;
use super::wire::mismatch;
use crate::operation::{Call, JsonBody};
use crate::protocol::{camel, json};

const NAME_LENGTHS: std::ops::RangeInclusive<usize> = 3..=255;

/// The body of a call.
///
/// # Errors
/// When it is no JSON object, or fields of it are not what the operation takes.
pub fn body(call: &Call<'_>) -> Result<Arc<JsonBody>, Error> {
    let body = call.json.clone().map_or_else(|| json::body(call.request).map(Arc::new), Ok);
    let body = body.map_err(|error| Error::Serialization(error.message))?;
    constraints::check(call.operation.name, &body)?;
    Ok(body)
}

fn field<'a>(body: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    json::field(body, name).filter(|value| !value.is_null())
}

/// A text.
///
/// # Errors
/// When it is something else.
pub fn text<'a>(body: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, Error> {
    field(body, name).map(|value| value.as_str().ok_or_else(|| mismatch(value, "String"))).transpose()
}

/// True or false; none when it is not there.
///
/// # Errors
/// When it is something else.
pub fn flag(body: &Map<String, Value>, name: &str) -> Result<Option<bool>, Error> {
    field(body, name).map(|value| value.as_bool().ok_or_else(|| mismatch(value, "Boolean"))).transpose()
}

/// A whole number that is at least `least`.
///
/// # Errors
/// When it is something else, or less.
pub fn integer(body: &Map<String, Value>, name: &str, least: i64) -> Result<Option<u64>, Error> {
    let Some(value) = field(body, name) else { return Ok(None) };
    let number = value.as_i64().ok_or_else(|| mismatch(value, "Integer"))?;
    if number < least {
        let path = camel(name);
        return Err(Error::Validation(format!(
            "1 validation error detected: Value '{number}' at '{path}' failed to satisfy constraint: Member must have value greater than or equal to {least}"
        )));
    }
    Ok(Some(number.unsigned_abs()))
}

/// A map.
///
/// # Errors
/// When it is something else.
pub fn object<'a>(body: &'a Map<String, Value>, name: &str) -> Result<Option<&'a Map<String, Value>>, Error> {
    let wrong = || Error::Serialization("Unexpected field type".to_owned());
    field(body, name).map(|value| value.as_object().ok_or_else(wrong)).transpose()
}

/// A list.
///
/// # Errors
/// When it is something else.
pub fn list<'a>(body: &'a Map<String, Value>, name: &str) -> Result<Option<&'a Vec<Value>>, Error> {
    let wrong = || Error::Serialization("Unexpected field type".to_owned());
    field(body, name).map(|value| value.as_array().ok_or_else(wrong)).transpose()
}

/// One of `choices`, which stand as AWS lists them; `otherwise` when it is not there.
///
/// # Errors
/// When it is none of them.
pub fn choice(
    body: &Map<String, Value>,
    name: &str,
    choices: &[&'static str],
    otherwise: &'static str,
) -> Result<&'static str, Error> {
    let Some(value) = text(body, name)? else { return Ok(otherwise) };
    choices.iter().copied().find(|choice| *choice == value).ok_or_else(|| {
        let (path, all) = (camel(name), choices.join(", "));
        Error::Validation(format!(
            "1 validation error detected: Value '{value}' at '{path}' failed to satisfy constraint: Member must satisfy enum value set: [{all}]"
        ))
    })
}

/// What a field that must be there is missed with.
#[must_use]
pub fn missing(name: &str) -> Error {
    Error::Validation(format!(
        "1 validation error detected: Value null at '{}' failed to satisfy constraint: Member must not be null",
        camel(name)
    ))
}

/// The table that a body names, by its name or its ARN, without any check.
#[must_use]
pub fn named_table(body: &Map<String, Value>) -> &str {
    let name = json::field(body, "TableName").and_then(Value::as_str).unwrap_or_default();
    plain_name(name)
}

/// A table's name, out of its ARN if it is one.
#[must_use]
pub fn plain_name(name: &str) -> &str {
    match name.strip_prefix("arn:").and_then(|arn| arn.split_once(":table/")) {
        Some((_, rest)) => rest.split('/').next().unwrap_or_default(),
        None => name,
    }
}

/// The table that a body names.
///
/// # Errors
/// When it names none, or one that can be no table's name.
pub fn table_name(body: &Map<String, Value>) -> Result<Arc<str>, Error> {
    if text(body, "TableName")?.is_none() {
        return Err(no_table_named());
    }
    check_name(named_table(body), "tableName")
}

/// What is told when a body names no table.
#[must_use]
pub fn no_table_named() -> Error {
    Error::invalid("The parameter 'TableName' is required but was not present in the request")
}

/// Whether a name of a table or an index has the characters that it may have.
#[must_use]
pub fn is_of_name_characters(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

/// Checks a table's name, which stands at `path`.
///
/// # Errors
/// When it is too short, too long, or has other characters.
pub fn check_name(name: &str, path: &str) -> Result<Arc<str>, Error> {
    if !is_of_name_characters(name) {
        return Err(Error::Validation(format!(
            "1 validation error detected: Value '{name}' at '{path}' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
        )));
    }
    check_length(name, if path == "indexName" { "IndexName" } else { "TableName" })?;
    Ok(name.into())
}

/// Checks how long the name of a table or an index is, which `field` holds.
///
/// # Errors
/// When it is too short or too long.
pub fn check_length(name: &str, field: &str) -> Result<(), Error> {
    if NAME_LENGTHS.contains(&name.len()) {
        return Ok(());
    }
    Err(Error::Validation(format!("{field} must be at least 3 characters long and at most 255 characters long")))
}

/// Refuses old and new forms in one request.
///
/// # Errors
/// When there are some of both; it names them.
pub fn one_form(body: &Map<String, Value>, old: &[&str], new: &[&str]) -> Result<(), Error> {
    let present = |names: &[&str]| {
        names.iter().copied().filter(|name| field(body, name).is_some()).collect::<Vec<_>>().join(", ")
    };
    let (old, new) = (present(old), present(new));
    if old.is_empty() || new.is_empty() {
        return Ok(());
    }
    Err(Error::Validation(format!(
        "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {{{old}}} Expression parameters: {{{new}}}"
    )))
}
