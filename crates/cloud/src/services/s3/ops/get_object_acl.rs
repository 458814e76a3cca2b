//! `GetObjectAcl`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::rest_xml;
use crate::services::s3::{acl, find};

/// Answers with an object's list of grants.
pub fn get_object_acl(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let object = find::named(context, call)?;
    let list = object.extras.as_ref().and_then(|extras| extras.acl.clone()).unwrap_or_default();
    let mut response = rest_xml::answer(200, acl::document(&list));
    if let Some(version) = find::told_version(context, &call.name, &object) {
        response.headers.set("x-amz-version-id", version);
    }
    Ok(Answer::Now(response))
}
