//! Signatures of the algorithm RS256: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2.2).
//!
//! The signature is raised to the key's public exponent and compared with what a signer would have made, whole. All that
//! goes in is public, so the arithmetic need not take the same time for all numbers.

use num_bigint::BigUint;
use sha2::{Digest, Sha256};

/// How a SHA-256 digest begins in its DER form (RFC 8017, 9.2, note 1).
const DIGEST_INFO: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];
/// The longest modulus, bytes: 8,192 bits. AWS takes keys of 2,048 bits and more.
const MAX_MODULUS: usize = 1_024;
/// The shortest modulus that can hold a padded digest, bytes.
const MIN_MODULUS: usize = 62;
/// The longest exponent, bytes. Nearly all keys have 65,537.
const MAX_EXPONENT: usize = 8;

/// Whether `signature` is that of `message` by the key with this modulus and exponent, big-endian.
#[must_use]
pub fn verify(modulus: &[u8], exponent: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let modulus = trimmed(modulus);
    let length = modulus.len();
    let fits = (MIN_MODULUS..=MAX_MODULUS).contains(&length)
        && signature.len() == length
        && (1..=MAX_EXPONENT).contains(&trimmed(exponent).len());
    if !fits {
        return false;
    }
    let modulus = BigUint::from_bytes_be(modulus);
    let signature = BigUint::from_bytes_be(signature);
    if signature >= modulus {
        return false;
    }
    let encoded = signature.modpow(&BigUint::from_bytes_be(exponent), &modulus).to_bytes_be();
    // The padded digest begins with a zero, which a number does not have.
    encoded[..] == padded(message, length)[1..]
}

/// The digest of a message as it is signed: `00 01 FF … FF 00`, then its DER form.
fn padded(message: &[u8], length: usize) -> Vec<u8> {
    let digest = Sha256::digest(message);
    let mut block = vec![0xff; length];
    let tail = DIGEST_INFO.len() + digest.len();
    block[0] = 0;
    block[1] = 1;
    block[length - tail - 1] = 0;
    block[length - tail..length - digest.len()].copy_from_slice(&DIGEST_INFO);
    block[length - digest.len()..].copy_from_slice(&digest);
    block
}

fn trimmed(number: &[u8]) -> &[u8] {
    let start = number.iter().position(|byte| *byte != 0).unwrap_or(number.len());
    &number[start..]
}
