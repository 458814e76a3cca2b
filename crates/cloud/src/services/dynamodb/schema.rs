//! What a table declares: its keys, their types, and its indexes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::error::Error;
use super::key::{KeyPart, Partition, Position, PrimaryKey, Tie};
use super::limits::{MAX_HASH_KEY_BYTES, MAX_RANGE_KEY_BYTES};
use super::place::Place;
use super::throughput::Throughput;
use super::value::{AttributeValue, Item, size_of};

/// The attributes that make a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySchema {
    /// The partition key's name.
    pub hash: Arc<str>,
    /// The sort key's name.
    pub range: Option<Arc<str>>,
}

impl KeySchema {
    /// The names, the partition key's first.
    pub fn names(&self) -> impl Iterator<Item = &Arc<str>> {
        std::iter::once(&self.hash).chain(&self.range)
    }

    /// Whether `name` is part of the key.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.names().any(|held| &**held == name)
    }
}

/// Which attributes an index holds besides its keys and the table's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Projection {
    /// All.
    All,
    /// None.
    KeysOnly,
    /// These.
    Include(Vec<Arc<str>>),
}

/// A secondary index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its name.
    pub name: Arc<str>,
    /// Its key.
    pub keys: KeySchema,
    /// What it holds.
    pub projection: Projection,
    /// Whether its partitions are its own; a local index shares the table's.
    pub global: bool,
    /// The units that a global index has of its own.
    pub throughput: Throughput,
}

/// A table's keys and indexes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The primary key.
    pub keys: KeySchema,
    /// The types of all key attributes: `S`, `N` or `B`.
    pub types: BTreeMap<Arc<str>, &'static str>,
    /// The indexes by name.
    pub indexes: BTreeMap<Arc<str>, Index>,
}

impl Schema {
    /// The primary key of a whole item, whose index keys are checked too.
    ///
    /// # Errors
    /// When a key attribute is missing, has another type, or is empty or too long.
    pub fn key_of_item(&self, item: &Item) -> Result<PrimaryKey, Error> {
        for name in self.keys.names() {
            let value = item.get(name).ok_or_else(|| Error::wrong(&format!("Missing the key {name} in the item")))?;
            let expected = self.type_of(name);
            if value.type_name() != expected {
                let actual = value.type_name();
                return Err(Error::wrong(&format!(
                    "Type mismatch for key {name} expected: {expected} actual: {actual}"
                )));
            }
        }
        let key = self.key(item)?;
        self.check_index_keys(item)?;
        Ok(key)
    }

    /// The primary key that a caller names.
    ///
    /// # Errors
    /// When it does not have exactly the key's attributes with their types, or one is empty or too long.
    pub fn key_of(&self, key: &Item) -> Result<PrimaryKey, Error> {
        let fits = |name: &Arc<str>| key.get(name).is_some_and(|value| value.type_name() == self.type_of(name));
        if key.len() != self.keys.names().count() || !self.keys.names().all(fits) {
            return Err(Error::invalid("The provided key element does not match the schema"));
        }
        self.key(key)
    }

    fn key(&self, item: &Item) -> Result<PrimaryKey, Error> {
        for name in self.keys.names() {
            check_length(name, &item[name], *name == self.keys.hash)?;
        }
        let part = |name: &Arc<str>| KeyPart::of(&item[name]).expect("a key attribute's type is S, N or B");
        Ok(PrimaryKey { partition: Partition::of(part(&self.keys.hash)), sort: self.keys.range.as_ref().map(part) })
    }

