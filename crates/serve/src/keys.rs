//! Who signs with which key: the account's owner with pairs that everyone knows, users and sessions with what IAM and
//! STS gave them.
//!
//! The owner's pairs are no secrets: the server listens to its own machine alone.

use cloud::protocol::sigv4::Key;
use cloud::sim::time::Time;
use cloud::verdict::Principal;
use cloud::world::World;

/// Access keys of the owner with their secrets: a short pair to type, and the pair of AWS's documentation.
const OWNERS: [(&str, &str); 2] =
    [("test", "test"), ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")];

/// What is known of an access key at `now`, virtual; none when there is no such key.
#[must_use]
pub fn find<'k>(world: &'k World, access_key: &str, now: Time) -> Option<Key<'k>> {
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

/// Whose an access key is. What is neither a user's nor a session's is the owner's.
#[must_use]
pub fn principal(world: &World, access_key: &str) -> Principal {
    world.iam().credentials(access_key).map_or(Principal::Root, |held| held.principal.clone())
}
