//! `GetBucketNotificationConfiguration`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::rest_xml;
use crate::services::s3::{find, notification};

/// Answers with the bucket's configuration, which is empty until one is put.
pub fn get_bucket_notification_configuration(
    context: &mut Context<'_>,
    call: &Call<'_>,
) -> Result<Answer, ServiceError> {
    let bucket = find::bucket(context, call)?;
    Ok(Answer::Now(rest_xml::answer(200, notification::write(&bucket.notification))))
}
