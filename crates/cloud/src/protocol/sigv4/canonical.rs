//! The canonical form of a request: what both sides hash, however the request was written on its way.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use sha2::{Digest as _, Sha256};

use super::{Refusal, Scope};
use crate::http::Request;

/// What RFC 3986 leaves as it is.
const UNRESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The canonical request.
pub fn request(request: &Request, scope: Scope<'_>, signed_headers: &[&str], payload: &str) -> String {
    let mut text = String::with_capacity(1_024);
    text.push_str(&request.method);
    text.push('\n');
    push_path(&mut text, &request.path, scope);
    text.push('\n');
    text.push_str(&query(&request.query));
    text.push('\n');
    for name in signed_headers {
        push_lower_case(&mut text, name);
        text.push(':');
        for (at, word) in header(request, name).split_ascii_whitespace().enumerate() {
            text.push_str(if at == 0 { "" } else { " " });
            text.push_str(word);
        }
        text.push('\n');
    }
    text.push('\n');
    for (at, name) in signed_headers.iter().enumerate() {
        text.push_str(if at == 0 { "" } else { ";" });
        text.push_str(name);
    }
    text.push('\n');
    text.push_str(payload);
    text
}

fn push_lower_case(text: &mut String, name: &str) {
    let start = text.len();
    text.push_str(name);
    text[start..].make_ascii_lowercase();
}

fn header<'a>(request: &'a Request, name: &str) -> &'a str {
    if name.eq_ignore_ascii_case("host") {
        return &request.host;
    }
    request.headers.get(name).unwrap_or_default()
}

/// S3 encodes a path once, whatever its segments are; the others encode what was sent once more, without `.`, `..` and
/// empty segments.
fn push_path(text: &mut String, sent: &str, scope: Scope<'_>) {
    if scope.is_s3() {
        for (at, segment) in sent.split('/').enumerate() {
            text.push_str(if at == 0 { "" } else { "/" });
            text.push_str(&encode_again(segment));
        }
        text.push_str(if sent.is_empty() { "/" } else { "" });
        return;
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
    for segment in &segments {
        text.push('/');
        text.extend(percent_encode(segment.as_bytes(), &UNRESERVED));
    }
    text.push_str(if sent.ends_with('/') || segments.is_empty() { "/" } else { "" });
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
pub fn payload_hash(request: &Request, scope: Scope<'_>) -> Result<String, Refusal> {
    let sent = request.headers.get("x-amz-content-sha256").map(str::trim);
    match sent {
        Some("UNSIGNED-PAYLOAD") => return Ok("UNSIGNED-PAYLOAD".to_owned()),
        Some(marker) if scope.is_s3() && STREAMED.contains(&marker) => return Ok(marker.to_owned()),
        None if scope.is_s3() => return Err(Refusal::NoPayloadHash),
        Some(hash) if scope.is_s3() && from_hex(hash).is_none() => {
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
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// The bytes of a hash in hexadecimal digits; none when they are none, or not as many.
pub fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = [0; 32];
    if text.len() != bytes.len() * 2 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}
