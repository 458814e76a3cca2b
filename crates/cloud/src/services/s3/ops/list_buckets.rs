//! `ListBuckets`.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::account::{CANONICAL_USER_ID, REGION};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, uri::parameter, xml::Document};
use crate::services::s3::error::Error;
use crate::services::s3::limits::MAX_BUCKETS;
use crate::services::s3::{Bucket, NAMESPACE};

/// Lists the account's buckets, in pages where the caller asks for pages.
pub fn list_buckets(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let query = call.request.query.as_str();
    let prefix = parameter(query, "prefix").unwrap_or_default();
    let paged = parameter(query, "max-buckets");
    let max = max_buckets(paged.as_deref())?;
    let after = parameter(query, "continuation-token").map(|token| read_token(&token)).transpose()?;
    let mut buckets = context.world.s3().buckets().filter(|bucket| {
        bucket.name.starts_with(&prefix) && after.as_deref().is_none_or(|after| &*bucket.name > after)
    });

    let mut document = Document::new("ListAllMyBucketsResult", NAMESPACE);
    document.open("Owner").text("ID", CANONICAL_USER_ID).close().open("Buckets");
    let mut last: Option<&Bucket> = None;
    for bucket in buckets.by_ref().take(max) {
        document
            .open("Bucket")
            .text("Name", &bucket.name)
            .text("CreationDate", &bucket.created.iso8601())
            .text("BucketRegion", REGION)
            .close();
        last = Some(bucket);
    }
    document.close();
    if let Some(last) = last.filter(|_| buckets.next().is_some()) {
        document.text("ContinuationToken", &STANDARD.encode(&*last.name));
    }
    if !prefix.is_empty() {
        document.text("Prefix", &prefix);
    }
    Ok(Answer::Now(rest_xml::answer(200, document)))
}

fn max_buckets(given: Option<&str>) -> Result<usize, Error> {
    let Some(given) = given else { return Ok(MAX_BUCKETS) };
    given.parse().ok().filter(|max| (1..=MAX_BUCKETS).contains(max)).ok_or_else(|| {
        let message = "Argument max-buckets must be an integer between 1 and 10000";
        Error::argument(message, "max-buckets", given)
    })
}

fn read_token(token: &str) -> Result<String, Error> {
    STANDARD.decode(token).ok().and_then(|name| String::from_utf8(name).ok()).ok_or_else(|| {
        let message = "The continuation token provided is incorrect";
        Error::argument(message, "continuation-token", token)
    })
}
