//! From what a function said to what the client of its URL gets: format 2.0, in which an answer without a status is all
//! body.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};

use super::super::lambda::{Said, said, status_of};
use super::super::rest::sent_name;
use super::{Exchange, cors};
use crate::http::Response;
use crate::operation::{Answer, Context, Reply};

/// Makes the client's answer.
#[must_use]
pub fn answer(context: &mut Context<'_>, exchange: &Exchange, reply: Reply<'_>) -> Answer {
    let Exchange { function, .. } = exchange;
    let error = |context: &mut Context<'_>, status, name, text, says: String| {
        context.phase_failed("integrate", says);
        exchange.refusal(status, name, text)
    };
    let Reply::Answered(response) = reply else {
        let says = format!("The function {function} has not answered in all the time that a function may take.");
        return error(context, 504, "GatewayTimeout", "Gateway Timeout", says);
    };
    const FAILED: &str = "Internal Server Error";
    let payload = match said(response) {
        Said::Returned(payload) => payload,
        Said::Failed(message, _) => {
            let says = format!("The function {function} failed: {message}. Look into its log.");
            return error(context, 502, "InternalServerError", FAILED, says);
        }
        Said::Refused(429, _) => {
            let says = format!(
                "Lambda could give the function {function} no environment: all that it or the account may have at once are busy. Try again, or raise its concurrency."
            );
            return error(context, 429, "TooManyRequests", "Rate Exceeded.", says);
        }
        Said::Refused(status, text) => {
            let says = format!("Lambda did not run the function {function}: {status} {text}");
            return error(context, 502, "InternalServerError", FAILED, says);
        }
    };
    match read(payload) {
        Ok(mut response) => {
            response.headers.set("x-amzn-requestid", exchange.request_id.as_str());
            cors::mark(exchange, &mut response);
            context.phase("respond", format!("The function {function} answered {}.", response.status));
            Answer::Now(response)
        }
        Err(says) => {
            context.phase_failed("respond", says);
            exchange.refusal(502, "InternalServerError", FAILED)
        }
    }
}

/// The answer that a function's return value stands for.
///
/// # Errors
/// When its status or its body cannot be sent.
fn read(payload: &[u8]) -> Result<Response, String> {
    let answer: Value = serde_json::from_slice(payload).map_err(|_| "The function's answer is not JSON.".to_owned())?;
    let Some(given) = answer.get("statusCode").filter(|_| answer.is_object()) else {
        let body = match &answer {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        return Ok(Response::new(200).with_header("content-type", "application/json").with_body(body));
    };
    let status = status_of(given, 100..600)
        .ok_or_else(|| format!("The function's statusCode is {given}, which is no HTTP status."))?;
    let mut response = Response::new(status);
    let none = Map::new();
    for (name, value) in answer.get("headers").and_then(Value::as_object).unwrap_or(&none) {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        response.headers.set(sent_name(name), value);
    }
    for cookie in answer.get("cookies").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        response.headers.append("set-cookie", cookie);
    }
    if response.headers.get("content-type").is_none() {
        response.headers.set("content-type", "application/json");
    }
    let body = match answer.get("body") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    response.body = if answer.get("isBase64Encoded").and_then(Value::as_bool) == Some(true) {
        let wrong = |_| "The function says that its body is base64 (isBase64Encoded), and it is not.".to_owned();
        STANDARD.decode(&body).map_err(wrong)?.into()
    } else {
        body.into()
    };
    Ok(response)
}
