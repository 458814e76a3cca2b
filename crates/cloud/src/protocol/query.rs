//! The Query protocol, as IAM, STS and CloudFormation speak it: a form goes in, XML comes out.

use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::protocol::{uri, xml::Document};

/// The parameters of a call, from its form and its address, in order.
#[derive(Clone, Debug, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Reads the form of a request.
    #[must_use]
    pub fn read(request: &Request) -> Self {
        let body = String::from_utf8_lossy(&request.body);
        Self(uri::parameters(&request.query).chain(uri::parameters(&body)).collect())
    }

    /// The value of `name`; none when it is not there.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
    }

    /// A field of the structure that is `number`th, from 1, in a list: `Tags.member.1.Key`.
    #[must_use]
    pub fn member(&self, list: &str, number: usize, field: &str) -> Option<&str> {
        self.get(&format!("{list}.member.{number}.{field}"))
    }

    /// All parameters, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Writes the answer to an operation: `<XResponse><XResult>…</XResult><ResponseMetadata>…`.
pub fn answer(
    response: &'static str,
    result: &'static str,
    namespace: &str,
    request_id: &str,
    write: impl FnOnce(&mut Document),
) -> Response {
    let mut document = Document::new(response, namespace);
    document.open(result);
    write(&mut document);
    document.close();
    document.open("ResponseMetadata").text("RequestId", request_id).close();
    Response::new(200).with_header("content-type", "text/xml").with_body(document.finish())
}

/// Writes the answer to an operation that has nothing to say but that it is done.
#[must_use]
pub fn done(response: &'static str, namespace: &str, request_id: &str) -> Response {
    let mut document = Document::new(response, namespace);
    document.open("ResponseMetadata").text("RequestId", request_id).close();
    Response::new(200).with_header("content-type", "text/xml").with_body(document.finish())
}

/// An error document.
#[must_use]
pub fn error(error: &ServiceError, namespace: &str, request_id: &str) -> Response {
    let mut document = Document::new("ErrorResponse", namespace);
    document
        .open("Error")
        .text("Type", if error.status < 500 { "Sender" } else { "Receiver" })
        .text("Code", &error.code)
        .text("Message", &error.message)
        .close()
        .text("RequestId", request_id);
    Response::new(error.status).with_header("content-type", "text/xml").with_body(document.finish())
}
