//! hyper's messages as ours, and ours as hyper's.

use bytes::Bytes;
use cloud::http::{Headers, Request, Response};
use http_body_util::Full;
use hyper::header::{CONTENT_LENGTH, DATE, HOST, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{HeaderMap, StatusCode};

/// An answer as hyper sends it.
pub type Outgoing = hyper::Response<Full<Bytes>>;

/// A request without its body, as the client sent it: its host is the one that it named.
#[must_use]
pub fn request(head: &Parts) -> Request {
    let named = head.uri.authority().map(|authority| authority.as_str().to_owned());
    let host = named.or_else(|| head.headers.get(HOST).map(text)).unwrap_or_default();
    Request {
        method: head.method.as_str().to_owned(),
        host,
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: headers(&head.headers),
        body: Bytes::new(),
    }
}

/// Bytes of a head's address and fields, as they were sent but for spaces.
#[must_use]
pub fn head_bytes(head: &Parts) -> usize {
    let address = head.uri.path_and_query().map_or(0, |address| address.as_str().len());
    let fields = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
    address + fields.sum::<usize>()
}

/// A field that was sent more than once is one field with its values in order (RFC 9110, 5.3), as signatures have it.
fn headers(map: &HeaderMap) -> Headers {
    // Nearly always each name stands there once.
    if map.len() == map.keys_len() {
        let mut headers = Headers::new();
        map.iter().for_each(|(name, value)| headers.append(name.as_str().to_owned(), text(value)));
        return headers;
    }
    let all = |name| {
        let mut values = map.get_all(name).iter().map(text);
        let first = values.next().unwrap_or_default();
        values.fold(first, |joined, value| joined + "," + &value)
    };
    map.keys().map(|name| (name.as_str().to_owned(), all(name))).collect()
}

/// Fields are UTF-8 where SDKs write them, and Latin-1 where the standard's first form is kept.
fn text(value: &HeaderValue) -> String {
    std::str::from_utf8(value.as_bytes())
        .map_or_else(|_| value.as_bytes().iter().map(|byte| char::from(*byte)).collect(), str::to_owned)
}

/// An answer for hyper, which says its length, and the date by the wall clock: SDKs correct their own clocks by it, and
/// virtual time would lead them to sign with dates that no server takes.
#[must_use]
pub fn response(response: &Response) -> Outgoing {
    let mut outgoing = hyper::Response::new(Full::new(response.body.clone()));
    *outgoing.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers.iter() {
        // What cannot stand in a header, such as a line's end in metadata, is left out rather than sent as another field.
        let (Ok(name), Ok(value)) =
            (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(value.as_bytes()))
        else {
            continue;
        };
        outgoing.headers_mut().append(name, value);
    }
    outgoing.headers_mut().remove(DATE);
    // The answer to a HEAD says how long the body would be; any other length is counted.
    if !response.body.is_empty() || !response.is_success() {
        outgoing.headers_mut().remove(CONTENT_LENGTH);
    }
    outgoing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_sent_twice_are_joined_and_latin_1_is_read() {
        let mut map = HeaderMap::new();
        map.append("x-a", HeaderValue::from_static("1"));
        map.append("x-a", HeaderValue::from_static("2"));
        map.append("x-b", HeaderValue::from_bytes(b"caf\xe9").expect("Latin-1 may be sent"));
        map.append("x-c", HeaderValue::from_bytes("café".as_bytes()).expect("UTF-8 may be sent"));
        let headers = headers(&map);
        assert_eq!(["x-a", "x-b", "x-c"].map(|name| headers.get(name)), [Some("1,2"), Some("café"), Some("café")]);
    }

    #[test]
    fn an_answer_has_no_virtual_date_and_no_field_within_a_field() {
        let answer = Response::new(200)
            .with_header("date", "Mon, 05 Jan 2026 09:00:00 GMT")
            .with_header("x-amz-meta-a", "b\r\nx-evil: c")
            .with_header("etag", "\"d\"");
        let outgoing = response(&answer);
        let names: Vec<&str> = outgoing.headers().keys().map(HeaderName::as_str).collect();
        assert_eq!(names, ["etag"]);
    }

    #[test]
    fn a_field_that_an_answer_has_twice_is_sent_twice() {
        let mut answer = Response::new(200);
        answer.headers.append("Set-Cookie", "a=1");
        answer.headers.append("Set-Cookie", "b=2");
        let outgoing = response(&answer);
        let cookies: Vec<&HeaderValue> = outgoing.headers().get_all("set-cookie").iter().collect();
        assert_eq!(cookies, ["a=1", "b=2"]);
    }
}
