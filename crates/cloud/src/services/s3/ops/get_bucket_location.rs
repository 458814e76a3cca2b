//! `GetBucketLocation`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, xml::Document};
use crate::services::s3::{NAMESPACE, find};

/// Answers with the bucket's region, which is written as nothing for us-east-1.
pub fn get_bucket_location(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    find::bucket(context, call)?;
    Ok(Answer::Now(rest_xml::answer(200, Document::new("LocationConstraint", NAMESPACE))))
}
