//! Encryption with a key that the customer brings along (SSE-C): S3 keeps only a digest of it, and asks for the key
//! again with every read. Here the bytes are not encrypted; nobody without the key gets them.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html>

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};

use super::digest::Digest;
use super::error::{Error, particular};
use super::object::Object;
use crate::http::Request;

/// What an argument of SSE-C is called in errors, whichever header was wrong.
const ARGUMENT: &str = "x-amz-server-side-encryption";
/// Bytes of a key.
const KEY_BYTES: usize = 32;
/// The algorithm, and the only one.
const ALGORITHM: &str = "AES256";

/// The names of the three headers.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    algorithm: &'static str,
    key: &'static str,
    md5: &'static str,
}

/// The headers for the object that a request is about.
pub const OWN: Names = Names {
    algorithm: "x-amz-server-side-encryption-customer-algorithm",
    key: "x-amz-server-side-encryption-customer-key",
    md5: "x-amz-server-side-encryption-customer-key-md5",
};

/// The headers for the object that a request copies.
pub const OF_SOURCE: Names = Names {
    algorithm: "x-amz-copy-source-server-side-encryption-customer-algorithm",
    key: "x-amz-copy-source-server-side-encryption-customer-key",
    md5: "x-amz-copy-source-server-side-encryption-customer-key-md5",
};

/// The digest, base64, of the key that `request` brings; none when it brings none.
///
/// # Errors
/// When it brings half of what is needed, or a key that is none.
pub fn of_request(request: &Request, names: Names) -> Result<Option<Arc<str>>, Error> {
    let get = |name| request.headers.get(name);
    let (algorithm, key, md5) = match (get(names.algorithm), get(names.key), get(names.md5)) {
        (None, None, None) => return Ok(None),
        (algorithm, key, md5) => (algorithm, key, md5),
    };
    let Some(algorithm) = algorithm else {
        let text = "Requests specifying Server Side Encryption with Customer provided keys must provide a valid \
                    encryption algorithm.";
        return Err(wrong(text));
    };
    let (Some(key), Some(md5)) = (key, md5) else {
        let text = "Requests specifying Server Side Encryption with Customer provided keys must provide an \
                    appropriate secret key.";
        return Err(wrong(text));
    };
    if algorithm != ALGORITHM {
        let details = vec![("ArgumentName", ARGUMENT.to_owned()), ("ArgumentValue", algorithm.to_owned())];
        return Err(particular::INVALID_KEY_ALGORITHM.error(details));
    }
    if let Some(other) = get(ARGUMENT).filter(|_| names.key == OWN.key) {
        let text = "Server Side Encryption with Customer provided key is incompatible with the encryption method \
                    specified";
        return Err(Error::argument(text, ARGUMENT, other));
    }
    let bytes = STANDARD.decode(key).unwrap_or_default();
    if bytes.len() != KEY_BYTES {
        return Err(wrong("The secret key was invalid for the specified algorithm."));
    }
    if STANDARD.encode(Digest::of(&bytes).0) != md5 {
        return Err(wrong("The calculated MD5 hash of the key did not match the hash that was provided."));
    }
    Ok(Some(md5.into()))
}

/// Refuses whoever reads `object` without the key that it was written with.
///
/// # Errors
/// When the key is missing, or another.
pub fn check(object: &Object, request: &Request, names: Names) -> Result<(), Error> {
    let given = of_request(request, names)?;
    let kept = object.extras.as_ref().and_then(|extras| extras.customer_key.as_ref());
    match (kept, given) {
        (None, None) => Ok(()),
        (Some(kept), Some(given)) if *kept == given => Ok(()),
        (Some(_), Some(_)) => {
            let text = "Requests specifying Server Side Encryption with Customer provided keys must provide the \
                        correct secret key.";
            Err(Error::AccessDenied(text.to_owned()))
        }
        (Some(_), None) => Err(Error::request(
            "The object was stored using a form of Server Side Encryption. The correct parameters must be provided \
             to retrieve the object.",
        )),
        (None, Some(_)) => Err(Error::request("The encryption parameters are not applicable to this object.")),
    }
}

/// The headers that tell which key was used.
#[must_use]
pub fn told(md5: &str) -> [(&'static str, String); 2] {
    [(OWN.algorithm, ALGORITHM.to_owned()), (OWN.md5, md5.to_owned())]
}

fn wrong(message: &'static str) -> Error {
    Error::argument_named(message, ARGUMENT)
}
