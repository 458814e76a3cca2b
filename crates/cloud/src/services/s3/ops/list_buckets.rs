//! `ListBuckets`.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::account::{CANONICAL_USER_ID, REGION};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, uri::parameter, xml::Document};
use crate::services::s3::error::Error;
use crate::services::s3::limits::MAX_BUCKETS;
use crate::services::s3::{Bucket, NAMESPACE};

/// AWS's regions.
const REGIONS: &str = "af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 \
                       ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 \
                       ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 \
                       eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 \
                       us-east-1 us-east-2 us-west-1 us-west-2";

/// Lists the account's buckets, in pages where the caller asks for pages.
pub fn list_buckets(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let query = call.request.query.as_str();
    let prefix = parameter(query, "prefix").unwrap_or_default();
    let paged = parameter(query, "max-buckets");
    let region = parameter(query, "bucket-region");
    check_region(region.as_deref())?;
    let max = max_buckets(paged.as_deref())?;
    let after = parameter(query, "continuation-token").map(|token| read_token(&token)).transpose()?;
    let mut buckets = context.world.s3().buckets().filter(|bucket| {
        region.as_deref().is_none_or(|region| region == REGION)
            && bucket.name.starts_with(&prefix)
            && after.as_deref().is_none_or(|after| &*bucket.name > after)
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

/// All buckets are in one region; of the others there are none, but they must be regions.
fn check_region(given: Option<&str>) -> Result<(), Error> {
    match given {
        Some(region) if !REGIONS.split(' ').any(|known| known == region) => {
            let message = format!("Argument value {region} is not a valid AWS Region");
            Err(Error::argument_named(message, "bucket-region"))
        }
        _ => Ok(()),
    }
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
