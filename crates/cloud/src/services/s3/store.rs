//! What every write and deletion of an object does: keep the version, note the change, tell whom the bucket tells.

use std::sync::Arc;

use super::notification::{Event, Happening, notify};
use super::object::Object;
use super::version::{Marker, NULL, Version, Versioning, new_id};
use super::{find, lifecycle};
use crate::http::Response;
use crate::operation::Context;

/// Puts `object` into `bucket`, which exists, because of `event`; gives back the version's id where there are any.
pub fn store(context: &mut Context<'_>, bucket: &Arc<str>, mut object: Object, event: Event) -> Option<Arc<str>> {
    let versioning = versioning(context, bucket);
    object.version = (versioning == Versioning::Enabled).then(|| new_id(context.rng));
    let version = told(versioning, object.version.as_ref());
    let after = object.summary();
    let (key, etag) = (Arc::clone(&object.key), Arc::clone(&object.etag));
    let (size, sequencer) = (object.size(), object.sequencer);
    let replaced = context.world.s3_mut().put_object(bucket, object);
    let before = replaced.map(|object| object.summary());
    context.changed([&**bucket, "/", &*key].concat(), before, Some(after));
    let happening = Happening { event, key: &key, size, etag: &etag, version: version.as_deref(), sequencer };
    notify(context, bucket, &happening);
    lifecycle::watch(context, bucket, &key);
    version
}

/// Tells whom `bucket` tells what happened to `object`, which is still there.
pub fn tell(context: &mut Context<'_>, bucket: &Arc<str>, object: &Object, event: Event) {
    let happening = Happening {
        event,
        key: &object.key,
        size: object.size(),
        etag: &object.etag,
        version: find::told_version(context, bucket, object),
        sequencer: object.sequencer,
    };
    notify(context, bucket, &happening);
}

/// What became of a deletion.
#[derive(Debug, Default)]
pub struct Deleted {
    /// The version that was deleted, or the id of the delete marker that was made.
    pub version: Option<Arc<str>>,
    /// Whether that is a delete marker.
    pub marker: bool,
}

impl Deleted {
    /// Adds what was deleted to an answer.
    #[must_use]
    pub fn described(&self, mut response: Response) -> Response {
        if let Some(version) = &self.version {
            response.headers.set("x-amz-version-id", &**version);
        }
        if self.marker {
            response.headers.set("x-amz-delete-marker", "true");
        }
        response
    }
}

/// Why something is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Somebody asked for it.
    Request,
    /// A lifecycle rule.
    Lifecycle,
}

/// Deletes `key` of `bucket`, which exists: for good where no versions are kept, else by a delete marker.
pub fn delete(context: &mut Context<'_>, bucket: &Arc<str>, key: &Arc<str>, cause: Cause) -> Deleted {
    let versioning = versioning(context, bucket);
    let is_there = context.world.s3().object(bucket, key).is_some();
    if versioning == Versioning::Never && !is_there {
        return Deleted::default();
    }
    let sequencer = context.world.s3_mut().next_sequencer(context.now);
    let version = (versioning == Versioning::Enabled).then(|| new_id(context.rng));
    let deleted = Deleted { version: told(versioning, version.as_ref()), marker: versioning != Versioning::Never };
    let marker = Marker { key: Arc::clone(key), version, modified: context.now, sequencer };
    let removed = context.world.s3_mut().change(bucket, |bucket| {
        bucket.note_deletion(key);
        if deleted.marker { bucket.mark_deleted(marker) } else { bucket.remove_current(key) }
    });
    let before = removed.flatten().map(|object| object.summary());
    let after = deleted.marker.then(|| "a delete marker".to_owned());
    context.changed([&**bucket, "/", &**key].concat(), before, after);
    let (event, etag) =
        if deleted.marker { (Event::DeleteMarker, "d41d8cd98f00b204e9800998ecf8427e") } else { (Event::Delete, "") };
    let event = event.because_of(cause);
    let version = deleted.version.as_deref();
    notify(context, bucket, &Happening { event, key, size: 0, etag, version, sequencer });
    lifecycle::watch(context, bucket, key);
    deleted
}

/// Deletes one version of `key` for good. One that is not there is deleted too.
pub fn delete_version(context: &mut Context<'_>, bucket: &Arc<str>, key: &Arc<str>, id: &str, cause: Cause) -> Deleted {
    let versioning = versioning(context, bucket);
    let removed = context.world.s3_mut().change(bucket, |bucket| {
        let removed = bucket.remove_version(key, id);
        if matches!(removed, Some(Version::Object(_))) {
            bucket.note_deletion(key);
        }
        removed
    });
    let removed = removed.flatten();
    let version = (versioning != Versioning::Never).then(|| Arc::from(id));
    let Some(removed) = removed else { return Deleted { version, marker: false } };
    let (before, marker) = match &removed {
        Version::Object(object) => (object.summary(), false),
        Version::Marker(_) => ("a delete marker".to_owned(), true),
    };
    let sequencer = context.world.s3_mut().next_sequencer(context.now);
    let after = context.world.s3().object(bucket, key).map(|object| object.summary());
    context.changed([&**bucket, "/", &**key].concat(), Some(before), after);
    let shown = version.as_deref();
    let event = Event::Delete.because_of(cause);
    notify(context, bucket, &Happening { event, key, size: 0, etag: "", version: shown, sequencer });
    lifecycle::watch(context, bucket, key);
    Deleted { version, marker }
}

fn versioning(context: &Context<'_>, bucket: &str) -> Versioning {
    context.world.s3().bucket(bucket).map_or(Versioning::Never, |bucket| bucket.versioning)
}

/// The id as answers and events tell it: none in a bucket that has never kept versions.
fn told(versioning: Versioning, id: Option<&Arc<str>>) -> Option<Arc<str>> {
    (versioning != Versioning::Never).then(|| id.map_or_else(|| NULL.into(), Arc::clone))
}
