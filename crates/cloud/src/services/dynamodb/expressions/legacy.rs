//! The forms from before expressions (`Expected`, `KeyConditions`, `AttributeUpdates`, …), as the same trees.

use serde_json::{Map, Value};

use super::super::error::Error;
use super::super::input::{choice, object};
use super::super::value::AttributeValue;
use super::super::wire::{mismatch, read_value};
use super::condition::{Comparison, Condition, Operand};
use super::path::Path;
use super::update::Update;

/// Reads the conditions in `field` (`Expected`, `QueryFilter`, `ScanFilter`), joined as `ConditionalOperator` says; none
/// when there are none.
///
/// # Errors
/// When one is malformed, or there is nothing to join.
pub fn joined(body: &Map<String, Value>, field: &str) -> Result<Option<Condition>, Error> {
    let operator = choice(body, "ConditionalOperator", &["OR", "AND"], "")?;
    let held = object(body, field)?.filter(|map| !map.is_empty());
    match held.map_or(0, Map::len) {
        0 if !operator.is_empty() => {
            Err(Error::invalid("ConditionalOperator cannot be used without Filter or Expected"))
        }
        1 if !operator.is_empty() => {
            Err(Error::invalid("ConditionalOperator can only be used when Filter or Expected has two or more elements"))
        }
        _ => held.map(|held| conditions(held, operator == "OR")).transpose(),
    }
}

/// Reads a map from attributes to conditions: `KeyConditions`, `QueryFilter`, `ScanFilter`, `Expected`. They are
/// joined by `OR` when `any` says so.
///
/// # Errors
/// When one is malformed.
pub fn conditions(map: &Map<String, Value>, any: bool) -> Result<Condition, Error> {
    let parts = map.iter().map(|(name, condition)| one(name, condition)).collect::<Result<Vec<_>, _>>()?;
    Ok(if any { Condition::Any(parts) } else { Condition::All(parts) })
}

fn one(name: &str, json: &Value) -> Result<Condition, Error> {
    let path = Path::to(name);
    let field = |field: &str| json.get(field).filter(|value| !value.is_null());
    let together = |fields: [&str; 2]| fields.iter().all(|name| field(name).is_some());
    for fields in [["Exists", "ComparisonOperator"], ["Value", "AttributeValueList"]] {
        if together(fields) && (fields[0] == "Exists" || field("ComparisonOperator").is_some()) {
            let [first, second] = fields;
            return Err(Error::wrong(&format!("{first} and {second} cannot be used together for Attribute: {name}")));
        }
    }
    if field("AttributeValueList").is_some() && field("ComparisonOperator").is_none() {
        return Err(Error::wrong(&format!(
            "AttributeValueList can only be used with a ComparisonOperator for Attribute: {name}"
        )));
    }
    let Some(operator) = field("ComparisonOperator") else {
        // `Expected` in its oldest form: a value that must be, or an attribute that must not.
        return match (field("Value"), field("Exists").and_then(Value::as_bool)) {
            (Some(value), None | Some(true)) => Ok(Condition::Compare(
                Comparison::Equal,
                Operand::Path(path),
                Operand::Value(read_value(value)?.into()),
            )),
            (None, Some(false)) => Ok(Condition::NotExists(path)),
            (None, None) => {
                Err(Error::wrong(&format!("Value must be provided when Exists is null for Attribute: {name}")))
            }
            (None, Some(true)) => {
                Err(Error::wrong(&format!("Value must be provided when Exists is true for Attribute: {name}")))
            }
            (Some(_), Some(false)) => {
                Err(Error::wrong(&format!("Value cannot be used when Exists is false for Attribute: {name}")))
            }
        };
    };
    let operator = operator.as_str().ok_or_else(|| mismatch(operator, "String"))?;
    let values = match field("AttributeValueList") {
        Some(Value::Array(values)) => values.iter().map(read_value).collect::<Result<Vec<_>, _>>()?,
        Some(_) => return Err(Error::Serialization("Unexpected field type".to_owned())),
        None => field("Value").map(read_value).transpose()?.into_iter().collect(),
    };
    build(operator, path, values)
}

