//! `GetBucketVersioning`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, xml::Document};
use crate::services::s3::version::Versioning;
use crate::services::s3::{NAMESPACE, find};

/// Answers whether a bucket keeps versions; with nothing when it never has.
pub fn get_bucket_versioning(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut document = Document::new("VersioningConfiguration", NAMESPACE);
    match find::bucket(context, call)?.versioning {
        Versioning::Never => {}
        Versioning::Enabled => {
            document.text("Status", "Enabled");
        }
        Versioning::Suspended => {
            document.text("Status", "Suspended");
        }
    }
    Ok(Answer::Now(rest_xml::answer(200, document)))
}
