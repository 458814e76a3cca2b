//! Sessions of federated users: what both their user's policies and the session's own policy permit.
//!
//! A resource's policy is asked as of the user. That one may also name the session itself, by the ARN of a federated
//! user, is not simulated.

use std::sync::Arc;

use super::context::Situation;
use super::evaluate::{self, arn_of};
use super::policy::{Kind, Policy, Question, Reply};
use super::state::State;
use crate::operation::Access;
use crate::sim::time::Time;
use crate::verdict::{DecidingStatement, Principal, Verdict};

/// Decides for `principal`, a session that `of.0` asked for and that the policy `of.1` bounds.
pub fn decide(
    state: &State,
    own: Option<&Policy>,
    principal: &Principal,
    of: (Option<&Arc<str>>, Option<&str>),
    access: &Access,
    now: Option<Time>,
) -> Verdict {
    let asker = match of.0 {
        None => Principal::Root,
        Some(name) => {
            let path = state.user(name).map_or_else(|| "/".into(), |user| user.path.clone());
            Principal::User { user: name.clone(), path }
        }
    };
    let mut verdict = evaluate::decide(state, own, &asker, access, now);
    let asked_by = std::mem::replace(&mut verdict.principal, arn_of(principal));
    let who = Arc::clone(&verdict.principal);
    if !verdict.allowed {
        verdict.reason = verdict.reason.replacen(&*asked_by, &who, 1).into();
        return verdict;
    }
    // It was read when the session began; one that could not be read would permit nothing.
    let policy = of.1.and_then(|text| Policy::parse_as(text, Kind::Managed).ok());
    let action = access.action.to_ascii_lowercase();
    let situation = Situation { principal, role: None, now };
    let question = Question { action: &action, resource: &access.resource, situation };
    let (decided, why) = match policy.as_ref().map(|policy| policy.ask(&question)) {
        Some(Reply::Allows(..)) => return verdict,
        Some(Reply::Denies(_, statement)) => {
            (Some(Arc::clone(&statement.text)), "with an explicit deny in a session policy".to_owned())
        }
        Some(Reply::Silent) | None => (None, format!("because no session policy allows the {} action", access.action)),
    };
    verdict.allowed = false;
    verdict.reason = evaluate::not_authorized(&who, access, &why);
    verdict.decided_by = decided.map(|statement| DecidingStatement { policy: "session policy".into(), statement });
    verdict
}
