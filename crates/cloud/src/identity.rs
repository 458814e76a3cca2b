//! Who sends a request from outside, as a host keeps it with the request, so that a replay is of the same sender.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::verdict::Principal;

/// Who sends a request from outside: whom a signature can prove, and nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Identity {
    /// The account's owner.
    Owner,
    /// Nobody: the request is not signed.
    Nobody,
    /// A user of the account.
    User {
        /// The user's name.
        name: Arc<str>,
        /// The user's path.
        path: Arc<str>,
    },
    /// A federated user.
    Federated {
        /// The session's name.
        name: Arc<str>,
        /// The user who asked for the session; none for the owner.
        user: Option<Arc<str>>,
        /// The session's policy.
        policy: Option<Arc<str>>,
    },
    /// A session of a role.
    Role {
        /// The role's name.
        name: Arc<str>,
        /// The session's name.
        session: Arc<str>,
        /// The session's policy.
        policy: Option<Arc<str>>,
    },
}

impl From<&Principal> for Identity {
    fn from(principal: &Principal) -> Self {
        match principal {
            Principal::Root => Self::Owner,
            // No service sends from outside.
            Principal::Anonymous | Principal::Service { .. } => Self::Nobody,
            Principal::User { user, path } => Self::User { name: user.clone(), path: path.clone() },
            Principal::FederatedUser { name, user, policy } => {
                Self::Federated { name: name.clone(), user: user.clone(), policy: policy.clone() }
            }
            Principal::RoleSession { role, session, policy } => {
                Self::Role { name: role.clone(), session: session.clone(), policy: policy.clone() }
            }
        }
    }
}

impl From<Identity> for Principal {
    fn from(identity: Identity) -> Self {
        match identity {
            Identity::Owner => Self::Root,
            Identity::Nobody => Self::Anonymous,
            Identity::User { name, path } => Self::User { user: name, path },
            Identity::Federated { name, user, policy } => Self::FederatedUser { name, user, policy },
            Identity::Role { name, session, policy } => Self::RoleSession { role: name, session, policy },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_kept_as_who_it_was() {
        let principals = [
            Principal::Root,
            Principal::Anonymous,
            Principal::User { user: "ann".into(), path: "/staff/".into() },
            Principal::RoleSession { role: "reader".into(), session: "ann".into(), policy: None },
            Principal::RoleSession { role: "reader".into(), session: "ann".into(), policy: Some("{}".into()) },
            Principal::FederatedUser { name: "guest".into(), user: Some("ann".into()), policy: Some("{}".into()) },
        ];
        for principal in principals {
            let text = serde_json::to_string(&Identity::from(&principal)).expect("it is plain data");
            let read: Identity = serde_json::from_str(&text).expect("it was just written");
            assert_eq!(Principal::from(read), principal);
        }
    }
}
