//! `PutBucketWebsite`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::xml::Element;
use crate::services::s3::error::{Error, Setting};
use crate::services::s3::kept;

/// Replaces the bucket's website configuration.
pub fn put_bucket_website(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let response = kept::put(context, call, Setting::Website, "WebsiteConfiguration", check)?;
    Ok(Answer::Now(response))
}

fn check(root: &Element) -> Result<(), Error> {
    let index = root.child("IndexDocument").and_then(|index| index.child_text("Suffix"));
    match (root.child("RedirectAllRequestsTo"), index) {
        (Some(_), _) if root.children.len() > 1 => {
            let message = "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.";
            Err(Error::argument(message, "RedirectAllRequestsTo", "not null"))
        }
        (Some(_), _) => Ok(()),
        (None, None) => {
            let message = "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty";
            Err(Error::argument(message, "IndexDocument", "null"))
        }
        (None, Some(suffix)) if suffix.is_empty() || suffix.contains('/') => {
            Err(Error::argument("The IndexDocument Suffix is not well formed", "IndexDocument", suffix))
        }
        (None, Some(_)) => Ok(()),
    }
}
