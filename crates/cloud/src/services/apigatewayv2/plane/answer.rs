//! What a function returned, as the HTTP response that it stands for.
//!
//! In the format 2.0 whatever has no `statusCode` is the body itself; in the format 1.0 it is an error.

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::Value;

use crate::http::{Headers, Response};
use crate::services::execute_api::lambda::status_of;

/// The media type of a body when the function does not say.
const TEXT: &str = "text/plain;charset=UTF-8";
/// Fields that belong to the connection, which are not the function's to set.
const OF_THE_CONNECTION: [&str; 5] = ["connection", "content-length", "keep-alive", "transfer-encoding", "upgrade"];

/// The response that a function's payload stands for.
///
/// # Errors
/// What is wrong with it, as the end of a sentence that begins with "the function's answer", and what to return instead.
pub fn read(payload: &Bytes, is_v2: bool) -> Result<Response, String> {
    let value: Value = serde_json::from_slice(payload).map_err(|_| "is no JSON".to_owned())?;
    let explicit = value.as_object().filter(|members| members.contains_key("statusCode"));
    let Some(members) = explicit else {
        if is_v2 {
            return Ok(inferred(payload, value));
        }
        let what = match value {
            Value::Object(_) => "has no statusCode",
            _ => "is no object",
        };
        return Err(format!("{what}. Return {{\"statusCode\": 200, \"body\": \"a text\"}}"));
    };
    let status = &members["statusCode"];
    let wrong = || format!("has the statusCode {status}, which is no status. Return a number such as 200");
    let mut response = Response::new(status_of(status, 200..600).ok_or_else(wrong)?);
    read_headers(members.get("headers"), &mut response.headers)?;
    if !is_v2 {
        read_many(members.get("multiValueHeaders"), &mut response.headers)?;
    }
    if is_v2 && let Some(cookies) = members.get("cookies").filter(|cookies| !cookies.is_null()) {
        let Some(cookies) = cookies.as_array() else {
            return Err("has cookies that are no list. Return a list of texts: [\"a=1; Secure\"]".to_owned());
        };
        for cookie in cookies {
            let cookie = cookie.as_str().ok_or("has a cookie that is no text")?;
            response.headers.append("set-cookie", cookie);
        }
    }
    response.headers.retain(|name| !OF_THE_CONNECTION.contains(&name));
    response.body = body(members)?;
    if response.headers.get("content-type").is_none() {
        response.headers.set("content-type", if is_v2 { TEXT } else { "application/json" });
    }
    Ok(response)
}

/// A payload that is the body itself.
fn inferred(payload: &Bytes, value: Value) -> Response {
    let body = match value {
        Value::String(text) => Bytes::from(text),
        _ => payload.clone(),
    };
    Response::new(200).with_header("content-type", "application/json").with_body(body)
}

fn read_headers(given: Option<&Value>, headers: &mut Headers) -> Result<(), String> {
    for (name, value) in object(given, "headers")? {
        headers.set(field_name(name)?, field_value(name, value)?);
    }
    Ok(())
}

fn read_many(given: Option<&Value>, headers: &mut Headers) -> Result<(), String> {
    for (name, values) in object(given, "multiValueHeaders")? {
        let Some(values) = values.as_array() else {
            return Err(format!(
                "has multiValueHeaders of which {name} is no list. Return {{\"{name}\": [\"a text\"]}}"
            ));
        };
        for value in values {
            let value = field_value(name, value)?;
            // A field that both name has the value once.
            let held = headers.iter().any(|(held, text)| held.eq_ignore_ascii_case(name) && text == value);
            if !held {
                headers.append(field_name(name)?, value);
            }
        }
    }
    Ok(())
}

fn object<'a>(given: Option<&'a Value>, name: &str) -> Result<impl Iterator<Item = (&'a String, &'a Value)>, String> {
    match given {
        None | Some(Value::Null) => Ok(None.into_iter().flatten()),
        Some(Value::Object(members)) => Ok(Some(members).into_iter().flatten()),
        Some(_) => Err(format!("has {name} that are no object")),
    }
}

fn field_name(name: &str) -> Result<String, String> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if !name.is_empty() && name.bytes().all(fits) {
        return Ok(name.to_ascii_lowercase());
    }
    Err(format!("has a header called {name:?}, which is no name of a header"))
}

