//! `GetBucketAcl`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::rest_xml;
use crate::services::s3::{acl, find};

/// Answers with the bucket's list of grants.
pub fn get_bucket_acl(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let list = find::bucket(context, call)?.settings.acl.clone().unwrap_or_default();
    Ok(Answer::Now(rest_xml::answer(200, acl::document(&list))))
}
