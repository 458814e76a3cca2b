//! What a body is, by its type and its bytes. Pure.

use cloud::http::Response;

use super::pretty;

/// The longest text that is shown, bytes.
const LONGEST: usize = 400_000;

/// A body, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// There is none.
    Empty,
    /// A text; pretty, in a language of [`crate::widgets::code::Code`].
    Text(String, &'static str),
    /// A page.
    Html(String),
    /// A picture of that type.
    Picture(String),
    /// Bytes that are no text.
    Bytes,
    /// A text too long to be shown.
    Long,
}

/// What the body of `response` is.
#[must_use]
pub fn of(response: &Response) -> Kind {
    let kind = content_type(response);
    if response.body.is_empty() {
        return Kind::Empty;
    }
    if kind.starts_with("image/") {
        return Kind::Picture(kind);
    }
    let text = match std::str::from_utf8(&response.body) {
        Ok(text) if !text.contains('\0') => text,
        _ => return Kind::Bytes,
    };
    if text.len() > LONGEST {
        return Kind::Long;
    }
    if kind == "text/html" {
        return Kind::Html(text.to_owned());
    }
    let first = text.trim_start().chars().next();
    if (kind.contains("json") || matches!(first, Some('{' | '[')))
        && let Some(pretty) = pretty::json(text)
    {
        return Kind::Text(pretty, "json");
    }
    if (kind.contains("xml") || first == Some('<'))
        && let Some(pretty) = pretty::xml(text.as_bytes())
    {
        return Kind::Text(pretty, "xml");
    }
    Kind::Text(text.to_owned(), "text")
}

/// The content type without what follows it: `application/json`.
#[must_use]
pub fn content_type(response: &Response) -> String {
    let kind = response.headers.get("content-type").unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The words that go with a status.
#[must_use]
pub const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content_type: &str, body: &[u8], wanted: &Kind) {
        let response = Response::new(200).with_header("content-type", content_type).with_body(body.to_vec());
        assert_eq!(of(&response), *wanted);
    }

    #[test]
    fn bodies_are_told_apart() {
        check("text/plain", b"", &Kind::Empty);
        check("text/plain; charset=utf-8", b"hello", &Kind::Text("hello".to_owned(), "text"));
        check("application/json", b"[1]", &Kind::Text("[\n  1\n]".to_owned(), "json"));
        check("text/plain", b"{\"a\":1}", &Kind::Text("{\n  \"a\": 1\n}".to_owned(), "json"));
        check("application/json", b"[1", &Kind::Text("[1".to_owned(), "text"));
        check("application/xml", b"<a><b>1</b></a>", &Kind::Text("<a>\n  <b>1</b>\n</a>".to_owned(), "xml"));
        check("text/html;charset=utf-8", b"<p>", &Kind::Html("<p>".to_owned()));
        check("Image/PNG", b"\x89PNG", &Kind::Picture("image/png".to_owned()));
        check("application/zip", b"PK\0", &Kind::Bytes);
    }
}
