//! AWS JSON 1.0 and 1.1: the operation in a header, everything else in the body.

use serde_json::{Map, Value, json};

use crate::error::ServiceError;
use crate::http::{Request, Response};

/// The operation that `X-Amz-Target` names: `GetLogEvents` of `Logs_20140328.GetLogEvents`.
#[must_use]
pub fn operation(request: &Request) -> Option<&str> {
    request.headers.get("x-amz-target")?.split_once('.').map(|(_, operation)| operation)
}

/// The body as a JSON object; an empty body is an empty object.
///
/// # Errors
/// When the body is not a JSON object.
pub fn body(request: &Request) -> Result<Map<String, Value>, ServiceError> {
    if request.body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(&request.body) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => {
            Err(ServiceError::new("SerializationException", 400, "Start of structure or map found where not expected."))
        }
        Err(error) => Err(ServiceError::new("SerializationException", 400, error.to_string())),
    }
}

/// The field `name` of a body. Most bodies have a few, and comparing each takes less than hashing a name.
#[must_use]
pub fn field<'a>(body: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    const FEW: usize = 8;
    if body.len() > FEW {
        return body.get(name);
    }
    body.iter().find(|(held, _)| *held == name).map(|(_, value)| value)
}

/// What an answer's body is written from.
pub trait Body {
    /// As JSON text.
    fn text(self) -> Vec<u8>;
}

impl Body for &Value {
    fn text(self) -> Vec<u8> {
        let mut text = Vec::with_capacity(512);
        write(self, &mut text);
        text
    }
}

impl Body for Value {
    fn text(self) -> Vec<u8> {
        (&self).text()
    }
}

/// A JSON object that is written while it is made, for answers that take longer to hold as a [`Value`] than to write.
pub struct Object(Vec<u8>);

impl Default for Object {
    fn default() -> Self {
        Self(Vec::with_capacity(512))
    }
}

impl Object {
    /// Begins the next field; its value is to be written into what this gives.
    pub fn field(&mut self, name: &str) -> &mut Vec<u8> {
        self.0.push(if self.0.is_empty() { b'{' } else { b',' });
        write_text(name, &mut self.0);
        self.0.push(b':');
        &mut self.0
    }
}

impl Body for Object {
    fn text(mut self) -> Vec<u8> {
        self.0.extend_from_slice(if self.0.is_empty() { b"{}" } else { b"}" });
        self.0
    }
}

/// A JSON answer of protocol version `version`, `1.0` or `1.1`.
#[must_use]
pub fn answer(version: &str, body: impl Body) -> Response {
    Response::new(200).with_header("content-type", content_type(version)).with_body(body.text())
}

fn content_type(version: &str) -> String {
    ["application/x-amz-json-", version].concat()
}

/// Writes `value`. Most of an answer is texts that need no escapes: they are copied, where serde_json looks at each
/// character by itself, which was a seventh of what a `GetItem` costs.
pub fn write(value: &Value, into: &mut Vec<u8>) {
    match value {
        Value::String(text) => write_text(text, into),
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                into.push(if at == 0 { b'[' } else { b',' });
                write(value, into);
            }
            into.extend_from_slice(if values.is_empty() { b"[]" } else { b"]" });
        }
        Value::Object(fields) => {
            for (at, (name, value)) in fields.iter().enumerate() {
                into.push(if at == 0 { b'{' } else { b',' });
                write_text(name, into);
                into.push(b':');
                write(value, into);
            }
            into.extend_from_slice(if fields.is_empty() { b"{}" } else { b"}" });
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => into.extend_from_slice(value.to_string().as_bytes()),
    }
}

/// Writes a text.
pub fn write_text(text: &str, into: &mut Vec<u8>) {
    // Without a way out of the loop it looks at many bytes at a time.
    let plain = text.bytes().fold(true, |plain, byte| plain & (byte >= b' ') & (byte != b'"') & (byte != b'\\'));
    if plain {
        into.push(b'"');
        into.extend_from_slice(text.as_bytes());
        into.push(b'"');
    } else {
        into.extend_from_slice(Value::from(text).to_string().as_bytes());
    }
}

/// An error: code and text in the body.
#[must_use]
pub fn error(version: &str, error: &ServiceError, request_id: &str) -> Response {
    Response::new(error.status)
        .with_header("content-type", content_type(version))
        .with_header("x-amzn-requestid", request_id)
        .with_body(json!({"__type": error.code, "message": error.message}).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_written_as_serde_json_writes_it() {
        for value in [
            json!(null),
            json!([]),
            json!({}),
            json!([[], {}, [1, -2.5, 1e300, true, null]]),
            json!({"a": "plain", "b\"": ["\"", "\\", "\n", "\u{7f}", "\u{1}", "äöü 😀"], "": {"": ""}}),
        ] {
            assert_eq!(String::from_utf8_lossy(&(&value).text()), value.to_string());
        }
    }

    #[test]
    fn an_object_is_written_field_by_field() {
        let mut object = Object::default();
        assert_eq!(Object::default().text(), b"{}");
        write(&json!([1]), object.field("a"));
        write_text("b", object.field("\""));
        assert_eq!(object.text(), br#"{"a":[1],"\"":"b"}"#);
    }
}
