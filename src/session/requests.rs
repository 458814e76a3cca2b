//! The AWS calls that the page makes for a learner: each is one that they could make themselves.

use bytes::Bytes;
use cloud::account::REGION;
use cloud::http::Request;
use cloud::protocol::uri;
use cloud::world::World;

use crate::store::FunctionChange;

/// `PutObject`.
pub fn put_object(bucket: &str, key: &str, content_type: &str, body: Bytes) -> Request {
    let request = Request {
        method: "PUT".to_owned(),
        host: format!("{bucket}.s3.{REGION}.amazonaws.com"),
        path: format!("/{}", uri::encode_path(key)),
        ..Request::default()
    };
    let request = request.with_header("content-length", body.len().to_string());
    let request = if content_type.is_empty() { request } else { request.with_header("content-type", content_type) };
    request.with_body(body)
}

/// `UpdateFunctionConfiguration`; none for a function that is not there.
pub fn configure(world: &World, change: &FunctionChange) -> Option<Request> {
    world.lambda().function(&change.function)?;
    let mut body = serde_json::Map::new();
    if let Some(memory_mb) = change.memory_mb {
        body.insert("MemorySize".to_owned(), memory_mb.into());
    }
    if let Some(timeout_s) = change.timeout_s {
        body.insert("Timeout".to_owned(), timeout_s.into());
    }
    if !change.variables.is_empty() {
        let variables: std::collections::BTreeMap<_, _> = change.variables.iter().cloned().collect();
        body.insert("Environment".to_owned(), serde_json::json!({"Variables": variables}));
    }
    let request = Request {
        method: "PUT".to_owned(),
        host: format!("lambda.{REGION}.amazonaws.com"),
        path: format!("/2015-03-31/functions/{}/configuration", uri::encode(&change.function)),
        ..Request::default()
    };
    Some(request.with_header("content-type", "application/json").with_body(serde_json::Value::Object(body).to_string()))
}
