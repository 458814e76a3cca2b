//! `ListObjectsV2`.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::list_objects::{Parameters, write_entries};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, xml::Document};
use crate::services::s3::error::Error;
use crate::services::s3::listing::{Entry, Start, list};
use crate::services::s3::{NAMESPACE, find};

/// Lists one page of a bucket.
pub fn list_objects_v2(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let bucket = find::bucket(context, call)?;
    let parameters = Parameters::read(&call.request.query)?;
    let token = parameters.get("continuation-token");
    let start_after = parameters.get("start-after").unwrap_or_default();
    // A token goes on from where a page ended; it was begun after `start-after` already.
    let start = match token {
        Some(token) => read_token(token)?,
        None if start_after.is_empty() => Start::Beginning,
        None => Start::AfterKey(start_after.to_owned()),
    };
    let query = parameters.query(start);
    let page = list(bucket, &query);

    let mut document = Document::new("ListBucketResult", NAMESPACE);
    document.text("Name", &bucket.name).text("Prefix", &parameters.encoded(&query.prefix));
    if let Some(token) = token {
        document.text("ContinuationToken", token);
    }
    if let Some(last) = page.entries.last().filter(|_| page.truncated) {
        document.text("NextContinuationToken", &write_token(last));
    }
    if !start_after.is_empty() {
        document.text("StartAfter", &parameters.encoded(start_after));
    }
    document.text("KeyCount", &page.entries.len().to_string()).text("MaxKeys", &query.max.to_string());
    if !query.delimiter.is_empty() {
        document.text("Delimiter", &parameters.encoded(&query.delimiter));
    }
    if parameters.url_encoded {
        document.text("EncodingType", "url");
    }
    document.text("IsTruncated", if page.truncated { "true" } else { "false" });
    let with_owner = parameters.get("fetch-owner") == Some("true");
    write_entries(&mut document, &page, &parameters, with_owner);
    Ok(Answer::Now(rest_xml::answer(200, document)))
}

/// A token says where the next page begins. Clients take it for opaque, so it is.
fn write_token(last: &Entry<'_>) -> String {
    STANDARD.encode(match last.next_start() {
        Start::Beginning => String::new(),
        Start::AfterKey(key) => format!("k{key}"),
        Start::AfterPrefix(prefix) => format!("p{prefix}"),
    })
}

fn read_token(token: &str) -> Result<Start, Error> {
    let text = STANDARD.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let start = text.as_deref().and_then(|text| match text.split_at_checked(1)? {
        ("k", key) => Some(Start::AfterKey(key.to_owned())),
        ("p", prefix) => Some(Start::AfterPrefix(prefix.to_owned())),
        _ => None,
    });
    start.ok_or_else(|| Error::argument_named("The continuation token provided is incorrect", "continuation-token"))
}
