//! The hosts at which APIs and functions are called: the first label says which.

use crate::account::{ACCOUNT_ID, REGION};

/// What is called at a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host<'a> {
    /// An API, by its id: `{id}.execute-api.us-east-1.amazonaws.com`.
    Api(&'a str),
    /// A function's URL, by its id: `{id}.lambda-url.us-east-1.on.aws`.
    Url(&'a str),
}

/// Reads a host; none when nothing of these is called there.
#[must_use]
pub fn read(host: &str) -> Option<Host<'_>> {
    let host = host.split(':').next().unwrap_or_default();
    let (id, rest) = host.split_once('.')?;
    let (kind, rest) = rest.split_once('.')?;
    let domain = rest.strip_prefix(REGION)?;
    match (kind, domain) {
        _ if id.is_empty() => None,
        ("execute-api", ".amazonaws.com") => Some(Host::Api(id)),
        ("lambda-url", ".on.aws") => Some(Host::Url(id)),
        _ => None,
    }
}

/// The host of the API called `id`.
#[must_use]
pub fn of_api(id: &str) -> String {
    format!("{id}.execute-api.{REGION}.amazonaws.com")
}

/// The ARN of a part of the API called `api`: `arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/users`.
#[must_use]
pub fn arn(api: &str, part: &str) -> String {
    format!("arn:aws:execute-api:{REGION}:{ACCOUNT_ID}:{api}/{part}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read() {
        #[track_caller]
        fn check(host: &str, expected: Option<Host<'_>>) {
            assert_eq!(read(host), expected, "{host}");
        }
        check("a1b2c3d4e5.execute-api.us-east-1.amazonaws.com", Some(Host::Api("a1b2c3d4e5")));
        check("a1b2c3d4e5.execute-api.us-east-1.amazonaws.com:443", Some(Host::Api("a1b2c3d4e5")));
        check("f0.lambda-url.us-east-1.on.aws", Some(Host::Url("f0")));
        check("f0.lambda-url.us-east-1.amazonaws.com", None);
        check("a.execute-api.eu-west-1.amazonaws.com", None);
        check(".execute-api.us-east-1.amazonaws.com", None);
        check("execute-api.us-east-1.amazonaws.com", None);
        check("photos.s3.us-east-1.amazonaws.com", None);
        check("", None);
    }
}
