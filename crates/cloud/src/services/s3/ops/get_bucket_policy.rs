//! `GetBucketPolicy`.

use std::sync::Arc;

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::error::{Error, Setting};
use crate::services::s3::find;

/// Answers with the bucket's policy as it was sent.
pub fn get_bucket_policy(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let kept = find::bucket(context, call)?.settings.policy.as_ref();
    let kept = kept.ok_or_else(|| Error::NotConfigured(Setting::Policy, Arc::clone(&call.name)))?;
    let response = Response::new(200).with_header("content-type", "application/json");
    Ok(Answer::Now(response.with_body(kept.text.to_string())))
}
