//! Reading the headers that are stored with an object, and refusing those that ask for what is not simulated.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::error::Error;
use super::limits::MAX_METADATA_BYTES;
use super::object::Attributes;
use crate::error::ServiceError;
use crate::http::Request;

/// What an object is when nobody says what it is.
const DEFAULT_CONTENT_TYPE: &str = "binary/octet-stream";

/// Headers that are stored and given back as they came.
const STORED: [&str; 6] = [
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "expires",
    "x-amz-website-redirect-location",
];

const STORAGE_CLASSES: [&str; 9] = [
    "STANDARD",
    "STANDARD_IA",
    "ONEZONE_IA",
    "INTELLIGENT_TIERING",
    "GLACIER_IR",
    "GLACIER",
    "DEEP_ARCHIVE",
    "REDUCED_REDUNDANCY",
    "EXPRESS_ONEZONE",
];

/// Reads what is to be stored with the object that `request` writes.
///
/// # Errors
/// When metadata is too large, a storage class or ACL is not allowed, or a header asks for what is not simulated.
pub fn attributes(request: &Request) -> Result<Attributes, ServiceError> {
    let mut attributes = Attributes {
        content_type: DEFAULT_CONTENT_TYPE.into(),
        metadata: BTreeMap::new(),
        headers: Vec::new(),
        storage_class: None,
    };
    let mut metadata_bytes = 0;
    for (name, value) in request.headers.iter() {
        let name = lower_case(name);
        if let Some(name) = name.strip_prefix("x-amz-meta-") {
            metadata_bytes += name.len() + value.len();
            attributes.metadata.insert(name.into(), value.trim().into());
        } else {
            read(&mut attributes, &name, value)?;
        }
    }
    if metadata_bytes > MAX_METADATA_BYTES {
        return Err(Error::MetadataTooLarge(metadata_bytes).into());
    }
    Ok(attributes)
}

fn read(attributes: &mut Attributes, name: &str, value: &str) -> Result<(), ServiceError> {
    match name {
        "content-type" if !value.is_empty() => attributes.content_type = Arc::from(value),
        "content-encoding" => {
            let encoding = without_aws_chunked(value);
            if !encoding.is_empty() {
                attributes.headers.push(("content-encoding", encoding.into()));
            }
        }
        "x-amz-storage-class" => attributes.storage_class = storage_class(value)?,
        "x-amz-server-side-encryption-aws-kms-key-id" => {
            return Err(ServiceError::not_simulated("S3", &format!("the header {name}")));
        }
        "x-amz-server-side-encryption" if value != "AES256" => {
            return Err(ServiceError::not_simulated("S3", &format!("encryption with {value}")));
        }
        _ => {
            if let Some(stored) = STORED.iter().find(|stored| **stored == name) {
                attributes.headers.push((stored, value.into()));
            }
        }
    }
    Ok(())
}

/// The storage class that `value` names; none for `STANDARD`.
fn storage_class(value: &str) -> Result<Option<Box<str>>, Error> {
    match value {
        "STANDARD" => Ok(None),
        _ if STORAGE_CLASSES.contains(&value) => Ok(Some(value.into())),
        _ => Err(Error::InvalidStorageClass(value.to_owned())),
    }
}

/// `aws-chunked` says how the body travels, not what it is, so it is not stored.
fn without_aws_chunked(value: &str) -> String {
    let kept: Vec<&str> =
        value.split(',').map(str::trim).filter(|encoding| !encoding.is_empty() && *encoding != "aws-chunked").collect();
    kept.join(",")
}

fn lower_case(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}
