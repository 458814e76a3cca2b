//! `HeadBucket`.

use crate::account::REGION;
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::access::bucket_arn;
use crate::services::s3::find;

/// Answers whether the bucket exists and may be listed.
pub fn head_bucket(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    find::bucket(context, call)?;
    Ok(Answer::Now(
        Response::new(200)
            .with_header("x-amz-bucket-arn", &*bucket_arn(&call.name))
            .with_header("x-amz-bucket-region", REGION)
            .with_header("x-amz-access-point-alias", "false")
            .with_header("content-type", "application/xml"),
    ))
}
