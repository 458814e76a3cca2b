//! `ExpressionAttributeNames` and `ExpressionAttributeValues`, and which of them were used.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::error::Error;
use super::super::value::AttributeValue;
use super::super::wire::{mismatch, read_value};
use super::token::{TokenKind, tokenize};
use crate::protocol::json;

/// What `#names` and `:values` stand for.
#[derive(Debug, Default)]
pub struct Placeholders {
    names: BTreeMap<String, Arc<str>>,
    values: BTreeMap<String, Arc<AttributeValue>>,
    used: BTreeSet<String>,
}

impl Placeholders {
    /// Reads both from a request. `expressions` says whether it has expressions at all, and `without` which could
    /// have used values and are not there.
    ///
    /// # Errors
    /// When one is malformed, empty, or there is no expression to use it.
    pub fn read(body: &Map<String, Value>, expressions: bool, without: Option<&str>) -> Result<Self, Error> {
        let mut read = Self::default();
        if let Some(names) = object(body, "ExpressionAttributeNames")? {
            if !expressions {
                return Err(Error::invalid("ExpressionAttributeNames can only be specified when using expressions"));
            }
            keys("ExpressionAttributeNames", names, TokenKind::Name)?;
            for (key, name) in names {
                let name = name.as_str().ok_or_else(|| mismatch(name, "String"))?;
                read.names.insert(key.clone(), name.into());
            }
        }
        if let Some(values) = object(body, "ExpressionAttributeValues")? {
            if let Some(without) = without {
                return Err(Error::Validation(format!(
                    "ExpressionAttributeValues can only be specified when using expressions: {without}"
                )));
            }
            keys("ExpressionAttributeValues", values, TokenKind::Value)?;
            for (key, value) in values {
                let value = read_value(value).map_err(|error| match error {
                    Error::Validation(text) => Error::Validation(format!(
                        "ExpressionAttributeValues contains invalid value: {text} for key {key}"
                    )),
                    other => other,
                })?;
                read.values.insert(key.clone(), value.into());
            }
        }
        Ok(read)
    }

    /// The name that `key` stands for.
    pub fn name(&mut self, key: &str) -> Option<Arc<str>> {
        let name = self.names.get(key).cloned()?;
        self.used.insert(key.to_owned());
        Some(name)
    }

    /// The value that `key` stands for.
    pub fn value(&mut self, key: &str) -> Option<Arc<AttributeValue>> {
        let value = self.values.get(key).cloned()?;
        self.used.insert(key.to_owned());
        Some(value)
    }

    /// Whether all were used.
    ///
    /// # Errors
    /// When some were not; it names them.
    pub fn finish(self) -> Result<(), Error> {
        let unused = |keys: Vec<&String>, parameter: &str| {
            let keys: Vec<&str> =
                keys.into_iter().filter(|key| !self.used.contains(*key)).map(String::as_str).collect();
            if keys.is_empty() {
                return Ok(());
            }
            let keys = keys.join(", ");
            Err(Error::Validation(format!("Value provided in {parameter} unused in expressions: keys: {{{keys}}}")))
        };
        unused(self.names.keys().collect(), "ExpressionAttributeNames")?;
        unused(self.values.keys().collect(), "ExpressionAttributeValues")
    }
}

fn object<'a>(body: &'a Map<String, Value>, parameter: &str) -> Result<Option<&'a Map<String, Value>>, Error> {
    match json::field(body, parameter) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(map)) if map.is_empty() => Err(Error::Validation(format!("{parameter} must not be empty"))),
        Some(Value::Object(map)) => Ok(Some(map)),
        Some(_) => Err(Error::Serialization("Unexpected field type".to_owned())),
    }
}

fn keys(parameter: &str, map: &Map<String, Value>, kind: TokenKind) -> Result<(), Error> {
    let well_formed = |key: &str| matches!(tokenize(key).as_slice(), [only] if only.kind == kind && only.text == key);
    match map.keys().find(|key| !well_formed(key)) {
        Some(key) => Err(Error::Validation(format!("{parameter} contains invalid key: Syntax error; key: \"{key}\""))),
        None => Ok(()),
    }
}