fn build(operator: &str, path: Path, values: Vec<AttributeValue>) -> Result<Condition, Error> {
    let count = values.len();
    let invalid_count =
        || Error::wrong(&format!("Invalid number of argument(s) for the {operator} ComparisonOperator"));
    let mut values = values.into_iter().map(|value| Operand::Value(value.into()));
    let mut take = || values.next().unwrap_or(Operand::Undefined);
    let subject = Operand::Path(path.clone());
    let comparison = match operator {
        "EQ" => Some(Comparison::Equal),
        "NE" => Some(Comparison::NotEqual),
        "LT" => Some(Comparison::Less),
        "LE" => Some(Comparison::LessOrEqual),
        "GT" => Some(Comparison::Greater),
        "GE" => Some(Comparison::GreaterOrEqual),
        _ => None,
    };
    let (fits, condition) = if let Some(comparison) = comparison {
        (count == 1, Condition::Compare(comparison, subject, take()))
    } else {
        match operator {
            "NULL" => (count == 0, Condition::NotExists(path)),
            "NOT_NULL" => (count == 0, Condition::Exists(path)),
            "CONTAINS" => (count == 1, Condition::Contains(subject, take())),
            // An attribute that is not there does not count as one that lacks the value.
            "NOT_CONTAINS" => {
                let lacks = Condition::Not(Box::new(Condition::Contains(subject, take())));
                (count == 1, Condition::All(vec![Condition::Exists(path), lacks]))
            }
            "BEGINS_WITH" => (count == 1, Condition::BeginsWith(subject, take())),
            "BETWEEN" => (count == 2, Condition::Between(subject, take(), take())),
            "IN" => (count > 0, Condition::In(subject, values.collect())),
            _ => {
                return Err(Error::Validation(format!(
                    "1 validation error detected: Value '{operator}' at 'comparisonOperator' failed to satisfy constraint: Member must satisfy enum value set: [IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]"
                )));
            }
        }
    };
    if fits { Ok(condition) } else { Err(invalid_count()) }
}

/// Reads `AttributeUpdates`.
///
/// # Errors
/// When one is malformed.
pub fn updates(map: &Map<String, Value>) -> Result<Update, Error> {
    let mut update = Update { older: true, ..Update::default() };
    for (name, change) in map {
        let path = Path::to(name.as_str());
        let value = change.get("Value").filter(|value| !value.is_null()).map(read_value).transpose()?;
        let action = change.get("Action").and_then(Value::as_str).unwrap_or("PUT");
        match (action, value) {
            ("PUT", Some(value)) => update.set.push((path, Operand::Value(value.into()))),
            // Older than expressions, `ADD` of a list appends to it.
            ("ADD", Some(AttributeValue::L(list))) => {
                let held =
                    Operand::IfNotExists(path.clone(), Box::new(Operand::Value(AttributeValue::L(Vec::new()).into())));
                let more = Operand::Value(AttributeValue::L(list).into());
                update.set.push((path, Operand::ListAppend(Box::new(held), Box::new(more))));
            }
            ("ADD", Some(value)) if matches!(value.type_name(), "N" | "SS" | "NS" | "BS") => {
                update.add.push((path, value.into()));
            }
            ("DELETE", Some(value)) if matches!(value.type_name(), "SS" | "NS" | "BS") => {
                update.delete.push((path, value.into()));
            }
            ("ADD", Some(value)) => {
                return Err(Error::wrong(&format!("ADD action is not supported for the type {}", value.type_name())));
            }
            ("DELETE", Some(value)) => {
                let kind = value.type_name();
                return Err(Error::wrong(&format!("DELETE action with value is not supported for the type {kind}")));
            }
            ("DELETE", None) => update.remove.push(path),
            ("PUT" | "ADD", None) => {
                return Err(Error::wrong("Only DELETE action is allowed when no attribute value is specified"));
            }
            (other, _) => {
                return Err(Error::Validation(format!(
                    "1 validation error detected: Value '{other}' at 'attributeUpdates.{name}.member.action' failed to satisfy constraint: Member must satisfy enum value set: [ADD, PUT, DELETE]"
                )));
            }
        }
    }
    Ok(update)
}
