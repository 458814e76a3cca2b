//! The decision whether a caller may do something, and the reason.
//!
//! The order is AWS's for one account: an explicit deny anywhere ends it; then the resource's own policy may
//! permit; then the policies of the caller's identity may; what nobody permits is denied. A change of a role's
//! policies holds from the next call on; on AWS it takes seconds until every server has heard of it.

use std::sync::Arc;

use crate::account::ACCOUNT_ID;
use crate::operation::{Access, PolicyOf};
use crate::sim::time::Time;
use crate::verdict::{DecidingStatement, Finding, Principal, Verdict};
use crate::world::World;

use super::bounded;
use super::context::Situation;
use super::policy::{Policy, Question, Reply, Statement};
use super::state::{State, arn};

/// Decides whether `principal` may do what `access` names. To conditions on the time there is none.
#[must_use]
pub fn authorise(world: &World, principal: &Principal, access: &Access) -> Verdict {
    let own = resource_policy(world, &access.policy_of, principal);
    or_by_acl(world, decide(world.iam(), own, principal, access, None), principal, access)
}

/// Decides it as of `now`, which conditions on `aws:CurrentTime` ask for.
#[must_use]
pub fn authorise_at(world: &World, now: Time, principal: &Principal, access: &Access) -> Verdict {
    let own = resource_policy(world, &access.policy_of, principal);
    or_by_acl(world, decide(world.iam(), own, principal, access, Some(now)), principal, access)
}

/// Decides it as of `now`, where the resource's own policy is in the asker's hands.
#[must_use]
pub fn authorise_with(
    world: &World,
    own: Option<&Policy>,
    now: Time,
    principal: &Principal,
    access: &Access,
) -> Verdict {
    decide(world.iam(), own, principal, access, Some(now))
}

/// The verdict once a bucket's lists of grants are asked too: they permit what no policy permits and none denies.
fn or_by_acl(world: &World, mut verdict: Verdict, principal: &Principal, access: &Access) -> Verdict {
    let PolicyOf::Bucket(bucket) = &access.policy_of else { return verdict };
    let undecided = !verdict.allowed && verdict.explicit_deny != Finding::Denies;
    if undecided && world.s3().acl_permits(bucket, principal, access.action, &access.resource) {
        verdict.allowed = true;
        verdict.resource_policy = Finding::Allows;
        verdict.reason = format!("The ACL of {} allows {}.", access.resource, access.action).into();
    }
    verdict
}

/// The ARN of a caller, or a service's principal: as it stands in verdicts and in refusals.
#[must_use]
pub fn arn_of(principal: &Principal) -> Arc<str> {
    match principal {
        Principal::Root => format!("arn:aws:iam::{ACCOUNT_ID}:root").into(),
        Principal::Anonymous => "anonymous".into(),
        Principal::RoleSession { role, session, .. } => {
            format!("arn:aws:sts::{ACCOUNT_ID}:assumed-role/{role}/{session}").into()
        }
        Principal::User { user, path } => arn("user", path, user).into(),
        Principal::FederatedUser { name, .. } => format!("arn:aws:sts::{ACCOUNT_ID}:federated-user/{name}").into(),
        Principal::Service { service, .. } => (*service).into(),
    }
}

/// The policy of the resource itself, if it has one.
fn resource_policy<'a>(world: &'a World, of: &PolicyOf, principal: &Principal) -> Option<&'a Policy> {
    match of {
        PolicyOf::Nothing => None,
        PolicyOf::Bucket(name) => world.s3().policy_of(name, principal),
        PolicyOf::Function(name) => world.lambda().policy_of(name),
    }
}

/// A statement that was found, where, and which it is.
struct Found<'a> {
    policy: Arc<str>,
    index: usize,
    statement: &'a Statement,
    /// Whether it stands in the resource's own policy.
    own: bool,
}

/// Decides by the state of IAM and the resource's own policy.
#[must_use]
pub(super) fn decide(
    state: &State,
    own: Option<&Policy>,
    principal: &Principal,
    access: &Access,
    now: Option<Time>,
) -> Verdict {
    let who = arn_of(principal);
    match bounded::bounds(state, principal) {
        Some((asker, policy)) => {
            bounded::bound(by_policies(state, own, &asker, who, access, now), principal, policy, access, now)
        }
        None => by_policies(state, own, principal, who, access, now),
    }
}

