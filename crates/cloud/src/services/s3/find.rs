//! Finding what a call names, or the reason why it is not found.

use std::sync::Arc;

use super::access::bucket_arn;
use super::error::Error;
use super::object::Object;
use super::state::Bucket;
use crate::account::ACCOUNT_ID;
use crate::operation::{Access, Call, Context, PolicyOf};
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
        Some(owner) if owner != ACCOUNT_ID => Err(Error::AccessDenied("Access Denied".to_owned())),
        _ => Ok(bucket),
    }
}

/// The object under `key` in `bucket`.
///
/// # Errors
/// When bucket or object are missing. That an object is missing is told only to those who may list the bucket;
/// others are refused, so that nobody learns by guessing which keys exist.
pub fn object<'a>(context: &'a Context<'_>, bucket: &Arc<str>, key: &Arc<str>) -> Result<&'a Arc<Object>, Error> {
    let found = context.world.s3().bucket(bucket);
    let found = found.ok_or_else(|| Error::NoSuchBucket(Arc::clone(bucket)))?;
    if let Some(object) = found.object(key) {
        return Ok(object);
    }
    if *context.principal == Principal::Root {
        return Err(Error::NoSuchKey(Arc::clone(key)));
    }
    let listing = Access {
        action: "s3:ListBucket",
        resource: bucket_arn(bucket),
        policy_of: PolicyOf::Bucket(Arc::clone(bucket)),
    };
    let verdict = iam::authorise(context.world, context.principal, &listing);
    if verdict.allowed { Err(Error::NoSuchKey(Arc::clone(key))) } else { Err(denied(&verdict)) }
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