fn field_value(name: &str, value: &Value) -> Result<String, String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => return Err(format!("has a header {name} that is no text")),
    };
    if text.chars().any(|c| c.is_control() && c != '\t') {
        return Err(format!("has a header {name} with a line's end in it"));
    }
    Ok(text)
}

fn body(members: &serde_json::Map<String, Value>) -> Result<Bytes, String> {
    let text = match members.get("body") {
        None | Some(Value::Null) => return Ok(Bytes::new()),
        Some(Value::String(text)) => text,
        Some(_) => {
            return Err(
                "has a body that is no text. Write JSON.stringify(body) in JavaScript, or json.dumps(body) in Python"
                    .to_owned(),
            );
        }
    };
    if members.get("isBase64Encoded").and_then(Value::as_bool) != Some(true) {
        return Ok(Bytes::from(text.clone()));
    }
    let decoded = STANDARD.decode(text.as_bytes());
    decoded.map(Bytes::from).map_err(|_| "says that its body is base64, which it is not".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(payload: &str, is_v2: bool, expected: Result<(u16, &str, &str), &str>) {
        let found = read(&Bytes::from(payload.to_owned()), is_v2);
        match (found, expected) {
            (Ok(response), Ok((status, kind, body))) => {
                let text = String::from_utf8_lossy(&response.body).into_owned();
                assert_eq!(
                    (response.status, response.headers.get("content-type"), &*text),
                    (status, Some(kind), body),
                    "{payload}"
                );
            }
            (Err(why), Err(part)) => assert!(why.contains(part), "{payload}: {why}"),
            (found, _) => panic!("{payload}: {found:?}"),
        }
    }

    #[test]
    fn an_answer_without_a_status_is_the_body_in_the_newer_format() {
        check(r#"{"users": [1]}"#, true, Ok((200, "application/json", r#"{"users": [1]}"#)));
        check(r#""hello""#, true, Ok((200, "application/json", "hello")));
        check("[1, 2]", true, Ok((200, "application/json", "[1, 2]")));
        check("null", true, Ok((200, "application/json", "null")));
        check(r#"{"users": [1]}"#, false, Err("no statusCode"));
        check(r#""hello""#, false, Err("no object"));
    }

    #[test]
    fn an_answer_with_a_status_says_the_rest_itself() {
        check(r#"{"statusCode": 201, "body": "a"}"#, true, Ok((201, TEXT, "a")));
        check(r#"{"statusCode": "404"}"#, true, Ok((404, TEXT, "")));
        check(r#"{"statusCode": 200, "body": "a"}"#, false, Ok((200, "application/json", "a")));
        check(
            r#"{"statusCode": 200, "headers": {"Content-Type": "text/html"}, "body": "YQ==", "isBase64Encoded": true}"#,
            true,
            Ok((200, "text/html", "a")),
        );
        check(r#"{"statusCode": 200, "body": {"a": 1}}"#, true, Err("JSON.stringify"));
        check(r#"{"statusCode": "x"}"#, true, Err("is no status"));
        check(r#"{"statusCode": 99}"#, true, Err("is no status"));
        check(r#"{"statusCode": 200, "headers": {"a": "b\nc"}}"#, true, Err("line's end"));
        check(r#"{"statusCode": 200, "headers": {"a b": "c"}}"#, true, Err("no name"));
        check(r#"{"statusCode": 200, "cookies": "a=1"}"#, true, Err("no list"));
        check(r#"{"statusCode": 200, "multiValueHeaders": {"a": "b"}}"#, false, Err("no list"));
        check(r#"{"statusCode": 200, "body": "%", "isBase64Encoded": true}"#, true, Err("base64"));
    }

    #[test]
    fn fields_may_have_several_values() {
        let read =
            |payload: &str, is_v2| read(&Bytes::from(payload.to_owned()), is_v2).expect("the payload is right").headers;
        let values = |headers: &Headers, name: &str| -> Vec<String> {
            headers.iter().filter(|(held, _)| *held == name).map(|(_, value)| value.to_owned()).collect()
        };
        let headers = read(r#"{"statusCode": 200, "cookies": ["a=1", "b=2"], "headers": {"X-N": 7}}"#, true);
        assert_eq!(values(&headers, "set-cookie"), ["a=1", "b=2"]);
        assert_eq!(values(&headers, "x-n"), ["7"]);
        let headers =
            read(r#"{"statusCode": 200, "multiValueHeaders": {"A": ["1", "2"]}, "headers": {"a": "1"}}"#, false);
        assert_eq!(values(&headers, "a"), ["1", "2"]);
    }
}
