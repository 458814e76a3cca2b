//! `DeleteBucketWebsite`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::error::Setting;
use crate::services::s3::kept;

/// Forgets the bucket's website configuration.
pub fn delete_bucket_website(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    kept::delete(context, call, Setting::Website)
}
