//! Attribute values and items: the ten types, how they compare and what they weigh.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use super::number::Number;

/// An item: its attributes by name.
pub type Item = BTreeMap<Arc<str>, AttributeValue>;

/// What a list and a map weigh besides their content, bytes.
const CONTAINER_BYTES: usize = 3;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeValue {
    /// Text.
    S(Arc<str>),
    /// A number.
    N(Number),
    /// Bytes.
    B(Bytes),
    /// A set of texts.
    SS(BTreeSet<Arc<str>>),
    /// A set of numbers.
    NS(BTreeSet<Number>),
    /// A set of bytes.
    BS(BTreeSet<Bytes>),
    /// A map.
    M(Item),
    /// A list.
    L(Vec<AttributeValue>),
    /// True or false.
    Bool(bool),
    /// Null.
    Null,
}

impl AttributeValue {
    /// The type as the wire names it.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::S(_) => "S",
            Self::N(_) => "N",
            Self::B(_) => "B",
            Self::SS(_) => "SS",
            Self::NS(_) => "NS",
            Self::BS(_) => "BS",
            Self::M(_) => "M",
            Self::L(_) => "L",
            Self::Bool(_) => "BOOL",
            Self::Null => "NULL",
        }
    }

    /// The type as the texts about `ADD` and `DELETE` name it.
    #[must_use]
    pub fn long_type_name(&self) -> &'static str {
        match self {
            Self::S(_) => "STRING",
            Self::N(_) => "NUMBER",
            Self::B(_) => "BINARY",
            Self::SS(_) => "STRING_SET",
            Self::NS(_) => "NUMBER_SET",
            Self::BS(_) => "BINARY_SET",
            Self::M(_) => "MAP",
            Self::L(_) => "LIST",
            Self::Bool(_) => "BOOLEAN",
            Self::Null => "NULL",
        }
    }

    /// Whether values of this type have an order.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        matches!(self, Self::S(_) | Self::N(_) | Self::B(_))
    }

    /// The order of two values of one ordered type; none for all others.
    #[must_use]
    pub fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::S(left), Self::S(right)) => Some(left.as_bytes().cmp(right.as_bytes())),
            (Self::N(left), Self::N(right)) => Some(left.cmp(right)),
            (Self::B(left), Self::B(right)) => Some(left.cmp(right)),
            _ => None,
        }
    }

    /// What the function `size` answers; none for the types it does not take.
    #[must_use]
    pub fn length(&self) -> Option<usize> {
        match self {
            Self::S(text) => Some(text.len()),
            Self::B(bytes) => Some(bytes.len()),
            Self::SS(set) => Some(set.len()),
            Self::NS(set) => Some(set.len()),
            Self::BS(set) => Some(set.len()),
            Self::M(map) => Some(map.len()),
            Self::L(list) => Some(list.len()),
            Self::N(_) | Self::Bool(_) | Self::Null => None,
        }
    }

    /// Whether lists and maps stand more than `levels` deep in it.
    #[must_use]
    pub fn is_deeper_than(&self, levels: usize) -> bool {
        let deeper = |value: &Self| levels == 0 || value.is_deeper_than(levels - 1);
        match self {
            Self::M(map) => map.values().any(deeper),
            Self::L(list) => list.iter().any(deeper),
            _ => false,
        }
    }

    /// What it counts for in an item's size, bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Self::S(text) => text.len(),
            Self::N(number) => number.size(),
            Self::B(bytes) => bytes.len(),
            Self::SS(set) => set.iter().map(|text| text.len()).sum(),
            Self::NS(set) => set.iter().map(|number| number.size()).sum(),
            Self::BS(set) => set.iter().map(Bytes::len).sum(),
            Self::M(map) => CONTAINER_BYTES + map.len() + item_size(map),
            Self::L(list) => CONTAINER_BYTES + list.iter().map(|value| 1 + value.size()).sum::<usize>(),
            Self::Bool(_) | Self::Null => 1,
        }
    }
}

/// An item's size: its names and its values, bytes.
#[must_use]
pub fn item_size(item: &Item) -> usize {
    size_of(item.iter())
}

/// The size of these attributes, bytes.
pub fn size_of<'a>(attributes: impl Iterator<Item = (&'a Arc<str>, &'a AttributeValue)>) -> usize {
    attributes.map(|(name, value)| name.len() + value.size()).sum()
}

impl fmt::Display for AttributeValue {
    /// `{S:harbour}`, as AWS's error texts have it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::S(text) => write!(formatter, "{{S:{text}}}"),
            Self::N(number) => write!(formatter, "{{N:{number}}}"),
            other => {
                write!(formatter, "{{{}:{}}}", other.type_name(), super::wire::write_value(other)[other.type_name()])
            }
        }
    }
}
