//! Lifecycle rules: what becomes of objects as they grow old. They act at midnight, UTC, after their days are full.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html>

mod act;
mod check;
mod plan;
mod read;

pub use act::{act, is_night, watch, watch_all};
pub use check::check;
pub use read::rules;

use super::bucket::Bucket;
use super::lock::moment;
use super::object::Object;
use crate::http::Response;
use crate::operation::Context;
use crate::protocol::uri::encode;
use crate::sim::time::Time;

/// Seconds of a day.
const DAY_S: i64 = 24 * 60 * 60;
/// Bytes below which an object is not moved to another storage class unless a rule's filter speaks of sizes. AWS's
/// value since September 2024.
const LEAST_MOVED_BYTES: u64 = 128 * 1024;

/// A rule that is switched on.
#[derive(Clone, Debug, Default)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// Which objects it is for.
    pub filter: Filter,
    /// When a current version expires.
    pub expires: Option<When>,
    /// Whether a delete marker that hides nothing is removed.
    pub removes_markers: bool,
    /// When a version that is no longer current is deleted for good.
    pub noncurrent: Option<Noncurrent>,
    /// When a current version changes its storage class.
    pub moves: Vec<(When, String)>,
    /// When a version that is no longer current changes its storage class.
    pub noncurrent_moves: Vec<(Noncurrent, String)>,
    /// After how many days an upload that was not completed is aborted.
    pub aborts_after_days: Option<i64>,
}

/// A moment in the life of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// This many days after it was written.
    Days(i64),
    /// A day, seconds since 1970.
    Date(i64),
}

/// A moment in the life of a version that is no longer current.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noncurrent {
    /// This many days after another version took its place.
    pub days: i64,
    /// As long as there are more than this many newer ones that are no longer current either.
    pub newer: usize,
}

/// Which objects a rule is for; all of it must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// What keys begin with.
    pub prefix: String,
    /// Tags that the object must have.
    pub tags: Vec<(String, String)>,
    /// The object is larger than this, bytes.
    pub larger_than: Option<u64>,
    /// The object is smaller than this, bytes.
    pub smaller_than: Option<u64>,
}

impl Filter {
    /// Whether the rule is for `object`.
    #[must_use]
    pub fn fits(&self, object: &Object) -> bool {
        object.key.starts_with(&self.prefix)
            && self.larger_than.is_none_or(|bytes| object.size() > bytes)
            && self.smaller_than.is_none_or(|bytes| object.size() < bytes)
            && self.tags.iter().all(|(name, value)| object.tags.iter().any(|(n, v)| **n == **name && **v == **value))
    }

    /// Whether it speaks of keys alone, so that it may be held against what is no object.
    #[must_use]
    pub fn is_of_keys(&self) -> bool {
        self.tags.is_empty() && self.larger_than.is_none() && self.smaller_than.is_none()
    }

    /// Whether it lets an object of this size change its storage class.
    #[must_use]
    pub fn may_move(&self, object: &Object) -> bool {
        self.larger_than.is_some() || self.smaller_than.is_some() || object.size() >= LEAST_MOVED_BYTES
    }
}

impl When {
    /// The moment for what was written at `written`, seconds since 1970.
    #[must_use]
    pub fn due_s(self, written: Time) -> i64 {
        match self {
            Self::Days(days) => midnight_after_s(written, days),
            Self::Date(at_s) => at_s,
        }
    }
}

/// The first midnight once `days` are full since `from`, seconds since 1970.
#[must_use]
pub fn midnight_after_s(from: Time, days: i64) -> i64 {
    let full_s = epoch_s(from).saturating_add(days.saturating_mul(DAY_S));
    full_s.saturating_add(DAY_S - 1).div_euclid(DAY_S).saturating_mul(DAY_S)
}

/// Seconds since 1970, begun ones counted as full.
fn epoch_s(at: Time) -> i64 {
    i64::try_from(at.epoch_ms().div_ceil(1_000)).unwrap_or(i64::MAX)
}

/// When `object`, the current one of its key, expires by one of `rules`: seconds since 1970, and the rule's id.
#[must_use]
pub fn expiry<'a>(rules: &'a [Rule], object: &Object) -> Option<(i64, &'a str)> {
    let due = rules.iter().filter(|rule| rule.filter.fits(object)).filter_map(|rule| {
        let due_s = rule.expires?.due_s(object.modified);
        Some((due_s, rule.id.as_str()))
    });
    due.min_by_key(|(due_s, _)| *due_s)
}

/// What an answer says of when `object`, the current one of its key, expires; none when it does not.
#[must_use]
pub fn expiration_header(bucket: &Bucket, object: &Object) -> Option<String> {
    let rules = rules(bucket);
    let (due_s, id) = expiry(&rules, object)?;
    let date = moment(due_s)?.rfc1123();
    Some(format!("expiry-date=\"{date}\", rule-id=\"{}\"", encode(id)))
}

/// Adds to the answer of a write when what is now under `key` expires.
pub fn tell_expiration(context: &Context<'_>, bucket: &str, key: &str, response: &mut Response) {
    let bucket = context.world.s3().bucket(bucket);
    let header = bucket.and_then(|bucket| expiration_header(bucket, bucket.object(key)?));
    if let Some(header) = header {
        response.headers.set("x-amz-expiration", header);
    }
}
