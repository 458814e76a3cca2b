//! The operations on documents that a bucket keeps and that change nothing here: transfer acceleration, access logs,
//! replication, and who pays. Each is checked as AWS checks it, and given back.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::rest_xml;
use crate::protocol::xml::{Document, Element};
use crate::services::s3::access::bucket_in_arn;
use crate::services::s3::error::{Error, Setting, particular};
use crate::services::s3::version::Versioning;
use crate::services::s3::{NAMESPACE, find, kept};

/// `GetBucketAccelerateConfiguration`: one that was never put is empty.
pub fn get_bucket_accelerate_configuration(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    get_or(context, call, Setting::Accelerate, || Document::new("AccelerateConfiguration", NAMESPACE))
}

/// `PutBucketAccelerateConfiguration`.
pub fn put_bucket_accelerate_configuration(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    find::bucket(context, call)?;
    if call.name.contains('.') {
        let text = "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names";
        return Err(Error::request(text).into());
    }
    let check = |root: &Element| match root.child_text("Status") {
        Some("Enabled" | "Suspended") => Ok(()),
        _ => Err(Error::MalformedXml),
    };
    kept::put(context, call, Setting::Accelerate, "AccelerateConfiguration", check).map(Answer::Now)
}

/// `GetBucketRequestPayment`: the owner pays unless somebody said otherwise.
pub fn get_bucket_request_payment(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    get_or(context, call, Setting::RequestPayment, || {
        let mut document = Document::new("RequestPaymentConfiguration", NAMESPACE);
        document.text("Payer", "BucketOwner");
        document
    })
}

/// `PutBucketRequestPayment`.
pub fn put_bucket_request_payment(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let check = |root: &Element| match root.child_text("Payer") {
        Some("BucketOwner" | "Requester") => Ok(()),
        _ => Err(Error::MalformedXml),
    };
    kept::put(context, call, Setting::RequestPayment, "RequestPaymentConfiguration", check).map(Answer::Now)
}

/// `GetBucketLogging`: a bucket without access logs has an empty document.
pub fn get_bucket_logging(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    get_or(context, call, Setting::Logging, || Document::new("BucketLoggingStatus", NAMESPACE))
}

/// `PutBucketLogging`. The bucket for the logs must be there; no logs are written to it.
pub fn put_bucket_logging(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    find::bucket(context, call)?;
    let document = kept::read(call, "BucketLoggingStatus")?;
    if let Some(enabled) = document.root.child("LoggingEnabled") {
        let target = enabled.child_text("TargetBucket").ok_or(Error::MalformedXml)?;
        if enabled.child("TargetPrefix").is_none() {
            return Err(Error::MalformedXml.into());
        }
        if context.world.s3().bucket(target).is_none() {
            let details = vec![("TargetBucket", target.to_owned())];
            return Err(particular::NO_LOG_TARGET.error(details).into());
        }
    }
    Ok(Answer::Now(kept::keep(context, call, Setting::Logging, document)))
}

/// `GetBucketReplication`.
pub fn get_bucket_replication(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    kept::get(context, call, Setting::Replication).map(Answer::Now)
}

/// `PutBucketReplication`. Both buckets must keep versions; nothing is replicated.
pub fn put_bucket_replication(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let bucket = find::bucket(context, call)?;
    if bucket.versioning != Versioning::Enabled {
        let text = "Versioning must be 'Enabled' on the bucket to apply a replication configuration";
        return Err(Error::request(text).into());
    }
    let document = kept::read(call, "ReplicationConfiguration")?;
    let root = &document.root;
    if root.child("Role").is_none() || root.child("Rule").is_none() {
        return Err(Error::MalformedXml.into());
    }
    for rule in root.children_named("Rule") {
        let target = rule.child("Destination").and_then(|destination| destination.child_text("Bucket"));
        let target = bucket_in_arn(target.ok_or(Error::MalformedXml)?).unwrap_or_default();
        // The text for a bucket that is not there was not recorded.
        let target = context.world.s3().bucket(target);
        let target = target.ok_or_else(|| Error::request("Destination bucket must exist."))?;
        if target.versioning != Versioning::Enabled {
            return Err(Error::request("Destination bucket must have versioning enabled.").into());
        }
    }
    Ok(Answer::Now(kept::keep(context, call, Setting::Replication, document)))
}

/// `DeleteBucketReplication`.
pub fn delete_bucket_replication(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    kept::delete(context, call, Setting::Replication)
}

/// Answers with a document, or with the one that stands for none.
fn get_or(
    context: &Context<'_>,
    call: &Call<'_>,
    setting: Setting,
    default: fn() -> Document,
) -> Result<Answer, ServiceError> {
    let document = find::bucket(context, call)?.settings.documents.get(&setting);
    Ok(Answer::Now(match document {
        Some(document) => kept::shown(document),
        None => rest_xml::answer(200, default()),
    }))
}
