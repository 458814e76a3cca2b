//! `PutBucketVersioning`.

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::protocol::xml;
use crate::services::s3::error::{Error, Setting, particular};
use crate::services::s3::find;
use crate::services::s3::version::Versioning;

/// Begins to keep versions, or stops. What there is stays.
pub fn put_bucket_versioning(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let before = find::bucket(context, call)?.versioning;
    let root = xml::parse(&call.request.body).map_err(|_| Error::MalformedXml)?;
    if root.name != "VersioningConfiguration" {
        return Err(Error::MalformedXml.into());
    }
    let versioning = match root.child_text("Status") {
        Some("Enabled") => Versioning::Enabled,
        Some("Suspended") => Versioning::Suspended,
        Some(_) => return Err(Error::MalformedXml.into()),
        None => return Err(Error::IllegalVersioning.into()),
    };
    let locked = find::bucket(context, call)?.settings.documents.contains_key(&Setting::ObjectLock);
    if locked && versioning != Versioning::Enabled {
        return Err(particular::LOCK_KEEPS_VERSIONS.error(Vec::new()).into());
    }
    context.world.s3_mut().change(&call.name, |bucket| bucket.versioning = versioning);
    let (before, after) = (format!("{before:?}"), format!("{versioning:?}"));
    context.changed(format!("{}: versioning", call.name), Some(before), Some(after));
    Ok(Answer::Now(Response::new(200).with_header("content-length", "0")))
}
