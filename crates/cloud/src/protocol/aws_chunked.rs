//! The `aws-chunked` form in which SDKs stream bodies: chunks that may be signed, then trailing fields.

use bytes::{Bytes, BytesMut};

/// Why a body is not of this form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It ends before its last chunk does.
    Incomplete,
    /// A chunk is not as it says, or says no size.
    Invalid,
}

/// One chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk<'a> {
    /// What stands after `chunk-signature=`, if it is signed.
    pub signature: Option<&'a str>,
    /// Its bytes, which share the body's memory.
    pub data: Bytes,
}

/// A body taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunked<'a> {
    /// The chunks, the last of which is empty.
    pub chunks: Vec<Chunk<'a>>,
    /// Trailing fields, such as `x-amz-checksum-crc32`; names in lower case.
    pub trailers: Vec<(String, String)>,
}

impl Chunked<'_> {
    /// The bytes of all chunks; they share the body's memory when they lie in one piece.
    #[must_use]
    pub fn joined(&self) -> Bytes {
        if let [only, _] = self.chunks.as_slice() {
            return only.data.clone();
        }
        let mut joined = BytesMut::with_capacity(self.chunks.iter().map(|chunk| chunk.data.len()).sum());
        for chunk in &self.chunks {
            joined.extend_from_slice(&chunk.data);
        }
        joined.freeze()
    }
}

/// Takes a body apart: `size[;chunk-signature=…]\r\n bytes \r\n`, …, a chunk of size 0, trailers.
///
/// # Errors
/// When it is not of this form.
pub fn read(body: &Bytes) -> Result<Chunked<'_>, Fault> {
    let mut chunks = Vec::new();
    let mut at = 0;
    loop {
        let (line, after_line) = line(body, at)?;
        let size = size(line)?;
        let signature = line.split(';').skip(1).find_map(|part| part.trim().strip_prefix("chunk-signature="));
        at = after_line;
        let end = at.checked_add(size).filter(|end| *end <= body.len()).ok_or(Fault::Incomplete)?;
        chunks.push(Chunk { signature, data: body.slice(at..end) });
        if size == 0 {
            break;
        }
        if body.get(end..end.saturating_add(2)) != Some(b"\r\n") {
            return Err(Fault::Invalid);
        }
        at = end + 2;
    }
    Ok(Chunked { chunks, trailers: trailers(body, at)? })
}

fn size(line: &str) -> Result<usize, Fault> {
    let digits = line.split(';').next().unwrap_or_default();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Fault::Invalid);
    }
    usize::from_str_radix(digits, 16).map_err(|_| Fault::Invalid)
}

fn trailers(body: &Bytes, mut at: usize) -> Result<Vec<(String, String)>, Fault> {
    let mut trailers = Vec::new();
    while at < body.len() {
        let (line, after_line) = line(body, at)?;
        at = after_line;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or(Fault::Invalid)?;
        trailers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
    }
    Ok(trailers)
}

/// The line that begins at `at`, without its end, and where the next begins.
fn line(body: &Bytes, at: usize) -> Result<(&str, usize), Fault> {
    let rest = body.get(at..).ok_or(Fault::Incomplete)?;
    let length = rest.windows(2).position(|pair| pair == b"\r\n").ok_or(Fault::Incomplete)?;
    let line = std::str::from_utf8(&rest[..length]).map_err(|_| Fault::Invalid)?;
    Ok((line, at + length + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &'static str, expected: Result<&str, Fault>) {
        let body = Bytes::from_static(body.as_bytes());
        let outcome = read(&body).map(|chunked| String::from_utf8_lossy(&chunked.joined()).into_owned());
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
    fn signatures_and_trailers_are_told_and_one_chunk_shares_the_bodys_memory() {
        let body = Bytes::from_static(b"5;chunk-signature=ab\r\nhello\r\n0\r\nX-Amz-Checksum-CRC32: NhCmhg==\r\n\r\n");
        let chunked = read(&body).expect("it is well-formed");
        assert_eq!(chunked.chunks.iter().map(|chunk| chunk.signature).collect::<Vec<_>>(), [Some("ab"), None]);
        assert_eq!(chunked.joined().as_ptr(), body[22..].as_ptr());
        assert_eq!(chunked.trailers, [("x-amz-checksum-crc32".to_owned(), "NhCmhg==".to_owned())]);
    }

    #[test]
    fn sizes_that_overflow_lie_or_are_no_sizes_are_refused() {
        check("ffffffffffffffff\r\nhello\r\n0\r\n\r\n", Err(Fault::Incomplete));
        check("fffffffffffffffffffff\r\nhello\r\n", Err(Fault::Invalid));
        check("6\r\nhello\r\n0\r\n\r\n", Err(Fault::Invalid));
        check("4\r\nhello\r\n0\r\n\r\n", Err(Fault::Invalid));
        check("+5\r\nhello\r\n0\r\n\r\n", Err(Fault::Invalid));
        check("-1\r\n", Err(Fault::Invalid));
        check("\r\n", Err(Fault::Invalid));
        check("5", Err(Fault::Incomplete));
        check("5\r\nhello\r\n", Err(Fault::Incomplete));
        check("", Err(Fault::Incomplete));
    }
}
