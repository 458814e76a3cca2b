//! `PutObjectAcl`.

use super::put_bucket_acl::asked;
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::access::object_arn;
use crate::services::s3::notification::{Event, Happening, notify};
use crate::services::s3::{acl, extras, find};

/// Replaces an object's list of grants.
pub fn put_object_acl(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let object = find::named(context, call)?;
    let list = asked(call.request)?;
    let arn = object_arn(&call.name, &call.key);
    acl::check(find::bucket(context, call)?, &list, context.principal, "s3:PutObjectAcl", &arn)?;
    let version = find::told_version(context, &call.name, &object);
    extras::replace(context, call, extras::changed(&object, |extras| extras.acl = Some(list)), "ACL");
    let happening = Happening {
        event: Event::AclPut,
        key: &call.key,
        size: 0,
        etag: &object.etag,
        version,
        sequencer: object.sequencer,
    };
    notify(context, &call.name, &happening);
    let mut response = Response::new(200).with_header("content-length", "0");
    if let Some(version) = version {
        response.headers.set("x-amz-version-id", version);
    }
    Ok(Answer::Now(response))
}
