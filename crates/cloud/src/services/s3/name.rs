//! The rules for a bucket's name, and for a key.

use super::address::stays_inside;
use super::error::Error;
use super::limits::MAX_KEY_BYTES;

const RESERVED_PREFIXES: [&str; 3] = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES: [&str; 5] = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/// Whether a general purpose bucket may be called `name`.
#[must_use]
pub fn is_valid(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (3..=63).contains(&name.len())
        && name.bytes().all(|byte| allowed(byte) || matches!(byte, b'.' | b'-'))
        && name.bytes().next().is_some_and(allowed)
        && name.bytes().last().is_some_and(allowed)
        && !name.contains("..")
        && name.parse::<std::net::Ipv4Addr>().is_err()
        && !RESERVED_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        && !RESERVED_SUFFIXES.iter().any(|suffix| name.ends_with(suffix))
}

/// Refuses what cannot be a key.
///
/// # Errors
/// When it is too long, or leads out of its bucket.
pub fn check_key(key: &str) -> Result<(), Error> {
    if key.len() > MAX_KEY_BYTES {
        return Err(Error::KeyTooLong(key.len()));
    }
    if stays_inside(key) { Ok(()) } else { Err(Error::InvalidUri) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_rules() {
        for name in ["abc", "my-thumbnails", "a.b.c", "2026", "a1-", "x".repeat(63).as_str()] {
            assert_eq!(is_valid(name), name != "a1-", "{name}");
        }
        for name in ["ab", "Photos", "a_b", "a..b", "-ab", "192.168.5.4", "xn--abc", "a-s3alias", "", "a/b", "é-é"] {
            assert!(!is_valid(name), "{name}");
        }
        assert!(!is_valid(&"x".repeat(64)));
    }
}
