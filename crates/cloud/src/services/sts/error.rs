//! What STS refuses, in AWS's words.

use crate::error::ServiceError;

/// An error of STS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The request has no credentials, so that it comes from nobody.
    NoCredentials,
    /// The credentials are of a role that is no more.
    RoleIsGone,
}

impl Error {
    /// AWS's code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoCredentials => "MissingAuthenticationToken",
            Self::RoleIsGone => "InvalidClientTokenId",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::NoCredentials | Self::RoleIsGone => 403,
        }
    }

    /// AWS's text.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::NoCredentials => "Request is missing Authentication Token".to_owned(),
            Self::RoleIsGone => "The security token included in the request is invalid.".to_owned(),
        }
    }
}

impl From<Error> for ServiceError {
    fn from(error: Error) -> Self {
        Self::new(error.code(), error.status(), error.message())
    }
}
