//! `DeleteBucket`.

use std::sync::Arc;

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::error::Error;
use crate::services::s3::find;

/// Deletes a bucket that holds nothing.
pub fn delete_bucket(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    if find::bucket(context, call)?.object_count() > 0 {
        return Err(Error::BucketNotEmpty(Arc::clone(&call.name)).into());
    }
    context.world.s3_mut().delete_bucket(&call.name);
    context.changed(&*call.name, Some("an empty bucket".to_owned()), None);
    Ok(Answer::Now(Response::new(204)))
}
