//! `AbortMultipartUpload`.

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::find;

/// Forgets an upload and the parts sent for it.
pub fn abort_multipart_upload(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let upload = find::upload(context, call)?;
    context.world.s3_mut().change(&call.name, |bucket| bucket.remove_upload(&upload.id));
    context.changed(format!("{}/{}: upload", call.name, call.key), Some("unfinished".to_owned()), None);
    Ok(Answer::Now(Response::new(204)))
}
