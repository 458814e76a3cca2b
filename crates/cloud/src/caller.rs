//! Who sends a request from outside, by its signature: the account's owner with pairs that everyone knows, users and
//! sessions with what IAM and STS gave them.
//!
//! The owner's pairs are no secrets: hosts listen to their own machine or their own page alone.

use crate::http::Request;
use crate::protocol::sigv4::signing::SigningKeys;
use crate::protocol::sigv4::{self, Key, Refusal, Signer};
use crate::protocol::{sigv2, uri};
use crate::services::s3;
use crate::sim::time::Time;
use crate::verdict::Principal;
use crate::world::World;

/// Access keys of the owner with their secrets: a short pair to type, and the pair of AWS's documentation.
const OWNERS: [(&str, &str); 2] =
    [("test", "test"), ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")];

/// A request as its host received it.
#[derive(Clone, Copy, Debug)]
pub struct Received<'r> {
    /// The request as it came, which is what was signed.
    pub request: &'r Request,
    /// The same as AWS would have received it.
    pub routed: &'r Request,
    /// The bucket that stands before the host, in the letters that the client sent.
    pub bucket: Option<&'r str>,
    /// The time of day, seconds since 1970: signatures are dated by their client's clock.
    pub wall_s: i64,
    /// The virtual time, in which sessions end.
    pub now: Time,
}

/// Who sent a request to this `world`; `unsigned` when it carries no signature.
///
/// # Errors
/// When its signature does not hold.
pub fn caller(received: &Received<'_>, world: &World, unsigned: &Principal) -> Result<Principal, Refusal> {
    caller_known(received, world, unsigned, &mut SigningKeys::default())
}

/// The same, for a host that is asked often and keeps the `keys` that requests were signed with.
///
/// # Errors
/// When its signature does not hold.
pub fn caller_known(
    received: &Received<'_>,
    world: &World,
    unsigned: &Principal,
    keys: &mut SigningKeys,
) -> Result<Principal, Refusal> {
    let Received { request, .. } = *received;
    // A browser asks ahead of itself whether it may, at the signed address of what it will do; it cannot sign that.
    if request.method == "OPTIONS" && request.headers.get("access-control-request-method").is_some() {
        return Ok(Principal::Anonymous);
    }
    let signer = signer(received, world, received.wall_s, keys).or_else(|refusal| match refusal {
        // SDKs set their clock by the dates of answers, which are virtual.
        Refusal::Skewed { .. } | Refusal::Expired { .. } => {
            signer(received, world, received.now.epoch_s(), keys).map_err(|_| refusal)
        }
        refusal => Err(refusal),
    })?;
    Ok(match signer {
        Signer::Key(access_key) => {
            world.iam().credentials(&access_key).map_or(Principal::Root, |held| held.principal.clone())
        }
        Signer::Nobody => unsigned.clone(),
    })
}

/// Which key a request was signed with, at `now_s`, seconds since 1970.
fn signer(received: &Received<'_>, world: &World, now_s: i64, keys: &mut SigningKeys) -> Result<Signer, Refusal> {
    let Received { request, routed, bucket, now, .. } = *received;
    // Tokens for an API's own authorizer stand where a signature would.
    if crate::services::execute_api::is_unsigned(routed) {
        return Ok(Signer::Nobody);
    }
    let key_of = |access_key: &str| find(world, access_key, now);
    if sigv2::is_signed(request) {
        return sigv2::verify(request, bucket, now_s, key_of);
    }
    match sigv4::verify(request, now_s, keys, key_of)? {
        // A form carries its signature within.
        Signer::Nobody => match s3::upload_form(routed) {
            Some(form) => sigv4::form::verify(&form, now_s, key_of),
            None => Ok(Signer::Nobody),
        },
        signer => Ok(signer),
    }
}

/// Whether a request carries a signature in its header or its address, true or not.
#[must_use]
pub fn is_signed(request: &Request) -> bool {
    let has = |name| uri::has_parameter(&request.query, name);
    request.headers.get("authorization").is_some() || has("X-Amz-Signature") || has("Signature")
}

/// What is known of an access key at `now`; none when there is no such key.
fn find<'k>(world: &'k World, access_key: &str, now: Time) -> Option<Key<'k>> {
    if let Some((_, secret)) = OWNERS.iter().find(|(held, _)| *held == access_key) {
        return Some(Key::lasting(secret));
    }
    let held = world.iam().credentials(access_key)?;
    Some(Key {
        secret: &held.secret,
        token: held.token.as_deref(),
        expired: held.expires.is_some_and(|expires| expires <= now),
    })
}
