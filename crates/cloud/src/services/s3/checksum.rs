//! The checksums that SDKs send with a body, in a header or in a trailer.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::Digest as _;

use super::error::Error;
use super::payload::Payload;
use crate::http::Request;
use crate::protocol::crc::crc;

/// A checksum as it is stored with an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checksum {
    /// The header it comes and goes in: `x-amz-checksum-crc32`.
    pub header: &'static str,
    /// The element of XML answers: `ChecksumCRC32`.
    pub element: &'static str,
    /// The algorithm: `CRC32`.
    pub algorithm: &'static str,
    /// What it is worked out over.
    pub kind: Kind,
    /// Base64; of a composite one followed by the number of parts: `NhCmhg==-3`.
    pub value: Arc<str>,
}

/// What a checksum is worked out over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The object's bytes.
    FullObject,
    /// The checksums of its parts.
    Composite,
}

impl Kind {
    /// AWS's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FullObject => "FULL_OBJECT",
            Self::Composite => "COMPOSITE",
        }
    }
}

/// A way to work out checksums.
#[derive(Debug)]
pub struct Algorithm {
    /// The header: `x-amz-checksum-crc32`.
    pub header: &'static str,
    /// The element: `ChecksumCRC32`.
    pub element: &'static str,
    /// AWS's name: `CRC32`.
    pub name: &'static str,
    bytes: usize,
    /// Works it out, big-endian.
    compute: fn(&[u8]) -> Vec<u8>,
}

impl Algorithm {
    /// The algorithm that AWS calls `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        ALGORITHMS.iter().find(|algorithm| algorithm.name == name)
    }

    /// The checksum of `body`.
    #[must_use]
    pub fn of(&self, body: &[u8]) -> Checksum {
        self.with_value(Kind::FullObject, STANDARD.encode((self.compute)(body)))
    }

    /// The checksum of the checksums of parts, which are base64.
    #[must_use]
    pub fn of_parts<'a>(&self, parts: impl Iterator<Item = &'a str>) -> Checksum {
        let mut joined = Vec::new();
        let mut count = 0_usize;
        for part in parts {
            joined.extend(STANDARD.decode(part).unwrap_or_default());
            count += 1;
        }
        self.with_value(Kind::Composite, format!("{}-{count}", STANDARD.encode((self.compute)(&joined))))
    }

    fn with_value(&self, kind: Kind, value: String) -> Checksum {
        Checksum { header: self.header, element: self.element, algorithm: self.name, kind, value: value.into() }
    }
}

static ALGORITHMS: [Algorithm; 5] = [
    Algorithm {
        header: "x-amz-checksum-crc32",
        element: "ChecksumCRC32",
        name: "CRC32",
        bytes: 4,
        compute: |body| crc(body, 0xedb8_8320, 32),
    },
    Algorithm {
        header: "x-amz-checksum-crc32c",
        element: "ChecksumCRC32C",
        name: "CRC32C",
        bytes: 4,
        compute: |body| crc(body, 0x82f6_3b78, 32),
    },
    Algorithm {
        header: "x-amz-checksum-crc64nvme",
        element: "ChecksumCRC64NVME",
        name: "CRC64NVME",
        bytes: 8,
        compute: |body| crc(body, 0x9a6c_9329_ac4b_c9b5, 64),
    },
    Algorithm {
        header: "x-amz-checksum-sha1",
        element: "ChecksumSHA1",
        name: "SHA1",
        bytes: 20,
        compute: |body| sha1::Sha1::digest(body).to_vec(),
    },
    Algorithm {
        header: "x-amz-checksum-sha256",
        element: "ChecksumSHA256",
        name: "SHA256",
        bytes: 32,
        compute: |body| sha2::Sha256::digest(body).to_vec(),
    },
];

/// The checksum that came with `payload`, verified; none when none came. AWS then works out a CRC64NVME of its own;
/// that is left out here, because a page that takes 200 MB may not stand still for it.
///
/// # Errors
/// When several came, or the one that came is malformed or does not fit the body.
pub fn checksum(request: &Request, payload: &Payload) -> Result<Option<Checksum>, Error> {
    let mut found = ALGORITHMS.iter().filter_map(|it| Some((it, sent(request, payload, it.header)?)));
    let Some((algorithm, value)) = found.next() else { return Ok(None) };
    if found.next().is_some() {
        return Err(Error::SeveralChecksums);
    }
    verify(algorithm, value, &payload.body)?;
    Ok(Some(algorithm.with_value(Kind::FullObject, value.to_owned())))
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
    if (algorithm.compute)(body) == sent { Ok(()) } else { Err(Error::BadChecksum(algorithm.name)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_catalogue() {
        for (algorithm, expected) in ALGORITHMS.iter().zip([
            "y/Q5Jg==",
            "4waSgw==",
            "rosUhgp5mIg=",
            "98O8HYCOBHMq32eZZczDTKeuNEE=",
            "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
        ]) {
            assert_eq!(&*algorithm.of(b"123456789").value, expected, "{}", algorithm.name);
        }
    }
}
