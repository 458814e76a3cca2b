//! CloudFormation's errors, in its words.

use crate::error::ServiceError;

use super::diagnostic::{self, Diagnostic};

/// Why CloudFormation refuses a call.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A template that cannot be deployed: all that is wrong with it.
    #[error("{}", diagnostic::message(.0))]
    Template(Vec<Diagnostic>),
    /// Something else is wrong with the call; this is AWS's text.
    #[error("{0}")]
    Validation(String),
    /// The stack exists.
    #[error("Stack [{0}] already exists")]
    AlreadyExists(String),
    /// There is no such stack.
    #[error("Stack with id {0} does not exist")]
    NoSuchStack(String),
    /// The caller did not acknowledge what the template does.
    #[error("Requires capabilities : [{0}]")]
    Capabilities(&'static str),
    /// There is no room for another stack.
    #[error("Limit on the number of stacks exceeded")]
    TooManyStacks,
}

impl From<Error> for ServiceError {
    fn from(error: Error) -> Self {
        let code = match &error {
            Error::Template(_) | Error::Validation(_) | Error::NoSuchStack(_) => "ValidationError",
            Error::AlreadyExists(_) => "AlreadyExistsException",
            Error::Capabilities(_) => "InsufficientCapabilitiesException",
            Error::TooManyStacks => "LimitExceededException",
        };
        Self::new(code, 400, error.to_string())
    }
}
