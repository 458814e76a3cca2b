//! `DeleteObject`.

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::protocol::uri::parameter;
use crate::services::s3::error::Error;
use crate::services::s3::store::{Cause, delete, delete_version};
use crate::services::s3::version::{NULL, Versioning, check_id};
use crate::services::s3::{find, lock};

/// Deletes an object, or the version of it that the query names. One that is not there is deleted too: the answer is the same, only no event is sent.
pub fn delete_object(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let bucket = find::bucket(context, call)?;
    let current = bucket.object(&call.key);
    if let Some(etag) = call.request.headers.get("if-match") {
        let current = current.ok_or_else(|| Error::NoSuchKey(call.key.clone()))?;
        if etag.trim() != "*" && etag.trim().trim_matches('"') != &*current.etag {
            return Err(Error::PreconditionFailed("If-Match").into());
        }
    }
    let version = parameter(&call.request.query, "versionId");
    lock::check_deletion(bucket, call.request, &call.key, version.as_deref(), context.now)?;
    let deleted = match version {
        Some(id) => {
            check_id(&id)?;
            if bucket.versioning == Versioning::Never && id != NULL {
                return Err(Error::argument("Invalid version id specified", "versionId", id).into());
            }
            delete_version(context, &call.name, &call.key, &id, Cause::Request)
        }
        None => delete(context, &call.name, &call.key, Cause::Request),
    };
    Ok(Answer::Now(deleted.described(Response::new(204))))
}
