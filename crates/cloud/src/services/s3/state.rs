//! The state of S3: buckets and their objects.
//!
//! History keeps the world at every hop, so both collections share structure. They are ordered sets of pointers
//! rather than maps: an entry is its own key, and a changed tree node copies 16 pointers instead of 16 pairs.

use std::sync::Arc;

use bytes::Bytes;
use imbl::OrdSet;

use super::acl;
use super::bucket::Bucket;
use super::by_name::ByName;
use super::digest::{Digest, KnownDigests};
use super::notification::Configuration;
use super::object::{Object, Sequencer};
use super::settings::Settings;
use crate::services::iam::policy::Policy;
use crate::sim::time::Time;
use crate::verdict::Principal;

/// The state of the service.
#[derive(Clone, Debug, Default)]
pub struct State {
    buckets: OrdSet<ByName<Bucket>>,
    sequencer: Sequencer,
    known_digests: KnownDigests,
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

    /// The policy of a bucket, as far as it speaks for `principal`. A public policy says nothing to strangers while
    /// the bucket's public access block restricts it.
    #[must_use]
    pub fn policy_of(&self, bucket: &str, principal: &Principal) -> Option<&Policy> {
        let settings = &self.bucket(bucket)?.settings;
        let kept = settings.policy.as_ref()?;
        let restricted = settings.public_access_block.is_some_and(|block| block.restrict_public_buckets);
        (*principal != Principal::Anonymous || !(restricted && kept.public)).then_some(&kept.policy)
    }

    /// Whether lists of grants let `principal` do `action` with the resource of this ARN in `bucket`.
    #[must_use]
    pub fn acl_permits(&self, bucket: &str, principal: &Principal, action: &str, arn: &str) -> bool {
        self.bucket(bucket).is_some_and(|bucket| acl::permit(bucket, principal, action, arn))
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
        self.buckets.insert(ByName(Arc::new(Bucket::new(name, now))));
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

    /// Puts `object` into `bucket`, which exists; gives back the one that was current.
    pub(super) fn put_object(&mut self, bucket: &str, object: Object) -> Option<Arc<Object>> {
        self.change(bucket, |bucket| bucket.put(object))?
    }

    /// Replaces the notification configuration of a bucket.
    pub(super) fn set_notification(&mut self, bucket: &str, configuration: Configuration) {
        self.change(bucket, |bucket| bucket.notification = Arc::new(configuration));
    }

    /// Changes the settings of a bucket.
    pub(super) fn configure(&mut self, bucket: &str, change: impl FnOnce(&mut Settings)) {
        self.change(bucket, |bucket| change(Arc::make_mut(&mut bucket.settings)));
    }

    /// Changes a bucket; none when it does not exist.
    pub(super) fn change<T>(&mut self, name: &str, change: impl FnOnce(&mut Bucket) -> T) -> Option<T> {
        let mut bucket = Bucket::clone(self.bucket(name)?);
        let outcome = change(&mut bucket);
        self.buckets.insert(ByName(Arc::new(bucket)));
        Some(outcome)
    }
}
