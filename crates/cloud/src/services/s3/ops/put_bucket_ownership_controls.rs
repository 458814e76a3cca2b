//! `PutBucketOwnershipControls`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::xml::Element;
use crate::services::s3::error::{Error, Setting};
use crate::services::s3::kept;

/// Replaces the bucket's ownership controls.
pub fn put_bucket_ownership_controls(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let response = kept::put(context, call, Setting::Ownership, "OwnershipControls", check)?;
    Ok(Answer::Now(response))
}

fn check(root: &Element) -> Result<(), Error> {
    let ownership = root.child("Rule").and_then(|rule| rule.child_text("ObjectOwnership"));
    match ownership {
        Some("BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter") => Ok(()),
        _ => Err(Error::MalformedXml),
    }
}
