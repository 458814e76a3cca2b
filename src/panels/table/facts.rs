//! The table that is open: from history to what its bench shows.

use cloud::services::dynamodb::opened;
use cloud::sim::time::Time;
use cloud::sim::trace::Trace;
use cloud::view::table;
use cloud::world::World;
use leptos::prelude::*;

use crate::store::Store;
use crate::store::bench::TableBench;

/// The most calls that are listed.
const CALLS: usize = 40;

/// The table called `name` as it was in `shown` at the time `at`, with the items that are looked at.
#[must_use]
pub fn show(store: Store, trace: &Trace, latest: &World, shown: &World, at: Time, name: &str) -> TableBench {
    let (from, to) = store.window.get_untracked();
    let now = opened(shown, name, from..to);
    let last = opened(latest, name, 0..0);
    let figures = |table: &cloud::view::table::OpenTable| (table.total, table.bytes);
    TableBench {
        lasts: last.is_some(),
        behind: now.as_ref().map(figures) != last.as_ref().map(figures),
        shown: now,
        calls: table::calls(trace, name, at, CALLS),
    }
}
