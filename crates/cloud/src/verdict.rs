//! Who asks, and whether they may: identities and the verdicts that every hop keeps.

use std::sync::Arc;

use serde::Serialize;

/// Who makes a request.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Principal {
    /// The account's root user: the page's owner.
    Root,
    /// Nobody: a request without credentials.
    Anonymous,
    /// A user of the account.
    User {
        /// The user's name.
        user: Arc<str>,
        /// The user's path, `/` for most.
        path: Arc<str>,
    },
    /// A session of a role, as code in a function has it.
    RoleSession {
        /// The role's name.
        role: Arc<str>,
        /// The session's name: the function's name.
        session: Arc<str>,
        /// The policy that it was asked for with, JSON: the session may do what both it and the role's policies permit.
        policy: Option<Arc<str>>,
    },
    /// Someone known elsewhere, on whose behalf a user or the root user asked for a session.
    FederatedUser {
        /// The name that the session was given.
        name: Arc<str>,
        /// The user who asked for it; none for the root user.
        user: Option<Arc<str>>,
        /// The session's policy, JSON: the session may do what both it and the user's policies permit.
        policy: Option<Arc<str>>,
    },
    /// An AWS service that acts of itself.
    Service {
        /// Its principal: `s3.amazonaws.com`.
        service: &'static str,
        /// The resource it acts for: `arn:aws:s3:::my-original-images`.
        source_arn: Arc<str>,
    },
}

/// What each part of the evaluation said. The parts are asked in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Finding {
    /// A statement allows it.
    Allows,
    /// A statement denies it, which ends the evaluation.
    Denies,
    /// There are statements, and none speaks of it.
    Silent,
    /// There is no such policy.
    Absent,
    /// It was decided before this part was asked.
    NotNeeded,
}

/// The statement that decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DecidingStatement {
    /// The policy's name: `MakeThumbnailRolePolicy0`, or the resource whose policy it is.
    pub policy: Arc<str>,
    /// The statement as it stands in the policy, JSON.
    pub statement: Arc<str>,
}

/// Whether a request was permitted, and by what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Whether it was permitted.
    pub allowed: bool,
    /// Who asked, as an ARN or a service's principal.
    pub principal: Arc<str>,
    /// The action: `s3:PutObject`.
    pub action: &'static str,
    /// The resource's ARN.
    pub resource: Arc<str>,
    /// Whether an explicit deny was found in any policy.
    pub explicit_deny: Finding,
    /// What the resource's own policy says.
    pub resource_policy: Finding,
    /// What the policies of the caller's identity say.
    pub identity_policy: Finding,
    /// The statement that decided, if one did.
    pub decided_by: Option<DecidingStatement>,
    /// Why, in one sentence; for a refusal AWS's own text.
    pub reason: Arc<str>,
}
