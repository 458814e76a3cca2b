//! ARNs, and what a caller must be allowed for each operation.

use std::sync::Arc;

use super::copy_source::CopySource;
use super::lock;
use crate::operation::{Access, Call, PolicyOf};
use crate::protocol::uri::has_parameter;

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
            action: if source.version.is_some() { "s3:GetObjectVersion" } else { "s3:GetObject" },
            resource: object_arn(&source.bucket, &source.key),
            policy_of: PolicyOf::Bucket(source.bucket),
        });
    }
    accesses.extend(on_object(call, "s3:PutObject"));
    accesses
}

/// Leave to do `action` with the call's object, or with the version of it that the query names, which is another action.
#[must_use]
pub fn on_version(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    let action = if has_parameter(&call.request.query, "versionId") { versioned(action) } else { action };
    on_object(call, action)
}

/// As [`on_version`]; and to lift a lock, where the request wants that.
#[must_use]
pub fn on_locked(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    let mut accesses = on_version(call, action);
    if lock::bypasses(call.request) {
        accesses.extend(on_object(call, "s3:BypassGovernanceRetention"));
    }
    accesses
}

/// The action that stands for `action` where a version is named.
#[must_use]
pub fn versioned(action: &'static str) -> &'static str {
    match action {
        "s3:GetObject" => "s3:GetObjectVersion",
        "s3:DeleteObject" => "s3:DeleteObjectVersion",
        "s3:GetObjectAcl" => "s3:GetObjectVersionAcl",
        "s3:PutObjectAcl" => "s3:PutObjectVersionAcl",
        "s3:GetObjectTagging" => "s3:GetObjectVersionTagging",
        "s3:PutObjectTagging" => "s3:PutObjectVersionTagging",
        "s3:DeleteObjectTagging" => "s3:DeleteObjectVersionTagging",
        _ => action,
    }
}
