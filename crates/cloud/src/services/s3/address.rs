//! From an address to a bucket and a key: the bucket stands in the host, or first in the path.

use std::borrow::Cow;

use super::error::Error;
use crate::account::REGION;
use crate::http::Request;
use crate::protocol::uri;

/// What a host of S3 says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint<'a> {
    /// The bucket, when it stands before `s3`.
    pub bucket: Option<&'a str>,
    /// The region.
    pub region: &'a str,
    /// Whether it serves static websites rather than the API.
    pub website: bool,
}

/// What an address names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address<'a> {
    /// The bucket; empty when only the service is named.
    pub bucket: Cow<'a, str>,
    /// The key, decoded; empty when only the bucket is named.
    pub key: Cow<'a, str>,
}

/// Reads a host; none when it is not S3's. A bucket's name may itself have dots, so it is read from the right.
#[must_use]
pub fn endpoint(host: &str) -> Option<Endpoint<'_>> {
    let host = host.split(':').next()?.strip_suffix(".amazonaws.com")?;
    let (rest, last) = split_last(host);
    if last == "s3" {
        return Some(Endpoint { bucket: rest, region: REGION, website: false });
    }
    if let Some(region) = last.strip_prefix("s3-website-") {
        return Some(Endpoint { bucket: rest, region, website: true });
    }
    if let Some(region) = last.strip_prefix("s3-").filter(|region| region.ends_with(|c: char| c.is_ascii_digit())) {
        return Some(Endpoint { bucket: rest, region, website: false });
    }
    let (rest, before) = split_last(rest?);
    match before {
        "s3" => Some(Endpoint { bucket: rest, region: last, website: false }),
        "s3-website" => Some(Endpoint { bucket: rest, region: last, website: true }),
        "dualstack" => {
            let (rest, service) = split_last(rest?);
            (service == "s3").then_some(Endpoint { bucket: rest, region: last, website: false })
        }
        _ => None,
    }
}

/// Reads what `request`, which came to `endpoint`, names.
///
/// # Errors
/// When the path does not decode to UTF-8.
pub fn address<'a>(request: &'a Request, endpoint: Endpoint<'a>) -> Result<Address<'a>, Error> {
    let path = request.path.strip_prefix('/').unwrap_or(&request.path);
    let (bucket, key) = if let Some(bucket) = endpoint.bucket {
        (Cow::Borrowed(bucket), path)
    } else {
        let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
        (decode(bucket)?, key)
    };
    Ok(Address { bucket, key: decode(key)? })
}

/// Whether a key's `..` segments stay inside the bucket: read from the left, there are never more of them than of
/// other segments before them. S3 refuses the rest.
#[must_use]
pub fn stays_inside(key: &str) -> bool {
    if !key.contains("..") {
        return true;
    }
    let mut depth = 0_usize;
    for segment in key.split('/') {
        if segment == ".." {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            }
        } else if !segment.is_empty() && segment != "." {
            depth += 1;
        }
    }
    true
}

/// Decodes a part of a path. S3 reads a bare `+` as a space even here; clients that mean `+` write `%2B`.
fn decode(part: &str) -> Result<Cow<'_, str>, Error> {
    if part.contains('+') {
        let spaced = part.replace('+', " ");
        let decoded = uri::decode(&spaced).map_err(|_| Error::InvalidUri)?;
        return Ok(Cow::Owned(decoded.into_owned()));
    }
    uri::decode(part).map_err(|_| Error::InvalidUri)
}

fn split_last(host: &str) -> (Option<&str>, &str) {
    match host.rsplit_once('.') {
        Some((rest, last)) => (Some(rest), last),
        None => (None, host),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(host: &str, bucket: Option<&str>, region: &str) {
        assert_eq!(endpoint(host), Some(Endpoint { bucket, region, website: false }), "{host}");
    }

    #[test]
    fn all_forms_of_host_are_read() {
        check("s3.amazonaws.com", None, "us-east-1");
        check("s3.us-east-1.amazonaws.com:443", None, "us-east-1");
        check("s3.dualstack.eu-west-1.amazonaws.com", None, "eu-west-1");
        check("s3-us-west-2.amazonaws.com", None, "us-west-2");
        check("photos.s3.amazonaws.com", Some("photos"), "us-east-1");
        check("my.photos.s3.us-east-1.amazonaws.com", Some("my.photos"), "us-east-1");
        check("a.s3.b.s3.us-east-1.amazonaws.com", Some("a.s3.b"), "us-east-1");
        check("photos.s3-us-west-2.amazonaws.com", Some("photos"), "us-west-2");
        check("lambda.s3.us-east-1.amazonaws.com", Some("lambda"), "us-east-1");
    }

    #[test]
    fn hosts_of_others_are_left_to_them() {
        for host in ["lambda.us-east-1.amazonaws.com", "iam.amazonaws.com", "s3.example.com", "amazonaws.com", ""] {
            assert_eq!(endpoint(host), None, "{host}");
        }
        assert!(endpoint("b.s3-website-us-east-1.amazonaws.com").is_some_and(|endpoint| endpoint.website));
    }

    #[test]
    fn keys_may_point_upwards_but_not_out() {
        for (key, inside) in
            [("a/../b", true), ("videos/2014/../../v", true), ("../b", false), ("a/../../b", false), ("a..b", true)]
        {
            assert_eq!(stays_inside(key), inside, "{key}");
        }
    }
}
