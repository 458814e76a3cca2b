//! `PutBucketAcl`, and what it shares with `PutObjectAcl`.

use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Answer, Call, Context};
use crate::services::s3::access::bucket_arn;
use crate::services::s3::acl::{self, Acl};
use crate::services::s3::error::{Error, particular};
use crate::services::s3::find;
use crate::services::s3::payload::payload;

/// Replaces the bucket's list of grants.
pub fn put_bucket_acl(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let bucket = find::bucket(context, call)?;
    let list = asked(call.request)?;
    acl::check(bucket, &list, context.principal, "s3:PutBucketAcl", &bucket_arn(&call.name))?;
    context.world.s3_mut().configure(&call.name, |settings| settings.acl = Some(list));
    context.changed(format!("{}: ACL", call.name), None, Some("replaced".to_owned()));
    Ok(Answer::Now(Response::new(200).with_header("content-length", "0")))
}

/// The list that `request` puts: in its headers or in its body, not in both.
///
/// # Errors
/// When it is in neither, in both, or is none.
pub fn asked(request: &Request) -> Result<Acl, Error> {
    let body = payload(request)?.body;
    match (acl::from_headers(request)?, body.is_empty()) {
        (Some(list), true) => Ok(list),
        (Some(_), false) => Err(particular::UNEXPECTED_CONTENT.error(Vec::new())),
        (None, false) => acl::from_document(&body),
        (None, true) => Err(particular::MISSING_HEADER.error(vec![("MissingHeaderName", "x-amz-acl".to_owned())])),
    }
}
