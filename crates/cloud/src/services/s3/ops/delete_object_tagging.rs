//! `DeleteObjectTagging`.

use super::put_object_tagging::tag;
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::find;
use crate::services::s3::notification::Event;
use crate::services::s3::object::Tags;

/// Removes all tags of an object or of one of its versions.
pub fn delete_object_tagging(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let object = find::named(context, call)?;
    Ok(Answer::Now(tag(context, call, &object, Tags::default(), Event::TaggingDelete)))
}
