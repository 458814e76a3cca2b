//! `CreateBucket`.

use std::sync::Arc;

use crate::account::REGION;
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::protocol::xml;
use crate::services::s3::access::bucket_arn;
use crate::services::s3::error::Error;
use crate::services::s3::{limits, name};

/// Creates a bucket. One that the account already has is answered as if it were new, as us-east-1 has always done.
pub fn create_bucket(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    if !name::is_valid(&call.name) {
        return Err(Error::InvalidBucketName(Arc::clone(&call.name)).into());
    }
    check_location(&call.request.body)?;
    let state = context.world.s3();
    if state.bucket(&call.name).is_none() {
        if state.bucket_count() >= limits::MAX_BUCKETS {
            return Err(Error::TooManyBuckets.into());
        }
        context.world.s3_mut().create_bucket(Arc::clone(&call.name), context.now);
        context.changed(&*call.name, None, Some("an empty bucket".to_owned()));
    }
    Ok(Answer::Now(
        Response::new(200)
            .with_header("location", format!("/{}", call.name))
            .with_header("x-amz-bucket-arn", &*bucket_arn(&call.name))
            .with_header("content-length", "0"),
    ))
}

/// In us-east-1 a location constraint is left out; it may not even say us-east-1.
fn check_location(body: &[u8]) -> Result<(), Error> {
    if body.is_empty() {
        return Ok(());
    }
    let root = xml::parse(body).map_err(|_| Error::MalformedXml)?;
    if root.name != "CreateBucketConfiguration" {
        return Err(Error::MalformedXml);
    }
    match root.child_text("LocationConstraint") {
        None | Some("") => Ok(()),
        Some(location) if location == REGION => Err(Error::InvalidLocationConstraint(location.to_owned())),
        Some(location) => Err(Error::IllegalLocationConstraint(location.to_owned())),
    }
}
