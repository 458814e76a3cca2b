//! `DeleteBucketPolicy`.

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::find;

/// Removes the bucket's policy.
pub fn delete_bucket_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    find::bucket(context, call)?;
    context.world.s3_mut().configure(&call.name, |settings| settings.policy = None);
    context.changed(format!("{}: policy", call.name), None, None);
    Ok(Answer::Now(Response::new(204)))
}
