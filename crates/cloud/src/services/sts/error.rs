//! What STS refuses, in AWS's words.

use std::sync::Arc;

use crate::error::ServiceError;

/// An error of STS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The request has no credentials, so that it comes from nobody.
    NoCredentials,
    /// The credentials are of a role or user that is no more.
    RoleIsGone,
    /// The caller may not assume the role: who asked, for which role.
    MayNotAssume(Arc<str>, String),
    /// The caller is a session itself, and asks for another by this operation.
    IsSession(&'static str),
    /// A session's policy cannot be read; this is AWS's text.
    Policy(String),
    /// The text that should be an ARN is none.
    BadArn(String),
    /// A parameter breaks a rule: its name, its value if there is one, what its member must do.
    Invalid(&'static str, Option<String>, String),
    /// Session tags or the length of a session are not right; this is AWS's text.
    InvalidValue(&'static str),
    /// A session would be longer than its role allows.
    TooLong,
}

impl Error {
    /// AWS's code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoCredentials => "MissingAuthenticationToken",
            Self::RoleIsGone => "InvalidClientTokenId",
            Self::MayNotAssume(..) | Self::IsSession(_) => "AccessDenied",
            Self::Policy(_) => "MalformedPolicyDocument",
            Self::BadArn(_) | Self::Invalid(..) | Self::TooLong => "ValidationError",
            Self::InvalidValue(_) => "InvalidParameterValue",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::NoCredentials | Self::RoleIsGone | Self::MayNotAssume(..) | Self::IsSession(_) => 403,
            Self::BadArn(_) | Self::Invalid(..) | Self::TooLong | Self::InvalidValue(_) | Self::Policy(_) => 400,
        }
    }

    /// AWS's text.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::NoCredentials => "Request is missing Authentication Token".to_owned(),
            Self::RoleIsGone => "The security token included in the request is invalid.".to_owned(),
            Self::MayNotAssume(who, role) => {
                format!("User: {who} is not authorized to perform: sts:AssumeRole on resource: {role}")
            }
            Self::IsSession(operation) => format!("Cannot call {operation} with session credentials"),
            Self::Policy(text) => text.clone(),
            Self::BadArn(arn) => format!("{arn} is invalid"),
            Self::Invalid(member, value, rule) => {
                let value = value.as_ref().map_or_else(|| "null".to_owned(), |value| format!("'{value}'"));
                format!(
                    "1 validation error detected: Value {value} at '{member}' failed to satisfy constraint: Member must {rule}"
                )
            }
            Self::InvalidValue(text) => (*text).to_owned(),
            Self::TooLong => {
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.".to_owned()
            }
        }
    }
}

impl From<Error> for ServiceError {
    fn from(error: Error) -> Self {
        Self::new(error.code(), error.status(), error.message())
    }
}
