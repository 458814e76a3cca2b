//! Key conditions: which partition a query reads, and which part of it.

use std::ops::Bound;
use std::sync::Arc;

use super::super::error::Error;
use super::super::key::{KeyPart, Partition, Position, Tie};
use super::super::schema::{KeySchema, Schema};
use super::super::value::AttributeValue;
use super::condition::{Comparison, Condition, Operand};
use super::path::Path;

/// What a query reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyCondition {
    /// The partition.
    pub partition: Partition,
    /// From where.
    pub low: Bound<Position>,
    /// To where.
    pub high: Bound<Position>,
}

/// One condition on one key attribute.
enum Part<'a> {
    Compare(Comparison, &'a AttributeValue),
    Between(&'a AttributeValue, &'a AttributeValue),
    BeginsWith(&'a AttributeValue),
}

impl KeyCondition {
    /// What `condition` means for keys of `keys`.
    ///
    /// # Errors
    /// When it says more, less or other than a query can do.
    pub fn of(condition: &Condition, keys: &KeySchema, schema: &Schema) -> Result<Self, Error> {
        let mut parts = Vec::new();
        flatten(condition, &mut parts)?;
        let mut named: Vec<(&Arc<str>, Part<'_>)> = Vec::new();
        for part in parts {
            let (name, part) = read(part)?;
            if named.iter().any(|(held, _)| *held == name) {
                return Err(Error::invalid("KeyConditionExpressions must only contain one condition per key"));
            }
            named.push((name, part));
        }
        if named.len() > 2 {
            return Err(Error::invalid("Conditions can be of length 1 or 2 only"));
        }
        let missed = |name: &str| Error::Validation(format!("Query condition missed key schema element: {name}"));
        let at = named.iter().position(|(name, _)| **name == keys.hash).ok_or_else(|| missed(&keys.hash))?;
        let (_, hash) = named.swap_remove(at);
        let Part::Compare(Comparison::Equal, value) = hash else {
            return Err(Error::invalid("Query key condition not supported"));
        };
        let partition = Partition::of(key_part(&keys.hash, value, schema)?);
        let Some((name, range)) = named.pop() else {
            return Ok(Self { partition, low: Bound::Unbounded, high: Bound::Unbounded });
        };
        match &keys.range {
            Some(range) if range == name => {}
            Some(range) => return Err(missed(range)),
            None => return Err(Error::invalid("Query key condition not supported")),
        }
        let (low, high) = bounds(&range, name, schema)?;
        Ok(Self { partition, low, high })
    }
}

fn flatten<'a>(condition: &'a Condition, parts: &mut Vec<&'a Condition>) -> Result<(), Error> {
    if let Condition::All(inner) = condition {
        return inner.iter().try_for_each(|part| flatten(part, parts));
    }
    let operator = match condition {
        Condition::Any(_) => "OR",
        Condition::Not(_) => "NOT",
        Condition::In(..) => "IN",
        Condition::Compare(Comparison::NotEqual, ..) => "<>",
        Condition::Exists(_) => "attribute_exists",
        Condition::NotExists(_) => "attribute_not_exists",
        Condition::Type(..) => "attribute_type",
        Condition::Contains(..) => "contains",
        _ => {
            parts.push(condition);
            return Ok(());
        }
    };
    Err(Error::Validation(format!("Invalid operator used in KeyConditionExpression: {operator}")))
}

fn invalid(text: &str) -> Error {
    Error::Validation(format!("Invalid condition in KeyConditionExpression: {text}"))
}

fn read(condition: &Condition) -> Result<(&Arc<str>, Part<'_>), Error> {
    let operands: Vec<&Operand> = match condition {
        Condition::Compare(_, left, right) | Condition::BeginsWith(left, right) => vec![left, right],
        Condition::Between(operand, low, high) => vec![operand, low, high],
        _ => Vec::new(),
    };
    if operands.iter().any(|operand| matches!(operand, Operand::Size(_))) {
        return Err(Error::invalid("KeyConditionExpressions cannot contain nested operations"));
    }
    let paths: Vec<&Path> = operands.iter().filter_map(|operand| as_path(operand)).collect();
    match paths.as_slice() {
        [] => return Err(invalid("No key attribute specified")),
        [only] if only.0.len() > 1 => {
            return Err(Error::invalid("KeyConditionExpressions cannot have conditions on nested attributes"));
        }
        [_] => {}
        _ => return Err(invalid("Multiple attribute names used in one condition")),
    }
    match condition {
        Condition::Compare(comparison, Operand::Path(path), Operand::Value(value)) => {
            Ok((path.attribute(), Part::Compare(*comparison, value)))
        }
        Condition::Compare(comparison, Operand::Value(value), Operand::Path(path)) => {
            Ok((path.attribute(), Part::Compare(turned(*comparison), value)))
        }
        Condition::Between(Operand::Path(path), Operand::Value(low), Operand::Value(high)) => {
            Ok((path.attribute(), Part::Between(low, high)))
        }
        Condition::BeginsWith(Operand::Path(path), Operand::Value(prefix)) => {
            Ok((path.attribute(), Part::BeginsWith(prefix)))
        }
        Condition::Between(..) => Err(invalid("BETWEEN operator must have the key attribute as its first operand")),
        _ => Err(invalid("begins_with operator must have the key attribute as its first operand")),
    }
}

fn as_path(operand: &Operand) -> Option<&Path> {
    match operand {
        Operand::Path(path) => Some(path),
        _ => None,
    }
}

/// The comparison from the other side: `:v < a` is `a > :v`.
fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        same => same,
    }
}

fn key_part(name: &str, value: &AttributeValue, schema: &Schema) -> Result<KeyPart, Error> {
    let part = KeyPart::of(value).filter(|_| value.type_name() == schema.type_of(name));
    part.ok_or_else(|| Error::wrong("Condition parameter type does not match schema type"))
}

fn bounds(part: &Part<'_>, name: &str, schema: &Schema) -> Result<(Bound<Position>, Bound<Position>), Error> {
    let at = |key: KeyPart, tie: Tie| Bound::Included(Position { sort: Some(key), tie });
    let key = |value: &AttributeValue| key_part(name, value, schema);
    Ok(match part {
        Part::Compare(comparison, value) => {
            let key = key(value)?;
            match comparison {
                Comparison::Less => (Bound::Unbounded, at(key, Tie::Before)),
                Comparison::LessOrEqual => (Bound::Unbounded, at(key, Tie::After)),
                Comparison::Greater => (at(key, Tie::After), Bound::Unbounded),
                Comparison::GreaterOrEqual => (at(key, Tie::Before), Bound::Unbounded),
                Comparison::Equal | Comparison::NotEqual => (at(key.clone(), Tie::Before), at(key, Tie::After)),
            }
        }
        Part::Between(low, high) => (at(key(low)?, Tie::Before), at(key(high)?, Tie::After)),
        Part::BeginsWith(prefix) => {
            let prefix = key(prefix)?;
            let high = prefix.after_prefix().map_or(Bound::Unbounded, |after| at(after, Tie::Before));
            (at(prefix, Tie::Before), high)
        }
    })
}
