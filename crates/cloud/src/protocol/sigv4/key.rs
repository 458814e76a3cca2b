//! What a host knows of an access key, and whether a request that names it may be signed with it.

use super::Refusal;
use crate::http::Request;
use crate::protocol::uri;

/// An access key that there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key<'k> {
    /// What is signed with.
    pub secret: &'k str,
    /// What must come with the key, when it is a session's.
    pub token: Option<&'k str>,
    /// Whether its session is over.
    pub expired: bool,
}

impl<'k> Key<'k> {
    /// A key that lasts, which has no token.
    #[must_use]
    pub const fn lasting(secret: &'k str) -> Self {
        Self { secret, token: None, expired: false }
    }
}

/// The key called `access_key`, if its token came with `request` and its session lasts.
pub fn good<'k>(
    request: &Request,
    access_key: &str,
    key_of: impl Fn(&str) -> Option<Key<'k>>,
) -> Result<Key<'k>, Refusal> {
    good_with(token(request), access_key, key_of)
}

/// The key called `access_key`, if its token is the one that was `sent` and its session lasts. A key without the token
/// that it needs is unknown: its id alone says nothing to AWS.
pub fn good_with<'k>(
    sent: Option<String>,
    access_key: &str,
    key_of: impl Fn(&str) -> Option<Key<'k>>,
) -> Result<Key<'k>, Refusal> {
    let unknown = || Refusal::UnknownKey(access_key.to_owned());
    let key = key_of(access_key).ok_or_else(unknown)?;
    match (key.token, sent) {
        (Some(_), None) => Err(unknown()),
        (held, Some(sent)) if held != Some(sent.as_str()) => Err(Refusal::WrongToken(sent)),
        (_, Some(sent)) if key.expired => Err(Refusal::ExpiredToken(sent)),
        _ => Ok(key),
    }
}

/// The token in a header field, or in an address: version 2 writes its name in small letters there.
fn token(request: &Request) -> Option<String> {
    let in_address = || {
        uri::parameter(&request.query, "X-Amz-Security-Token")
            .or_else(|| uri::parameter(&request.query, "x-amz-security-token"))
    };
    request.headers.get("x-amz-security-token").map(str::to_owned).or_else(in_address)
}
