//! The frames in which AWS streams events within an answer.
//!
//! A frame is its length, its fields' length, a checksum of both, the fields, the payload, and a checksum of it all.
//! Source: <https://smithy.io/2.0/aws/amazon-eventstream.html>.

use super::crc::crc32;

/// The type of a body of such frames.
pub const CONTENT_TYPE: &str = "application/vnd.amazon.eventstream";
/// How a field's value of text is marked.
const TEXT: u8 = 7;
/// Bytes of a frame besides its fields and its payload.
const FRAME_BYTES: usize = 16;

/// Adds an event of this type to `frames`.
pub fn event(frames: &mut Vec<u8>, kind: &str, content_type: &str, payload: &[u8]) {
    let mut fields = Vec::new();
    for (name, value) in [(":event-type", kind), (":content-type", content_type), (":message-type", "event")] {
        fields.push(u8::try_from(name.len()).expect("names are short"));
        fields.extend_from_slice(name.as_bytes());
        fields.push(TEXT);
        fields.extend_from_slice(&u16::try_from(value.len()).expect("values are short").to_be_bytes());
        fields.extend_from_slice(value.as_bytes());
    }
    let start = frames.len();
    let length =
        |bytes: usize| u32::try_from(bytes).expect("payloads of functions are of a few megabytes").to_be_bytes();
    frames.extend(length(FRAME_BYTES + fields.len() + payload.len()));
    frames.extend(length(fields.len()));
    frames.extend(crc32(&frames[start..]).to_be_bytes());
    frames.extend(fields);
    frames.extend_from_slice(payload);
    frames.extend(crc32(&frames[start..]).to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_says_how_long_it_is_and_checks() {
        let mut frames = Vec::new();
        event(&mut frames, "PayloadChunk", "application/octet-stream", b"hi");
        let first = frames.len();
        event(&mut frames, "InvokeComplete", "application/json", b"{}");
        let number = |at: usize| u32::from_be_bytes(frames[at..at + 4].try_into().expect("they are four bytes"));
        let fields = number(4) as usize;
        assert_eq!(number(0) as usize, first);
        assert_eq!(&frames[12 + fields..first - 4], b"hi");
        assert_eq!(frames[8..12], crc32(&frames[..8]).to_be_bytes());
        assert_eq!(frames[first - 4..first], crc32(&frames[..first - 4]).to_be_bytes());
        assert_eq!(&frames[12..12 + 12], b"\x0b:event-type");
        assert_eq!(number(first) as usize, frames.len() - first);
    }
}
