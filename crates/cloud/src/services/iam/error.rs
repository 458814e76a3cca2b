//! What IAM refuses, in AWS's words.

use std::sync::Arc;

use crate::error::ServiceError;

use super::malformed;

/// An error of IAM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// There is no such role.
    NoSuchRole(Arc<str>),
    /// There is no such user.
    NoSuchUser(Arc<str>),
    /// The user has no such key.
    NoSuchKey(String),
    /// There is a user of this name.
    UserExists(Arc<str>),
    /// The user still has access keys.
    HasKeys,
    /// The role has no inline policy of this name.
    NoSuchRolePolicy(Arc<str>),
    /// There is no such managed policy.
    NoSuchPolicy(Arc<str>),
    /// There is no such managed policy to attach.
    NotAttachable(Arc<str>),
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
    BadArn,
    /// A name has letters that names may not have: the parameter.
    BadName(&'static str),
    /// A path does not begin and end with a slash.
    BadPath,
    /// A marker that no list gave out.
    BadMarker,
    /// A parameter is not there: its name.
    Missing(&'static str),
    /// A parameter breaks a rule: its name, its value, the rule.
    Invalid(&'static str, String, String),
    /// More than AWS holds: what, and how much of it.
    LimitExceeded(&'static str, usize),
    /// The inline policies of a role are longer than AWS allows.
    InlineTooLarge(Arc<str>, usize),
}

impl Error {
    /// AWS's code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchRole(_)
            | Self::NoSuchUser(_)
            | Self::NoSuchKey(_)
            | Self::NoSuchRolePolicy(_)
            | Self::NoSuchPolicy(_)
            | Self::NotAttachable(_)
            | Self::NoSuchVersion(..) => "NoSuchEntity",
            Self::RoleExists(_) | Self::UserExists(_) | Self::PolicyExists(_) => "EntityAlreadyExists",
            Self::HasInlinePolicies | Self::HasAttachedPolicies | Self::HasKeys | Self::IsAttached => "DeleteConflict",
            Self::NotOurs(_) => "AccessDenied",
            Self::Malformed(_) => malformed::Error::CODE,
            Self::BadArn
            | Self::BadName(_)
            | Self::BadPath
            | Self::BadMarker
            | Self::Missing(_)
            | Self::Invalid(..) => "ValidationError",
            Self::LimitExceeded(..) | Self::InlineTooLarge(..) => "LimitExceeded",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::NoSuchRole(_)
            | Self::NoSuchUser(_)
            | Self::NoSuchKey(_)
            | Self::NoSuchRolePolicy(_)
            | Self::NoSuchPolicy(_)
            | Self::NotAttachable(_)
            | Self::NoSuchVersion(..) => 404,
            Self::RoleExists(_)
            | Self::UserExists(_)
            | Self::HasKeys
            | Self::PolicyExists(_)
            | Self::HasInlinePolicies
            | Self::HasAttachedPolicies
            | Self::IsAttached
            | Self::LimitExceeded(..)
            | Self::InlineTooLarge(..) => 409,
            Self::NotOurs(_) => 403,
            Self::Malformed(_)
            | Self::BadArn
            | Self::BadName(_)
            | Self::BadPath
            | Self::BadMarker
            | Self::Missing(_)
            | Self::Invalid(..) => 400,
        }
    }

    /// AWS's text.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::NoSuchRole(name) => format!("The role with name {name} cannot be found."),
            Self::NoSuchUser(name) => format!("The user with name {name} cannot be found."),
            Self::NoSuchKey(id) => format!("The Access Key with id {id} cannot be found."),
            Self::UserExists(name) => format!("User with name {name} already exists."),
            Self::HasKeys => "Cannot delete entity, must delete access keys first.".to_owned(),
            Self::NoSuchRolePolicy(policy) => format!("The role policy with name {policy} cannot be found."),
            Self::NoSuchPolicy(arn) => format!("Policy {arn} was not found."),
            Self::NotAttachable(arn) => format!("Policy {arn} does not exist or is not attachable."),
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
            Self::BadArn => "Invalid ARN:  Could not be parsed!".to_owned(),
            Self::BadName(name) => format!(
                "The specified value for {name} is invalid. It must contain only alphanumeric characters and/or \
                 the following: +=,.@_-"
            ),
            Self::BadPath => "The specified value for path is invalid. It must begin and end with / and contain \
                              only alphanumeric characters and/or / characters."
                .to_owned(),
            Self::BadMarker => "Invalid Marker.".to_owned(),
            Self::Missing(name) => format!(
                "1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null"
            ),
            Self::Invalid(name, value, rule) => {
                format!("1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint: {rule}")
            }
            Self::InlineTooLarge(role, limit) => {
                format!("Maximum policy size of {limit} bytes exceeded for role {role}")
            }
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
