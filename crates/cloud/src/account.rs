//! The one account and region that a run simulates.

/// The account's number.
pub const ACCOUNT_ID: &str = "123456789012";
/// The region.
pub const REGION: &str = "us-east-1";
/// The canonical user id that owns every bucket (S3's older form of an account).
pub const CANONICAL_USER_ID: &str = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
