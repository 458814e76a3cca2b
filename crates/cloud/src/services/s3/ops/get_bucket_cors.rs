//! `GetBucketCors`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::error::Setting;
use crate::services::s3::kept;

/// Answers with the bucket's CORS rules.
pub fn get_bucket_cors(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(Answer::Now(kept::get(context, call, Setting::Cors)?))
}
