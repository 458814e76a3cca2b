//! `PutBucketLifecycleConfiguration`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::xml::Element;
use crate::services::s3::error::{Error, Setting};
use crate::services::s3::kept;
use crate::services::s3::limits::MAX_LIFECYCLE_RULES;

/// Replaces the bucket's lifecycle rules.
pub fn put_bucket_lifecycle_configuration(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let response = kept::put(context, call, Setting::Lifecycle, "LifecycleConfiguration", check)?;
    Ok(Answer::Now(response.with_header("x-amz-transition-default-minimum-object-size", "all_storage_classes_128K")))
}

fn check(root: &Element) -> Result<(), Error> {
    let rules: Vec<&Element> = root.children_named("Rule").collect();
    let switched = |rule: &&Element| matches!(rule.child_text("Status"), Some("Enabled" | "Disabled"));
    if rules.is_empty() || rules.len() > MAX_LIFECYCLE_RULES || !rules.iter().all(switched) {
        return Err(Error::MalformedXml);
    }
    Ok(())
}
