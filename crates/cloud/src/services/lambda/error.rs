//! Lambda's errors, in its words.

use crate::error::ServiceError;

/// Why Lambda refused a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// There is no such function.
    FunctionNotFound {
        /// The ARN asked for.
        arn: String,
    },
    /// A function of this name exists.
    FunctionExists {
        /// The name.
        name: String,
    },
    /// A value is not allowed; the text says which and why.
    InvalidParameterValue(String),
    /// A value breaks the shape that the API declares.
    Validation(String),
    /// The request's body is not what the operation takes.
    InvalidRequestContent(String),
    /// The event is larger than the operation takes.
    RequestTooLarge {
        /// The limit, bytes.
        limit: usize,
    },
    /// The function's policy has a statement of this id.
    StatementExists {
        /// The id.
        id: String,
    },
    /// The call does not fit what there is; the text says how.
    Conflict(String),
    /// The caller's revision is not the latest.
    Precondition,
    /// The zipped code is too large.
    ZipTooLarge,
    /// Something asked for is not there; the text says what.
    NotFound(String),
    /// A chain of functions started itself for too long.
    RecursiveInvocation,
    /// No environment could be had.
    TooManyRequests {
        /// Lambda's reason: `ReservedFunctionConcurrentInvocationLimitExceeded`.
        reason: &'static str,
    },
}

impl Error {
    fn code(&self) -> &'static str {
        match self {
            Self::FunctionNotFound { .. } | Self::NotFound(_) => "ResourceNotFoundException",
            Self::FunctionExists { .. } | Self::StatementExists { .. } | Self::Conflict(_) => {
                "ResourceConflictException"
            }
            Self::InvalidParameterValue(_) => "InvalidParameterValueException",
            Self::Validation(_) => "ValidationException",
            Self::InvalidRequestContent(_) => "InvalidRequestContentException",
            Self::Precondition => "PreconditionFailedException",
            Self::RequestTooLarge { .. } | Self::ZipTooLarge => "RequestEntityTooLargeException",
            Self::RecursiveInvocation => "RecursiveInvocationException",
            Self::TooManyRequests { .. } => "TooManyRequestsException",
        }
    }

    fn status(&self) -> u16 {
        match self {
            Self::FunctionNotFound { .. } | Self::NotFound(_) => 404,
            Self::FunctionExists { .. } | Self::StatementExists { .. } | Self::Conflict(_) => 409,
            Self::Precondition => 412,
            Self::RequestTooLarge { .. } | Self::ZipTooLarge => 413,
            Self::TooManyRequests { .. } => 429,
            _ => 400,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::FunctionNotFound { arn } => format!("Function not found: {arn}"),
            Self::FunctionExists { name } => format!("Function already exist: {name}"),
            Self::InvalidParameterValue(text)
            | Self::Validation(text)
            | Self::InvalidRequestContent(text)
            | Self::Conflict(text)
            | Self::NotFound(text) => text.clone(),
            Self::RequestTooLarge { limit } => {
                format!("Request must be smaller than {limit} bytes for the InvokeFunction operation")
            }
            Self::Precondition => "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id".to_owned(),
            Self::ZipTooLarge => "Zipped size must be smaller than 52428800 bytes".to_owned(),
            Self::StatementExists { id } => format!(
                "The statement id ({id}) provided already exists. Please provide a new statement id, or remove the existing statement."
            ),
            Self::RecursiveInvocation => "Lambda has detected your function being invoked in a recursive loop with other AWS resources and stopped your function's invocation.".to_owned(),
            Self::TooManyRequests { .. } => "Rate Exceeded.".to_owned(),
        }
    }
}

impl From<Error> for ServiceError {
    fn from(error: Error) -> Self {
        let wire = Self::new(error.code(), error.status(), error.message());
        match error {
            Error::TooManyRequests { reason } => wire.with("Reason", reason),
            _ => wire,
        }
    }
}
