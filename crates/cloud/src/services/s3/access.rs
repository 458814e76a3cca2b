//! ARNs, and what a caller must be allowed for each operation.

use std::sync::Arc;

use super::copy_source::CopySource;
use crate::operation::{Access, Call, PolicyOf};

/// The ARN of a bucket.
#[must_use]
pub fn bucket_arn(bucket: &str) -> Arc<str> {
    ["arn:aws:s3:::", bucket].concat().into()
}

/// The ARN of an object.
#[must_use]
pub fn object_arn(bucket: &str, key: &str) -> Arc<str> {
    ["arn:aws:s3:::", bucket, "/", key].concat().into()
}

/// The bucket that an ARN names; none when it is no ARN of S3, such as `*`.
#[must_use]
pub fn bucket_in_arn(arn: &str) -> Option<&str> {
    arn.strip_prefix("arn:aws:s3:::")?.split('/').next()
}

/// Leave to do `action` with the call's bucket.
#[must_use]
pub fn on_bucket(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    vec![Access { action, resource: bucket_arn(&call.name), policy_of: PolicyOf::Bucket(Arc::clone(&call.name)) }]
}

/// Leave to do `action` with whatever there is.
#[must_use]
pub fn on_all(action: &'static str) -> Vec<Access> {
    vec![Access { action, resource: "*".into(), policy_of: PolicyOf::Nothing }]
}

/// Leave to do `action` with the call's object.
#[must_use]
pub fn on_object(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    vec![Access {
        action,
        resource: object_arn(&call.name, &call.key),
        policy_of: PolicyOf::Bucket(Arc::clone(&call.name)),
    }]
}

/// Leave to read what is copied and to write what it becomes.
#[must_use]
pub fn on_copy(call: &Call<'_>) -> Vec<Access> {
    let mut accesses = Vec::with_capacity(2);
    // A source that cannot be read is refused when the copy runs; until then there is nothing to ask about it.
    if let Ok(source) = CopySource::read(call.request) {
        accesses.push(Access {
            action: "s3:GetObject",
            resource: object_arn(&source.bucket, &source.key),
            policy_of: PolicyOf::Bucket(source.bucket),
        });
    }
    accesses.extend(on_object(call, "s3:PutObject"));
    accesses
}
