//! Functions, as what stands before them calls them and reads what Lambda says.

use bytes::Bytes;
use serde_json::Value;

use crate::account::REGION;
use crate::http::{Request, Response};
use crate::protocol::uri;

/// The service that calls for an API.
pub const API_GATEWAY: &str = "apigateway.amazonaws.com";
/// The name of the session in which it acts in a role.
pub const SESSION: &str = "BackplaneAssumeRoleSession";

/// The call that invokes a function.
#[must_use]
pub fn invocation(arn: &str, event: impl Into<Bytes>) -> Request {
    Request {
        method: "POST".to_owned(),
        host: format!("lambda.{REGION}.amazonaws.com"),
        path: format!("/2015-03-31/functions/{}/invocations", uri::encode(arn)),
        body: event.into(),
        ..Request::default()
    }
    .with_header("content-type", "application/json")
}

/// What Lambda said to an invocation.
#[derive(Debug)]
pub enum Said<'r> {
    /// The function returned this.
    Returned(&'r Bytes),
    /// The function failed, with this message and payload.
    Failed(String, &'r Bytes),
    /// Lambda did not run it: the status, and its text.
    Refused(u16, String),
}

/// Reads the answer to an invocation.
#[must_use]
pub fn said(response: &Response) -> Said<'_> {
    if response.headers.get("x-amz-function-error").is_some() {
        return Said::Failed(text_of(&response.body, "errorMessage"), &response.body);
    }
    if response.is_success() {
        return Said::Returned(&response.body);
    }
    let text = match text_of(&response.body, "message") {
        text if text.is_empty() => text_of(&response.body, "Message"),
        text => text,
    };
    Said::Refused(response.status, text)
}

/// A member of a JSON body that is a text; empty when there is none.
#[must_use]
pub fn text_of(body: &[u8], name: &str) -> String {
    let body: Option<Value> = serde_json::from_slice(body).ok();
    body.and_then(|body| Some(body.get(name)?.as_str()?.to_owned())).unwrap_or_default()
}

/// The status that a function's answer has under `statusCode`: a whole number, or a text that is one. None when it is
/// neither, or not among `statuses`.
#[must_use]
pub fn status_of(value: &Value, statuses: std::ops::Range<u16>) -> Option<u16> {
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
    u16::try_from(number).ok().filter(|status| statuses.contains(status))
}
