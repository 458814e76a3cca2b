//! What every write of an object does: replace, note the change, tell whom the bucket tells.

use std::sync::Arc;

use super::notification::{Event, Happening, notify};
use super::object::Object;
use crate::operation::Context;

/// Puts `object` into `bucket`, which exists, because of `event`.
pub fn store(context: &mut Context<'_>, bucket: &Arc<str>, object: Object, event: Event) {
    let after = object.summary();
    let (key, etag) = (Arc::clone(&object.key), Arc::clone(&object.etag));
    let (size, sequencer) = (object.size(), object.sequencer);
    let replaced = context.world.s3_mut().put_object(bucket, object);
    let before = replaced.map(|object| object.summary());
    context.changed([&**bucket, "/", &*key].concat(), before, Some(after));
    notify(context, bucket, &Happening { event, key: &key, size, etag: &etag, sequencer });
}
