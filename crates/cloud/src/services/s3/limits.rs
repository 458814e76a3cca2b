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
/// Parts of a multipart upload.
pub const MAX_PARTS: u16 = 10_000;
/// Bytes of a part that is not the last: 5 MiB.
pub const MIN_PART_BYTES: usize = 5 * 1_024 * 1_024;
/// Keys of one `DeleteObjects`.
pub const MAX_DELETED: usize = 1_000;
/// Tags of an object.
pub const MAX_OBJECT_TAGS: usize = 10;
/// Tags of a bucket.
pub const MAX_BUCKET_TAGS: usize = 50;
/// Characters of a tag's name.
pub const MAX_TAG_NAME: usize = 128;
/// Characters of a tag's value.
pub const MAX_TAG_VALUE: usize = 256;
/// Rules of a CORS configuration.
pub const MAX_CORS_RULES: usize = 100;
/// Rules of a lifecycle configuration.
pub const MAX_LIFECYCLE_RULES: usize = 1_000;
/// Bytes of a bucket's policy.
pub const MAX_POLICY_BYTES: usize = 20 * 1_024;
