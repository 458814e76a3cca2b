//! The state of S3: buckets and their objects.
//!
//! History keeps the world at every hop, so both collections share structure. They are ordered sets of pointers
//! rather than maps: an entry is its own key, and a changed tree node copies 16 pointers instead of 16 pairs.

use std::borrow::Borrow;
use std::ops::Bound;
use std::sync::Arc;

use bytes::Bytes;
use imbl::OrdSet;

use super::digest::{Digest, KnownDigests};
use super::notification::Configuration;
use super::object::{Object, Sequencer};
use crate::services::iam::policy::Policy;
use crate::sim::time::Time;

/// The state of the service.
#[derive(Clone, Debug, Default)]
pub struct State {
    buckets: OrdSet<ByName<Bucket>>,
    sequencer: Sequencer,
    known_digests: KnownDigests,
}

/// A bucket.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// The name.
    pub name: Arc<str>,
    /// When it was created.
    pub created: Time,
    /// Whom it tells of what happens to its objects.
    pub notification: Arc<Configuration>,
    /// The length of all objects together, bytes.
    pub total_bytes: u64,
    objects: OrdSet<ByName<Object>>,
}

impl Bucket {
    /// The object under `key`.
    #[must_use]
    pub fn object(&self, key: &str) -> Option<&Arc<Object>> {
        self.objects.get(key).map(|entry| &entry.0)
    }

    /// All objects, in the order of their keys' bytes.
    pub fn objects(&self) -> impl Iterator<Item = &Arc<Object>> {
        self.objects.iter().map(|entry| &entry.0)
    }

    /// The objects whose keys lie beyond `from`, in order.
    pub fn objects_from<'a>(&'a self, from: Bound<&str>) -> impl Iterator<Item = &'a Arc<Object>> + use<'a> {
        self.objects.range::<_, str>((from, Bound::Unbounded)).map(|entry| &entry.0)
    }

    /// How many objects it holds.
    #[must_use]
    pub fn object_count(&self) -> usize {
        self.objects.len()
    }
}

impl State {
    /// All buckets, by name.
    pub fn buckets(&self) -> impl Iterator<Item = &Arc<Bucket>> {
        self.buckets.iter().map(|entry| &entry.0)
    }

    /// The bucket called `name`.
    #[must_use]
    pub fn bucket(&self, name: &str) -> Option<&Arc<Bucket>> {
        self.buckets.get(name).map(|entry| &entry.0)
    }

    /// The object under `key` in `bucket`.
    #[must_use]
    pub fn object(&self, bucket: &str, key: &str) -> Option<&Arc<Object>> {
        self.bucket(bucket)?.object(key)
    }

    /// The policy of a bucket. No bucket has one yet: `PutBucketPolicy` is not simulated.
    #[must_use]
    pub fn policy_of(&self, _bucket: &str) -> Option<&Policy> {
        None
    }

    /// Takes the host's word that `body`, which it is about to send, has `digest`. See [`super::digest`].
    pub fn know_digest(&mut self, body: Bytes, digest: Digest) {
        self.known_digests.add(body, digest);
    }

    /// The MD5 of `body`, from the host if it has said so.
    pub(super) fn digest_of(&mut self, body: &Bytes) -> Digest {
        self.known_digests.take(body).unwrap_or_else(|| Digest::of(body))
    }

    /// How many buckets there are.
    pub(super) fn bucket_count(&self) -> usize {
        self.buckets.len()
    }

    /// Adds an empty bucket.
    pub(super) fn create_bucket(&mut self, name: Arc<str>, now: Time) {
        self.buckets.insert(ByName(Arc::new(Bucket {
            name,
            created: now,
            notification: Arc::default(),
            total_bytes: 0,
            objects: OrdSet::new(),
        })));
    }

    /// Removes a bucket.
    pub(super) fn delete_bucket(&mut self, name: &str) {
        self.buckets.remove(name);
    }

    /// The sequencer for a write `now`.
    pub(super) fn next_sequencer(&mut self, now: Time) -> Sequencer {
        self.sequencer = self.sequencer.next(now);
        self.sequencer
    }

    /// Puts `object` into `bucket`, which exists; gives back the one that it replaces.
    pub(super) fn put_object(&mut self, bucket: &str, object: Object) -> Option<Arc<Object>> {
        self.change(bucket, |bucket| {
            let replaced = bucket.objects.get(&*object.key).map(|entry| Arc::clone(&entry.0));
            bucket.total_bytes += object.size();
            bucket.total_bytes -= replaced.as_ref().map_or(0, |object| object.size());
            bucket.objects.insert(ByName(Arc::new(object)));
            replaced
        })
    }

    /// Removes the object under `key`, and gives it back.
    pub(super) fn delete_object(&mut self, bucket: &str, key: &str) -> Option<Arc<Object>> {
        self.change(bucket, |bucket| {
            let removed = bucket.objects.remove(key)?.0;
            bucket.total_bytes -= removed.size();
            Some(removed)
        })
    }

    /// Replaces the notification configuration of a bucket.
    pub(super) fn set_notification(&mut self, bucket: &str, configuration: Configuration) {
        self.change(bucket, |bucket| {
            bucket.notification = Arc::new(configuration);
            None::<()>
        });
    }

    fn change<T>(&mut self, name: &str, change: impl FnOnce(&mut Bucket) -> Option<T>) -> Option<T> {
        let mut bucket = Bucket::clone(self.bucket(name)?);
        let outcome = change(&mut bucket);
        self.buckets.insert(ByName(Arc::new(bucket)));
        outcome
    }
}

/// A shared entry of a set, found by its name.
#[derive(Debug)]
struct ByName<T>(Arc<T>);

trait Named {
    fn name(&self) -> &str;
}

impl Named for Bucket {
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for Object {
    fn name(&self) -> &str {
        &self.key
    }
}

impl<T> Clone for ByName<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Named> Borrow<str> for ByName<T> {
    fn borrow(&self) -> &str {
        self.0.name()
    }
}

impl<T: Named> PartialEq for ByName<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.name() == other.0.name()
    }
}

impl<T: Named> Eq for ByName<T> {}

impl<T: Named> PartialOrd for ByName<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Named> Ord for ByName<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.name().cmp(other.0.name())
    }
}
