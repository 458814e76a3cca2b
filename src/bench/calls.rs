//! The AWS calls that the bench makes, each one that a learner could send, and their errors in words.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use cloud::account::REGION;
use cloud::http::{Request, Response};
use cloud::protocol::uri;
use js_sys::{Function, Promise};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::store::{Action, Dispatch};

fn to_function(method: &str, function: &str, part: &str) -> Request {
    Request {
        method: method.to_owned(),
        host: format!("lambda.{REGION}.amazonaws.com"),
        path: format!("/2015-03-31/functions/{}/{part}", uri::encode(function)),
        ..Request::default()
    }
}

fn with_json(request: Request, body: &Value) -> Request {
    let body = body.to_string();
    let request = request.with_header("content-type", "application/json");
    request.with_header("content-length", body.len().to_string()).with_body(body)
}

/// `UpdateFunctionConfiguration` with these members.
pub fn configure(function: &str, members: &Value) -> Request {
    with_json(to_function("PUT", function, "configuration"), members)
}

/// `UpdateFunctionCode` with a zip.
pub fn deploy_zip(function: &str, zip: &[u8]) -> Request {
    with_json(to_function("PUT", function, "code"), &json!({"ZipFile": STANDARD.encode(zip)}))
}

/// `UpdateFunctionCode` with one of the functions in Rust, from where CloudFormation takes them.
pub fn deploy_rust(function: &str, name: &str) -> Request {
    with_json(to_function("PUT", function, "code"), &json!({"S3Bucket": "coldstart-code", "S3Key": name}))
}

/// `Invoke`, waiting for the outcome and the tail of its log.
pub fn invoke(function: &str, event: &str) -> Request {
    to_function("POST", function, "invocations")
        .with_header("content-type", "application/json")
        .with_header("x-amz-invocation-type", "RequestResponse")
        .with_header("x-amz-log-type", "Tail")
        .with_header("content-length", event.len().to_string())
        .with_body(event.to_owned())
}

/// `RemovePermission`: takes a statement out of the function's own policy.
pub fn remove_permission(function: &str, statement: &str) -> Request {
    to_function("DELETE", function, &format!("policy/{}", uri::encode(statement)))
}

/// `PutRolePolicy`: the role has this policy of its own, in the place of any of that name.
pub fn put_role_policy(role: &str, name: &str, document: &str) -> Request {
    iam("PutRolePolicy", &[("RoleName", role), ("PolicyName", name), ("PolicyDocument", document)])
}

/// `DeleteRolePolicy`.
pub fn delete_role_policy(role: &str, name: &str) -> Request {
    iam("DeleteRolePolicy", &[("RoleName", role), ("PolicyName", name)])
}

fn iam(action: &str, members: &[(&str, &str)]) -> Request {
    let members = members.iter().map(|(name, value)| format!("&{name}={}", uri::encode(value)));
    let body = format!("Action={action}&Version=2010-05-08{}", members.collect::<String>());
    let request = Request {
        method: "POST".to_owned(),
        host: "iam.amazonaws.com".to_owned(),
        path: "/".to_owned(),
        ..Request::default()
    };
    let request = request.with_header("content-type", "application/x-www-form-urlencoded; charset=utf-8");
    request.with_header("content-length", body.len().to_string()).with_body(body)
}

/// Makes a call as the account's owner. An answer may take as long as a handler does.
pub async fn call(dispatch: Dispatch, request: Request) -> Option<Arc<Response>> {
    let slot = Rc::new(RefCell::new(None));
    let filled = slot.clone();
    let request = RefCell::new(Some(request));
    let answered = Promise::new(&mut |resolve: Function, _| {
        let told = SendWrapper::new((filled.clone(), resolve));
        let then = Callback::new(move |response: Arc<Response>| {
            told.0.replace(Some(response));
            // A promise's own resolve function does not throw.
            let _ = told.1.call0(&JsValue::UNDEFINED);
        });
        if let Some(request) = request.take() {
            dispatch.send(Action::Call(Box::new(request), then));
        }
    });
    JsFuture::from(answered).await.ok()?;
    slot.take()
}

/// What an answer says is wrong, as AWS names it and says it; none when it is no error.
pub fn error(response: &Response) -> Option<String> {
    if response.status < 300 {
        return None;
    }
    if let Some(told) = error_in_xml(&response.body) {
        return Some(told);
    }
    let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    let message = body["message"].as_str().or(body["Message"].as_str()).unwrap_or("AWS gives no reason.");
    let code = response.headers.get("x-amzn-errortype").or(body["__type"].as_str()).or(body["Type"].as_str());
    let code = code.map_or_else(
        || format!("Status {}", response.status),
        |code| {
            // Some protocols put a namespace before the code, some an address behind it.
            let code = code.rsplit('#').next().unwrap_or(code);
            code.split(':').next().unwrap_or(code).to_owned()
        },
    );
    Some(format!("{code}: {message}"))
}

/// The code and message of an error that is written in XML, as IAM's are.
fn error_in_xml(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok().filter(|text| text.trim_start().starts_with('<'))?;
    let part = |name: &str| {
        let from = text.split_once(&format!("<{name}>"))?.1;
        Some(from.split_once(&format!("</{name}>"))?.0)
    };
    let unescaped =
        |text: &str| text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    Some(format!("{}: {}", part("Code")?, unescaped(part("Message")?)))
}
