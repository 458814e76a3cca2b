//! `PutObject`.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Answer, Call, Context};
use crate::services::s3::attributes::attributes;
use crate::services::s3::checksum::checksum;
use crate::services::s3::customer_key;
use crate::services::s3::digest::Digest;
use crate::services::s3::error::Error;
use crate::services::s3::extras::Extras;
use crate::services::s3::notification::Event;
use crate::services::s3::object::{Object, Tags};
use crate::services::s3::payload::payload;
use crate::services::s3::present::quoted;
use crate::services::s3::{conditions, extras, find, lifecycle, store::store, tags};

/// Stores an object under its key, in place of any that was there.
pub fn put_object(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    put(context, call, Event::Put).map(Answer::Now)
}

/// Stores what `call` carries, because of `event`.
///
/// # Errors
/// When there is no such bucket, or the request asks for what cannot be.
pub fn put(context: &mut Context<'_>, call: &Call<'_>, event: Event) -> Result<Response, ServiceError> {
    let bucket = find::bucket(context, call)?;
    let current = bucket.object(&call.key).map(Arc::clone);
    let attributes = attributes(call.request)?;
    let extras = extras::extras(context, call)?;
    let payload = payload(call.request)?;
    let checksum = checksum(call.request, &payload)?;
    conditions::for_writing(call.request, &call.key, current.as_deref())?;
    let digest = context.world.s3_mut().digest_of(&payload.body);
    check_md5(call.request, digest)?;

    let etag: Arc<str> = digest.hex().into();
    let mut response = Response::new(200).with_header("etag", quoted(&etag));
    tell_encryption(&mut response, extras.as_deref());
    if let Some(checksum) = &checksum {
        response.headers.set(checksum.header, &*checksum.value);
        response.headers.set("x-amz-checksum-type", checksum.kind.name());
    }
    response.headers.set("content-length", "0");
    let sequencer = context.world.s3_mut().next_sequencer(context.now);
    let object = Object {
        key: Arc::clone(&call.key),
        body: payload.body,
        etag,
        attributes: Arc::new(attributes),
        checksum,
        tags: requested_tags(call.request)?,
        extras,
        parts: None,
        version: None,
        modified: context.now,
        sequencer,
    };
    if let Some(version) = store(context, &call.name, object, event) {
        response.headers.set("x-amz-version-id", &*version);
    }
    lifecycle::tell_expiration(context, &call.name, &call.key, &mut response);
    Ok(response)
}

/// Adds to the answer of a write how what was written is encrypted.
pub fn tell_encryption(response: &mut Response, extras: Option<&Extras>) {
    match extras.and_then(|extras| extras.customer_key.as_ref()) {
        Some(md5) => {
            for (name, value) in customer_key::told(md5) {
                response.headers.set(name, value);
            }
        }
        None => response.headers.set("x-amz-server-side-encryption", "AES256"),
    }
}

/// The tags that the header gives the object.
pub fn requested_tags(request: &Request) -> Result<Tags, Error> {
    request.headers.get("x-amz-tagging").map_or_else(|| Ok(Tags::default()), tags::from_header)
}

/// Holds `Content-MD5`, if it was sent, against the body's digest.
pub fn check_md5(request: &Request, digest: Digest) -> Result<(), Error> {
    let Some(sent) = request.headers.get("content-md5") else { return Ok(()) };
    let expected: [u8; 16] = STANDARD
        .decode(sent.trim())
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| Error::InvalidDigest(sent.to_owned()))?;
    if expected == digest.0 {
        return Ok(());
    }
    Err(Error::BadDigest { calculated: STANDARD.encode(digest.0), expected: Digest(expected).hex() })
}
