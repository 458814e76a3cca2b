//! An object as an answer to GET and HEAD: its headers, and its bytes or the part of them that is wanted.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::conditions::{self, Reading};
use super::error::Error;
use super::object::Object;
use super::range::{Wanted, wanted};
use crate::http::{Request, Response};
use crate::protocol::uri::parameters;
use crate::verdict::Principal;

/// What a query may put in place of a stored header.
const OVERRIDES: [(&str, &str); 6] = [
    ("response-content-type", "content-type"),
    ("response-content-language", "content-language"),
    ("response-expires", "expires"),
    ("response-cache-control", "cache-control"),
    ("response-content-disposition", "content-disposition"),
    ("response-content-encoding", "content-encoding"),
];

/// Answers a read of `object`.
///
/// # Errors
/// When a condition does not hold or the range lies outside.
pub fn present(request: &Request, object: &Object, principal: &Principal) -> Result<Response, Error> {
    if conditions::for_reading(request, object)? == Reading::NotModified {
        return Ok(tagged(Response::new(304), object));
    }
    let range = request.headers.get("range");
    let response = match wanted(range, object.body.len()) {
        Wanted::Whole => {
            let response = tagged(Response::new(200), object)
                .with_header("content-length", object.body.len().to_string())
                .with_body(object.body.clone());
            with_checksum(response, request, object)
        }
        Wanted::Part(part) => {
            let (first, last, length) = (part.start, part.end - 1, object.body.len());
            tagged(Response::new(206), object)
                .with_header("content-length", part.len().to_string())
                .with_header("content-range", format!("bytes {first}-{last}/{length}"))
                .with_body(object.body.slice(part))
        }
        Wanted::Unsatisfiable => {
            let requested = range.unwrap_or_default().to_owned();
            return Err(Error::InvalidRange { requested, size: object.size() });
        }
    };
    overridden(described(response, object), request, principal)
}

/// Adds what every answer about an object has, even "not modified".
fn tagged(response: Response, object: &Object) -> Response {
    response
        .with_header("last-modified", object.modified.rfc1123())
        .with_header("etag", quoted(&object.etag))
        .with_header("x-amz-server-side-encryption", "AES256")
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
    for (name, value) in &attributes.metadata {
        headers.set(format!("x-amz-meta-{name}"), header_text(value));
    }
    response
}

fn with_checksum(mut response: Response, request: &Request, object: &Object) -> Response {
    let asked = request.headers.get("x-amz-checksum-mode").is_some_and(|mode| mode.eq_ignore_ascii_case("enabled"));
    if let Some(checksum) = object.checksum.as_ref().filter(|_| asked) {
        response.headers.set(checksum.header, &*checksum.value);
        response.headers.set("x-amz-checksum-type", "FULL_OBJECT");
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
            return Err(Error::InvalidRequest(
                "Request specific response headers cannot be used for anonymous GET requests.",
            ));
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
