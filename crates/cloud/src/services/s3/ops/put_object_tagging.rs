//! `PutObjectTagging`.

use std::sync::Arc;

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::notification::{Event, Happening, notify};
use crate::services::s3::object::{Object, Tags};
use crate::services::s3::tags::{On, from_document};
use crate::services::s3::{find, lifecycle};

/// Replaces all tags of an object or of one of its versions.
pub fn put_object_tagging(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let object = find::named(context, call)?;
    let tags = from_document(&call.request.body, On::Object)?;
    Ok(Answer::Now(tag(context, call, &object, tags, Event::TaggingPut)))
}

/// Gives `object` these tags because of `event`. Its bytes are shared with what it was before.
pub fn tag(context: &mut Context<'_>, call: &Call<'_>, object: &Object, tags: Tags, event: Event) -> Response {
    let version = find::told_version(context, &call.name, object).map(Arc::<str>::from);
    let count = |tags: &Tags| (!tags.is_empty()).then(|| format!("{} tags", tags.len()));
    let (before, after) = (count(&object.tags), count(&tags));
    let tagged = Object { tags, ..object.clone() };
    context.world.s3_mut().change(&call.name, |bucket| bucket.replace(tagged));
    context.changed(format!("{}/{}: tags", call.name, call.key), before, after);
    let (key, etag, sequencer) = (&call.key, &*object.etag, object.sequencer);
    notify(context, &call.name, &Happening { event, key, size: 0, etag, version: version.as_deref(), sequencer });
    lifecycle::watch(context, &call.name, &call.key);
    let mut response = Response::new(if event == Event::TaggingPut { 200 } else { 204 });
    if let Some(version) = version {
        response.headers.set("x-amz-version-id", &*version);
    }
    response
}
