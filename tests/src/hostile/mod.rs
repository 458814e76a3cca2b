//! Requests that nobody sends in good faith: good ones that are damaged by chance, and large ones made to take long.

use cloud::http::Request;
use cloud::protocol::sigv4::Key;
use cloud::protocol::sigv4::signing::SigningKeys;
use cloud::protocol::{sigv2, sigv4};

pub mod damage;
pub mod large;
pub mod seeds;

/// Whether a signature holds is asked of every request that a server receives.
pub fn verify(request: &Request) {
    let key_of = |_: &str| Some(Key::lasting("secret"));
    let _ = sigv4::verify(request, 1_767_603_600, &mut SigningKeys::default(), key_of);
    let _ = sigv2::verify(request, Some("photos"), 1_767_603_600, key_of);
}
