//! Where writes are noted: every path that changes an item ends here.

use std::sync::Arc;

use super::super::value::Item;
use super::record::Record;
use super::stream::arn;
use crate::operation::Context;

/// Notes that an item of `table` was `before` and is `after`, when the table has an enabled stream. `expired` says that
/// nobody asked for it: the item's time was over. Whoever changes nothing has nothing to note.
pub fn note(
    context: &mut Context<'_>,
    table: &str,
    before: Option<&Arc<Item>>,
    after: Option<&Arc<Item>>,
    expired: bool,
) {
    let Some(held) = context.world.dynamodb().table(table) else { return };
    let Some(latest) = held.stream.as_ref().filter(|latest| latest.enabled) else { return };
    let Some(item) = after.or(before) else { return };
    let (arn, keys) = (arn(table, &latest.label), held.schema.keys_only(None, item));
    let (id, at) = (context.rng.hex(32).into(), context.now);
    let record = Record { id, at, keys, before: before.cloned(), after: after.cloned(), expired };
    if let Some(stream) = context.world.dynamodb_mut().stream_mut(&arn) {
        stream.push(record, at);
    }
}
