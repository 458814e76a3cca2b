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

/// A JSON answer of protocol version `version`, `1.0` or `1.1`.
#[must_use]
pub fn answer(version: &str, body: &Value) -> Response {
    Response::new(200)
        .with_header("content-type", format!("application/x-amz-json-{version}"))
        .with_body(body.to_string())
}

/// An error: code and text in the body.
#[must_use]
pub fn error(version: &str, error: &ServiceError, request_id: &str) -> Response {
    Response::new(error.status)
        .with_header("content-type", format!("application/x-amz-json-{version}"))
        .with_header("x-amzn-requestid", request_id)
        .with_body(json!({"__type": error.code, "message": error.message}).to_string())
}
