//! A bucket: its current objects, their past versions, its unfinished uploads, its settings.

use std::ops::Bound;
use std::sync::Arc;

use imbl::OrdSet;

use super::by_name::{ByName, Named};
use super::notification::Configuration;
use super::object::Object;
use super::settings::Settings;
use super::upload::Upload;
use super::version::{Marker, NULL, Past, Version, Versioning, shown};
use crate::sim::time::Time;

/// A bucket.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// The name.
    pub name: Arc<str>,
    /// When it was created.
    pub created: Time,
    /// Whom it tells of what happens to its objects.
    pub notification: Arc<Configuration>,
    /// The length of all current objects together, bytes.
    pub total_bytes: u64,
    /// Whether it keeps versions.
    pub versioning: Versioning,
    /// The documents that configure it.
    pub settings: Arc<Settings>,
    /// The night on which its lifecycle rules act next.
    pub night: Option<Time>,
    objects: OrdSet<ByName<Object>>,
    /// Empty in a bucket that has never kept versions, so that writes there cost nothing more.
    past: OrdSet<ByName<Past>>,
    uploads: OrdSet<ByName<Upload>>,
}

impl Bucket {
    /// An empty bucket.
    pub(super) fn new(name: Arc<str>, created: Time) -> Self {
        Self {
            name,
            created,
            notification: Arc::default(),
            total_bytes: 0,
            versioning: Versioning::Never,
            settings: Arc::default(),
            night: None,
            objects: OrdSet::new(),
            past: OrdSet::new(),
            uploads: OrdSet::new(),
        }
    }

    /// The current object under `key`.
    #[must_use]
    pub fn object(&self, key: &str) -> Option<&Arc<Object>> {
        self.objects.get(key).map(|entry| &entry.0)
    }

    /// All current objects, in the order of their keys' bytes.
    pub fn objects(&self) -> impl Iterator<Item = &Arc<Object>> {
        self.objects.iter().map(|entry| &entry.0)
    }

