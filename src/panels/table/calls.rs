//! The AWS calls that a table's bench makes: each one that a learner could send.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use cloud::account::REGION;
use cloud::http::{Request, Response};
use js_sys::{Function, Promise};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use serde_json::Value;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::bench::calls;
use crate::store::{Action, Dispatch};

/// An operation of DynamoDB with its input.
#[must_use]
pub fn request(operation: &str, body: String) -> Request {
    let request = Request {
        method: "POST".to_owned(),
        host: format!("dynamodb.{REGION}.amazonaws.com"),
        path: "/".to_owned(),
        ..Request::default()
    };
    request
        .with_header("content-type", "application/x-amz-json-1.0")
        .with_header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
        .with_header("content-length", body.len().to_string())
        .with_body(body)
}

/// Makes a call and reads its answer.
///
/// # Errors
/// What AWS says is wrong: its code, then its words.
pub async fn send(dispatch: Dispatch, operation: &str, input: &Value) -> Result<Value, String> {
    match calls::call(dispatch, request(operation, input.to_string())).await {
        Some(answer) => read(&answer),
        None => Err("The call was not answered.".to_owned()),
    }
}

/// Makes calls at once; their answers, in the calls' order.
pub async fn send_all(dispatch: Dispatch, requests: Vec<Request>) -> Vec<Result<Value, String>> {
    let count = requests.len();
    let slots: Rc<RefCell<Vec<Option<Arc<Response>>>>> = Rc::new(RefCell::new(vec![None; count]));
    let filled = slots.clone();
    let requests = RefCell::new(Some(requests));
    let answered = Promise::new(&mut |resolve: Function, _| {
        let told = SendWrapper::new((filled.clone(), resolve));
        let then = Callback::new(move |(index, response): (usize, Arc<Response>)| {
            told.0.borrow_mut()[index] = Some(response);
            if told.0.borrow().iter().all(Option::is_some) {
                // A promise's own resolve function does not throw.
                let _ = told.1.call0(&JsValue::UNDEFINED);
            }
        });
        if let Some(requests) = requests.take() {
            dispatch.send(Action::CallAll(requests, then));
        }
    });
    let lost = || Err("The call was not answered.".to_owned());
    if count == 0 || JsFuture::from(answered).await.is_err() {
        return (0..count).map(|_| lost()).collect();
    }
    slots.take().into_iter().map(|answer| answer.map_or_else(lost, |answer| read(&answer))).collect()
}

fn read(answer: &Response) -> Result<Value, String> {
    match calls::error(answer) {
        Some(error) => Err(error),
        None => Ok(serde_json::from_slice(&answer.body).unwrap_or_default()),
    }
}

/// What an answer says was consumed: `1 write unit`; none where it does not tell.
#[must_use]
pub fn units(answer: &Value, what: &str) -> Option<String> {
    let told = &answer["ConsumedCapacity"];
    let units = match told {
        Value::Array(tables) => tables.iter().filter_map(|table| table["CapacityUnits"].as_f64()).sum(),
        told => told["CapacityUnits"].as_f64()?,
    };
    Some(format!("{units} {what} {}", if units == 1.0 { "unit" } else { "units" }))
}
