//! `DeleteBucketTagging`.

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::find;

/// Removes all tags of a bucket.
pub fn delete_bucket_tagging(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    find::bucket(context, call)?;
    context.world.s3_mut().configure(&call.name, |settings| settings.tags = None);
    Ok(Answer::Now(Response::new(204)))
}
