//! `GetObjectTagging`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::rest_xml;
use crate::services::s3::{find, tags};

/// Answers with the tags of an object or of one of its versions; none is an empty set.
pub fn get_object_tagging(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let object = find::named(context, call)?;
    let mut response = rest_xml::answer(200, tags::document(&object.tags));
    if let Some(version) = find::told_version(context, &call.name, &object) {
        response.headers.set("x-amz-version-id", version);
    }
    Ok(Answer::Now(response))
}
