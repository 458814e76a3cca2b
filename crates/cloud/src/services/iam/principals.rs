//! Whom a resource's policy or a trust policy speaks of.

use crate::account::{ACCOUNT_ID, CANONICAL_USER_ID};
use crate::verdict::Principal;

use super::context::{Key, Situation};

/// The `Principal` of a statement, or its `NotPrincipal`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principals {
    /// Whether it is the Not-form.
    pub negated: bool,
    /// Those named.
    pub named: Vec<Named>,
}

/// One of those named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// `*`: everyone, with credentials or without.
    Everyone,
    /// An account, by its number, its root user's ARN or its canonical id: whoever belongs to it.
    Account(Box<str>),
    /// A role, a session of one, or a user, by ARN.
    Arn(Box<str>),
    /// An AWS service: `s3.amazonaws.com`.
    Service(Box<str>),
    /// Someone who cannot ask here: an identity provider's user, another account.
    Stranger,
}

/// How a statement's principals cover a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coverage {
    /// Not at all.
    None,
    /// As one of an account that is named.
    Account,
    /// By name, or as one of everyone.
    Full,
}

impl Principals {
    /// How they cover the caller.
    #[must_use]
    pub fn cover(&self, situation: &Situation<'_>) -> Coverage {
        let best = self.named.iter().map(|named| named.cover(situation)).max().unwrap_or(Coverage::None);
        match (self.negated, best) {
            (false, best) => best,
            (true, Coverage::None) => Coverage::Full,
            (true, Coverage::Account | Coverage::Full) => Coverage::None,
        }
    }
}

impl Named {
    /// Reads one value of `kind`; none when it cannot be a principal.
    #[must_use]
    pub fn parse(kind: &str, value: &str) -> Option<Self> {
        Some(match kind {
            "AWS" if value == "*" => Self::Everyone,
            "AWS" => Self::aws(value)?,
            "Service" if value.ends_with(".amazonaws.com") => Self::Service(value.into()),
            "CanonicalUser" if value == CANONICAL_USER_ID => Self::Account(ACCOUNT_ID.into()),
            "CanonicalUser" | "Federated" => Self::Stranger,
            _ => return None,
        })
    }

    fn aws(value: &str) -> Option<Self> {
        if is_account(value) {
            return Some(Self::Account(value.into()));
        }
        let mut parts = value.splitn(6, ':');
        let (arn, _partition, service) = (parts.next()?, parts.next()?, parts.next()?);
        let (region, account, name) = (parts.next()?, parts.next()?, parts.next()?);
        if arn != "arn" || !region.is_empty() || !is_account(account) {
            return None;
        }
        match (service, name) {
            ("iam", "root") => Some(Self::Account(account.into())),
            ("iam", name) if name.starts_with("role/") || name.starts_with("user/") => Some(Self::Arn(value.into())),
            ("sts", name) if name.starts_with("assumed-role/") || name.starts_with("federated-user/") => {
                Some(Self::Arn(value.into()))
            }
            _ => None,
        }
    }

    fn cover(&self, situation: &Situation<'_>) -> Coverage {
        let covered = |covered| if covered { Coverage::Full } else { Coverage::None };
        match (self, situation.principal) {
            (Self::Everyone, _) => Coverage::Full,
            (Self::Stranger, _) => Coverage::None,
            (Self::Service(named), Principal::Service { service, .. }) => covered(**named == **service),
            (Self::Account(account), Principal::Root) => covered(**account == *ACCOUNT_ID),
            (
                Self::Account(account),
                Principal::User { .. } | Principal::RoleSession { .. } | Principal::FederatedUser { .. },
            ) if **account == *ACCOUNT_ID => Coverage::Account,
            (Self::Arn(arn), Principal::User { .. }) => {
                covered(situation.value(&Key::PrincipalArn).is_some_and(|held| *held == **arn))
            }
            (Self::Arn(arn), Principal::RoleSession { role, session, .. }) => covered(
                situation.value(&Key::PrincipalArn).is_some_and(|role_arn| *role_arn == **arn)
                    || names_session(arn, role, session),
            ),
            _ => Coverage::None,
        }
    }
}

fn names_session(arn: &str, role: &str, session: &str) -> bool {
    arn.strip_prefix("arn:aws:sts::")
        .and_then(|rest| rest.strip_prefix(ACCOUNT_ID))
        .and_then(|rest| rest.strip_prefix(":assumed-role/"))
        .and_then(|rest| rest.split_once('/'))
        .is_some_and(|names| names == (role, session))
}

fn is_account(text: &str) -> bool {
    text.len() == ACCOUNT_ID.len() && text.bytes().all(|byte| byte.is_ascii_digit())
}
