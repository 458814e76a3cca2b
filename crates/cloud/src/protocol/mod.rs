//! The wire protocols: they know shapes, not services.

pub mod aws_chunked;
pub mod crc;
pub mod event_stream;
pub mod form_data;
pub mod json;
pub mod query;
pub mod rest_json;
pub mod rest_xml;
pub mod sigv2;
pub mod sigv4;
pub mod uri;
pub mod xml;

use crate::error::ServiceError;
use crate::http::Response;

/// A name with a small first letter: `RouteKey` is `routeKey`.
#[must_use]
pub fn camel(name: &str) -> String {
    let mut text = name.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    text
}

/// How a service speaks, where its refusals and errors follow from its protocol alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// A form goes in, XML in this namespace comes out: IAM, STS, CloudFormation.
    Query {
        /// The namespace of its documents.
        namespace: &'static str,
    },
    /// AWS JSON of this version, `1.0` or `1.1`: CloudWatch Logs.
    Json(&'static str),
    /// REST with JSON bodies: Lambda.
    RestJson,
}

impl Protocol {
    /// The code and status of a refusal.
    #[must_use]
    pub const fn denial(self) -> (&'static str, u16) {
        match self {
            Self::Query { .. } => ("AccessDenied", 403),
            Self::Json(_) => ("AccessDeniedException", 400),
            Self::RestJson => ("AccessDeniedException", 403),
        }
    }

    /// Writes an error.
    #[must_use]
    pub fn encode_error(self, error: &ServiceError, request_id: &str) -> Response {
        match self {
            Self::Query { namespace } => query::error(error, namespace, request_id),
            Self::Json(version) => json::error(version, error, request_id),
            Self::RestJson => rest_json::error(error, request_id),
        }
    }
}
