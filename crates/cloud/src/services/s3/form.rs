//! How S3 encodes keys in events and in listings: as a form does, except that slashes stay.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What is not escaped. A space is kept by the escaping and becomes a plus after it.
const KEPT: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'*').remove(b'/').remove(b' ');

/// Adds `key`, encoded, to `text`.
pub fn push(text: &mut String, key: &str) {
    for part in utf8_percent_encode(key, &KEPT) {
        // Escapes hold no spaces, so only what was kept can.
        if part.contains(' ') {
            text.extend(part.chars().map(|character| if character == ' ' { '+' } else { character }));
        } else {
            text.push_str(part);
        }
    }
}

/// `key`, encoded.
#[must_use]
pub fn encode(key: &str) -> String {
    let mut text = String::with_capacity(key.len());
    push(&mut text, key);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_encoded_as_aws_encodes_them() {
        for (key, expected) in [
            ("my photo.jpg", "my+photo.jpg"),
            ("a/b+c@d", "a/b%2Bc%40d"),
            ("Grüße 🌊.png", "Gr%C3%BC%C3%9Fe+%F0%9F%8C%8A.png"),
            ("\0\"\\", "%00%22%5C"),
            ("~(x)!'*", "%7E%28x%29%21%27*"),
        ] {
            assert_eq!(encode(key), expected);
        }
    }
}
