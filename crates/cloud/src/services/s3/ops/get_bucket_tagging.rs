//! `GetBucketTagging`.

use std::sync::Arc;

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::rest_xml;
use crate::services::s3::error::{Error, Setting};
use crate::services::s3::{find, tags};

/// Answers with the tags of a bucket.
pub fn get_bucket_tagging(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let kept = find::bucket(context, call)?.settings.tags.as_ref();
    let kept = kept.ok_or_else(|| Error::NotConfigured(Setting::Tags, Arc::clone(&call.name)))?;
    Ok(Answer::Now(rest_xml::answer(200, tags::document(kept))))
}
