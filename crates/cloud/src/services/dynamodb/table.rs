//! A table: its items by partition and sort key, and the same items once more for each index.
//!
//! All maps are persistent, so that a world of before a write costs a few nodes, and an item is held once however
//! many indexes it stands in: packed, and unpacked when it is read. What an index projects is worked out then too.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use imbl::{OrdMap, OrdSet};

use super::expiry::expires;
use super::key::{Partition, Position, PrimaryKey, Tie};
use super::lifecycle::Pending;
use super::packed::Packed;
use super::place::{Place, within};
use super::schema::{Index, KeySchema, Schema};
use super::streams::stream::Latest;
use super::throughput::Throughput;
use super::value::{Item, item_size};
use crate::account::{ACCOUNT_ID, REGION};
use crate::sim::time::Time;

/// The entries of a table or of an index, partition by partition, and what they weigh there, bytes.
#[derive(Clone, Debug, Default)]
struct Tree {
    entries: OrdMap<Place, Packed>,
    bytes: u64,
}

impl Tree {
    /// Takes one entry out and puts another in; each stands at its place and weighs so many bytes.
    fn replace(&mut self, old: Option<(Place, usize)>, new: Option<(Place, Packed, usize)>) {
        if let Some((place, bytes)) = old {
            self.bytes -= bytes as u64;
            if new.as_ref().is_none_or(|(kept, ..)| *kept != place) {
                self.entries.remove(&place);
            }
        }
        if let Some((place, item, bytes)) = new {
            self.bytes += bytes as u64;
            self.entries.insert(place, item);
        }
    }
}

