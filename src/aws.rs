//! AWS calls as panels make them, each one that a learner could send: put into a request, awaited, and their errors in
//! words. It knows the session only as what takes actions.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use cloud::account::REGION;
use cloud::http::{Request, Response};
use cloud::protocol::xml;
use js_sys::{Function, Promise};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use serde_json::Value;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::store::{Action, Dispatch};

/// A request to a service's host in our region, without a body.
pub fn to(service: &str, method: &str, path: String) -> Request {
    let host = format!("{service}.{REGION}.amazonaws.com");
    Request { method: method.to_owned(), host, path, ..Request::default() }
}

/// The request with a body of that type.
pub fn with_body(request: Request, content_type: &str, body: String) -> Request {
    let request = request.with_header("content-type", content_type);
    request.with_header("content-length", body.len().to_string()).with_body(body)
}

/// The request with a body of JSON.
pub fn with_json(request: Request, body: &Value) -> Request {
    with_body(request, "application/json", body.to_string())
}

/// Makes a call as the account's owner. An answer may take as long as a handler does.
pub async fn call(dispatch: Dispatch, request: Request) -> Option<Arc<Response>> {
    awaited(|then| dispatch.send(Action::Call(Box::new(request), then))).await
}

/// Makes a call, and gives its answer only when it went well.
///
/// # Errors
/// What AWS says is wrong: its code, then its words.
pub async fn make(dispatch: Dispatch, request: Request) -> Result<Arc<Response>, String> {
    checked(call(dispatch, request).await)
}

/// Makes calls at once: what came of each, in their order.
pub async fn make_all(dispatch: Dispatch, requests: Vec<Request>) -> Vec<Result<Arc<Response>, String>> {
    let count = requests.len();
    if count == 0 {
        return Vec::new();
    }
    let answers = SendWrapper::new(RefCell::new(vec![None; count]));
    let told = awaited(|then: Callback<Vec<Option<Arc<Response>>>>| {
        let one = move |(index, response): (usize, Arc<Response>)| {
            let mut answers = answers.borrow_mut();
            answers[index] = Some(response);
            if answers.iter().all(Option::is_some) {
                then.try_run(std::mem::take(&mut *answers));
            }
        };
        dispatch.send(Action::CallAll(requests, Callback::new(one)));
    });
    told.await.unwrap_or_else(|| vec![None; count]).into_iter().map(checked).collect()
}

fn checked(answer: Option<Arc<Response>>) -> Result<Arc<Response>, String> {
    let answer = answer.ok_or("The call was not answered.")?;
    match error(&answer) {
        Some(told) => Err(told),
        None => Ok(answer),
    }
}

/// What the callback is told that `ask` hands on.
pub async fn awaited<T: 'static>(ask: impl FnOnce(Callback<T>)) -> Option<T> {
    let slot = Rc::new(RefCell::new(None));
    let (filled, mut ask) = (slot.clone(), Some(ask));
    let told = Promise::new(&mut |resolve: Function, _| {
        let told = SendWrapper::new((filled.clone(), resolve));
        let then = Callback::new(move |answer: T| {
            told.0.replace(Some(answer));
            // A promise's own resolve function does not throw.
            let _ = told.1.call0(&JsValue::UNDEFINED);
        });
        if let Some(ask) = ask.take() {
            ask(then);
        }
    });
    JsFuture::from(told).await.ok()?;
    slot.take()
}

/// What an answer says is wrong, as AWS names it and says it; none when it is no error.
#[must_use]
pub fn error(response: &Response) -> Option<String> {
    if response.status < 300 {
        return None;
    }
    let (code, message) = error_parts(response);
    let code = code.unwrap_or_else(|| format!("Status {}", response.status));
    Some(format!("{code}: {}", message.as_deref().unwrap_or("AWS gives no reason.")))
}

/// The code and the message of an error, in whichever protocol a service tells them.
#[must_use]
pub fn error_parts(response: &Response) -> (Option<String>, Option<String>) {
    if let Some(told) = in_xml(&response.body) {
        return told;
    }
    let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    let member = |names: &[&str]| names.iter().find_map(|name| body[*name].as_str());
    let code = response.headers.get("x-amzn-errortype").or_else(|| member(&["__type", "code", "Type"]));
    // Some protocols put a namespace before the code, some an address behind it.
    let code = code.and_then(|code| code.rsplit('#').next()?.split(':').next());
    (code.map(str::to_owned), member(&["message", "Message"]).map(str::to_owned))
}

/// The same of an error that is written in XML: S3's is the document itself, IAM's stands in it.
fn in_xml(body: &[u8]) -> Option<(Option<String>, Option<String>)> {
    let document = xml::parse(body).ok()?;
    let error = document.child("Error").unwrap_or(&document);
    let code = error.child_text("Code")?;
    Some((Some(code.to_owned()), error.child_text("Message").map(str::to_owned)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(headers: &[(&'static str, &str)], body: &str, told: &str) {
        let response = headers
            .iter()
            .fold(Response::new(400), |response, (name, value)| response.with_header(*name, (*value).to_owned()));
        assert_eq!(error(&response.with_body(body.to_owned())).as_deref(), Some(told), "{body}");
    }

    #[test]
    fn errors_are_told_alike_in_every_protocol() {
        check(
            &[],
            r#"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"none"}"#,
            "ResourceNotFoundException: none",
        );
        check(
            &[("x-amzn-errortype", "NotFoundException:http://internal.amazon.com/")],
            r#"{"Message":"gone"}"#,
            "NotFoundException: gone",
        );
        check(&[], r#"{"Type":"User","Message":"a"}"#, "User: a");
        check(&[], "<Error><Code>NoSuchKey</Code><Message>no &lt;key&gt;</Message></Error>", "NoSuchKey: no <key>");
        check(
            &[],
            "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>a &amp; b</Message></Error></ErrorResponse>",
            "NoSuchEntity: a & b",
        );
        check(&[], "a page", "Status 400: AWS gives no reason.");
        assert_eq!(error(&Response::new(200)), None);
    }
}
