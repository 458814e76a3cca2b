//! API Gateway's errors, in its words.

use crate::error::ServiceError;

/// Why API Gateway refused a call of its control plane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// A value is not allowed; the text says which and why.
    BadRequest(String),
    /// Something asked for is not there; the text says what.
    NotFound(String),
    /// The call does not fit what there is; the text says how.
    Conflict(String),
    /// There would be more than is allowed; the text says of what.
    LimitExceeded(String),
    /// Values break the shapes that the API declares; each text is one of them.
    Validation(Vec<String>),
    /// A member has another type than the API declares: the Java class that came, and the one that was wanted.
    Serialization(&'static str, &'static str),
    /// The body is no JSON object.
    Unreadable,
}

impl Error {
    /// A value that is not allowed.
    pub fn bad(text: impl Into<String>) -> Self {
        Self::BadRequest(text.into())
    }

    /// Something that is not there: `Method` is `Invalid Method identifier specified`.
    #[must_use]
    pub fn unknown(what: &str) -> Self {
        Self::NotFound(format!("Invalid {what} identifier specified"))
    }
}

impl From<Error> for ServiceError {
    fn from(error: Error) -> Self {
        match error {
            Error::BadRequest(text) => Self::new("BadRequestException", 400, text),
            Error::NotFound(text) => Self::new("NotFoundException", 404, text),
            Error::Conflict(text) => Self::new("ConflictException", 409, text),
            Error::LimitExceeded(text) => Self::new("LimitExceededException", 429, text),
            Error::Validation(faults) => {
                let errors = if faults.len() == 1 { "error" } else { "errors" };
                let text = format!("{} validation {errors} detected: {}", faults.len(), faults.join("; "));
                Self::new("ValidationException", 400, text)
            }
            Error::Serialization(given, wanted) => {
                Self::new("SerializationException", 400, format!("class {given} can not be converted to {wanted}"))
            }
            Error::Unreadable => Self::new("SerializationException", 400, "Unable to parse the body as a JSON object"),
        }
    }
}
