//! Sessions with a policy of their own: what both it and the policies of the session's user or role permit.
//!
//! A resource's policy is asked as of the user or the role's session. That one may also name a federated user's session,
//! which its own policy then does not bound, is not simulated.

use std::sync::Arc;

use super::context::Situation;
use super::evaluate;
use super::policy::{Kind, Policy, Question, Reply};
use super::state::State;
use crate::operation::Access;
use crate::sim::time::Time;
use crate::verdict::{DecidingStatement, Finding, Principal, Verdict};

/// Whose policies a bounded session goes by, and the policy that bounds it; none when `principal` is no such session. A
/// federated user without a policy may do nothing.
pub fn bounds<'a>(state: &State, principal: &'a Principal) -> Option<(Principal, Option<&'a str>)> {
    Some(match principal {
        Principal::RoleSession { role, session, policy: Some(policy) } => {
            (Principal::RoleSession { role: role.clone(), session: session.clone(), policy: None }, Some(policy))
        }
        Principal::FederatedUser { user: None, policy, .. } => (Principal::Root, policy.as_deref()),
        Principal::FederatedUser { user: Some(name), policy, .. } => {
            let path = state.user(name).map_or_else(|| "/".into(), |user| user.path.clone());
            (Principal::User { user: name.clone(), path }, policy.as_deref())
        }
        _ => return None,
    })
}

/// The verdict on `principal`, a session, once its own `policy` is asked too: it may forbid what others permit.
pub fn bound(
    mut verdict: Verdict,
    principal: &Principal,
    policy: Option<&str>,
    access: &Access,
    now: Option<Time>,
) -> Verdict {
    // It was read when the session began; one that could not be read would permit nothing.
    let policy = policy.and_then(|text| Policy::parse_as(text, Kind::Managed).ok());
    let action = access.action.to_ascii_lowercase();
    let situation = Situation { principal, role: None, now };
    let question = Question { action: &action, resource: &access.resource, situation };
    let reply = policy.as_ref().map(|policy| policy.ask(&question));
    if matches!(reply, Some(Reply::Denies(..))) {
        // Lists of grants, which are asked after this, permit nothing that is denied.
        verdict.explicit_deny = Finding::Denies;
    }
    if !verdict.allowed {
        return verdict;
    }
    let (decided, why) = match reply {
        Some(Reply::Allows(..)) => return verdict,
        Some(Reply::Denies(_, statement)) => {
            (Some(Arc::clone(&statement.text)), "with an explicit deny in a session policy".to_owned())
        }
        Some(Reply::Silent) | None => (None, format!("because no session policy allows the {} action", access.action)),
    };
    verdict.allowed = false;
    verdict.reason = evaluate::not_authorized(&verdict.principal, access, &why);
    verdict.decided_by = decided.map(|statement| DecidingStatement { policy: "session policy".into(), statement });
    verdict
}
