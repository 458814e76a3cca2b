//! `DeleteBucket`.

use std::sync::Arc;

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::error::Error;
use crate::services::s3::find;
use crate::services::s3::version::Versioning;

/// Deletes a bucket that holds nothing.
pub fn delete_bucket(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let bucket = find::bucket(context, call)?;
    if !bucket.is_empty() {
        let name = Arc::clone(&call.name);
        let never = bucket.versioning == Versioning::Never;
        return Err(if never { Error::BucketNotEmpty(name) } else { Error::VersionsRemain(name) }.into());
    }
    context.world.s3_mut().delete_bucket(&call.name);
    context.changed(&*call.name, Some("an empty bucket".to_owned()), None);
    Ok(Answer::Now(Response::new(204)))
}
