//! Requests and answers as text, the way they travel: a first line, fields, an empty line, a body.
//!
//! Lines end as they do in a file, which the editor that writes it decides, and the last line's end is the file's and no
//! part of the body. Before a request there may be lines that begin with `#`: words for the reader, or one of
//!
//! - `#by anonymous`, `#by user NAME`, `#by role ROLE/SESSION`: who asks, when it is not the account's owner;
//! - `#pass SECONDS`: how much time passes before it is sent;
//! - `#lines crlf`: the body's lines end by carriage return and line feed, as chunks of a body do.

use cloud::http::{Headers, Request, Response};
use cloud::sim::time::Span;
use cloud::verdict::Principal;

/// A request with what stands before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Who asks.
    pub by: Principal,
    /// How much time passes before.
    pub pass: Span,
    /// The request.
    pub request: Request,
}

/// Reads a request.
///
/// # Errors
/// When it is none; the text says why.
pub fn request(text: &str) -> Result<Asked, String> {
    let (mut by, mut pass, mut crlf) = (Principal::Root, Span::default(), false);
    let mut rest = text;
    while rest.starts_with('#') {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        rest = after;
        match line.split_whitespace().collect::<Vec<_>>()[..] {
            ["#by", "anonymous"] => by = Principal::Anonymous,
            ["#by", "user", name] => by = Principal::User { user: name.into(), path: "/".into() },
            ["#by", "role", session] => {
                let (role, session) = session.split_once('/').ok_or("a session is ROLE/SESSION")?;
                by = Principal::RoleSession { role: role.into(), session: session.into(), policy: None };
            }
            ["#pass", seconds] => pass = Span::from_s(seconds.parse().map_err(|_| "time passes by whole seconds")?),
            ["#lines", "crlf"] => crlf = true,
            [word, ..] if word.len() > 1 && word.starts_with('#') => return Err(format!("there is no {word}")),
            _ => {}
        }
    }
    let (first, fields, body) = parts(rest);
    let mut words = first.split(' ');
    let (method, address) = (words.next().unwrap_or_default(), words.next().ok_or("the first line has no address")?);
    let headers = fields_of(fields)?;
    let host = headers.get("host").ok_or("there is no Host")?.to_owned();
    let mut request = Request::new(method, &format!("https://{host}{address}"))?;
    request.headers = headers.iter().filter(|(name, _)| *name != "host").map(|(n, v)| (n.to_owned(), v)).collect();
    let body = if crlf { body.replace('\n', "\r\n") } else { body.to_owned() };
    Ok(Asked { by, pass, request: request.with_body(body.into_bytes()) })
}

/// Writes an answer without the fields called `left_out`.
#[must_use]
pub fn written(answer: &Response, left_out: &[&str]) -> String {
    let mut text = format!("HTTP/1.1 {}\n", answer.status);
    let mut fields: Vec<(&str, &str)> = answer.headers.iter().filter(|(name, _)| !left_out.contains(name)).collect();
    fields.sort_unstable();
    for (name, value) in fields {
        text.push_str(&format!("{name}: {value}\n"));
    }
    text.push('\n');
    text.push_str(&String::from_utf8_lossy(&answer.body));
    text.push('\n');
    text
}

/// The first line, the fields and the body of a message.
fn parts(text: &str) -> (&str, &str, &str) {
    let (head, body) = text.split_once("\n\n").unwrap_or((text.trim_end_matches('\n'), ""));
    let (first, fields) = head.split_once('\n').unwrap_or((head, ""));
    (first, fields, body.strip_suffix('\n').unwrap_or(body))
}

fn fields_of(text: &str) -> Result<Headers, String> {
    let field = |line: &str| {
        let (name, value) = line.split_once(':').ok_or_else(|| format!("{line:?} is no field"))?;
        Ok((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
    };
    text.lines().map(field).collect::<Result<Vec<_>, String>>().map(|fields| fields.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_with_what_stands_before_it() {
        let text = "# A word to the reader.\n#by role reader/ann\n#pass 60\nPUT /a?x HTTP/1.1\nHost: b.example\nX-A: 1\n\nhi\nho\n\n";
        let asked = request(text).expect("it is one");
        assert_eq!(asked.by, Principal::RoleSession { role: "reader".into(), session: "ann".into(), policy: None });
        assert_eq!((asked.pass, asked.request.url().as_str()), (Span::from_s(60), "https://b.example/a?x"));
        assert_eq!(asked.request.body.as_ref(), b"hi\nho\n");
        assert_eq!(asked.request.headers.iter().collect::<Vec<_>>(), [("x-a", "1")]);
        let crlf = request("#lines crlf\nPUT / HTTP/1.1\nHost: b\n\n0\n\n\n").expect("it is one");
        assert_eq!(crlf.request.body.as_ref(), b"0\r\n\r\n");
    }

    #[test]
    fn what_is_none_is_told() {
        for wrong in
            ["", "GET", "GET / HTTP/1.1\n\n", "#by nobody\nGET / HTTP/1.1\nHost: b\n", "GET / HTTP/1.1\nHost\n"]
        {
            assert!(request(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_answer_is_written_with_its_fields_in_order() {
        let answer = Response::new(404).with_header("x-b", "2").with_header("x-a", "1").with_header("date", "now");
        assert_eq!(written(&answer.with_body("gone"), &["date"]), "HTTP/1.1 404\nx-a: 1\nx-b: 2\n\ngone\n");
    }
}
