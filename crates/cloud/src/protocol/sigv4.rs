//! Signature Version 4: whether a request was signed with a key that we know, in its header or in its address.
//!
//! Pure: the moment and the keys are handed in. What a service says of a bad signature is in [`refusal`].
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html>. A body that is signed chunk by chunk
//! is verified in [`chunks`].

mod canonical;
mod chunks;
pub mod form;
pub(super) mod key;
pub mod moment;
pub mod refusal;
mod scope;
pub mod signing;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use sha2::{Digest as _, Sha256};

use crate::http::Request;
use crate::protocol::uri;
use canonical::hex;
pub use key::Key;
pub use refusal::{Dialect, Refusal};
pub use scope::Scope;
use signing::SigningKeys;

/// The algorithm's name, as requests write it.
const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// By how much a client's clock may differ from S3's, seconds. AWS's figure.
pub const S3_SKEW_S: i64 = 15 * 60;
/// By how much it may differ from the other services', seconds. AWS's figure.
pub const SKEW_S: i64 = 5 * 60;
/// For how long an address may be signed ahead, seconds: a week. AWS's figure.
pub const MAX_EXPIRES_S: i64 = 7 * 24 * 60 * 60;

/// Who signed a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signer {
    /// Nobody: it carries no signature.
    Nobody,
    /// The owner of this access key, whose signature is right.
    Key(String),
}

/// The access key that a request claims to be signed with, before anything is verified.
#[must_use]
pub fn claimed_key(request: &Request) -> Option<String> {
    claimed_credential(request)?.split('/').next().map(str::to_owned)
}

/// The credential that a request claims, in its header or its address, before anything is verified; [`Scope::read`]
/// reads it.
#[must_use]
pub fn claimed_credential(request: &Request) -> Option<Cow<'_, str>> {
    match request.headers.get("authorization") {
        Some(header) => scope::credential(header).map(Cow::Borrowed),
        None => uri::parameter(&request.query, "X-Amz-Credential").map(Cow::Owned),
    }
}

/// Verifies the signature of `request`, which is as the client sent it: its own host, path and header fields. `now_s`
/// is the host's clock, seconds since 1970; `keys` are those that its requests were signed with before; `key_of` gives
/// what is known of an access key, when there is such a key.
///
/// # Errors
/// When there is a signature and it does not hold; [`Refusal::error`] says it in AWS's words.
pub fn verify<'k>(
    request: &Request,
    now_s: i64,
    keys: &mut SigningKeys,
    key_of: impl Fn(&str) -> Option<Key<'k>>,
) -> Result<Signer, Refusal> {
    let presigned = is_presigned(request);
    match request.headers.get("authorization") {
        Some(header) if presigned => Err(Refusal::SeveralMechanisms(header.to_owned())),
        Some(header) => decide(request, in_header(request, header, now_s)?, keys, key_of),
        None if presigned => in_query(request, now_s, keys, key_of),
        None => Ok(Signer::Nobody),
    }
}

fn is_presigned(request: &Request) -> bool {
    uri::has_parameter(&request.query, "X-Amz-Algorithm") || uri::has_parameter(&request.query, "X-Amz-Signature")
}

/// What a request says of its signature.
struct Claim<'a> {
    scope: Scope<'a>,
    signed_headers: Vec<&'a str>,
    signature: &'a str,
    date: &'a str,
    payload: String,
}

fn in_header<'a>(request: &'a Request, header: &'a str, now_s: i64) -> Result<Claim<'a>, Refusal> {
    if !header.trim_start().starts_with(ALGORITHM) {
        return Err(Refusal::Mechanism);
    }
    let parts = scope::authorization(header)
        .ok_or_else(|| Refusal::Malformed("it needs Credential, SignedHeaders and Signature".to_owned()))?;
    let scope = Scope::read(parts.credential).ok_or_else(|| {
        Refusal::Malformed(format!(
            "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\", not \"{}\"",
            parts.credential
        ))
    })?;
    let date = request.headers.get("x-amz-date").or_else(|| request.headers.get("date")).ok_or(Refusal::NoDate)?;
    let date = date.trim();
    let signed_s = moment::read(date).ok_or(Refusal::NoDate)?;
    if !date.starts_with(scope.date) {
        return Err(Refusal::Malformed(format!(
            "Invalid credential date \"{}\". This date is not the same as X-Amz-Date: \"{}\".",
            scope.date,
            &date[..8]
        )));
    }
    let skew_s = if scope.is_s3() { S3_SKEW_S } else { SKEW_S };
    if (now_s - signed_s).abs() > skew_s {
        return Err(Refusal::Skewed { signed_s, now_s, skew_s });
    }
    let payload = canonical::payload_hash(request, scope)?;
    Ok(Claim { scope, signed_headers: split(parts.signed_headers), signature: parts.signature, date, payload })
}

