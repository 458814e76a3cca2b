//! The parts of an `Authorization` header, and the scope that a credential names.

/// For whom, on which day and where a signature holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope<'a> {
    /// The access key: `AKIAIOSFODNN7EXAMPLE`.
    pub access_key: &'a str,
    /// The day: `20260105`.
    pub date: &'a str,
    /// The region: `us-east-1`.
    pub region: &'a str,
    /// The service's signing name: `s3`.
    pub service: &'a str,
}

impl<'a> Scope<'a> {
    /// Reads `AKIAIOSFODNN7EXAMPLE/20260105/us-east-1/s3/aws4_request`; none when it is not of that form.
    #[must_use]
    pub fn read(credential: &'a str) -> Option<Self> {
        let mut parts = credential.trim().split('/');
        let (access_key, date, region, service) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if (parts.next(), parts.next()) != (Some("aws4_request"), None) {
            return None;
        }
        let is_day = date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit());
        if access_key.is_empty() || !is_day || region.is_empty() || service.is_empty() {
            return None;
        }
        Some(Self { access_key, date, region, service })
    }

    /// Without its key, as it stands in the string to sign.
    #[must_use]
    pub fn text(self) -> String {
        [self.date, self.region, self.service, "aws4_request"].join("/")
    }

    /// S3 has rules of its own: paths are encoded once, and bodies may be unsigned.
    #[must_use]
    pub fn is_s3(self) -> bool {
        self.service == "s3"
    }
}

/// The three parts of an `Authorization` header.
pub(super) struct Authorization<'a> {
    pub credential: &'a str,
    pub signed_headers: &'a str,
    pub signature: &'a str,
}

/// Reads the header; none when a part is missing. Of a part that stands there twice, the first counts.
pub(super) fn authorization(header: &str) -> Option<Authorization<'_>> {
    let (_, parts) = header.trim_ascii().split_once([' ', '\t'])?;
    let (mut credential, mut signed_headers, mut signature) = (None, None, None);
    for part in parts.split(',') {
        let Some((name, value)) = part.trim_ascii().split_once('=') else { continue };
        let held = match name {
            "Credential" => &mut credential,
            "SignedHeaders" => &mut signed_headers,
            "Signature" => &mut signature,
            _ => continue,
        };
        held.get_or_insert(value.trim_ascii());
    }
    Some(Authorization { credential: credential?, signed_headers: signed_headers?, signature: signature? })
}

/// The credential in the header: the whole is read only once a request is verified.
pub(super) fn credential(header: &str) -> Option<&str> {
    let (_, rest) = header.split_once("Credential=")?;
    Some(rest.split_once(',').map_or(rest, |(credential, _)| credential).trim())
}
