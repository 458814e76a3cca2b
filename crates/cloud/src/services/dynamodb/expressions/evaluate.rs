//! Whether a condition holds for an item.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::super::number::Number;
use super::super::value::{AttributeValue, Item};
use super::condition::{Comparison, Condition, Operand};

impl Condition {
    /// Whether it holds for `item`; an item that is not there is an empty one.
    #[must_use]
    pub fn holds(&self, item: &Item) -> bool {
        match self {
            Self::Compare(comparison, left, right) => compare(*comparison, value(left, item), value(right, item)),
            Self::Between(operand, low, high) => {
                let operand = value(operand, item);
                compare(Comparison::GreaterOrEqual, operand.clone(), value(low, item))
                    && compare(Comparison::LessOrEqual, operand, value(high, item))
            }
            Self::In(operand, choices) => {
                let operand = value(operand, item);
                choices.iter().any(|choice| compare(Comparison::Equal, operand.clone(), value(choice, item)))
            }
            Self::Exists(path) => path.find(item).is_some(),
            Self::NotExists(path) => path.find(item).is_none(),
            Self::Type(path, wanted) => {
                let name = path.find(item).map(AttributeValue::type_name);
                matches!((wanted, name), (AttributeValue::S(wanted), Some(name)) if **wanted == *name)
            }
            Self::BeginsWith(operand, prefix) => match (value(operand, item), value(prefix, item)) {
                (Some(operand), Some(prefix)) => begins_with(&operand, &prefix),
                _ => false,
            },
            Self::Contains(operand, part) => match (value(operand, item), value(part, item)) {
                (Some(operand), Some(part)) => contains(&operand, &part),
                _ => false,
            },
            Self::All(parts) => parts.iter().all(|part| part.holds(item)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(item)),
            Self::Not(inner) => !inner.holds(item),
            Self::Undefined => false,
        }
    }
}

/// What an operand of a condition is worth.
fn value<'a>(operand: &'a Operand, item: &'a Item) -> Option<Cow<'a, AttributeValue>> {
    match operand {
        Operand::Path(path) => path.find(item).map(Cow::Borrowed),
        Operand::Value(value) => Some(Cow::Borrowed(&**value)),
        Operand::Size(inner) => {
            let length = value(inner, item)?.length()?;
            let number = Number::parse(&length.to_string()).expect("a length has at most 20 digits");
            Some(Cow::Owned(AttributeValue::N(number)))
        }
        _ => None,
    }
}

type Side<'a> = Option<Cow<'a, AttributeValue>>;

/// What is missing equals nothing, not even what is missing too, and has no order.
fn compare(comparison: Comparison, left: Side<'_>, right: Side<'_>) -> bool {
    let equal = matches!((&left, &right), (Some(left), Some(right)) if left == right);
    let order = || match (&left, &right) {
        (Some(left), Some(right)) => left.order(right),
        _ => None,
    };
    match comparison {
        Comparison::Equal => equal,
        Comparison::NotEqual => !equal,
        Comparison::Less => order().is_some_and(Ordering::is_lt),
        Comparison::LessOrEqual => order().is_some_and(Ordering::is_le),
        Comparison::Greater => order().is_some_and(Ordering::is_gt),
        Comparison::GreaterOrEqual => order().is_some_and(Ordering::is_ge),
    }
}

fn begins_with(operand: &AttributeValue, prefix: &AttributeValue) -> bool {
    match (operand, prefix) {
        (AttributeValue::S(text), AttributeValue::S(prefix)) => text.starts_with(&**prefix),
        (AttributeValue::B(bytes), AttributeValue::B(prefix)) => bytes.starts_with(prefix),
        _ => false,
    }
}

fn contains(operand: &AttributeValue, part: &AttributeValue) -> bool {
    match (operand, part) {
        (AttributeValue::S(text), AttributeValue::S(part)) => text.contains(&**part),
        (AttributeValue::B(bytes), AttributeValue::B(part)) => occurs_in(part, bytes),
        (AttributeValue::SS(set), AttributeValue::S(part)) => set.contains(part),
        (AttributeValue::NS(set), AttributeValue::N(part)) => set.contains(part),
        (AttributeValue::BS(set), AttributeValue::B(part)) => set.contains(part),
        (AttributeValue::L(list), part) => list.contains(part),
        _ => false,
    }
}

/// Whether `part` occurs in `bytes`, in time in proportion to both (Knuth, Morris and Pratt): the item and the
/// value may each be hundreds of kilobytes and chosen to be slow.
fn occurs_in(part: &[u8], bytes: &[u8]) -> bool {
    let mut borders = vec![0_usize; part.len()];
    let mut length = 0;
    for at in 1..part.len() {
        while length > 0 && part[at] != part[length] {
            length = borders[length - 1];
        }
        length += usize::from(part[at] == part[length]);
        borders[at] = length;
    }
    let mut matched = 0;
    for byte in bytes {
        if matched == part.len() {
            break;
        }
        while matched > 0 && *byte != part[matched] {
            matched = borders[matched - 1];
        }
        matched += usize::from(*byte == part[matched]);
    }
    matched == part.len()
}
