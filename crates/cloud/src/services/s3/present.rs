//! An object as an answer to GET and HEAD: its headers, and its bytes or the part of them that is wanted.

use std::ops::Range;

use base64::{Engine, engine::general_purpose::STANDARD};

use super::checksum::Checksum;
use super::conditions::{self, Reading};
use super::error::Error;
use super::limits::MAX_PARTS;
use super::object::Object;
use super::ops::put_object::tell_encryption;
use super::range::{Wanted, wanted};
use super::{archive, customer_key, extras, find, lifecycle};
use crate::http::{Request, Response};
use crate::operation::{Call, Context};
use crate::protocol::uri::{parameter, parameters};
use crate::verdict::Principal;

const RANGE_AND_PART: &str = "Cannot specify both Range header and partNumber query parameter";

/// What a query may put in place of a stored header.
const OVERRIDES: [(&str, &str); 6] = [
    ("response-content-type", "content-type"),
    ("response-content-language", "content-language"),
    ("response-expires", "expires"),
    ("response-cache-control", "cache-control"),
    ("response-content-disposition", "content-disposition"),
    ("response-content-encoding", "content-encoding"),
];

/// Answers the read of `object` that `call` is.
///
/// # Errors
/// When a condition does not hold or the range lies outside.
pub fn present(context: &Context<'_>, call: &Call<'_>, object: &Object) -> Result<Response, Error> {
    let request = call.request;
    customer_key::check(object, request, customer_key::OWN)?;
    if request.method == "GET" {
        archive::check_readable(object, context.now)?;
    }
    let version = find::told_version(context, &call.name, object);
    let told = |mut response: Response| {
        if let Some(version) = version {
            response.headers.set("x-amz-version-id", version);
        }
        response
    };
    if conditions::for_reading(request, object)? == Reading::NotModified {
        return Ok(told(tagged(Response::new(304), object)));
    }
    let range = request.headers.get("range");
    let response = match parameter(&request.query, "partNumber") {
        Some(_) if range.is_some() => return Err(Error::request(RANGE_AND_PART)),
        Some(number) => one_part(request, object, &number)?,
        None => match wanted(range, object.body.len()) {
            Wanted::Whole => {
                let response = tagged(Response::new(200), object)
                    .with_header("content-length", object.body.len().to_string())
                    .with_body(object.body.clone());
                with_checksum(response, request, object.checksum.as_ref())
            }
            Wanted::Part(part) => slice(object, part),
            Wanted::Unsatisfiable => {
                let requested = range.unwrap_or_default().to_owned();
                return Err(Error::InvalidRange { requested, size: object.size() });
            }
        },
    };
    let mut response = response;
    for (name, value) in extras::headers(object) {
        response.headers.set(name, value);
    }
    let bucket = context.world.s3().bucket(&call.name);
    // Few buckets have rules, so that these are asked before it is whether the object is the current one.
    let expiration = bucket.and_then(|bucket| {
        let header = lifecycle::expiration_header(bucket, object)?;
        (bucket.object(&object.key)?.version == object.version).then_some(header)
    });
    if let Some(restored) = archive::header(object, context.now) {
        response.headers.set("x-amz-restore", restored);
    }
    if let Some(expiration) = expiration {
        response.headers.set("x-amz-expiration", expiration);
    }
    overridden(told(described(response, object)), request, context.principal)
}

fn slice(object: &Object, part: Range<usize>) -> Response {
    let (first, last, length) = (part.start, part.end.saturating_sub(1), object.body.len());
    tagged(Response::new(206), object)
        .with_header("content-length", part.len().to_string())
        .with_header("content-range", format!("bytes {first}-{last}/{length}"))
        .with_body(object.body.slice(part))
}

/// One of the parts that the object was put together from. What came whole is its own first part.
fn one_part(request: &Request, object: &Object, number: &str) -> Result<Response, Error> {
    let wanted = part_number(number)?;
    let Some(parts) = &object.parts else {
        let unsatisfiable = || Error::InvalidPartNumber { requested: number.to_owned(), parts: 1 };
        return (wanted == 1).then(|| slice(object, 0..object.body.len())).ok_or_else(unsatisfiable);
    };
    let mut start = 0;
    for (part, at) in parts.iter().zip(1_u16..) {
        if at == wanted {
            let response = slice(object, start..start + part.size);
            let response = response.with_header("x-amz-mp-parts-count", parts.len().to_string());
            return Ok(with_checksum(response, request, part.checksum.as_ref()));
        }
        start += part.size;
    }
    Err(Error::InvalidPartNumber { requested: number.to_owned(), parts: parts.len() })
}

/// Reads the number of a part.
///
/// # Errors
/// When it is none.
pub fn part_number(text: &str) -> Result<u16, Error> {
    text.parse().ok().filter(|number| (1..=MAX_PARTS).contains(number)).ok_or_else(|| {
        Error::argument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", text)
    })
}

/// Adds what every answer about an object has, even "not modified".
fn tagged(response: Response, object: &Object) -> Response {
    let mut response =
        response.with_header("last-modified", object.modified.rfc1123()).with_header("etag", quoted(&object.etag));
    tell_encryption(&mut response, object.extras.as_deref());
    response
}

/// Adds what is stored with an object.
fn described(mut response: Response, object: &Object) -> Response {
    let headers = &mut response.headers;
    let attributes = &object.attributes;
    headers.set("accept-ranges", "bytes");
    headers.set("content-type", &*attributes.content_type);
    for (name, value) in &attributes.headers {
        headers.set(*name, &**value);
    }
    if let Some(class) = &attributes.storage_class {
        headers.set("x-amz-storage-class", &**class);
    }
    if !object.tags.is_empty() {
        headers.set("x-amz-tagging-count", object.tags.len().to_string());
    }
    for (name, value) in &attributes.metadata {
        headers.set(format!("x-amz-meta-{name}"), header_text(value));
    }
    response
}

fn with_checksum(mut response: Response, request: &Request, checksum: Option<&Checksum>) -> Response {
    let asked = request.headers.get("x-amz-checksum-mode").is_some_and(|mode| mode.eq_ignore_ascii_case("enabled"));
    if let Some(checksum) = checksum.filter(|_| asked) {
        response.headers.set(checksum.header, &*checksum.value);
        response.headers.set("x-amz-checksum-type", checksum.kind.name());
    }
    response
}

fn overridden(mut response: Response, request: &Request, principal: &Principal) -> Result<Response, Error> {
    if !request.query.contains("response-") {
        return Ok(response);
    }
    for (name, value) in parameters(&request.query) {
        let Some((_, header)) = OVERRIDES.iter().find(|(parameter, _)| *parameter == name) else { continue };
        if *principal == Principal::Anonymous {
            return Err(Error::request("Request specific response headers cannot be used for anonymous GET requests."));
        }
        // A line end would begin a header of the caller's own making.
        response.headers.set(*header, value.replace(['\r', '\n'], " "));
    }
    Ok(response)
}

/// An `ETag` as headers and XML have it.
#[must_use]
pub fn quoted(etag: &str) -> String {
    ["\"", etag, "\""].concat()
}

/// Text beyond ASCII goes in a header as RFC 2047 has it.
fn header_text(value: &str) -> String {
    if value.is_ascii() { value.to_owned() } else { format!("=?UTF-8?B?{}?=", STANDARD.encode(value)) }
}
