//! The canonical form of a request: what both sides hash, however the request was written on its way.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use sha2::{Digest as _, Sha256};

use super::{Refusal, Scope};
use crate::http::Request;

/// What RFC 3986 leaves as it is.
const UNRESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The canonical request.
pub fn request(request: &Request, scope: &Scope, signed_headers: &[&str], payload: &str) -> String {
    let mut text = format!("{}\n{}\n{}\n", request.method, path(&request.path, scope), query(&request.query));
    for name in signed_headers {
        let value = header(request, name);
        text.push_str(&name.to_ascii_lowercase());
        text.push(':');
        text.push_str(&value.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
        text.push('\n');
    }
    text.push('\n');
    text.push_str(&signed_headers.join(";"));
    text.push('\n');
    text.push_str(payload);
    text
}

fn header<'a>(request: &'a Request, name: &str) -> &'a str {
    if name.eq_ignore_ascii_case("host") {
        return &request.host;
    }
    request.headers.get(name).unwrap_or_default()
}

/// S3 encodes a path once, whatever its segments are; the others encode what was sent once more, without `.`, `..` and
/// empty segments.
fn path(sent: &str, scope: &Scope) -> String {
    if scope.is_s3() {
        let encoded: Vec<String> = sent.split('/').map(encode_again).collect();
        return if sent.is_empty() { "/".to_owned() } else { encoded.join("/") };
    }
    let mut segments: Vec<&str> = Vec::new();
    for segment in sent.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    let encoded: Vec<String> =
        segments.iter().map(|segment| percent_encode(segment.as_bytes(), &UNRESERVED).to_string()).collect();
    let slash = if sent.ends_with('/') && !encoded.is_empty() { "/" } else { "" };
    format!("/{}{slash}", encoded.join("/"))
}

/// The parameters in the order of their encoded names, without the signature itself.
fn query(sent: &str) -> String {
    let mut pairs: Vec<(String, String)> = sent
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (encode_again(name), encode_again(value)))
        .filter(|(name, _)| name != "X-Amz-Signature")
        .collect();
    pairs.sort();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// Clients differ in what they leave unencoded; AWS decodes and encodes by its own rule.
fn encode_again(text: &str) -> String {
    let decoded: Vec<u8> = percent_decode_str(text).collect();
    percent_encode(&decoded, &UNRESERVED).to_string()
}

/// What stands for the body: its hash, or the marker of a body that is not signed as a whole.
///
/// # Errors
/// When the header that should say so is missing, senseless, or not the body's hash.
pub fn payload_hash(request: &Request, scope: &Scope) -> Result<String, Refusal> {
    let sent = request.headers.get("x-amz-content-sha256").map(str::trim);
    match sent {
        Some("UNSIGNED-PAYLOAD") => return Ok("UNSIGNED-PAYLOAD".to_owned()),
        Some(marker) if scope.is_s3() && STREAMED.contains(&marker) => return Ok(marker.to_owned()),
        None if scope.is_s3() => return Err(Refusal::NoPayloadHash),
        Some(hash) if scope.is_s3() && from_hex(hash).is_none_or(|bytes| bytes.len() != 32) => {
            return Err(Refusal::PayloadHash(hash.to_owned()));
        }
        _ => {}
    }
    let computed = hex(&Sha256::digest(&request.body));
    match sent {
        Some(sent) if scope.is_s3() && !sent.eq_ignore_ascii_case(&computed) => {
            Err(Refusal::PayloadDiffers { sent: sent.to_owned(), computed })
        }
        Some(sent) if scope.is_s3() => Ok(sent.to_owned()),
        _ => Ok(computed),
    }
}

/// The markers of bodies in `aws-chunked` form.
const STREAMED: [&str; 3] = [
    "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
];

/// The fields that must be signed and are not: the host, and all that begin with `x-amz-`.
pub fn headers_not_signed<'a>(request: &'a Request, signed_headers: &[&str]) -> Vec<&'a str> {
    let names = request.headers.iter().map(|(name, _)| name).filter(|name| name.starts_with("x-amz-"));
    std::iter::once("host")
        .chain(names)
        .filter(|name| !signed_headers.iter().any(|signed| signed.eq_ignore_ascii_case(name)))
        .collect()
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes of hexadecimal digits; none when they are none.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}