fn in_query<'k>(
    request: &Request,
    now_s: i64,
    keys: &mut SigningKeys,
    key_of: impl Fn(&str) -> Option<Key<'k>>,
) -> Result<Signer, Refusal> {
    let parameter = |name| uri::parameter(&request.query, name).ok_or(Refusal::MissingParameters);
    if parameter("X-Amz-Algorithm")? != ALGORITHM {
        return Err(Refusal::Parameters("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"".to_owned()));
    }
    let (credential, date) = (parameter("X-Amz-Credential")?, parameter("X-Amz-Date")?);
    let (signed_headers, signature) = (parameter("X-Amz-SignedHeaders")?, parameter("X-Amz-Signature")?);
    let scope = Scope::read(&credential).ok_or_else(|| {
        Refusal::Parameters(format!(
            "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\", not \"{credential}\""
        ))
    })?;
    // S3 wants a time; the other services take their usual skew.
    let expires_s = match uri::parameter(&request.query, "X-Amz-Expires") {
        Some(text) => expires(&text)?,
        None if scope.is_s3() => return Err(Refusal::MissingParameters),
        None => S3_SKEW_S,
    };
    let signed_s = moment::read(&date).ok_or_else(|| {
        Refusal::Parameters("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"".to_owned())
    })?;
    if !date.starts_with(scope.date) {
        return Err(Refusal::Parameters(format!(
            "Invalid credential date \"{}\". This date is not the same as X-Amz-Date: \"{}\".",
            scope.date,
            &date[..8]
        )));
    }
    if signed_s > now_s + S3_SKEW_S {
        return Err(Refusal::NotYet { signed_s, now_s });
    }
    if now_s > signed_s + expires_s {
        return Err(Refusal::Expired { signed_s, expires_s, now_s });
    }
    let payload = match request.headers.get("x-amz-content-sha256") {
        None if scope.is_s3() => "UNSIGNED-PAYLOAD".to_owned(),
        _ => canonical::payload_hash(request, scope)?,
    };
    let claim = Claim { scope, signed_headers: split(&signed_headers), signature: &signature, date: &date, payload };
    decide(request, claim, keys, key_of)
}

fn expires(text: &str) -> Result<i64, Refusal> {
    let wrong = |text: &str| Refusal::Parameters(text.to_owned());
    let seconds: i64 = text.parse().map_err(|_| wrong("X-Amz-Expires should be a number"))?;
    if seconds < 0 {
        return Err(wrong("X-Amz-Expires must be non-negative"));
    }
    if seconds > MAX_EXPIRES_S {
        return Err(wrong(
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
        ));
    }
    Ok(seconds)
}

fn split(signed_headers: &str) -> Vec<&str> {
    signed_headers.split(';').map(str::trim_ascii).filter(|name| !name.is_empty()).collect()
}

fn decide<'k>(
    request: &Request,
    claim: Claim<'_>,
    keys: &mut SigningKeys,
    key_of: impl Fn(&str) -> Option<Key<'k>>,
) -> Result<Signer, Refusal> {
    let Claim { scope, signed_headers, signature, date, payload } = claim;
    let key = key::good(request, scope.access_key, key_of)?;
    if scope.is_s3() {
        let not_signed = canonical::headers_not_signed(request, &signed_headers);
        if !not_signed.is_empty() {
            return Err(Refusal::HeadersNotSigned(not_signed.join(", ")));
        }
    }
    let canonical_request = canonical::request(request, scope, &signed_headers, &payload);
    let hash = hex(&Sha256::digest(canonical_request.as_bytes()));
    let scope_text = scope.text();
    let string_to_sign = [ALGORITHM, date, &scope_text, &hash].join("\n");
    let signing_key = keys.get(key.secret, scope, &scope_text);
    if signing_key.has_made(signature, &string_to_sign) {
        chunks::verify(request, &chunks::Seed { scope, date, signature, key: signing_key }, &payload)?;
        return Ok(Signer::Key(scope.access_key.to_owned()));
    }
    Err(Refusal::DoesNotMatch {
        access_key: scope.access_key.to_owned(),
        signature: signature.to_owned(),
        string_to_sign,
        canonical_request,
    })
}
