//! `PutObjectLockConfiguration`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::xml::Element;
use crate::services::s3::error::{Error, Setting, particular};
use crate::services::s3::lock::Mode;
use crate::services::s3::version::Versioning;
use crate::services::s3::{find, kept};

/// Lets versions of the bucket be locked, and says how those are that come without a lock of their own.
pub fn put_object_lock_configuration(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    if find::bucket(context, call)?.versioning != Versioning::Enabled {
        return Err(particular::LOCK_NEEDS_VERSIONS.error(Vec::new()).into());
    }
    kept::put(context, call, Setting::ObjectLock, "ObjectLockConfiguration", check).map(Answer::Now)
}

fn check(root: &Element) -> Result<(), Error> {
    if root.child_text("ObjectLockEnabled") != Some("Enabled") {
        return Err(Error::MalformedXml);
    }
    let Some(rule) = root.child("Rule") else { return Ok(()) };
    let default = rule.child("DefaultRetention").ok_or(Error::MalformedXml)?;
    let mode = default.child_text("Mode").and_then(Mode::named);
    // Either days or years, and a number of them.
    let period = match (default.child_text("Days"), default.child_text("Years")) {
        (Some(number), None) | (None, Some(number)) => number.trim().parse::<u32>().ok(),
        _ => None,
    };
    match (mode, period) {
        (Some(_), Some(0)) => {
            Err(Error::argument("Default retention period must be a positive integer value.", "Days", "0"))
        }
        (Some(_), Some(_)) => Ok(()),
        _ => Err(Error::MalformedXml),
    }
}
