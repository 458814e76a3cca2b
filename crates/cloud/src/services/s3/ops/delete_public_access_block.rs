//! `DeletePublicAccessBlock`.

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::find;

/// Removes the bucket's public access block, so that nothing keeps the public out but the absence of a policy.
pub fn delete_public_access_block(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    find::bucket(context, call)?;
    context.world.s3_mut().configure(&call.name, |settings| settings.public_access_block = None);
    context.changed(format!("{}: public access block", call.name), None, None);
    Ok(Answer::Now(Response::new(204)))
}
