//! `DeleteBucketLifecycle`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::error::Setting;
use crate::services::s3::{kept, lifecycle};

/// Forgets the bucket's lifecycle rules.
pub fn delete_bucket_lifecycle(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let answer = kept::delete(context, call, Setting::Lifecycle)?;
    lifecycle::watch_all(context, &call.name);
    Ok(answer)
}
