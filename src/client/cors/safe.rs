//! What a form could send before there was `fetch`: methods and header fields that need no permission.

/// Header fields of an answer that every page may read.
pub const ANSWER: [&str; 7] =
    ["cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"];

/// What a form can send as.
const FORMS: [&str; 3] = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/// The longest value that a field may have, and all of them together, bytes.
const LONGEST: usize = 128;
const LONGEST_IN_ALL: usize = 1_024;

/// Whether a form could send by this method.
#[must_use]
pub fn is_method(method: &str) -> bool {
    ["GET", "HEAD", "POST"].contains(&method)
}

/// The names of the fields that need a permission.
#[must_use]
pub fn unsafe_names(headers: &[(String, String)]) -> Vec<&str> {
    let (safe, mut names): (Vec<_>, Vec<_>) = headers.iter().partition(|(name, value)| is_safe(name, value));
    if safe.iter().map(|(_, value)| value.len()).sum::<usize>() > LONGEST_IN_ALL {
        names.extend(safe);
    }
    names.into_iter().map(|(name, _)| name.as_str()).collect()
}

fn is_safe(name: &str, value: &str) -> bool {
    if value.len() > LONGEST {
        return false;
    }
    match name {
        "accept" => !value.bytes().any(is_odd),
        "accept-language" | "content-language" => {
            value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" *,-.;=".contains(&byte))
        }
        "content-type" => {
            let kind = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            !value.bytes().any(is_odd) && FORMS.contains(&kind.as_str())
        }
        "range" => is_one_range(value),
        _ => false,
    }
}

/// Bytes with which servers were once led astray.
fn is_odd(byte: u8) -> bool {
    byte < 0x20 && byte != b'\t' || byte == 0x7f || b"\"():<>?@[\\]{}".contains(&byte)
}

/// `bytes=0-99` or `bytes=100-`.
fn is_one_range(value: &str) -> bool {
    let Some((from, to)) = value.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else { return false };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !from.is_empty() && digits(from) && digits(to)
}
