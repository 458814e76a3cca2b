//! `GetObjectLockConfiguration`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::error::Setting;
use crate::services::s3::kept;

/// Answers with the bucket's lock configuration.
pub fn get_object_lock_configuration(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    kept::get(context, call, Setting::ObjectLock).map(Answer::Now)
}
