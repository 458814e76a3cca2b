//! Which part of a `WHERE` names keys, so that it decides what is looked at, and which part only filters.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

use super::super::error::Error;
use super::super::expressions::condition::{Comparison, Operand};
use super::super::expressions::key_condition::KeyCondition;
use super::super::expressions::path::Step;
use super::super::expressions::{Condition, Path};
use super::super::limits::MAX_HASH_CHOICES;
use super::super::schema::{KeySchema, Schema};
use super::super::value::{AttributeValue, Item};

/// What a `WHERE` looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// The partitions and the parts of them that are read; none when everything is.
    pub ranges: Option<Vec<KeyCondition>>,
    /// What of the items found is answered.
    pub filter: Option<Condition>,
}

/// The parts that all have to hold.
fn parts(condition: Condition) -> Vec<Condition> {
    match condition {
        Condition::All(parts) => parts.into_iter().flat_map(self::parts).collect(),
        other => vec![other],
    }
}

fn join(mut parts: Vec<Condition>) -> Option<Condition> {
    if parts.len() > 1 { Some(Condition::All(parts)) } else { parts.pop() }
}

fn is(operand: &Operand, name: &str) -> bool {
    matches!(operand, Operand::Path(path) if matches!(path.0.as_slice(), [Step::Field(held)] if **held == *name))
}

/// The value that a condition says the attribute `name` has.
fn equal<'a>(condition: &'a Condition, name: &str) -> Option<&'a AttributeValue> {
    match condition {
        Condition::Compare(Comparison::Equal, left, Operand::Value(value)) if is(left, name) => Some(value),
        Condition::Compare(Comparison::Equal, Operand::Value(value), right) if is(right, name) => Some(value),
        _ => None,
    }
}

/// The values of which a condition says that the attribute `name` has one.
fn choices<'a>(condition: &'a Condition, name: &str) -> Option<Vec<&'a AttributeValue>> {
    match condition {
        Condition::In(operand, choices) if is(operand, name) => choices
            .iter()
            .map(|choice| match choice {
                Operand::Value(value) => Some(&**value),
                _ => None,
            })
            .collect(),
        Condition::Any(parts) => parts.iter().map(|part| equal(part, name)).collect(),
        one => equal(one, name).map(|value| vec![value]),
    }
}

/// Whether `value` has the type of the key attribute `name`.
///
/// # Errors
/// When it has another.
pub fn fits(name: &str, value: &AttributeValue, schema: &Schema) -> Result<(), Error> {
    if value.type_name() == schema.type_of(name) {
        return Ok(());
    }
    Err(Error::Validation(format!(
        "Key attribute's data type should match its data type in table's schema: Key {name}"
    )))
}

/// The key that a `WHERE` names whole, and what else has to hold; no key when it does not name all of it.
///
/// # Errors
/// When it names a part of the key twice, or with a value of another type.
pub fn primary(condition: Option<&Condition>, schema: &Schema) -> Result<Option<(Item, Option<Condition>)>, Error> {
    let (mut key, mut rest) = (Item::new(), Vec::new());
    for part in condition.cloned().map(parts).unwrap_or_default() {
        let Some((name, value)) = schema.keys.names().find_map(|name| Some((name, equal(&part, name)?))) else {
            rest.push(part);
            continue;
        };
        fits(name, value, schema)?;
        if key.insert(name.clone(), value.clone()).is_some() {
            return Err(Error::Validation(format!(
                "Multiple conditions on same key {name}. Only single item Update/Insert/Delete are supported"
            )));
        }
    }
    Ok((key.len() == schema.keys.names().count()).then(|| (key, join(rest))))
}

/// What a `WHERE` looks at in a table or an index with these keys.
///
/// # Errors
/// When a key is compared with a value of another type, or there are too many partitions.
pub fn looked(condition: Option<&Condition>, keys: &KeySchema, schema: &Schema) -> Result<Looked, Error> {
    let mut rest = condition.cloned().map(parts).unwrap_or_default();
    let Some(at) = rest.iter().position(|part| choices(part, &keys.hash).is_some()) else {
        let ranges = match rest.as_slice() {
            [Condition::Any(branches)] => branched(branches, keys, schema)?,
            _ => None,
        };
        return Ok(Looked { ranges, filter: join(rest) });
    };
    let hash = rest.remove(at);
    let range = keys.range.as_ref().and_then(|name| {
        let at = rest.iter().position(|part| bounds(part, name))?;
        Some(rest.remove(at))
    });
    if let (Some(part), Some(name)) = (&range, &keys.range) {
        values(part).into_iter().try_for_each(|value| fits(name, value, schema))?;
    }
    let hashes = choices(&hash, &keys.hash).unwrap_or_default();
    if hashes.len() > MAX_HASH_CHOICES {
        return Err(too_many());
    }
    let (mut ranges, mut seen) = (Vec::new(), BTreeSet::new());
    for value in hashes {
        fits(&keys.hash, value, schema)?;
        let path = Operand::Path(Path::to(Arc::clone(&keys.hash)));
        let mut both = vec![Condition::Compare(Comparison::Equal, path, Operand::Value(value.clone().into()))];
        both.extend(range.clone());
        let found = KeyCondition::of(&Condition::All(both), keys, schema)?;
        if seen.insert(found.partition.clone()) {
            ranges.push(found);
        }
    }
    Ok(Looked { ranges: Some(ranges), filter: join(rest) })
}

/// What is looked at when each branch of an `OR` names a partition: those, and of one that is named twice all of it.
fn branched(branches: &[Condition], keys: &KeySchema, schema: &Schema) -> Result<Option<Vec<KeyCondition>>, Error> {
    let mut found: Vec<KeyCondition> = Vec::new();
    for branch in branches {
        let Some(ranges) = looked(Some(branch), keys, schema)?.ranges else { return Ok(None) };
        for range in ranges {
            match found.iter_mut().find(|held| held.partition == range.partition) {
                Some(held) if *held == range => {}
                Some(held) => (held.low, held.high) = (Bound::Unbounded, Bound::Unbounded),
                None => found.push(range),
            }
        }
        if found.len() > MAX_HASH_CHOICES {
            return Err(too_many());
        }
    }
    Ok(Some(found))
}

fn too_many() -> Error {
    Error::invalid("Too many decomposed read operations for a given query.")
}

/// Whether a condition bounds the sort key `name`, so that a query can begin and end there.
fn bounds(condition: &Condition, name: &str) -> bool {
    match condition {
        Condition::Compare(Comparison::NotEqual, ..) => false,
        Condition::Compare(_, left, right) => {
            is(left, name) && matches!(right, Operand::Value(_)) || is(right, name) && matches!(left, Operand::Value(_))
        }
        Condition::Between(operand, Operand::Value(_), Operand::Value(_))
        | Condition::BeginsWith(operand, Operand::Value(_)) => is(operand, name),
        _ => false,
    }
}

/// The values that a condition compares with.
fn values(condition: &Condition) -> Vec<&AttributeValue> {
    let operands: Vec<&Operand> = match condition {
        Condition::Compare(_, left, right) | Condition::BeginsWith(left, right) => vec![left, right],
        Condition::Between(_, low, high) => vec![low, high],
        _ => Vec::new(),
    };
    let values = operands.into_iter().filter_map(|operand| match operand {
        Operand::Value(value) => Some(&**value),
        _ => None,
    });
    values.collect()
}
