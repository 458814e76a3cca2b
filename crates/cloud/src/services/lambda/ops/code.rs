//! What a function runs, as a call brings it: the key of a package in S3, a zip, or an image's address.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::services::lambda::{Error, State};

/// The size that a function in Rust is reported with: its own file is not in the account's code store.
const RUST_CODE_BYTES: u64 = 2_400_000;
/// The largest zip that a call may carry, bytes.
const ZIP_MAX: usize = 52_428_800;

/// Code, as a function keeps it.
pub struct Code {
    /// What a host runs: the name of one of the functions in Rust, or else what the code is known by.
    pub name: Arc<str>,
    /// Its size, bytes.
    pub size: u64,
    /// Its SHA-256, base64.
    pub sha256: Arc<str>,
    /// The zip that it came in.
    pub package: Option<Bytes>,
}

impl Code {
    /// Reads the members of `Code`, or of UpdateFunctionCode. What the project itself brings is named by the key under
    /// which it would stand in S3: one of the packages, or else a function in Rust.
    pub fn read(members: Option<&Map<String, Value>>, state: &State) -> Result<Self, Error> {
        let text = |name: &str| members.and_then(|members| members.get(name)).and_then(Value::as_str);
        if let Some(key) = text("S3Key") {
            let name = key.rsplit('/').next().unwrap_or(key).trim_end_matches(".zip");
            return Ok(match state.packages.get(name) {
                Some(zip) => Self::packed(zip.clone()),
                None => Self::new(name, RUST_CODE_BYTES, name.as_bytes()),
            });
        }
        if let Some(zip) = text("ZipFile") {
            let bytes = STANDARD.decode(zip).ok().filter(|bytes| bytes.starts_with(b"PK")).ok_or_else(|| {
                Error::InvalidParameterValue(
                    "Could not unzip uploaded file. Please check your file, then try to upload again.".to_owned(),
                )
            })?;
            if bytes.len() > ZIP_MAX {
                return Err(Error::ZipTooLarge);
            }
            return Ok(Self::packed(bytes.into()));
        }
        if let Some(image) = text("ImageUri") {
            return Ok(Self::new(image, 0, image.as_bytes()));
        }
        Err(Error::InvalidParameterValue(
            "Please provide a source for function code. Coldstart takes Code.S3Key, the name of one of its functions in Rust.".to_owned(),
        ))
    }

    fn packed(zip: Bytes) -> Self {
        let code = Self::new("", zip.len() as u64, &zip);
        Self { name: code.sha256.clone(), package: Some(zip), ..code }
    }

    fn new(name: &str, size: u64, bytes: &[u8]) -> Self {
        Self { name: name.into(), size, sha256: STANDARD.encode(Sha256::digest(bytes)).into(), package: None }
    }
}