    /// The current objects whose keys lie beyond `from`, in order.
    pub fn objects_from<'a>(&'a self, from: Bound<&str>) -> impl Iterator<Item = &'a Arc<Object>> + use<'a> {
        self.objects.range::<_, str>((from, Bound::Unbounded)).map(|entry| &entry.0)
    }

    /// How many current objects it holds.
    #[must_use]
    pub fn object_count(&self) -> usize {
        self.objects.len()
    }

    /// Whether it holds neither objects nor versions of them, so that it may be deleted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty() && self.past.is_empty()
    }

    /// The version of `key` with this id.
    #[must_use]
    pub fn version(&self, key: &str, id: &str) -> Option<Version> {
        if let Some(object) = self.object(key).filter(|object| shown(object.version.as_ref()) == id) {
            return Some(Version::Object(Arc::clone(object)));
        }
        self.past.get(key)?.0.versions.iter().find(|version| version.id() == id).cloned()
    }

    /// The delete marker that makes `key` read as missing.
    #[must_use]
    pub fn current_marker(&self, key: &str) -> Option<&Arc<Marker>> {
        match self.past.get(key).filter(|_| self.object(key).is_none())?.0.versions.last()? {
            Version::Marker(marker) => Some(marker),
            Version::Object(_) => None,
        }
    }

    /// All keys from `from` on, in order, each with its versions, the newest first.
    pub fn versions_from<'a>(
        &'a self,
        from: Bound<&str>,
    ) -> impl Iterator<Item = (&'a Arc<str>, Vec<Version>)> + use<'a> {
        let mut objects = self.objects_from(from).peekable();
        let mut past = self.past.range::<_, str>((from, Bound::Unbounded)).map(|entry| &entry.0).peekable();
        std::iter::from_fn(move || {
            let key = match (objects.peek(), past.peek()) {
                (Some(object), Some(past)) => (&object.key).min(&past.key),
                (Some(object), None) => &object.key,
                (None, Some(past)) => &past.key,
                (None, None) => return None,
            };
            let mut versions = Vec::new();
            if let Some(object) = objects.next_if(|object| object.key == *key) {
                versions.push(Version::Object(Arc::clone(object)));
            }
            if let Some(past) = past.next_if(|past| past.key == *key) {
                versions.extend(past.versions.iter().rev().cloned());
            }
            Some((key, versions))
        })
    }

    /// Makes `object` the current one; gives back the one that was.
    pub(super) fn put(&mut self, object: Object) -> Option<Arc<Object>> {
        let key = Arc::clone(&object.key);
        let replaced = if self.versioning == Versioning::Never { None } else { self.retire(&key) };
        self.total_bytes += object.size();
        let overwritten = self.objects.insert(ByName(Arc::new(object))).map(|entry| entry.0);
        self.total_bytes -= overwritten.as_ref().map_or(0, |object| object.size());
        replaced.or(overwritten)
    }

    /// Puts a changed copy of an object, such as one with other tags, in its own place.
    pub(super) fn replace(&mut self, object: Object) {
        let id = shown(object.version.as_ref()).to_owned();
        if self.object(&object.key).is_some_and(|current| shown(current.version.as_ref()) == id) {
            self.objects.insert(ByName(Arc::new(object)));
            return;
        }
        let Some(past) = self.past.get(&*object.key) else { return };
        let mut past = Past::clone(&past.0);
        if let Some(version) = past.versions.iter_mut().find(|version| version.id() == id) {
            *version = Version::Object(Arc::new(object));
        }
        self.past.insert(ByName(Arc::new(past)));
    }

    /// Removes the object under `key` for good.
    pub(super) fn remove_current(&mut self, key: &str) -> Option<Arc<Object>> {
        let removed = self.objects.remove(key)?.0;
        self.total_bytes -= removed.size();
        Some(removed)
    }

    /// Makes `key` read as missing; gives back the object that was current.
    pub(super) fn mark_deleted(&mut self, marker: Marker) -> Option<Arc<Object>> {
        let key = Arc::clone(&marker.key);
        let current = self.retire(&key);
        self.push_past(&key, Version::Marker(Arc::new(marker)));
        current
    }

    /// Removes one version for good. What is then the newest becomes current.
    pub(super) fn remove_version(&mut self, key: &str, id: &str) -> Option<Version> {
        let removed = if self.object(key).is_some_and(|object| shown(object.version.as_ref()) == id) {
            self.remove_current(key).map(Version::Object)
        } else {
            self.remove_past(key, id)
        };
        if self.object(key).is_none()
            && let Some(Version::Object(newest)) = self.past.get(key).and_then(|past| past.0.versions.last()).cloned()
        {
            self.remove_past(key, shown(newest.version.as_ref()));
            self.total_bytes += newest.size();
            self.objects.insert(ByName(newest));
        }
        removed
    }

    /// Moves the current object into the past, unless what comes next replaces it: while versioning is suspended
    /// there is one version `null`, wherever it stands.
    fn retire(&mut self, key: &Arc<str>) -> Option<Arc<Object>> {
        let current = self.remove_current(key);
        let suspended = self.versioning == Versioning::Suspended;
        if suspended {
            self.remove_past(key, NULL);
        }
        if let Some(current) = &current
            && !(suspended && current.version.is_none())
        {
            self.push_past(key, Version::Object(Arc::clone(current)));
        }
        current
    }

    fn push_past(&mut self, key: &Arc<str>, version: Version) {
        let mut past = match self.past.get(&**key) {
            Some(past) => Past::clone(&past.0),
            None => Past { key: Arc::clone(key), versions: Vec::new() },
        };
        past.versions.push(version);
        self.past.insert(ByName(Arc::new(past)));
    }

    fn remove_past(&mut self, key: &str, id: &str) -> Option<Version> {
        let mut past = Past::clone(&self.past.get(key)?.0);
        let at = past.versions.iter().position(|version| version.id() == id)?;
        let removed = past.versions.remove(at);
        if past.versions.is_empty() {
            self.past.remove(key);
        } else {
            self.past.insert(ByName(Arc::new(past)));
        }
        Some(removed)
    }

    /// The unfinished uploads, by id.
    pub fn uploads(&self) -> impl Iterator<Item = &Arc<Upload>> {
        self.uploads.iter().map(|entry| &entry.0)
    }

    /// The unfinished upload with this id.
    #[must_use]
    pub fn upload(&self, id: &str) -> Option<&Arc<Upload>> {
        self.uploads.get(id).map(|entry| &entry.0)
    }

    /// Adds an upload, or puts a changed one in its place.
    pub(super) fn put_upload(&mut self, upload: Upload) {
        self.uploads.insert(ByName(Arc::new(upload)));
    }

    /// Tells the unfinished uploads of `key` that an object under it was deleted.
    pub(super) fn note_deletion(&mut self, key: &str) {
        let concerned: Vec<Arc<Upload>> = self.uploads().filter(|upload| &*upload.key == key).map(Arc::clone).collect();
        for upload in concerned {
            self.put_upload(Upload { key_was_deleted: true, ..Upload::clone(&upload) });
        }
    }

    /// Forgets an upload.
    pub(super) fn remove_upload(&mut self, id: &str) {
        self.uploads.remove(id);
    }
}

impl Named for Bucket {
    fn name(&self) -> &str {
        &self.name
    }
}
