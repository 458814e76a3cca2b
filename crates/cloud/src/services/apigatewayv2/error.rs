//! The control plane's errors, in AWS's words.

use crate::error::ServiceError;

/// Why a call about an HTTP API was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// A value is not allowed; the text says which and why.
    BadRequest(String),
    /// Something asked for is not there; the text says what.
    NotFound(String),
    /// The call does not fit what there is; the text says how.
    Conflict(String),
    /// Something of AWS that is not simulated: a WebSocket API.
    NotSimulated(String),
}

impl Error {
    /// A value that is not allowed.
    pub fn bad(text: impl Into<String>) -> Self {
        Self::BadRequest(text.into())
    }

    /// Something that is not there: `Route` is `Invalid Route identifier specified`.
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
            Error::NotSimulated(what) => Self::not_simulated("apigatewayv2", &what),
        }
    }
}
