//! The AWS calls that a table's bench makes: each one that a learner could send.

use cloud::http::{Request, Response};
use serde_json::Value;

use crate::aws;
use crate::store::Dispatch;

/// An operation of DynamoDB with its input.
#[must_use]
pub fn request(operation: &str, body: String) -> Request {
    let target = format!("DynamoDB_20120810.{operation}");
    let request = aws::to("dynamodb", "POST", "/".to_owned()).with_header("x-amz-target", target);
    aws::with_body(request, "application/x-amz-json-1.0", body)
}

/// Makes a call and reads its answer.
///
/// # Errors
/// What AWS says is wrong: its code, then its words.
pub async fn send(dispatch: Dispatch, operation: &str, input: &Value) -> Result<Value, String> {
    aws::make(dispatch, request(operation, input.to_string())).await.map(|answer| read(&answer))
}

/// Makes calls at once; their answers, in the calls' order.
pub async fn send_all(dispatch: Dispatch, requests: Vec<Request>) -> Vec<Result<Value, String>> {
    let answers = aws::make_all(dispatch, requests).await;
    answers.into_iter().map(|answer| answer.map(|answer| read(&answer))).collect()
}

fn read(answer: &Response) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_default()
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
