//! REST with XML bodies, as S3 speaks it.

use crate::error::ServiceError;
use crate::http::Response;
use crate::protocol::xml::Document;

/// An XML answer with `status`.
#[must_use]
pub fn answer(status: u16, document: Document) -> Response {
    Response::new(status).with_header("content-type", "application/xml").with_body(document.finish())
}

/// An error document.
#[must_use]
pub fn error(error: &ServiceError, request_id: &str, host_id: &str) -> Response {
    let mut document = Document::new("Error", "");
    document.text("Code", &error.code).text("Message", &error.message);
    for (name, value) in &error.details {
        document.text(name, value);
    }
    document.text("RequestId", request_id).text("HostId", host_id);
    answer(error.status, document)
}
