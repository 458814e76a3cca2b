//! `PutPublicAccessBlock`.

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::protocol::xml;
use crate::services::s3::error::Error;
use crate::services::s3::find;
use crate::services::s3::payload::payload;
use crate::services::s3::settings::PublicAccessBlock;

/// Says what of the public the bucket keeps out; what is not named is let in.
pub fn put_public_access_block(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    find::bucket(context, call)?;
    let root = xml::parse(&payload(call.request)?.body).map_err(|_| Error::MalformedXml)?;
    if root.name != "PublicAccessBlockConfiguration" {
        return Err(Error::MalformedXml.into());
    }
    let is_set = |name| root.child_text(name).is_some_and(|text| text.eq_ignore_ascii_case("true"));
    let block = PublicAccessBlock {
        block_public_acls: is_set("BlockPublicAcls"),
        ignore_public_acls: is_set("IgnorePublicAcls"),
        block_public_policy: is_set("BlockPublicPolicy"),
        restrict_public_buckets: is_set("RestrictPublicBuckets"),
    };
    context.world.s3_mut().configure(&call.name, |settings| settings.public_access_block = Some(block));
    context.changed(format!("{}: public access block", call.name), None, Some(format!("{block:?}")));
    Ok(Answer::Now(Response::new(200).with_header("content-length", "0")))
}
