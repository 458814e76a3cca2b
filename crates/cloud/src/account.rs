//! The one account and region that a run simulates.

/// The account's number.
pub const ACCOUNT_ID: &str = "123456789012";
/// The region.
pub const REGION: &str = "us-east-1";
/// The bucket of AWS's own from which functions' packages are downloaded, by addresses that Lambda gives. It is no bucket
/// of the account's: Lambda answers there.
pub const CODE_BUCKET: &str = "awslambda-us-east-1-tasks";
/// The host of that bucket.
pub const CODE_HOST: &str = "awslambda-us-east-1-tasks.s3.us-east-1.amazonaws.com";
/// The canonical user id that owns every bucket (S3's older form of an account).
pub const CANONICAL_USER_ID: &str = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
