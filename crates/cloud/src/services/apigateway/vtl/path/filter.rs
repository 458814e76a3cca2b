//! Filters of JSONPath: `[?(@.price < 10 && @.kind == 'book')]`.

use std::cmp::Ordering;

use serde_json::Value as Json;

use super::{Found, Link, follow};
use crate::services::apigateway::vtl::heap::{Fault, Heap};

/// A condition on an item.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    Any(Vec<Self>),
    All(Vec<Self>),
    Not(Box<Self>),
    Exists(Operand),
    Compare(Operand, Comparison, Operand),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What is compared.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// `@…`
    Here(Vec<Link>),
    /// `$…`
    Top(Vec<Link>),
    /// A text, a number, `true`, `false`, `null`.
    Value(Json),
}

impl Filter {
    /// Whether an item is wanted.
    pub fn holds(&self, item: &Json, top: &Json, heap: &Heap) -> Result<bool, Fault> {
        heap.step(1)?;
        Ok(match self {
            Self::Any(filters) => {
                for filter in filters {
                    if filter.holds(item, top, heap)? {
                        return Ok(true);
                    }
                }
                false
            }
            Self::All(filters) => {
                for filter in filters {
                    if !filter.holds(item, top, heap)? {
                        return Ok(false);
                    }
                }
                true
            }
            Self::Not(filter) => !filter.holds(item, top, heap)?,
            Self::Exists(operand) => match operand.found(item, top, heap)? {
                Found::Nothing => false,
                Found::One(_) => true,
                Found::Many(values) => !values.is_empty(),
            },
            Self::Compare(left, comparison, right) => {
                let (left, right) = (left.found(item, top, heap)?, right.found(item, top, heap)?);
                match (left, right) {
                    (Found::One(left), Found::One(right)) => comparison.holds(left, right),
                    (Found::Nothing, Found::Nothing) => *comparison == Comparison::Equal,
                    _ => *comparison == Comparison::NotEqual,
                }
            }
        })
    }
}

impl Operand {
    fn found<'a>(&'a self, item: &'a Json, top: &'a Json, heap: &Heap) -> Result<Found<'a>, Fault> {
        match self {
            Self::Here(links) => follow(links, item, top, heap),
            Self::Top(links) => follow(links, top, top, heap),
            Self::Value(value) => Ok(Found::One(value)),
        }
    }
}

impl Comparison {
    fn holds(self, left: &Json, right: &Json) -> bool {
        let order = match (left, right) {
            (Json::Number(left), Json::Number(right)) => {
                left.as_f64().zip(right.as_f64()).and_then(|(left, right)| left.partial_cmp(&right))
            }
            (Json::String(left), Json::String(right)) => Some(left.cmp(right)),
            _ => (left == right).then_some(Ordering::Equal),
        };
        match self {
            Self::Equal => order == Some(Ordering::Equal),
            Self::NotEqual => order != Some(Ordering::Equal),
            Self::Less => order == Some(Ordering::Less),
            Self::LessOrEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
            Self::Greater => order == Some(Ordering::Greater),
            Self::GreaterOrEqual => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        }
    }
}
