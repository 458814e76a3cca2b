//! What a function must return to a proxy integration, and what is wrong with what it returned.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html>

use serde_json::{Map, Value};

use crate::services::execute_api::lambda::status_of;

/// The members that an answer may have. One that is not among them makes it malformed.
const MEMBERS: [&str; 5] = ["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"];

/// What a function answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProxyAnswer {
    /// The status.
    pub status: u16,
    /// The headers in order; one of several values stands several times, those of `multiValueHeaders` first.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
    /// Whether the body is base64.
    pub is_base64: bool,
}

/// Why an answer cannot be used: what the function returned, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed(pub String);

impl ProxyAnswer {
    /// Reads what a function returned.
    ///
    /// # Errors
    /// When API Gateway could not make an HTTP answer of it.
    pub fn read(payload: &[u8]) -> Result<Self, Malformed> {
        let answer: Value = serde_json::from_slice(payload)
            .map_err(|_| Malformed("The function's answer is not JSON. Return an object with statusCode.".into()))?;
        let Value::Object(answer) = answer else {
            return Err(Malformed(format!(
                "The function returned {}. API Gateway wants an object: {{statusCode: 200, body: JSON.stringify(…)}}.",
                kind(&answer)
            )));
        };
        if answer.is_empty() {
            return Err(Malformed(
                "The function returned an empty object. API Gateway wants at least statusCode in it.".into(),
            ));
        }
        if let Some(name) = answer.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
            return Err(Malformed(format!(
                "The function's answer has a member {name:?}, which API Gateway does not know. It may have {}, and nothing else; data belongs in body, as text: JSON.stringify it.",
                MEMBERS.join(", ")
            )));
        }
        Ok(Self {
            status: status(answer.get("statusCode"))?,
            headers: headers(&answer)?,
            body: body(answer.get("body"))?,
            is_base64: match answer.get("isBase64Encoded") {
                Some(Value::Bool(flag)) => *flag,
                Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
                _ => false,
            },
        })
    }
}

/// What a value is, for a sentence.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing (null)",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn status(value: Option<&Value>) -> Result<u16, Malformed> {
    let Some(value) = value.filter(|value| !value.is_null()) else { return Ok(200) };
    status_of(value, 100..1_000).ok_or_else(|| {
        Malformed(format!(
            "The function's statusCode is {value}, which is no HTTP status. Return a whole number, such as 200."
        ))
    })
}

fn headers(answer: &Map<String, Value>) -> Result<Vec<(String, String)>, Malformed> {
    let mut headers = Vec::new();
    let of = |name: &str| match answer.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(held)) => Ok(Some(held)),
        Some(other) => Err(Malformed(format!(
            "The function's {name} are {}. API Gateway wants an object of names and values.",
            kind(other)
        ))),
    };
    let one = |name: &str, value: &Value| match value {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text.clone()),
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        Value::Array(_) | Value::Object(_) => Err(Malformed(format!(
            "The function's header {name} is {}. A header is text; one with several values belongs in multiValueHeaders.",
            kind(value)
        ))),
    };
    for (name, values) in of("multiValueHeaders")?.into_iter().flatten() {
        let Value::Array(values) = values else {
            return Err(Malformed(format!(
                "The function's multiValueHeaders.{name} is {}. Each of these is a list: [\"…\"].",
                kind(values)
            )));
        };
        for value in values {
            headers.push((name.clone(), one(name, value)?));
        }
    }
    for (name, value) in of("headers")?.into_iter().flatten() {
        let value = one(name, value)?;
        // What stands in both with the same value is sent once.
        if !headers.iter().any(|(held, same)| held.eq_ignore_ascii_case(name) && *same == value) {
            headers.push((name.clone(), value));
        }
    }
    Ok(headers)
}

fn body(value: Option<&Value>) -> Result<String, Malformed> {
    match value {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Object(_)) => Err(Malformed(
            "The function's answer has a body that is an object. API Gateway wants a string: JSON.stringify it.".into(),
        )),
        Some(Value::Array(_)) => Err(Malformed(
            "The function's answer has a body that is a list. API Gateway wants a string: JSON.stringify it.".into(),
        )),
        // Java's reader of JSON, which API Gateway has, takes these for text, as it does in headers.
        Some(scalar) => Ok(scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn works(returned: &str, status: u16, headers: &[(&str, &str)], body: &str) {
        let answer = ProxyAnswer::read(returned.as_bytes()).expect("it can be used");
        let found: Vec<(&str, &str)> =
            answer.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!((answer.status, found.as_slice(), answer.body.as_str()), (status, headers, body), "{returned}");
    }

    #[track_caller]
    fn fails(returned: &str, says: &str) {
        let Err(Malformed(found)) = ProxyAnswer::read(returned.as_bytes()) else { panic!("{returned} can be used") };
        assert!(found.contains(says), "{returned}: {found}");
    }

    #[test]
    fn what_can_be_used_is_read() {
        works(r#"{"statusCode":200}"#, 200, &[], "");
        works(r#"{"headers":{"a":"b"}}"#, 200, &[("a", "b")], "");
        works(r#"{"statusCode":"201"}"#, 201, &[], "");
        works(r#"{"statusCode":200,"headers":{"x":true,"y":1}}"#, 200, &[("x", "true"), ("y", "1")], "");
        works(r#"{"statusCode":200,"headers":null,"body":null}"#, 200, &[], "");
        works(r#"{"statusCode":204,"body":"text","isBase64Encoded":false}"#, 204, &[], "text");
        works(
            r#"{"statusCode":200,"headers":{"a":"3","b":"4"},"multiValueHeaders":{"a":["1","2"]}}"#,
            200,
            &[("a", "1"), ("a", "2"), ("a", "3"), ("b", "4")],
            "",
        );
        works(
            r#"{"statusCode":200,"multiValueHeaders":{"Set-Cookie":["a=1","b=2"]}}"#,
            200,
            &[("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")],
            "",
        );
    }

    #[test]
    fn what_cannot_be_used_is_told_apart() {
        fails(r#"{"statusCode":"test"}"#, "no HTTP status");
        fails(r#"{"statusCode":20000}"#, "no HTTP status");
        fails(r#"{"statusCode":{}}"#, "no HTTP status");
        fails("{}", "empty object");
        fails(r#"{"statusCode":200,"wrongValue":"v"}"#, "wrongValue");
        fails(r#"{"users":[]}"#, "users");
        fails(r#""justAString""#, "returned text");
        fails("5", "returned a number");
        fails("[]", "returned a list");
        fails("null", "returned nothing");
        fails("true", "true or false");
        fails("not json", "not JSON");
        fails(r#"{"statusCode":200,"multiValueHeaders":{"a":"b"}}"#, "Each of these is a list");
        fails(r#"{"statusCode":200,"headers":{"a":["b"]}}"#, "belongs in multiValueHeaders");
        fails(r#"{"statusCode":200,"headers":[]}"#, "headers are a list");
        fails(r#"{"statusCode":200,"body":{"a":1}}"#, "JSON.stringify it");
        fails(r#"{"statusCode":200,"body":[]}"#, "JSON.stringify it");
    }
}
