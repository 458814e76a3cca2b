//! S3 by its REST interface, as far as the function needs it.

use bytes::Bytes;
use cloud::http::{Request, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use quick_xml::{Reader, events::Event};

use crate::{Aws, FunctionError};

/// What S3 wants encoded in the path: all but RFC 3986's unreserved characters and the slash.
const KEY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The body of the object `key` of `bucket`.
///
/// # Errors
/// What S3 answers, such as `AccessDenied`.
pub async fn get_object(aws: &Aws, region: &str, bucket: &str, key: &str) -> Result<Bytes, FunctionError> {
    let request = request("GET", region, bucket, key)?;
    Ok(accepted("GetObject", aws.call(request).await)?.body)
}

/// Puts `body` into `bucket` under `key`.
///
/// # Errors
/// What S3 answers, such as `AccessDenied`.
pub async fn put_object(
    aws: &Aws,
    region: &str,
    bucket: &str,
    key: &str,
    content_type: &str,
    body: Vec<u8>,
) -> Result<(), FunctionError> {
    let request = request("PUT", region, bucket, key)?
        .with_header("content-type", content_type)
        .with_header("content-length", body.len().to_string())
        .with_body(body);
    accepted("PutObject", aws.call(request).await).map(drop)
}

fn request(method: &str, region: &str, bucket: &str, key: &str) -> Result<Request, FunctionError> {
    let key = utf8_percent_encode(key, KEY);
    let host = format!("{bucket}.s3.{region}.amazonaws.com");
    Request::new(method, &format!("https://{host}/{key}"))
        .map(|request| request.with_header("host", host))
        .map_err(|message| FunctionError::new("InvalidEndpoint", message))
}

/// The response, or what it refuses, in the words that AWS's SDKs use.
fn accepted(operation: &str, response: Response) -> Result<Response, FunctionError> {
    if response.is_success() {
        return Ok(response);
    }
    let (code, message) = refusal(&response.body);
    let code = code.unwrap_or_else(|| response.status.to_string());
    let message = message.unwrap_or_else(|| "S3 gave no reason".to_owned());
    let text = format!("An error occurred ({code}) when calling the {operation} operation: {message}");
    Err(FunctionError::new(code, text))
}

/// `Code` and `Message` of S3's error document, as far as they are there.
fn refusal(xml: &[u8]) -> (Option<String>, Option<String>) {
    let (mut code, mut message) = (None, None);
    let Ok(xml) = std::str::from_utf8(xml) else {
        return (code, message);
    };
    let mut reader = Reader::from_str(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) if tag.name().as_ref() == "Code" => code = text(&mut reader),
            Event::Start(tag) if tag.name().as_ref() == "Message" => message = text(&mut reader),
            Event::Eof => break,
            _ => {}
        }
    }
    (code, message)
}

/// The text up to the end of the element that was just entered.
fn text(reader: &mut Reader<&[u8]>) -> Option<String> {
    let mut whole = String::new();
    loop {
        match reader.read_event().ok()? {
            Event::Text(part) => whole.push_str(&part),
            Event::GeneralRef(entity) => whole.push(match entity.as_ref() {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                "quot" => '"',
                "apos" => '\'',
                _ => entity.resolve_char_ref().ok()??,
            }),
            Event::End(_) => return Some(whole),
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_encoded_by_segment() {
        let request = request("GET", "eu-west-1", "pets", "a b/é+1.jpg").expect("a good address");
        assert_eq!(request.url(), "https://pets.s3.eu-west-1.amazonaws.com/a%20b/%C3%A9%2B1.jpg");
    }

    fn check(status: u16, body: &'static str, error_type: &str, message: &str) {
        let error = accepted("PutObject", Response::new(status).with_body(body)).expect_err("refused");
        assert_eq!((error.error_type.as_str(), error.message.as_str()), (error_type, message));
    }

    #[test]
    fn refusals_read_like_an_sdk() {
        check(
            403,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code>\
             <Message>User: a is not on resource: &quot;arn&quot; &#38; so</Message></Error>",
            "AccessDenied",
            "An error occurred (AccessDenied) when calling the PutObject operation: \
             User: a is not on resource: \"arn\" & so",
        );
        check(503, "no xml", "503", "An error occurred (503) when calling the PutObject operation: S3 gave no reason");
    }
}
