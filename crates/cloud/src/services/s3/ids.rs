//! The two ids of every answer. Both follow from the request's own id, so that the answer and the event that the
//! request causes name the same ids without either being kept.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::sim::rng::Rng;

/// Bytes behind `x-amz-id-2`, which gives 76 characters of base64, as AWS's has.
const HOST_ID_BYTES: usize = 56;

/// The ids of one request.
pub struct Ids {
    /// `x-amz-request-id`: 16 upper-case letters and digits.
    pub request_id: String,
    /// `x-amz-id-2`: base64.
    pub host_id: String,
}

/// The ids of the request that the simulation calls `request_id`.
#[must_use]
pub fn ids(request_id: &str) -> Ids {
    let mut rng = Rng::new(fold(request_id));
    let request_id = rng.upper(16);
    let mut bytes = [0; HOST_ID_BYTES];
    for eight in bytes.chunks_exact_mut(8) {
        eight.copy_from_slice(&rng.next_u64().to_le_bytes());
    }
    Ids { request_id, host_id: STANDARD.encode(bytes) }
}

/// FNV-1a, which spreads short texts well enough to seed from.
fn fold(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
