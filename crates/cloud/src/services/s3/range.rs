//! Byte ranges of a body: `bytes=0-1023`, `bytes=1024-`, `bytes=-100`.

use std::ops::Range;

/// What a `Range` header asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The whole body: the header is absent, malformed, or asks for several ranges, which S3 does not serve.
    Whole,
    /// These bytes.
    Part(Range<usize>),
    /// Bytes that are not there.
    Unsatisfiable,
}

/// Reads a `Range` header for a body of `length` bytes.
#[must_use]
pub fn wanted(header: Option<&str>, length: usize) -> Wanted {
    let Some((first, last)) =
        header.and_then(|header| header.trim().strip_prefix("bytes=")).and_then(|range| range.split_once('-'))
    else {
        return Wanted::Whole;
    };
    let (first, last) = (first.trim(), last.trim());
    if first.is_empty() {
        let Some(count) = number(last) else { return Wanted::Whole };
        return part(length.saturating_sub(count)..length);
    }
    let Some(start) = number(first) else { return Wanted::Whole };
    if last.is_empty() {
        return part(start..length);
    }
    match number(last) {
        Some(end) if end < start => Wanted::Whole,
        Some(end) => part(start..end.saturating_add(1).min(length)),
        None => Wanted::Whole,
    }
}

fn part(range: Range<usize>) -> Wanted {
    if range.is_empty() { Wanted::Unsatisfiable } else { Wanted::Part(range) }
}

/// A number of digits alone; one too great to hold is as good as endless.
fn number(digits: &str) -> Option<usize> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(digits.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_s3_reads_them() {
        for (header, expected) in [
            ("bytes=0-3", Wanted::Part(0..4)),
            ("bytes=4-", Wanted::Part(4..10)),
            ("bytes=-3", Wanted::Part(7..10)),
            ("bytes=-30", Wanted::Part(0..10)),
            ("bytes=8-100", Wanted::Part(8..10)),
            ("bytes=0-99999999999999999999999999", Wanted::Part(0..10)),
            ("bytes=10-", Wanted::Unsatisfiable),
            ("bytes=99999999999999999999999999-", Wanted::Unsatisfiable),
            ("bytes=-0", Wanted::Unsatisfiable),
            ("bytes=5-2", Wanted::Whole),
            ("bytes=0-1,3-4", Wanted::Whole),
            ("bytes=a-b", Wanted::Whole),
            ("lines=0-1", Wanted::Whole),
        ] {
            assert_eq!(wanted(Some(header), 10), expected, "{header}");
        }
        assert_eq!(wanted(Some("bytes=0-0"), 0), Wanted::Unsatisfiable);
    }
}
