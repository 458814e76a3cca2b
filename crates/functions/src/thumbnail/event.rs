//! Which object an S3 notification tells of.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::FunctionError;

/// An object that was put into a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreatedObject {
    /// The bucket's name.
    pub bucket: String,
    /// The object's key, as it was put.
    pub key: String,
}

/// The object of the first record of `event`.
///
/// # Errors
/// `InvalidEvent`, when `event` is no S3 notification; the text says what is missing.
pub fn created_object(event: &[u8]) -> Result<CreatedObject, FunctionError> {
    let event: Value =
        serde_json::from_slice(event).map_err(|error| invalid(format!("The event is not JSON: {error}.")))?;
    let text = |path: &str| {
        let value = event.pointer(path).and_then(Value::as_str);
        value.filter(|text| !text.is_empty()).ok_or_else(|| {
            let name = path.replace("/0/", "[0].").trim_start_matches('/').replace('/', ".");
            invalid(format!("The event is not an S3 notification: {name} is missing."))
        })
    };
    Ok(CreatedObject {
        bucket: text("/Records/0/s3/bucket/name")?.to_owned(),
        key: decoded_key(text("/Records/0/s3/object/key")?)?,
    })
}

/// Notifications carry keys as HTML forms do: a space is a plus, other bytes are percent-encoded.
fn decoded_key(key: &str) -> Result<String, FunctionError> {
    percent_decode_str(&key.replace('+', " "))
        .decode_utf8()
        .map(Cow::into_owned)
        .map_err(|_| invalid(format!("The object's key '{key}' is not percent-encoded UTF-8.")))
}

fn invalid(message: String) -> FunctionError {
    FunctionError::new("InvalidEvent", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, expected: &str) {
        let event = format!(r#"{{"Records":[{{"s3":{{"bucket":{{"name":"b"}},"object":{{"key":"{key}"}}}}}}]}}"#);
        let object = created_object(event.as_bytes()).expect("a good event");
        assert_eq!((object.bucket.as_str(), object.key.as_str()), ("b", expected));
    }

    #[test]
    fn keys_are_decoded() {
        check("cat.jpg", "cat.jpg");
        check("my+cat.jpg", "my cat.jpg");
        check("1%2B1/%C3%A9t%C3%A9.jpg", "1+1/été.jpg");
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = created_object(br#"{"Records":[{"s3":{"bucket":{"name":"b"}}}]}"#).expect_err("no key");
        assert!(error.message.contains("Records[0].s3.object.key is missing"), "{}", error.message);
        assert_eq!(created_object(b"{").expect_err("cut").error_type, "InvalidEvent");
        assert_eq!(created_object(b"[]").expect_err("no records").error_type, "InvalidEvent");
    }
}
