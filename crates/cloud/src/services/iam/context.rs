//! What is known of a request besides action and resource: the condition keys.
//!
//! Only keys that a run of ours can know are here. A key that is not here is absent, and conditions on it behave
//! as AWS says of an absent key.

use std::borrow::Cow;

use crate::account::{ACCOUNT_ID, REGION};
use crate::sim::time::Time;
use crate::verdict::Principal;

use super::evaluate::arn_of;
use super::state::Role;

/// As whom a function URL without authentication calls its function: for anyone who called it.
pub const FUNCTION_URL: &str = "anyone, by the function's URL";

/// A condition key. AWS compares their names without regard to case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// `aws:CurrentTime`, ISO 8601.
    CurrentTime,
    /// `aws:EpochTime`, seconds since 1970.
    EpochTime,
    /// `aws:PrincipalAccount`.
    PrincipalAccount,
    /// `aws:PrincipalArn`: of a session, its role's ARN.
    PrincipalArn,
    /// `aws:PrincipalIsAWSService`.
    PrincipalIsService,
    /// `aws:PrincipalTag/…` with the tag's key.
    PrincipalTag(Box<str>),
    /// `aws:PrincipalType`.
    PrincipalType,
    /// `aws:RequestedRegion`.
    RequestedRegion,
    /// `aws:SecureTransport`.
    SecureTransport,
    /// `aws:SourceAccount`: whose resource a service acts for.
    SourceAccount,
    /// `aws:SourceArn`: the resource a service acts for.
    SourceArn,
    /// `aws:userid`.
    UserId,
    /// `aws:username`, which only users have.
    UserName,
    /// `aws:ViaAWSService`.
    ViaService,
    /// `lambda:FunctionUrlAuthType`: how the function URL that is called knows its callers.
    FunctionUrlAuthType,
    /// `lambda:InvokedViaFunctionUrl`: whether a function is invoked for a caller of its URL.
    InvokedViaFunctionUrl,
    /// A key that no request here has.
    Unknown,
}

impl Key {
    /// The key called `name`.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "aws:currenttime" => Self::CurrentTime,
            "aws:epochtime" => Self::EpochTime,
            "aws:principalaccount" => Self::PrincipalAccount,
            "aws:principalarn" => Self::PrincipalArn,
            "aws:principalisawsservice" => Self::PrincipalIsService,
            "aws:principaltype" => Self::PrincipalType,
            "aws:requestedregion" => Self::RequestedRegion,
            "aws:securetransport" => Self::SecureTransport,
            "aws:sourceaccount" => Self::SourceAccount,
            "aws:sourcearn" => Self::SourceArn,
            "aws:userid" => Self::UserId,
            "aws:username" => Self::UserName,
            "aws:viaawsservice" => Self::ViaService,
            "lambda:functionurlauthtype" => Self::FunctionUrlAuthType,
            "lambda:invokedviafunctionurl" => Self::InvokedViaFunctionUrl,
            other => match other.strip_prefix("aws:principaltag/") {
                Some(tag) => Self::PrincipalTag(tag.into()),
                None => Self::Unknown,
            },
        }
    }
}

/// Who asks and when: what the condition keys of a request are read from.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The caller.
    pub principal: &'a Principal,
    /// The caller's role, when the caller is a session of one that still exists.
    pub role: Option<&'a Role>,
    /// The time, where the asker knows it.
    pub now: Option<Time>,
}

impl<'a> Situation<'a> {
    /// The value of `key`; none when the request has no such key.
    #[must_use]
    pub fn value(&self, key: &Key) -> Option<Cow<'a, str>> {
        match key {
            Key::CurrentTime => self.now.map(|now| Cow::Owned(now.iso8601())),
            Key::EpochTime => self.now.map(|now| Cow::Owned((now.epoch_ms() / 1_000).to_string())),
            Key::RequestedRegion => Some(Cow::Borrowed(REGION)),
            // Whatever travels inside the page counts as encrypted: the addresses all begin with https.
            Key::SecureTransport => Some(Cow::Borrowed("true")),
            Key::ViaService => Some(Cow::Borrowed("false")),
            Key::FunctionUrlAuthType => self.is_by_url().then_some(Cow::Borrowed("NONE")),
            Key::InvokedViaFunctionUrl => self.is_by_url().then_some(Cow::Borrowed("true")),
            Key::PrincipalIsService => {
                Some(Cow::Borrowed(if matches!(self.principal, Principal::Service { .. }) { "true" } else { "false" }))
            }
            Key::PrincipalAccount => self.is_of_the_account().then_some(Cow::Borrowed(ACCOUNT_ID)),
            Key::PrincipalArn => self.principal_arn(),
            Key::PrincipalType => match self.principal {
                Principal::Root => Some(Cow::Borrowed("Account")),
                Principal::Anonymous => Some(Cow::Borrowed("Anonymous")),
                Principal::User { .. } => Some(Cow::Borrowed("User")),
                Principal::RoleSession { .. } => Some(Cow::Borrowed("AssumedRole")),
                Principal::FederatedUser { .. } => Some(Cow::Borrowed("FederatedUser")),
                Principal::Service { .. } => None,
            },
            Key::PrincipalTag(tag) => self.role.and_then(|role| role.tag(tag)).map(Cow::Borrowed),
            Key::SourceAccount => self.source_arn().map(|_| Cow::Borrowed(ACCOUNT_ID)),
            Key::SourceArn => self.source_arn().map(Cow::Borrowed),
            Key::UserId => self.user_id(),
            Key::UserName => match self.principal {
                Principal::User { user, .. } => Some(Cow::Borrowed(user)),
                _ => None,
            },
            Key::Unknown => None,
        }
    }

    /// Whether anyone asks who called a function's URL. Callers whom IAM knows are not told apart by these keys here.
    fn is_by_url(&self) -> bool {
        matches!(self.principal, Principal::Service { service: FUNCTION_URL, .. })
    }

    fn is_of_the_account(&self) -> bool {
        !matches!(self.principal, Principal::Anonymous | Principal::Service { .. })
    }

    fn principal_arn(&self) -> Option<Cow<'a, str>> {
        match self.principal {
            Principal::Root | Principal::User { .. } | Principal::FederatedUser { .. } => {
                Some(Cow::Owned(arn_of(self.principal).to_string()))
            }
            Principal::RoleSession { role, .. } => Some(match self.role {
                Some(role) => Cow::Borrowed(&*role.arn),
                None => Cow::Owned(format!("arn:aws:iam::{ACCOUNT_ID}:role/{role}")),
            }),
            Principal::Anonymous | Principal::Service { .. } => None,
        }
    }

    fn source_arn(&self) -> Option<&'a str> {
        match self.principal {
            Principal::Service { source_arn, .. } if !source_arn.is_empty() => Some(source_arn),
            _ => None,
        }
    }

    fn user_id(&self) -> Option<Cow<'a, str>> {
        match self.principal {
            Principal::Root => Some(Cow::Borrowed(ACCOUNT_ID)),
            Principal::FederatedUser { name, .. } => Some(Cow::Owned(format!("{ACCOUNT_ID}:{name}"))),
            Principal::RoleSession { session, .. } => {
                self.role.map(|role| Cow::Owned(format!("{}:{session}", role.id)))
            }
            // A user's id is not at hand here; conditions on it are rare, and on users rarer.
            Principal::Anonymous | Principal::User { .. } | Principal::Service { .. } => None,
        }
    }
}