    /// The declared type of a key attribute.
    #[must_use]
    pub fn type_of(&self, name: &str) -> &'static str {
        self.types.get(name).copied().unwrap_or_default()
    }

    fn check_index_keys(&self, item: &Item) -> Result<(), Error> {
        for index in self.indexes.values() {
            for (name, value) in index.keys.names().filter_map(|name| Some((name, item.get(name)?))) {
                let (expected, actual, index) = (self.type_of(name), value.type_name(), &index.name);
                if actual != expected {
                    return Err(Error::wrong(&format!(
                        "Type mismatch for Index Key {name} Expected: {expected} Actual: {actual} IndexName: {index}"
                    )));
                }
                if value.length() == Some(0) {
                    let kind = if actual == "S" { "string" } else { "binary" };
                    return Err(Error::Validation(format!(
                        "One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty {kind} value. IndexName: {index}, IndexKey: {name}"
                    )));
                }
            }
        }
        Ok(())
    }

    /// Where `item` stands in `index`; nowhere when it lacks one of the index's keys, or has one that can be no key: an
    /// item that was there before the index may.
    #[must_use]
    pub fn place_in(&self, index: &Index, item: &Item, primary: &PrimaryKey) -> Option<(Partition, Position)> {
        let fits =
            |name: &str, value: &&AttributeValue| value.type_name() == self.type_of(name) && value.length() != Some(0);
        let part = |name: &Arc<str>| item.get(name).filter(|value| fits(name, value)).and_then(KeyPart::of);
        let hash = part(&index.keys.hash)?;
        let sort = match &index.keys.range {
            Some(name) => Some(part(name)?),
            None => None,
        };
        Some((Partition::of(hash), Position { sort, tie: Tie::Of(primary.clone()) }))
    }

    /// Where `item` stands in `index`, as a place there, and what it weighs in it, bytes.
    #[must_use]
    pub fn entry_in(&self, index: &Index, item: &Item, primary: &PrimaryKey) -> Option<(Place, usize)> {
        let (partition, position) = self.place_in(index, item, primary)?;
        Some((Place::of(&partition, &position), size_of(self.held_by(index, item))))
    }

    /// Whether `index` holds the attribute `name`.
    #[must_use]
    pub fn projects(&self, index: &Index, name: &str) -> bool {
        match &index.projection {
            Projection::All => true,
            Projection::KeysOnly => self.keys.has(name) || index.keys.has(name),
            Projection::Include(names) => {
                self.keys.has(name) || index.keys.has(name) || names.iter().any(|held| &**held == name)
            }
        }
    }

    /// The attributes of `item` that `index` holds.
    pub fn held_by<'a>(
        &'a self,
        index: &'a Index,
        item: &'a Item,
    ) -> impl Iterator<Item = (&'a Arc<str>, &'a AttributeValue)> {
        item.iter().filter(|(name, _)| self.projects(index, name))
    }

    /// The same as an item.
    #[must_use]
    pub fn projected(&self, index: &Index, item: &Item) -> Item {
        self.held_by(index, item).map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// The attributes of `item` from which a caller can go on: its primary key, and its key in `index`.
    #[must_use]
    pub fn keys_only(&self, index: Option<&Index>, item: &Item) -> Item {
        let keys = self.keys.names().chain(index.into_iter().flat_map(|index| index.keys.names()));
        keys.filter_map(|name| Some((name.clone(), item.get(name)?.clone()))).collect()
    }
}

fn check_length(name: &str, value: &AttributeValue, hash: bool) -> Result<(), Error> {
    let (length, kind) = match value {
        AttributeValue::S(text) => (text.len(), "string"),
        AttributeValue::B(bytes) => (bytes.len(), "binary"),
        _ => return Ok(()),
    };
    match length {
        0 => Err(Error::Validation(format!(
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty {kind} value. Key: {name}"
        ))),
        _ if hash && length > MAX_HASH_KEY_BYTES => {
            Err(Error::wrong("Size of hashkey has exceeded the maximum size limit of2048 bytes"))
        }
        _ if !hash && length > MAX_RANGE_KEY_BYTES => {
            Err(Error::wrong("Aggregated size of all range keys has exceeded the size limit of 1024 bytes"))
        }
        _ => Ok(()),
    }
}
