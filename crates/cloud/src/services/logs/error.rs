//! What CloudWatch Logs refuses, in AWS's words.

use crate::error::ServiceError;

use super::pattern::PatternError;

/// An error of CloudWatch Logs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no such group.
    #[error("The specified log group does not exist.")]
    NoSuchGroup,
    /// There is no such stream.
    #[error("The specified log stream does not exist.")]
    NoSuchStream,
    /// There is a group of this name.
    #[error("The specified log group already exists")]
    GroupExists,
    /// There is a stream of this name.
    #[error("The specified log stream already exists")]
    StreamExists,
    /// A name is too long.
    #[error("Invalid LogGroup or LogStream, both must have length less than or equal to {MAX_NAME}.")]
    NameTooLong,
    /// A token that no list gave out.
    #[error("The specified nextToken is invalid.")]
    BadToken,
    /// Events that are not in order.
    #[error("Log events in a single PutLogEvents request must be in chronological order.")]
    Unordered,
    /// Another value is not allowed; this is AWS's text.
    #[error("{0}")]
    Invalid(String),
    /// A group is named twice.
    #[error("LogGroup name and LogGroup ARN are mutually exclusive parameters.")]
    NamedTwice,
    /// The pattern is none.
    #[error(transparent)]
    Pattern(PatternError),
}

/// How long a name of a group or stream may be.
pub const MAX_NAME: usize = 512;

impl Error {
    /// A value that breaks the shape that the API declares: `rule` is what its member must do.
    #[must_use]
    pub fn shape(member: &str, value: Option<&str>, rule: &str) -> Self {
        let value = value.map_or_else(|| "null".to_owned(), |value| format!("'{value}'"));
        Self::Invalid(format!(
            "1 validation error detected: Value {value} at '{member}' failed to satisfy constraint: Member must {rule}"
        ))
    }

    /// A member that must be there.
    #[must_use]
    pub fn missing(member: &str) -> Self {
        Self::shape(member, None, "not be null")
    }
}

impl From<Error> for ServiceError {
    fn from(error: Error) -> Self {
        let code = match &error {
            Error::NoSuchGroup | Error::NoSuchStream => "ResourceNotFoundException",
            Error::GroupExists | Error::StreamExists => "ResourceAlreadyExistsException",
            Error::NamedTwice => "ValidationException",
            _ => "InvalidParameterException",
        };
        Self::new(code, 400, error.to_string())
    }
}
