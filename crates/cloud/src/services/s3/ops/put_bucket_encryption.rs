//! `PutBucketEncryption`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::xml::Element;
use crate::services::s3::error::{Error, Setting};
use crate::services::s3::kept;

const KEY_WITHOUT_KMS: &str =
    "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse";

/// Replaces the bucket's default encryption.
pub fn put_bucket_encryption(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let response = kept::put(context, call, Setting::Encryption, "ServerSideEncryptionConfiguration", check)?;
    Ok(Answer::Now(response))
}

fn check(root: &Element) -> Result<(), Error> {
    let rule = root.child("Rule").ok_or(Error::MalformedXml)?;
    let Some(default) = rule.child("ApplyServerSideEncryptionByDefault") else { return Ok(()) };
    match default.child_text("SSEAlgorithm") {
        Some("AES256") if default.child("KMSMasterKeyID").is_some() => {
            Err(Error::argument_named(KEY_WITHOUT_KMS, "ApplyServerSideEncryptionByDefault"))
        }
        Some("AES256" | "aws:kms" | "aws:kms:dsse") => Ok(()),
        _ => Err(Error::MalformedXml),
    }
}
