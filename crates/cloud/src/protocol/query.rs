//! The Query protocol, as IAM, STS and CloudFormation speak it: a form goes in, XML comes out.

use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::protocol::{uri, xml::Document};

/// The parameters of a call, from its form and its address, in order.
#[derive(Clone, Debug, Default)]
pub struct Form {
    parameters: Vec<(String, String)>,
    /// Their places by name, and by place where names are alike: a form of many members is looked through often.
    by_name: Vec<usize>,
}

impl Form {
    /// Reads the form of a request.
    #[must_use]
    pub fn read(request: &Request) -> Self {
        let body = String::from_utf8_lossy(&request.body);
        let parameters: Vec<(String, String)> = uri::parameters(&request.query).chain(uri::parameters(&body)).collect();
        let mut by_name: Vec<usize> = (0..parameters.len()).collect();
        by_name.sort_by_key(|place| (&parameters[*place].0, *place));
        Self { parameters, by_name }
    }

    /// The value of `name`; none when it is not there.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let first = self.by_name.partition_point(|place| self.parameters[*place].0.as_str() < name);
        let (held, value) = &self.parameters[*self.by_name.get(first)?];
        (held == name).then_some(value.as_str())
    }

    /// A field of the structure that is `number`th, from 1, in a list: `Tags.member.1.Key`.
    #[must_use]
    pub fn member(&self, list: &str, number: usize, field: &str) -> Option<&str> {
        self.get(&format!("{list}.member.{number}.{field}"))
    }

    /// All parameters, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()))
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