/// Items as they are read.
pub type Items<'a> = Box<dyn Iterator<Item = Item> + 'a>;

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
    pub schema: Arc<Schema>,
    /// Whether it is billed by request rather than by provisioned units.
    pub on_demand: bool,
    /// The units that it has provisioned.
    pub throughput: Throughput,
    /// Whether it may not be deleted.
    pub protected: bool,
    /// The attribute that says when an item expires.
    pub expires_by: Option<Arc<str>>,
    /// Its latest stream.
    pub stream: Option<Latest>,
    /// Its tags.
    pub tags: BTreeMap<Arc<str>, Arc<str>>,
    /// When it was last said by which attribute items expire.
    pub expiry_changed: Option<Time>,
    /// Changes under way.
    pub pending: Pending,
    /// When expired items will be looked for next.
    pub sweep: Option<Time>,
    tree: Tree,
    index_trees: BTreeMap<Arc<str>, Tree>,
    /// The items that expire, by the second in which they do.
    expiries: OrdSet<(u64, Place)>,
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
    pub throughput: Throughput,
    /// Whether it may not be deleted.
    pub protected: bool,
    /// Its tags.
    pub tags: BTreeMap<Arc<str>, Arc<str>>,
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(declared: Declaration, id: &str, now: Time) -> Self {
        let index_trees = declared.schema.indexes.keys().map(|name| (name.clone(), Tree::default())).collect();
        Self {
            name: declared.name,
            id: id.into(),
            created: now,
            schema: Arc::new(declared.schema),
            on_demand: declared.on_demand,
            throughput: declared.throughput,
            protected: declared.protected,
            expires_by: None,
            stream: None,
            tags: declared.tags,
            expiry_changed: None,
            pending: Pending::new(),
            sweep: None,
            tree: Tree::default(),
            index_trees,
            expiries: OrdSet::new(),
        }
    }

    /// Its ARN.
    #[must_use]
    pub fn arn(&self) -> String {
        arn(&self.name)
    }

    fn tree(&self, index: Option<&Index>) -> &Tree {
        index.and_then(|index| self.index_trees.get(&index.name)).unwrap_or(&self.tree)
    }

    /// How many items the table or one of its indexes holds, and what they weigh there, bytes. AWS counts every six
    /// hours; here the figures are always right.
    #[must_use]
    pub fn figures(&self, index: Option<&Index>) -> (u64, u64) {
        let tree = self.tree(index);
        (tree.entries.len() as u64, tree.bytes)
    }

    /// The item of this key.
    #[must_use]
    pub fn get(&self, key: &PrimaryKey) -> Option<Arc<Item>> {
        self.tree.entries.get(&own(key)).map(|packed| Arc::new(packed.item()))
    }

    /// The items of one partition of the table or of an index between two bounds, from either end.
    #[must_use]
    pub fn partition(
        &self,
        index: Option<&Index>,
        partition: &Partition,
        bounds: &(Bound<Position>, Bound<Position>),
        forward: bool,
    ) -> Items<'_> {
        let bounds = within(partition, bounds);
        if is_empty(&bounds) {
            return Box::new(std::iter::empty());
        }
        let range = self.tree(index).entries.range(bounds).map(|(_, packed)| packed.item());
        if forward { Box::new(range) } else { Box::new(range.rev()) }
    }

    /// The items of the table or of an index whose partitions lie in a stretch of the hash space, after one of them
    /// or from the first.
    #[must_use]
    pub fn stretch(
        &self,
        index: Option<&Index>,
        slots: &std::ops::Range<u64>,
        after: Option<&(Partition, Position)>,
    ) -> Items<'_> {
        let bound = |slot: u64| u32::try_from(slot).ok().map(Place::first_of);
        let low = match after {
            Some((partition, position)) => Bound::Excluded(Place::of(partition, position)),
            None => bound(slots.start).map_or(Bound::Unbounded, Bound::Included),
        };
        let bounds = (low, bound(slots.end).map_or(Bound::Unbounded, Bound::Excluded));
        if slots.is_empty() || is_empty(&bounds) {
            return Box::new(std::iter::empty());
        }
        Box::new(self.tree(index).entries.range(bounds).map(|(_, packed)| packed.item()))
    }

    /// Some of the table's items, counted from 0 in the order in which a scan finds them.
    pub fn window(&self, window: std::ops::Range<usize>) -> impl Iterator<Item = Item> {
        let entries = &self.tree.entries;
        let end = window.end.min(entries.len());
        let start = window.start.min(end);
        // The map's own iterator is walked from whichever end is nearer; nothing but the window is unpacked.
        let held: Vec<&Packed> = if start < entries.len() / 2 {
            entries.values().skip(start).take(end - start).collect()
        } else {
            let mut held: Vec<_> = entries.values().rev().skip(entries.len() - end).take(end - start).collect();
            held.reverse();
            held
        };
        held.into_iter().map(Packed::item)
    }

    /// Puts `after` in the place of `before`, which the table has at `key`; either may be nothing.
    pub fn write(&mut self, key: &PrimaryKey, before: Option<&Item>, after: Option<&Item>) {
        let packed = after.map(Packed::of);
        let old = before.map(|item| (own(key), item_size(item)));
        let new = packed.clone().zip(after).map(|(packed, item)| (own(key), packed, item_size(item)));
        self.tree.replace(old, new);
        if let Some(attribute) = &self.expires_by {
            let place = own(key);
            if let Some(second) = before.and_then(|item| expires(item, attribute)) {
                self.expiries.remove(&(second, place.clone()));
            }
            if let Some(second) = after.and_then(|item| expires(item, attribute)) {
                self.expiries.insert((second, place));
            }
        }
        for index in self.schema.indexes.values() {
            let Some(tree) = self.index_trees.get_mut(&index.name) else { continue };
            let entry = |item: Option<&Item>| self.schema.entry_in(index, item?, key);
            let new = packed.clone().zip(entry(after)).map(|(packed, (place, bytes))| (place, packed, bytes));
            tree.replace(entry(before), new);
        }
    }

    /// The second in which the first item expires, of those that do not before `from`.
    #[must_use]
    pub fn next_expiry(&self, from: u64) -> Option<u64> {
        self.expiries.range((from, Place::first_of(0))..).next().map(|(second, _)| *second)
    }

    /// The items that expire within these seconds, both included.
    pub fn expired(&self, from: u64, until: u64) -> impl Iterator<Item = Item> {
        let first = |second: u64| (second, Place::first_of(0));
        let places = self.expiries.range(first(from)..first(until.saturating_add(1)));
        places.filter_map(|(_, place)| self.tree.entries.get(place)).map(Packed::item)
    }

    /// Notes anew which items expire when.
    pub fn index_expiries(&mut self) {
        self.expiries = match &self.expires_by {
            None => OrdSet::new(),
            Some(attribute) => {
                let entries = self.tree.entries.iter();
                entries
                    .filter_map(|(place, packed)| Some((expires(&packed.item(), attribute)?, place.clone())))
                    .collect()
            }
        };
    }

    /// Adds an index and fills it.
    pub fn add_index(&mut self, index: Index) {
        let mut tree = Tree::default();
        for packed in self.tree.entries.values() {
            let item = packed.item();
            let Ok(key) = self.schema.key_of_item(&item) else { continue };
            if let Some((place, bytes)) = self.schema.entry_in(&index, &item, &key) {
                tree.replace(None, Some((place, packed.clone(), bytes)));
            }
        }
        self.index_trees.insert(index.name.clone(), tree);
        Arc::make_mut(&mut self.schema).indexes.insert(index.name.clone(), index);
    }

    /// Takes an index away, with the types of attributes that were its own.
    pub fn remove_index(&mut self, name: &str) {
        self.index_trees.remove(name);
        let schema = Arc::make_mut(&mut self.schema);
        schema.indexes.remove(name);
        let keys = |keys: &KeySchema| keys.names().cloned().collect::<Vec<_>>();
        let mut used = keys(&schema.keys);
        used.extend(schema.indexes.values().flat_map(|index| keys(&index.keys)));
        schema.types.retain(|name, _| used.contains(name));
    }
}

/// The ARN of a table.
#[must_use]
pub fn arn(name: &str) -> String {
    ["arn:aws:dynamodb:", REGION, ":", ACCOUNT_ID, ":table/", name].concat()
}

fn own(key: &PrimaryKey) -> Place {
    Place::of(&key.partition, &Position { sort: key.sort.clone(), tie: Tie::Own })
}

/// A range that ends before it begins holds nothing; asked for, a map would stop the program.
fn is_empty(bounds: &(Bound<Place>, Bound<Place>)) -> bool {
    match bounds {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => false,
        (Bound::Included(low), Bound::Included(high)) => low > high,
        (Bound::Included(low) | Bound::Excluded(low), Bound::Included(high) | Bound::Excluded(high)) => low >= high,
    }
}
