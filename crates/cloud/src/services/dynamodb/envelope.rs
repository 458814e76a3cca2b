//! The headers that DynamoDB puts around every answer: its long request id and the checksum of the body.

use sha2::{Digest as _, Sha256};

use crate::http::Response;
use crate::operation::Context;
pub use crate::protocol::crc::crc32;

/// DynamoDB's request ids are 52 letters and digits; this one is worked out from the id that the history knows.
#[must_use]
pub fn request_id(id: &str) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut text, mut held, mut width) = (String::with_capacity(52), 0_u32, 0_u32);
    for byte in Sha256::digest(id) {
        held = (held << 8) | u32::from(byte);
        width += 8;
        while width >= 5 {
            width -= 5;
            text.push(char::from(ALPHABET[(held >> width & 31) as usize]));
        }
        held &= (1 << width) - 1;
    }
    text.push(char::from(ALPHABET[(held << (5 - width) & 31) as usize]));
    text
}

/// Adds the headers of every answer.
#[must_use]
pub fn finish(mut response: Response, context: &Context<'_>) -> Response {
    response.headers.set("x-amzn-requestid", request_id(context.request_id));
    response.headers.set("x-amz-crc32", crc32(&response.body).to_string());
    response.headers.set("date", context.now.rfc1123());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_catalogue() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn request_ids_have_52_characters() {
        assert_eq!(request_id("00000000-0000-4000-8000-000000000001").len(), 52);
    }
}
