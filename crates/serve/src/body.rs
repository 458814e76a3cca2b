//! Bodies, read whole before the cloud is asked: one that is cut off changes nothing.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use cloud::error::ServiceError;
use cloud::http::Request;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;

use crate::watch::Watch;

/// Bytes that one request may carry. S3 takes 5 GiB; here every body stays in memory, for its history is kept.
pub const MAX_BODY_BYTES: u64 = 512 * 1024 * 1024;
/// How long a client may send nothing in the middle of a body. S3 waits 20 seconds.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);
/// What is reserved ahead at most: a length may be announced that never comes.
const MAX_RESERVED_BYTES: usize = 8 * 1024 * 1024;

/// Why there is no body.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// It has, or would have, at least this many bytes.
    #[error("the body has {0} bytes or more")]
    TooLarge(u64),
    /// It ended before its announced end.
    #[error("the body was cut off")]
    CutOff,
    /// The client stopped sending.
    #[error("the client stopped sending")]
    Stalled,
}

impl From<BodyError> for ServiceError {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge(size) => {
                Self::new("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size")
                    .with("ProposedSize", size.to_string())
                    .with("MaxSizeAllowed", MAX_BODY_BYTES.to_string())
            }
            BodyError::CutOff => Self::new(
                "IncompleteBody",
                400,
                "You did not provide the number of bytes specified by the Content-Length HTTP header",
            ),
            BodyError::Stalled => Self::new(
                "RequestTimeout",
                400,
                "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.",
            ),
        }
    }
}

/// Reads the body of `request`. A client that waits for `100 Continue` is told to go on by the first read, so what is
/// announced as too large is refused before it is sent.
///
/// # Errors
/// When it is too large, cut off, or does not come.
pub async fn read(mut incoming: Incoming, request: &Request, watch: &Watch) -> Result<Bytes, BodyError> {
    let announced = request.headers.get("content-length").and_then(|length| length.parse::<u64>().ok()).unwrap_or(0);
    if announced > MAX_BODY_BYTES {
        return Err(BodyError::TooLarge(announced));
    }
    let mut first = Bytes::new();
    let mut joined = BytesMut::new();
    while let Some(frame) = watch.within(IDLE_TIMEOUT, incoming.frame()).await.ok_or(BodyError::Stalled)? {
        // Trailers of the connection's own chunks are no part of the body.
        let Ok(data) = frame.map_err(|_| BodyError::CutOff)?.into_data() else { continue };
        let size = (first.len() + joined.len() + data.len()) as u64;
        if size > MAX_BODY_BYTES {
            return Err(BodyError::TooLarge(size));
        }
        // A body that came in one piece is not joined.
        if first.is_empty() && joined.is_empty() {
            first = data;
            continue;
        }
        if joined.is_empty() {
            joined.reserve(usize::try_from(announced).unwrap_or(0).min(MAX_RESERVED_BYTES));
            joined.extend_from_slice(&std::mem::take(&mut first));
        }
        joined.extend_from_slice(&data);
    }
    // What came in one piece is part of the connection's buffer, all of which it would keep in memory for as long as it
    // is kept itself: an object of 1 kB would take six.
    Ok(if joined.is_empty() { Bytes::copy_from_slice(&first) } else { joined.freeze() })
}