/// Decides by the policies of `principal`, who is called `who`, and the resource's own.
fn by_policies(
    state: &State,
    own: Option<&Policy>,
    principal: &Principal,
    who: Arc<str>,
    access: &Access,
    now: Option<Time>,
) -> Verdict {
    let mut verdict = Verdict {
        allowed: false,
        principal: who,
        action: access.action,
        resource: Arc::clone(&access.resource),
        explicit_deny: Finding::NotNeeded,
        resource_policy: Finding::NotNeeded,
        identity_policy: Finding::NotNeeded,
        decided_by: None,
        reason: Arc::default(),
    };
    // On AWS a bucket's policy can lock out even the root user. Not here: a learner must be able to mend it.
    if *principal == Principal::Root {
        verdict.allowed = true;
        verdict.reason = "The account's root user may do everything.".into();
        return verdict;
    }
    let role = match principal {
        Principal::RoleSession { role, .. } => state.role(role),
        _ => None,
    };
    let user = match principal {
        Principal::User { user, .. } => state.user(user),
        _ => None,
    };
    let action = access.action.to_ascii_lowercase();
    let question =
        Question { action: &action, resource: &access.resource, situation: Situation { principal, role, now } };

    let mut allowed_by_own = None;
    let mut allowed_by_identity = None;
    let mut denied = None;
    let mut identity_policies = 0_usize;
    match own.map(|own| own.ask(&question)) {
        Some(Reply::Denies(index, statement)) => {
            denied = Some(Found { policy: name_of(&access.policy_of), index, statement, own: true });
        }
        Some(Reply::Allows(index, statement)) => {
            allowed_by_own = Some(Found { policy: name_of(&access.policy_of), index, statement, own: true });
        }
        Some(Reply::Silent) | None => {}
    }
    let policies = role.into_iter().flat_map(|role| state.policies_of(role));
    for (name, policy) in policies.chain(user.into_iter().flat_map(|user| state.attached(&user.attached))) {
        if denied.is_some() {
            break;
        }
        identity_policies += 1;
        let found = |index, statement| Some(Found { policy: Arc::clone(name), index, statement, own: false });
        match policy.ask(&question) {
            Reply::Denies(index, statement) => denied = found(index, statement),
            Reply::Allows(index, statement) if allowed_by_identity.is_none() => {
                allowed_by_identity = found(index, statement);
            }
            Reply::Allows(..) | Reply::Silent => {}
        }
    }

    let silent_or_absent = |there_are| if there_are { Finding::Silent } else { Finding::Absent };
    let decided = if denied.is_some() {
        verdict.explicit_deny = Finding::Denies;
        denied
    } else {
        verdict.explicit_deny = silent_or_absent(own.is_some() || identity_policies > 0);
        verdict.resource_policy = silent_or_absent(own.is_some());
        if allowed_by_own.is_some() {
            verdict.allowed = true;
            verdict.resource_policy = Finding::Allows;
            allowed_by_own
        } else {
            verdict.identity_policy = silent_or_absent(identity_policies > 0);
            if allowed_by_identity.is_some() {
                verdict.allowed = true;
                verdict.identity_policy = Finding::Allows;
            }
            allowed_by_identity
        }
    };
    verdict.reason = match &decided {
        Some(found) if verdict.allowed => permission(found, access),
        other => refusal(&verdict, other.as_ref(), principal, access, own.is_some()),
    };
    verdict.decided_by =
        decided.map(|found| DecidingStatement { policy: found.policy, statement: Arc::clone(&found.statement.text) });
    verdict
}

fn name_of(of: &PolicyOf) -> Arc<str> {
    match of {
        PolicyOf::Nothing => Arc::default(),
        PolicyOf::Bucket(name) | PolicyOf::Function(name) => Arc::clone(name),
    }
}

fn permission(found: &Found<'_>, access: &Access) -> Arc<str> {
    let number = found.index + 1;
    let policy = if found.own { "the resource policy of " } else { "" };
    format!("Statement {number} of {policy}{} allows {}.", found.policy, access.action).into()
}

/// AWS's text for callers who get one, and a sentence of ours for services, whose refusals nobody sees on AWS.
fn refusal(
    verdict: &Verdict,
    denied: Option<&Found<'_>>,
    principal: &Principal,
    access: &Access,
    has_own: bool,
) -> Arc<str> {
    let Access { action, policy_of, .. } = access;
    let who = &verdict.principal;
    match principal {
        Principal::Anonymous => "Access Denied".into(),
        Principal::Service { source_arn, .. } => {
            let name = name_of(policy_of);
            match denied {
                Some(found) => format!(
                    "Statement {} of the resource policy of {name} forbids {who} to do {action} for {source_arn}.",
                    found.index + 1
                ),
                None if has_own => format!(
                    "No statement of the resource policy of {name} allows {who} to do {action} for {source_arn}."
                ),
                None => format!("{name} has no resource policy that allows {who} to do {action} for {source_arn}."),
            }
            .into()
        }
        _ => {
            let why = match denied {
                Some(Found { own: true, .. }) => "with an explicit deny in a resource-based policy".to_owned(),
                Some(_) => "with an explicit deny in an identity-based policy".to_owned(),
                None => format!("because no identity-based policy allows the {action} action"),
            };
            not_authorized(who, access, &why)
        }
    }
}

/// AWS's text for a refused caller, up to why.
pub(super) fn not_authorized(who: &str, access: &Access, why: &str) -> Arc<str> {
    let Access { action, resource, .. } = access;
    let quote = if action.starts_with("s3:") { "\"" } else { "" };
    // S3 leaves out the resource where there is none to name, as for the list of all buckets.
    let on = if &**resource == "*" && !quote.is_empty() {
        String::new()
    } else {
        format!(" on resource: {quote}{resource}{quote}")
    };
    format!("User: {who} is not authorized to perform: {action}{on} {why}").into()
}

#[cfg(test)]
#[path = "evaluate_tests.rs"]
mod tests;
