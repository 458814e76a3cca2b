//! The bytes that a request carries: plain, or in the `aws-chunked` form that SDKs stream.

use bytes::Bytes;

use super::error::Error;
use super::limits::MAX_PUT_BYTES;
use crate::http::Request;
use crate::protocol::aws_chunked::{self, Fault};

/// A body and the headers that came after it.
#[derive(Debug)]
pub struct Payload {
    /// The object's bytes.
    pub body: Bytes,
    /// Trailing headers, such as `x-amz-checksum-crc32`; names in lower case.
    pub trailers: Vec<(String, String)>,
}

/// Reads the payload of `request`. Bytes are shared with the request wherever they lie in one piece.
///
/// # Errors
/// When it is larger than a PUT may be, not as long as announced, or not well-formed.
pub fn payload(request: &Request) -> Result<Payload, Error> {
    let streamed = request.headers.get("x-amz-content-sha256").is_some_and(|marker| marker.starts_with("STREAMING-"));
    if !streamed {
        check_size(request.headers.get("content-length"), request.body.len())?;
        return Ok(Payload { body: request.body.clone(), trailers: Vec::new() });
    }
    let announced = request.headers.get("x-amz-decoded-content-length");
    let announced = announced.ok_or(Error::MissingContentLength)?;
    check_size(Some(announced), 0)?;
    let chunked = aws_chunked::read(&request.body).map_err(|fault| match fault {
        Fault::Incomplete => Error::IncompleteBody,
        Fault::Invalid => Error::InvalidChunk,
    })?;
    let body = chunked.joined();
    if announced.trim().parse() != Ok(body.len() as u64) {
        return Err(Error::IncompleteBody);
    }
    Ok(Payload { body, trailers: chunked.trailers })
}

/// A client may announce more than it sends; what it announces is refused before the body is looked at.
fn check_size(announced: Option<&str>, received: usize) -> Result<(), Error> {
    let announced = announced.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
    let size = announced.max(received as u64);
    if size > MAX_PUT_BYTES { Err(Error::EntityTooLarge(size)) } else { Ok(()) }
}
