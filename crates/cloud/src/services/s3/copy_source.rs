//! The header that names what is copied: `/bucket/key`, percent-encoded, with or without its first slash.

use std::sync::Arc;

use super::error::Error;
use crate::http::Request;
use crate::protocol::uri;

/// What is copied.
pub struct CopySource {
    /// The bucket's name.
    pub bucket: Arc<str>,
    /// The object's key, decoded.
    pub key: Arc<str>,
    /// The version asked for, if one is.
    pub version: Option<String>,
}

impl CopySource {
    /// Reads the source from the headers of `request`.
    ///
    /// # Errors
    /// When it names no object.
    pub fn read(request: &Request) -> Result<Self, Error> {
        let header = request.headers.get("x-amz-copy-source").unwrap_or_default();
        let malformed = || Error::argument("Invalid copy source object key", "x-amz-copy-source", "x-amz-copy-source");
        let (path, query) = header.split_once('?').unwrap_or((header, ""));
        let path = uri::decode(path).map_err(|_| malformed())?;
        let path = path.strip_prefix('/').unwrap_or(&path);
        let (bucket, key) = path.split_once('/').ok_or_else(malformed)?;
        if bucket.is_empty() || key.is_empty() {
            return Err(malformed());
        }
        Ok(Self { bucket: bucket.into(), key: key.into(), version: uri::parameter(query, "versionId") })
    }
}
