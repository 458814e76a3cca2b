//! `GetBucketPolicyStatus`.

use std::sync::Arc;

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, xml::Document};
use crate::services::s3::error::{Error, Setting};
use crate::services::s3::{NAMESPACE, find};

/// Answers whether the bucket's policy lets in everyone.
pub fn get_bucket_policy_status(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let kept = find::bucket(context, call)?.settings.policy.as_ref();
    let kept = kept.ok_or_else(|| Error::NotConfigured(Setting::Policy, Arc::clone(&call.name)))?;
    let mut document = Document::new("PolicyStatus", NAMESPACE);
    document.text("IsPublic", if kept.public { "true" } else { "false" });
    Ok(Answer::Now(rest_xml::answer(200, document)))
}
