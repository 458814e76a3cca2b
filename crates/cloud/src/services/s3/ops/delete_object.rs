//! `DeleteObject`.

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::error::Error;
use crate::services::s3::find;
use crate::services::s3::notification::{Event, Happening, notify};

/// Deletes an object. One that is not there is deleted too: the answer is the same, only no event is sent.
pub fn delete_object(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let current = find::bucket(context, call)?.object(&call.key);
    if let Some(etag) = call.request.headers.get("if-match") {
        let current = current.ok_or_else(|| Error::NoSuchKey(call.key.clone()))?;
        if etag.trim() != "*" && etag.trim().trim_matches('"') != &*current.etag {
            return Err(Error::PreconditionFailed("If-Match").into());
        }
    }
    if current.is_none() {
        return Ok(Answer::Now(Response::new(204)));
    }
    let state = context.world.s3_mut();
    let removed = state.delete_object(&call.name, &call.key);
    let sequencer = state.next_sequencer(context.now);
    let before = removed.map(|object| object.summary());
    context.changed([&*call.name, "/", &*call.key].concat(), before, None);
    let happening = Happening { event: Event::Delete, key: &call.key, size: 0, etag: "", sequencer };
    notify(context, &call.name, &happening);
    Ok(Answer::Now(Response::new(204)))
}
