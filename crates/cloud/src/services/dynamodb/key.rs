//! Keys as a table keeps them: in order, and partitions spread by a hash of their key.

use std::sync::Arc;

use md5::{Digest as _, Md5};

use super::number::Number;
use super::value::AttributeValue;

/// A value that may be a key, with the order in which a query answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyPart {
    /// Text, ordered by its bytes.
    S(Arc<[u8]>),
    /// A number.
    N(Number),
    /// Bytes.
    B(Arc<[u8]>),
}

impl KeyPart {
    /// The key that `value` is; none when its type can be no key.
    #[must_use]
    pub fn of(value: &AttributeValue) -> Option<Self> {
        match value {
            AttributeValue::S(text) => Some(Self::S(text.as_bytes().into())),
            AttributeValue::N(number) => Some(Self::N(*number)),
            AttributeValue::B(bytes) => Some(Self::B(bytes.as_ref().into())),
            _ => None,
        }
    }

    /// The first key after all that begin with this one; none when there is no end to them, or for numbers.
    #[must_use]
    pub fn after_prefix(&self) -> Option<Self> {
        let (Self::S(bytes) | Self::B(bytes)) = self else { return None };
        let last = bytes.iter().rposition(|byte| *byte < u8::MAX)?;
        let mut next = bytes[..=last].to_vec();
        next[last] += 1;
        Some(if matches!(self, Self::S(_)) { Self::S(next.into()) } else { Self::B(next.into()) })
    }
}

/// A partition key. A scan meets partitions in the order of a hash, as AWS's does, so nobody takes it for sorted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Partition {
    /// Where in the hash space it lies; a segment of a parallel scan is a part of that space.
    pub slot: u32,
    /// The key.
    pub key: KeyPart,
}

impl Partition {
    /// The partition of `key`.
    #[must_use]
    pub fn of(key: KeyPart) -> Self {
        let digest = match &key {
            KeyPart::S(bytes) | KeyPart::B(bytes) => Md5::digest(bytes),
            KeyPart::N(number) => Md5::digest(number.to_string()),
        };
        let slot = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
        Self { slot, key }
    }
}

/// An item's primary key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PrimaryKey {
    /// The partition key.
    pub partition: Partition,
    /// The sort key, when the table has one.
    pub sort: Option<KeyPart>,
}

/// An entry's place within its partition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The sort key, when there is one.
    pub sort: Option<KeyPart>,
    /// What tells apart entries of equal keys, and bounds from entries.
    pub tie: Tie,
}

/// Entries of an index may have equal keys; those of a table may not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// A bound before all entries of this sort key.
    Before,
    /// The only entry of this key.
    Own,
    /// The entry of an index for the item of this primary key.
    Of(PrimaryKey),
    /// A bound after all entries of this sort key.
    After,
}
