//! Frames: how values pass the border of the wasm module.
//!
//! A frame is the header's length (u32, little endian), the body's length (u32, little endian), the header
//! (JSON) and the body as it is, so that a photo crosses without base64. The page and the worker's script
//! speak the same JSON.

use std::collections::BTreeMap;

use bytes::Bytes;
use cloud::{
    http::Response,
    invocation::{Next, Outcome, Resume},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Bytes in front of the header.
const PREFIX_BYTES: usize = 8;

/// The header of the frame that starts an invocation; its body is the event.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Start {
    /// The function's name in the registry.
    pub code: String,
    /// The environment variables.
    pub variables: BTreeMap<String, String>,
}

/// The header of the frame that resumes an invocation; its body is the reply's.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Answer {
    Reply(Response),
    Awake,
}

/// The header of the frame that a stretch of computing ends with; its body is the call's, or the result.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Stop {
    printed: Vec<String>,
    next: Next,
}

/// A frame that does not hold what it should.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// It is shorter than it says.
    #[error("a frame of {0} bytes is shorter than its own lengths say")]
    Short(usize),
    /// Its header is not the JSON that was expected.
    #[error("the header of a frame cannot be read: {0}")]
    Header(#[from] serde_json::Error),
}

/// Reads the frame that starts an invocation: its header and the event.
///
/// # Errors
/// When it is not such a frame.
pub fn read_start(frame: Bytes) -> Result<(Start, Bytes), FrameError> {
    read(frame)
}

/// Reads the frame that resumes an invocation.
///
/// # Errors
/// When it is not such a frame.
pub fn read_resume(frame: Bytes) -> Result<Resume, FrameError> {
    let (answer, body) = read(frame)?;
    Ok(match answer {
        Answer::Reply(response) => Resume::Reply(response.with_body(body)),
        Answer::Awake => Resume::Awake,
    })
}

/// Writes the frame that a stretch of computing ends with.
#[must_use]
pub fn write_stop(printed: Vec<String>, mut next: Next) -> Vec<u8> {
    let body = match &mut next {
        Next::Call(request) => std::mem::take(&mut request.body),
        Next::End(Outcome::Returned(json)) => std::mem::take(json),
        Next::Sleep(_) | Next::Wait { .. } | Next::End(_) => Bytes::new(),
    };
    write(&Stop { printed, next }, &body)
}

fn write(header: &impl Serialize, body: &[u8]) -> Vec<u8> {
    let header = serde_json::to_vec(header).expect("headers are plain data with text keys");
    let length =
        |bytes: &[u8]| u32::try_from(bytes.len()).expect("a frame is smaller than a 32-bit memory").to_le_bytes();
    let mut frame = Vec::with_capacity(PREFIX_BYTES + header.len() + body.len());
    frame.extend_from_slice(&length(&header));
    frame.extend_from_slice(&length(body));
    frame.extend_from_slice(&header);
    frame.extend_from_slice(body);
    frame
}

/// Shares the frame's memory with the body: a photo is held once.
fn read<H: DeserializeOwned>(frame: Bytes) -> Result<(H, Bytes), FrameError> {
    let length = |at: usize| -> Option<usize> {
        let bytes = frame.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    };
    let ends = length(0).zip(length(4)).and_then(|(header, body)| {
        let header_end = PREFIX_BYTES.checked_add(header)?;
        let body_end = header_end.checked_add(body)?;
        (body_end <= frame.len()).then_some((header_end, body_end))
    });
    let (header_end, body_end) = ends.ok_or(FrameError::Short(frame.len()))?;
    let header = serde_json::from_slice(&frame[PREFIX_BYTES..header_end])?;
    Ok((header, frame.slice(header_end..body_end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_crosses_as_it_is() {
        let reply = Answer::Reply(Response::new(200).with_header("etag", "\"e\""));
        let frame = Bytes::from(write(&reply, b"\xff\xd8\0"));
        let expected = Response::new(200).with_header("etag", "\"e\"").with_body(&b"\xff\xd8\0"[..]);
        assert_eq!(read_resume(frame).ok(), Some(Resume::Reply(expected)));
    }

    #[test]
    fn a_cut_frame_is_refused() {
        let frame = Bytes::from(write(&Answer::Awake, b"event"));
        for end in 0..frame.len() {
            assert!(read_resume(frame.slice(..end)).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn a_stop_keeps_its_body_out_of_the_header() {
        let frame = write_stop(vec!["line".into()], Next::End(Outcome::Returned(Bytes::from_static(b"{}"))));
        let (stop, body): (Stop, Bytes) = read(Bytes::from(frame)).expect("just written");
        assert_eq!(stop.next, Next::End(Outcome::Returned(Bytes::new())));
        assert_eq!((stop.printed.len(), &body[..]), (1, &b"{}"[..]));
    }
}
