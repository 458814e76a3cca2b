//! Archived objects: they must be restored before they are read, which takes hours.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html>

use super::error::{Error, particular};
use super::lock::{epoch_s, moment};
use super::object::Object;
use crate::sim::time::{Span, Time};

/// A copy of an archived object that can be read for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// When it can be read.
    pub from: Time,
    /// Until when, seconds since 1970.
    pub until_s: i64,
}

/// How fast an object is restored, and how long that takes by the documentation: from `GLACIER`, from `DEEP_ARCHIVE`;
/// the longest time of each range. The fastest is not to be had for the deepest archive.
const TIERS: [(&str, u64, Option<u64>); 3] = [
    ("Expedited", 5 * 60, None),
    ("Standard", 5 * 60 * 60, Some(12 * 60 * 60)),
    ("Bulk", 12 * 60 * 60, Some(48 * 60 * 60)),
];

/// Whether `object` lies in an archive.
#[must_use]
pub fn is_archived(object: &Object) -> bool {
    matches!(object.storage_class(), "GLACIER" | "DEEP_ARCHIVE")
}

/// How long it takes to restore `object` by `tier`; none when there is no such tier for it.
#[must_use]
pub fn restoring(object: &Object, tier: &str) -> Option<Span> {
    let (_, glacier_s, deep_s) = TIERS.iter().find(|(name, ..)| *name == tier)?;
    let seconds = if object.storage_class() == "GLACIER" { Some(*glacier_s) } else { *deep_s };
    seconds.map(Span::from_s)
}

/// The restored copy of `object`, if there is one at `now` or will be.
#[must_use]
pub fn restored(object: &Object, now: Time) -> Option<Restored> {
    let restored = object.extras.as_ref()?.restored?;
    (restored.until_s > epoch_s(now)).then_some(restored)
}

/// Refuses to read what lies in an archive and was not restored.
///
/// # Errors
/// When it was not.
pub fn check_readable(object: &Object, now: Time) -> Result<(), Error> {
    if !is_archived(object) || restored(object, now).is_some_and(|restored| restored.from <= now) {
        return Ok(());
    }
    Err(particular::ARCHIVED.error(vec![("StorageClass", object.storage_class().to_owned())]))
}

/// The header that tells of a restoration.
#[must_use]
pub fn header(object: &Object, now: Time) -> Option<String> {
    let restored = restored(object, now)?;
    if restored.from > now {
        return Some("ongoing-request=\"true\"".to_owned());
    }
    let until = moment(restored.until_s)?;
    Some(format!("ongoing-request=\"false\", expiry-date=\"{}\"", until.rfc1123()))
}
