//! What IAM refuses, in AWS's words.

use std::sync::Arc;

use crate::error::ServiceError;

use super::malformed;

/// An error of IAM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// There is no such role.
    NoSuchRole(Arc<str>),
    /// A role has no inline policy of this name: role, policy.
    NoSuchRolePolicy(Arc<str>, Arc<str>),
    /// There is no such managed policy.
    NoSuchPolicy(Arc<str>),
    /// There is no such managed policy to attach.
    NotAttachable(Arc<str>),
    /// The policy is not attached to the role.
    NotAttached(Arc<str>),
    /// A policy has only its first version.
    NoSuchVersion(Arc<str>, String),
    /// There is a role of this name.
    RoleExists(Arc<str>),
    /// There is a managed policy of this name.
    PolicyExists(Arc<str>),
    /// The role still has inline policies.
    HasInlinePolicies,
    /// The role still has managed policies attached.
    HasAttachedPolicies,
    /// The policy is still attached.
    IsAttached,
    /// AWS's own policies are not the account's to delete.
    NotOurs(Arc<str>),
    /// The policy is not well-formed.
    Malformed(malformed::Error),
    /// The text that should be an ARN is none.
    BadArn(Arc<str>),
    /// A parameter is not there: its name.
    Missing(&'static str),
    /// A parameter breaks a rule: its name, its value, the rule.
    Invalid(&'static str, String, &'static str),
    /// More than AWS holds: what, and how much of it.
    LimitExceeded(&'static str, usize),
}

impl Error {
    /// AWS's code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchRole(_)
            | Self::NoSuchRolePolicy(..)
            | Self::NoSuchPolicy(_)
            | Self::NotAttachable(_)
            | Self::NotAttached(_)
            | Self::NoSuchVersion(..) => "NoSuchEntity",
            Self::RoleExists(_) | Self::PolicyExists(_) => "EntityAlreadyExists",
            Self::HasInlinePolicies | Self::HasAttachedPolicies | Self::IsAttached => "DeleteConflict",
            Self::NotOurs(_) => "AccessDenied",
            Self::Malformed(_) => malformed::Error::CODE,
            Self::BadArn(_) | Self::Missing(_) | Self::Invalid(..) => "ValidationError",
            Self::LimitExceeded(..) => "LimitExceeded",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::NoSuchRole(_)
            | Self::NoSuchRolePolicy(..)
            | Self::NoSuchPolicy(_)
            | Self::NotAttachable(_)
            | Self::NotAttached(_)
            | Self::NoSuchVersion(..) => 404,
            Self::RoleExists(_)
            | Self::PolicyExists(_)
            | Self::HasInlinePolicies
            | Self::HasAttachedPolicies
            | Self::IsAttached
            | Self::LimitExceeded(..) => 409,
            Self::NotOurs(_) => 403,
            Self::Malformed(_) | Self::BadArn(_) | Self::Missing(_) | Self::Invalid(..) => 400,
        }
    }

    /// AWS's text.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::NoSuchRole(name) => format!("The role with name {name} cannot be found."),
            Self::NoSuchRolePolicy(_, policy) => format!("The role policy with name {policy} cannot be found."),
            Self::NoSuchPolicy(arn) => format!("Policy {arn} was not found."),
            Self::NotAttachable(arn) => format!("Policy {arn} does not exist or is not attachable."),
            Self::NotAttached(arn) => format!("Policy {arn} was not found."),
            Self::NoSuchVersion(arn, version) => {
                format!("Policy {arn} version {version} does not exist or is not attachable.")
            }
            Self::RoleExists(name) => format!("Role with name {name} already exists."),
            Self::PolicyExists(name) => {
                format!("A policy called {name} already exists. Duplicate names are not allowed.")
            }
            Self::HasInlinePolicies => "Cannot delete entity, must delete policies first.".to_owned(),
            Self::HasAttachedPolicies => "Cannot delete entity, must detach all policies first.".to_owned(),
            Self::IsAttached => "Cannot delete a policy attached to entities.".to_owned(),
            Self::NotOurs(arn) => format!("Policy {arn} is managed by AWS and cannot be changed."),
            Self::Malformed(error) => error.message(),
            Self::BadArn(arn) => format!("Invalid ARN: {arn} Could not be parsed!"),
            Self::Missing(name) => format!(
                "1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null"
            ),
            Self::Invalid(name, value, rule) => format!(
                "1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint: {rule}"
            ),
            Self::LimitExceeded(what, limit) => format!("Cannot exceed quota for {what}: {limit}"),
        }
    }
}

impl From<malformed::Error> for Error {
    fn from(error: malformed::Error) -> Self {
        Self::Malformed(error)
    }
}

impl From<Error> for ServiceError {
    fn from(error: Error) -> Self {
        Self::new(error.code(), error.status(), error.message())
    }
}
