//! A table as it is opened: its facts, and the items of a window.

use std::ops::Range;
use std::sync::Arc;

use super::schema::{KeySchema, Projection};
use super::table::Table;
use super::wire::write_item;
use crate::view::stage::{Column, KeyRole};
use crate::view::table::{OpenIndex, OpenTable};
use crate::world::World;

/// The table called `name` with the items of `window`, counted in the order in which a scan finds them; none when there
/// is no such table. A window that lies behind the last item holds nothing.
#[must_use]
pub fn opened(world: &World, name: &str, window: Range<usize>) -> Option<OpenTable> {
    let table = world.dynamodb().table(name)?;
    let (total, bytes) = table.figures(None);
    let (latest, own) = (table.stream.as_ref(), table.throughput);
    let index = |index: &super::schema::Index| {
        let (total, bytes) = table.figures(Some(index));
        OpenIndex {
            name: index.name.clone(),
            global: index.global,
            keys: keys(table, &index.keys),
            holds: match &index.projection {
                Projection::All => "ALL".to_owned(),
                Projection::KeysOnly => "KEYS_ONLY".to_owned(),
                Projection::Include(names) => names.join(", "),
            },
            total,
            bytes,
            status: if index.global { table.index_status(&index.name).name() } else { "" },
        }
    };
    Some(OpenTable {
        arn: table.arn(),
        status: table.status().name(),
        keys: keys(table, &table.schema.keys),
        total: usize::try_from(total).unwrap_or(usize::MAX),
        bytes,
        on_demand: table.on_demand,
        units: (own.read, own.write),
        protected: table.protected,
        expires_by: table.expires_by.clone(),
        stream: latest.filter(|latest| latest.enabled).map(|latest| latest.view),
        indexes: table.schema.indexes.values().map(index).collect(),
        from: window.start,
        items: Arc::new(table.window(window).map(|item| write_item(&item)).collect()),
    })
}

fn keys(table: &Table, keys: &KeySchema) -> Vec<Column> {
    let roles = [KeyRole::Partition, KeyRole::Sort];
    let key = |(name, role): (&Arc<str>, KeyRole)| Column {
        name: name.clone(),
        type_name: table.schema.type_of(name),
        role: Some(role),
    };
    keys.names().zip(roles).map(key).collect()
}
