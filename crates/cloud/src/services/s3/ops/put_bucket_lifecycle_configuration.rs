//! `PutBucketLifecycleConfiguration`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::error::{Error, Setting};
use crate::services::s3::{kept, lifecycle};

/// Says from which size on objects are moved.
const MINIMUM: &str = "x-amz-transition-default-minimum-object-size";
const ALL: &str = "all_storage_classes_128K";

/// Replaces the bucket's lifecycle rules.
pub fn put_bucket_lifecycle_configuration(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    match call.request.headers.get(MINIMUM) {
        None | Some(ALL) => {}
        Some("varies_by_storage_class") => {
            return Err(ServiceError::not_simulated("S3", &format!("{MINIMUM}: varies_by_storage_class")));
        }
        Some(other) => {
            return Err(Error::request(format!("Invalid TransitionDefaultMinimumObjectSize found: {other}")).into());
        }
    }
    let response = kept::put(context, call, Setting::Lifecycle, "LifecycleConfiguration", lifecycle::check)?;
    lifecycle::watch_all(context, &call.name);
    Ok(Answer::Now(response.with_header(MINIMUM, ALL)))
}
