//! REST with JSON bodies, as Lambda speaks it.

use serde_json::{Map, Value};

use crate::error::ServiceError;
use crate::http::Response;

/// A JSON answer with `status`.
#[must_use]
pub fn answer(status: u16, body: &Value) -> Response {
    Response::new(status).with_header("content-type", "application/json").with_body(body.to_string())
}

/// An error: its code in a header, its text in the body.
#[must_use]
pub fn error(error: &ServiceError, request_id: &str) -> Response {
    let mut body = Map::new();
    for (name, value) in &error.details {
        body.insert(name.to_string(), Value::from(value.as_str()));
    }
    body.insert("Type".to_owned(), Value::from(if error.status < 500 { "User" } else { "Service" }));
    // The gateway in front of Lambda writes "Message" for what it refuses itself; Lambda writes "message".
    let key = match error.code.as_ref() {
        "AccessDeniedException" | "ResourceNotFoundException" => "Message",
        _ => "message",
    };
    body.insert(key.to_owned(), Value::from(error.message.as_str()));
    Response::new(error.status)
        .with_header("content-type", "application/json")
        .with_header("x-amzn-requestid", request_id)
        .with_header("x-amzn-errortype", error.code.to_string())
        .with_body(Value::Object(body).to_string())
}
