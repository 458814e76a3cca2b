//! A table: its items by partition and sort key, and the same items once more for each index.
//!
//! All maps are persistent, so that a world of before a write costs a few nodes, and an item is held once however
//! many indexes it stands in. What an index projects is worked out when it is read.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use imbl::OrdMap;

use super::key::{Partition, Position, PrimaryKey, Tie};
use super::schema::{Index, Schema};
use super::streams::stream::Latest;
use super::value::{Item, item_size};
use crate::account::{ACCOUNT_ID, REGION};
use crate::sim::time::Time;

/// The entries of one partition, in order of their sort keys.
pub type Entries = OrdMap<Position, Arc<Item>>;
/// The partitions of a table or of an index.
pub type Tree = OrdMap<Partition, Entries>;

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: Arc<str>,
    /// Its id, a UUID.
    pub id: Arc<str>,
    /// When it was created.
    pub created: Time,
    /// Its keys and indexes.
    pub schema: Schema,
    /// Whether it is billed by request rather than by provisioned units.
    pub on_demand: bool,
    /// Read and write units that are provisioned.
    pub throughput: (u64, u64),
    /// Whether it may not be deleted.
    pub protected: bool,
    /// The attribute that says when an item expires.
    pub expires_by: Option<Arc<str>>,
    /// Its latest stream.
    pub stream: Option<Latest>,
    /// Its tags.
    pub tags: BTreeMap<Arc<str>, Arc<str>>,
    /// How many items it holds. AWS counts every six hours; here the figure is always right.
    pub count: u64,
    /// What they weigh, bytes.
    pub bytes: u64,
    tree: Tree,
    index_trees: BTreeMap<Arc<str>, Tree>,
}

/// What a new table is made of.
pub struct Declaration {
    /// Its name.
    pub name: Arc<str>,
    /// Its keys and indexes.
    pub schema: Schema,
    /// Whether it is billed by request.
    pub on_demand: bool,
    /// Provisioned units.
    pub throughput: (u64, u64),
    /// Whether it may not be deleted.
    pub protected: bool,
    /// Its tags.
    pub tags: BTreeMap<Arc<str>, Arc<str>>,
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(declared: Declaration, id: &str, now: Time) -> Self {
        let index_trees = declared.schema.indexes.keys().map(|name| (name.clone(), Tree::new())).collect();
        Self {
            name: declared.name,
            id: id.into(),
            created: now,
            schema: declared.schema,
            on_demand: declared.on_demand,
            throughput: declared.throughput,
            protected: declared.protected,
            expires_by: None,
            stream: None,
            tags: declared.tags,
            count: 0,
            bytes: 0,
            tree: Tree::new(),
            index_trees,
        }
    }

    /// Its ARN.
    #[must_use]
    pub fn arn(&self) -> String {
        arn(&self.name)
    }

    /// The partitions of the table, or of one of its indexes.
    #[must_use]
    pub fn tree(&self, index: Option<&Index>) -> &Tree {
        index.and_then(|index| self.index_trees.get(&index.name)).unwrap_or(&self.tree)
    }

    /// The item of this key.
    #[must_use]
    pub fn get(&self, key: &PrimaryKey) -> Option<&Arc<Item>> {
        self.tree.get(&key.partition)?.get(&own(key))
    }

    /// Puts `item`, whose key is `key`, in place of any it had; an absent item takes the old one out.
    pub fn write(&mut self, key: &PrimaryKey, item: Option<Arc<Item>>) -> Option<Arc<Item>> {
        let before = set(&mut self.tree, &key.partition, own(key), item.clone());
        for (held, count) in [(&before, false), (&item, true)] {
            let Some(held) = held else { continue };
            let bytes = item_size(held) as u64;
            self.count = if count { self.count + 1 } else { self.count - 1 };
            self.bytes = if count { self.bytes + bytes } else { self.bytes - bytes };
        }
        for index in self.schema.indexes.values() {
            let Some(tree) = self.index_trees.get_mut(&index.name) else { continue };
            let place =
                |item: &Option<Arc<Item>>| item.as_ref().and_then(|item| self.schema.place_in(index, item, key));
            let (old, new) = (place(&before), place(&item));
            if let Some((partition, position)) = old.filter(|old| Some(old) != new.as_ref()) {
                set(tree, &partition, position, None);
            }
            if let Some((partition, position)) = new {
                set(tree, &partition, position, item.clone());
            }
        }
        before
    }

    /// Adds an index and fills it.
    pub fn add_index(&mut self, index: Index) {
        let mut tree = Tree::new();
        for (partition, entries) in &self.tree {
            for (position, item) in entries {
                let key = PrimaryKey { partition: partition.clone(), sort: position.sort.clone() };
                if let Some((partition, position)) = self.schema.place_in(&index, item, &key) {
                    set(&mut tree, &partition, position, Some(Arc::clone(item)));
                }
            }
        }
        self.index_trees.insert(index.name.clone(), tree);
        self.schema.indexes.insert(index.name.clone(), index);
    }

    /// Takes an index away.
    pub fn remove_index(&mut self, name: &str) {
        self.index_trees.remove(name);
        self.schema.indexes.remove(name);
    }
}

/// The ARN of a table.
#[must_use]
pub fn arn(name: &str) -> String {
    format!("arn:aws:dynamodb:{REGION}:{ACCOUNT_ID}:table/{name}")
}

fn own(key: &PrimaryKey) -> Position {
    Position { sort: key.sort.clone(), tie: Tie::Own }
}

/// Sets or takes out one entry; a partition without entries does not stay.
fn set(tree: &mut Tree, partition: &Partition, position: Position, item: Option<Arc<Item>>) -> Option<Arc<Item>> {
    let Some(item) = item else {
        let entries = tree.get_mut(partition)?;
        let before = entries.remove(&position);
        if entries.is_empty() {
            tree.remove(partition);
        }
        return before;
    };
    match tree.get_mut(partition) {
        Some(entries) => entries.insert(position, item),
        None => {
            tree.insert(partition.clone(), Entries::unit(position, item));
            None
        }
    }
}

/// The entries of a partition between two bounds, from either end.
pub fn between<'a>(
    entries: &'a Entries,
    bounds: (Bound<Position>, Bound<Position>),
    forward: bool,
) -> Box<dyn Iterator<Item = (&'a Position, &'a Arc<Item>)> + 'a> {
    if is_empty(&bounds) {
        return Box::new(std::iter::empty());
    }
    let range = entries.range(bounds);
    if forward { Box::new(range) } else { Box::new(range.rev()) }
}

/// A range that ends before it begins holds nothing; asked for, a map would stop the program.
fn is_empty(bounds: &(Bound<Position>, Bound<Position>)) -> bool {
    match bounds {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => false,
        (Bound::Included(low), Bound::Included(high)) => low > high,
        (Bound::Included(low) | Bound::Excluded(low), Bound::Included(high) | Bound::Excluded(high)) => low >= high,
    }
}
