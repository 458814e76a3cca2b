//! The bytes that a request carries: plain, or in the `aws-chunked` form that SDKs stream.

use bytes::{Bytes, BytesMut};

use super::error::Error;
use super::limits::MAX_PUT_BYTES;
use crate::http::Request;

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
    let payload = unchunk(&request.body)?;
    if announced.trim().parse() == Ok(payload.body.len() as u64) { Ok(payload) } else { Err(Error::IncompleteBody) }
}

/// A client may announce more than it sends; what it announces is refused before the body is looked at.
fn check_size(announced: Option<&str>, received: usize) -> Result<(), Error> {
    let announced = announced.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
    let size = announced.max(received as u64);
    if size > MAX_PUT_BYTES { Err(Error::EntityTooLarge(size)) } else { Ok(()) }
}

/// Takes an `aws-chunked` body apart: `size[;extension]\r\n bytes \r\n`, …, a chunk of size 0, trailers.
fn unchunk(body: &Bytes) -> Result<Payload, Error> {
    let mut chunks: Vec<Bytes> = Vec::new();
    let mut at = 0;
    loop {
        let (line, after_line) = line(body, at)?;
        let size = chunk_size(line)?;
        at = after_line;
        if size == 0 {
            break;
        }
        let end = at.checked_add(size).filter(|end| *end <= body.len()).ok_or(Error::IncompleteBody)?;
        chunks.push(body.slice(at..end));
        if body.get(end..end.saturating_add(2)) != Some(b"\r\n") {
            return Err(Error::InvalidChunk);
        }
        at = end + 2;
    }
    let trailers = trailers(body, at)?;
    let body = if chunks.len() == 1 {
        chunks.swap_remove(0)
    } else {
        let mut joined = BytesMut::with_capacity(chunks.iter().map(Bytes::len).sum());
        for chunk in &chunks {
            joined.extend_from_slice(chunk);
        }
        joined.freeze()
    };
    Ok(Payload { body, trailers })
}

/// The size at the head of a chunk; a signature may follow it, which is not verified.
fn chunk_size(line: &str) -> Result<usize, Error> {
    let digits = line.split(';').next().unwrap_or_default();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Error::InvalidChunk);
    }
    usize::from_str_radix(digits, 16).map_err(|_| Error::InvalidChunk)
}

fn trailers(body: &Bytes, mut at: usize) -> Result<Vec<(String, String)>, Error> {
    let mut trailers = Vec::new();
    while at < body.len() {
        let (line, after_line) = line(body, at)?;
        at = after_line;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or(Error::InvalidChunk)?;
        trailers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
    }
    Ok(trailers)
}

/// The line that begins at `at`, without its end, and where the next begins.
fn line(body: &Bytes, at: usize) -> Result<(&str, usize), Error> {
    let rest = body.get(at..).ok_or(Error::IncompleteBody)?;
    let length = rest.windows(2).position(|pair| pair == b"\r\n").ok_or(Error::IncompleteBody)?;
    let line = std::str::from_utf8(&rest[..length]).map_err(|_| Error::InvalidChunk)?;
    Ok((line, at + length + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &'static str, expected: Result<&str, Error>) {
        let outcome = unchunk(&Bytes::from_static(body.as_bytes()));
        let outcome = outcome.map(|payload| String::from_utf8_lossy(&payload.body).into_owned());
        assert_eq!(outcome, expected.map(str::to_owned), "{body:?}");
    }

    #[test]
    fn chunks_are_joined() {
        check("5\r\nhello\r\n0\r\n\r\n", Ok("hello"));
        check("5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n", Ok("hello!"));
        check("2;chunk-signature=ab\r\n\r\n\r\n0;chunk-signature=cd\r\n\r\n", Ok("\r\n"));
        check("0\r\n\r\n", Ok(""));
        check("0\r\n", Ok(""));
    }

    #[test]
    fn one_chunk_shares_the_memory_of_the_request() {
        let body = Bytes::from_static(b"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n");
        let payload = unchunk(&body).expect("it is well-formed");
        assert_eq!(payload.body.as_ptr(), body[3..].as_ptr());
        assert_eq!(payload.trailers, [("x-amz-checksum-crc32".to_owned(), "NhCmhg==".to_owned())]);
    }

    #[test]
    fn sizes_that_overflow_lie_or_are_no_sizes_are_refused() {
        check("ffffffffffffffff\r\nhello\r\n0\r\n\r\n", Err(Error::IncompleteBody));
        check("fffffffffffffffffffff\r\nhello\r\n", Err(Error::InvalidChunk));
        check("6\r\nhello\r\n0\r\n\r\n", Err(Error::InvalidChunk));
        check("4\r\nhello\r\n0\r\n\r\n", Err(Error::InvalidChunk));
        check("+5\r\nhello\r\n0\r\n\r\n", Err(Error::InvalidChunk));
        check("-1\r\n", Err(Error::InvalidChunk));
        check("\r\n", Err(Error::InvalidChunk));
        check("5", Err(Error::IncompleteBody));
        check("5\r\nhello\r\n", Err(Error::IncompleteBody));
        check("", Err(Error::IncompleteBody));
    }
}
