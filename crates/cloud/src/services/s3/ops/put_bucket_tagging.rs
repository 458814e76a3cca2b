//! `PutBucketTagging`.

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::find;
use crate::services::s3::tags::{On, from_document};

/// Replaces all tags of a bucket.
pub fn put_bucket_tagging(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    find::bucket(context, call)?;
    let tags = from_document(&call.request.body, On::Bucket)?;
    let after = format!("{} tags", tags.len());
    context.world.s3_mut().configure(&call.name, |settings| settings.tags = Some(tags));
    context.changed(format!("{}: tags", call.name), None, Some(after));
    Ok(Answer::Now(Response::new(204)))
}
