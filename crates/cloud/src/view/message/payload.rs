//! Requests, responses and events as text that a learner can read.

use bytes::Bytes;

use super::Payload;
use crate::http::{Headers, Request, Response};
use crate::protocol::xml;

/// The longest text that is shown whole, bytes.
const TEXT_MAX: usize = 200_000;

pub(super) fn of_request(request: &Request) -> Payload {
    let mark = if request.query.is_empty() { "" } else { "?" };
    let line = format!("{} {}{mark}{}", request.method, request.path, request.query);
    let mut payload = with_body(line, &request.headers, &request.body);
    payload.headers.insert(0, ("host".to_owned(), request.host.clone()));
    payload
}

pub(super) fn of_response(response: &Response) -> Payload {
    with_body(format!("{} {}", response.status, reason(response.status)), &response.headers, &response.body)
}

pub(super) fn of_event(event: &Bytes) -> Payload {
    let mut headers = Headers::new();
    headers.set("content-type", "application/json");
    let mut payload = with_body(String::new(), &headers, event);
    payload.headers.clear();
    payload
}

fn with_body(line: String, headers: &Headers, body: &Bytes) -> Payload {
    let content_type = headers.get("content-type").unwrap_or_default().to_owned();
    let (text, language) = readable(&content_type, body);
    Payload {
        line,
        headers: headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        text,
        language,
        size: body.len() as u64,
        content_type,
    }
}

/// The text of a body and its language; no text where it is empty, binary or very long.
fn readable(content_type: &str, body: &Bytes) -> (Option<String>, &'static str) {
    let Some(text) = (!body.is_empty() && body.len() <= TEXT_MAX).then(|| std::str::from_utf8(body).ok()).flatten()
    else {
        return (None, "text");
    };
    if text.contains('\0') {
        return (None, "text");
    }
    let first = text.trim_start().chars().next();
    if content_type.contains("json") || matches!(first, Some('{' | '[')) {
        let pretty = serde_json::from_str::<serde_json::Value>(text)
            .ok()
            .and_then(|value| serde_json::to_string_pretty(&value).ok());
        if let Some(pretty) = pretty {
            return (Some(pretty), "json");
        }
    }
    if content_type.contains("xml") || first == Some('<') {
        let pretty = xml::parse(body).ok().map(|root| indented(&root));
        return (Some(pretty.unwrap_or_else(|| text.to_owned())), "xml");
    }
    if content_type.starts_with("application/x-www-form-urlencoded") {
        return (Some(text.replace('&', "\n&")), "text");
    }
    (Some(text.to_owned()), "text")
}

fn indented(element: &xml::Element) -> String {
    let mut text = String::new();
    write(element, 0, &mut text);
    text.truncate(text.trim_end().len());
    text
}

fn write(element: &xml::Element, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    if element.children.is_empty() {
        out.push_str(&format!("{indent}<{0}>{1}</{0}>\n", element.name, element.text));
        return;
    }
    out.push_str(&format!("{indent}<{}>\n", element.name));
    for child in &element.children {
        write(child, depth + 1, out);
    }
    out.push_str(&format!("{indent}</{}>\n", element.name));
}

const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        206 => "Partial Content",
        304 => "Not Modified",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Payload Too Large",
        416 => "Range Not Satisfiable",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        503 => "Slow Down",
        _ => "",
    }
}
