//! Time to live: items whose time is over are deleted, some time later.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html>
//!
//! Until it is deleted an expired item is read and written as any other. Its deletion takes no units.

use std::sync::Arc;

use super::lifecycle::timer;
use super::table::Table;
use super::value::{AttributeValue, Item};
use super::write::Plan;
use crate::model::{DYNAMODB_EXPIRY, jitter};
use crate::operation::{Context, Effect};
use crate::sim::time::Time;

/// What a sweep is called.
pub const EXPIRE: &str = "deletes expired items";
/// Items whose time was over this long ago are not deleted: five years, seconds.
const OLDEST_S: u64 = 5 * 365 * 86_400;
/// Nobody waits longer, and no later moment has a date: a hundred years, milliseconds.
const FARTHEST_MS: u64 = 100 * 365 * 86_400_000;

/// When `item` expires by `attribute`, seconds since 1970; never when the attribute is no number, or one before 1970.
#[must_use]
pub fn expires(item: &Item, attribute: &str) -> Option<u64> {
    let Some(AttributeValue::N(number)) = item.get(attribute) else { return None };
    let text = number.to_string();
    text.split('.').next().and_then(|whole| whole.parse().ok())
}

/// Sees to it that the item of `table` that expires first will be deleted.
pub fn watch(context: &mut Context<'_>, name: &Arc<str>) {
    let now = context.now;
    let Some(table) = context.world.dynamodb().table(name) else { return };
    let oldest = (now.epoch_ms() / 1_000).saturating_sub(OLDEST_S);
    let Some(first) = table.next_expiry(oldest) else { return };
    let expired_ms = first.saturating_mul(1_000);
    if expired_ms > now.epoch_ms() + FARTHEST_MS {
        return;
    }
    let expired = Time::from_epoch_ms(expired_ms).unwrap_or_default().max(now);
    // A sweep that comes in time for it is enough.
    if table.sweep.is_some_and(|at| at > now && at <= expired + DYNAMODB_EXPIRY + DYNAMODB_EXPIRY) {
        return;
    }
    let at = expired + jitter(context.rng, DYNAMODB_EXPIRY);
    context.effects.push(Effect::Schedule { at, timer: timer(name, EXPIRE, &"".into(), false) });
    if let Some(table) = context.world.dynamodb_mut().table_mut(name) {
        table.sweep = Some(at);
    }
}

/// Deletes what has expired by now, and sees to what comes next.
pub fn sweep(context: &mut Context<'_>, name: &Arc<str>) {
    let now_s = context.now.epoch_ms() / 1_000;
    let Some(table) = context.world.dynamodb_mut().table_mut(name) else { return };
    table.sweep = None;
    let expired: Vec<Item> = table.expired(now_s.saturating_sub(OLDEST_S), now_s).collect();
    for item in expired {
        let Some(key) = context.world.dynamodb().table(name).and_then(|table| table.schema.key_of_item(&item).ok())
        else {
            continue;
        };
        Plan { key, before: Some(Arc::new(item)), after: None }.expire(name, context);
    }
    watch(context, name);
}

impl Table {
    /// Says which attribute tells when an item expires, if any does.
    pub fn expire_by(&mut self, attribute: Option<Arc<str>>) {
        self.expires_by = attribute;
        self.sweep = None;
        self.index_expiries();
    }
}
