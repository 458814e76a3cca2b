//! S3's limits, by name. All are AWS's own.

/// Bytes of a key, as UTF-8.
pub const MAX_KEY_BYTES: usize = 1_024;
/// Bytes that one PUT or one copy may carry: 5 GiB.
pub const MAX_PUT_BYTES: u64 = 5 * 1_024 * 1_024 * 1_024;
/// Bytes of all user metadata of an object, names and values together.
pub const MAX_METADATA_BYTES: usize = 2 * 1_024;
/// Buckets of an account.
pub const MAX_BUCKETS: usize = 10_000;
/// Entries in one page of a listing.
pub const MAX_LISTED: usize = 1_000;
/// Notification configurations of a bucket.
pub const MAX_NOTIFICATIONS: usize = 100;
/// Bytes of one filter rule's value.
pub const MAX_FILTER_BYTES: usize = 1_024;
/// Bytes of a notification configuration's id.
pub const MAX_NOTIFICATION_ID_BYTES: usize = 255;
/// Bodies whose digest a host may announce ahead of their requests. AWS knows nothing of this: it bounds what a
/// host that never sends those requests can make us hold.
pub const MAX_KNOWN_DIGESTS: usize = 64;
