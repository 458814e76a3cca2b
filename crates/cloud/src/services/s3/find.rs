//! Finding what a call names, or the reason why it is not found.

use std::sync::Arc;

use super::access::bucket_arn;
use super::bucket::Bucket;
use super::error::Error;
use super::object::Object;
use super::upload::Upload;
use super::version::{NULL, Version, Versioning, check_id, shown};
use crate::account::ACCOUNT_ID;
use crate::operation::{Access, Call, Context, PolicyOf};
use crate::protocol::uri::parameter;
use crate::services::iam;
use crate::verdict::Principal;

/// The bucket that `call` names.
///
/// # Errors
/// When there is none, or the caller expects another account to own it.
pub fn bucket<'a>(context: &'a Context<'_>, call: &Call<'_>) -> Result<&'a Arc<Bucket>, Error> {
    let bucket = context.world.s3().bucket(&call.name);
    let bucket = bucket.ok_or_else(|| Error::NoSuchBucket(Arc::clone(&call.name)))?;
    match call.request.headers.get("x-amz-expected-bucket-owner") {
        Some(owner) if owner.len() != ACCOUNT_ID.len() || !owner.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(Error::InvalidExpectedOwner(owner.to_owned()))
        }
        Some(owner) if owner != ACCOUNT_ID => Err(Error::AccessDenied("Access Denied".to_owned())),
        _ => Ok(bucket),
    }
}

/// The object under `key` in `bucket`.
///
/// # Errors
/// When bucket or object are missing. That an object is missing is told only to those who may list the bucket;
/// others are refused, so that nobody learns by guessing which keys exist.
pub fn object(context: &Context<'_>, bucket: &Arc<str>, key: &Arc<str>) -> Result<Arc<Object>, Error> {
    object_for(context, context.principal, bucket, key)
}

/// As [`object`], for `principal` instead of the caller.
///
/// # Errors
/// As [`object`].
pub fn object_for(
    context: &Context<'_>,
    principal: &Principal,
    bucket: &Arc<str>,
    key: &Arc<str>,
) -> Result<Arc<Object>, Error> {
    let found = context.world.s3().bucket(bucket);
    let found = found.ok_or_else(|| Error::NoSuchBucket(Arc::clone(bucket)))?;
    if let Some(object) = found.object(key) {
        return Ok(Arc::clone(object));
    }
    if *principal == Principal::Root {
        return Err(Error::NoSuchKey(Arc::clone(key)));
    }
    let listing = Access {
        action: "s3:ListBucket",
        resource: bucket_arn(bucket),
        policy_of: PolicyOf::Bucket(Arc::clone(bucket)),
    };
    let verdict = iam::authorise(context.world, principal, &listing);
    if verdict.allowed { Err(Error::NoSuchKey(Arc::clone(key))) } else { Err(denied(&verdict)) }
}

/// The object under `key` in `bucket`, or the version of it that is asked for.
///
/// # Errors
/// As [`object`], or when there is no such version, or it is a delete marker.
pub fn version(
    context: &Context<'_>,
    bucket: &Arc<str>,
    key: &Arc<str>,
    version: Option<&str>,
    method: &str,
) -> Result<Arc<Object>, Error> {
    let Some(id) = version else { return object(context, bucket, key) };
    let found = context.world.s3().bucket(bucket).ok_or_else(|| Error::NoSuchBucket(Arc::clone(bucket)))?;
    check_id(id)?;
    match found.version(key, id) {
        Some(Version::Object(object)) => Ok(object),
        Some(Version::Marker(_)) => {
            Err(Error::MethodNotAllowed { method: method.to_owned(), resource: "DeleteMarker" })
        }
        None if found.versioning == Versioning::Never && id != NULL => {
            Err(Error::argument("Invalid version id specified", "versionId", id))
        }
        None => Err(Error::NoSuchVersion { key: Arc::clone(key), version: id.to_owned() }),
    }
}

/// The object that `call` names, by its key and perhaps its version.
///
/// # Errors
/// As [`bucket`] and [`version`].
pub fn named(context: &Context<'_>, call: &Call<'_>) -> Result<Arc<Object>, Error> {
    bucket(context, call)?;
    let id = parameter(&call.request.query, "versionId");
    version(context, &call.name, &call.key, id.as_deref(), &call.request.method)
}

/// The id of a version as an answer tells it: none in a bucket that has never kept versions.
#[must_use]
pub fn told_version<'a>(context: &Context<'_>, bucket: &str, object: &'a Object) -> Option<&'a str> {
    let bucket = context.world.s3().bucket(bucket)?;
    (bucket.versioning != Versioning::Never).then(|| shown(object.version.as_ref()))
}

/// The unfinished upload that `call` names.
///
/// # Errors
/// When bucket or upload are missing, or the upload is of another key.
pub fn upload(context: &Context<'_>, call: &Call<'_>) -> Result<Arc<Upload>, Error> {
    let id = parameter(&call.request.query, "uploadId").unwrap_or_default();
    let upload = bucket(context, call)?.upload(&id).filter(|upload| upload.key == call.key);
    upload.map(Arc::clone).ok_or(Error::NoSuchUpload(id))
}

/// What a refused caller is told: roles read what they lack, strangers only that they may not.
#[must_use]
pub fn denied(verdict: &crate::verdict::Verdict) -> Error {
    if verdict.principal.starts_with("arn:") && !verdict.reason.is_empty() {
        Error::AccessDenied(verdict.reason.to_string())
    } else {
        Error::AccessDenied("Access Denied".to_owned())
    }
}
