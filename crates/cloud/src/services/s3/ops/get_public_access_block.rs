//! `GetPublicAccessBlock`.

use std::sync::Arc;

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, xml::Document};
use crate::services::s3::error::{Error, Setting};
use crate::services::s3::{NAMESPACE, find};

/// Answers with what of the public the bucket keeps out.
pub fn get_public_access_block(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let block = find::bucket(context, call)?.settings.public_access_block;
    let block = block.ok_or_else(|| Error::NotConfigured(Setting::PublicAccessBlock, Arc::clone(&call.name)))?;
    let mut document = Document::new("PublicAccessBlockConfiguration", NAMESPACE);
    for (name, value) in [
        ("BlockPublicAcls", block.block_public_acls),
        ("IgnorePublicAcls", block.ignore_public_acls),
        ("BlockPublicPolicy", block.block_public_policy),
        ("RestrictPublicBuckets", block.restrict_public_buckets),
    ] {
        document.text(name, if value { "true" } else { "false" });
    }
    Ok(Answer::Now(rest_xml::answer(200, document)))
}
