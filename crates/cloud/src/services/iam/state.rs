//! What IAM knows: roles, and the policies that the account made.

use std::sync::Arc;

use imbl::OrdMap;

use crate::account::ACCOUNT_ID;
use crate::sim::time::Time;
use crate::verdict::Principal;

use super::context::Situation;
use super::managed;
use super::policy::{Policy, Question, Reply};

/// The state of the service.
#[derive(Clone, Debug, Default)]
pub struct State {
    roles: OrdMap<Arc<str>, Arc<Role>>,
    policies: OrdMap<Arc<str>, Arc<ManagedPolicy>>,
    users: OrdMap<Arc<str>, Arc<User>>,
    credentials: OrdMap<Arc<str>, Credentials>,
}

/// A user.
#[derive(Clone, Debug)]
pub struct User {
    /// Its name, unique in the account.
    pub name: Arc<str>,
    /// Its path, `/` unless it was made with another.
    pub path: Arc<str>,
    /// Its ARN.
    pub arn: Arc<str>,
    /// Its id: `AIDA…`.
    pub id: Arc<str>,
    /// When it was made.
    pub created: Time,
    /// The ARNs of the managed policies attached to it, in order.
    pub attached: Vec<Arc<str>>,
    /// Its tags, in order.
    pub tags: Vec<Tag>,
}

/// What a caller signs with, and who a caller is that does: an access key of a user, or those of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// `AKIA…` of a user's key, `ASIA…` of a session.
    pub key_id: Arc<str>,
    /// The secret.
    pub secret: Arc<str>,
    /// What must come with the key, when it is a session's.
    pub token: Option<Arc<str>>,
    /// Who the caller is.
    pub principal: Principal,
    /// When it was made.
    pub created: Time,
    /// When it ends; a user's key does not.
    pub expires: Option<Time>,
}

/// A role.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its name, unique in the account.
    pub name: Arc<str>,
    /// Its path, `/` unless it was made with another.
    pub path: Arc<str>,
    /// Its ARN.
    pub arn: Arc<str>,
    /// Its id: `AROA…`.
    pub id: Arc<str>,
    /// What it is for.
    pub description: Option<Arc<str>>,
    /// When it was made.
    pub created: Time,
    /// How long a session of it may last at most.
    pub max_session_s: u32,
    /// Who may assume it.
    pub trust: Document,
    /// Its own policies, in the order in which they were put.
    pub inline: Vec<InlinePolicy>,
    /// The ARNs of the managed policies attached to it, in order.
    pub attached: Vec<Arc<str>>,
    /// Its tags, in order.
    pub tags: Vec<Tag>,
}

/// A tag: its key and its value.
pub type Tag = (Arc<str>, Arc<str>);

/// A policy with the text that it was read from, since IAM gives back what it was given.
#[derive(Clone, Debug)]
pub struct Document {
    /// The text as given.
    pub text: Arc<str>,
    /// What it says.
    pub policy: Policy,
}

/// A policy that is part of a role.
#[derive(Clone, Debug)]
pub struct InlinePolicy {
    /// Its name, unique in the role.
    pub name: Arc<str>,
    /// What it says.
    pub document: Document,
}

/// A policy that can be attached to many roles.
#[derive(Clone, Debug)]
pub struct ManagedPolicy {
    /// Its name.
    pub name: Arc<str>,
    /// Its path: `/`, or `/service-role/` for some of AWS's own.
    pub path: Arc<str>,
    /// Its ARN.
    pub arn: Arc<str>,
    /// Its id: `ANPA…`.
    pub id: Arc<str>,
    /// What it is for.
    pub description: Option<Arc<str>>,
    /// When it was made.
    pub created: Time,
    /// What it says.
    pub document: Document,
}

impl State {
    /// The role called `name`.
    #[must_use]
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.get(name).map(AsRef::as_ref)
    }

    /// The role called `name`, to be changed.
    pub fn role_mut(&mut self, name: &str) -> Option<&mut Role> {
        self.roles.get_mut(name).map(Arc::make_mut)
    }

    /// All roles, by name.
    pub fn roles(&self) -> impl Iterator<Item = &Role> {
        self.roles.values().map(AsRef::as_ref)
    }

    /// Adds a role, or puts it in place of the one with its name.
    pub fn put_role(&mut self, role: Role) {
        self.roles.insert(Arc::clone(&role.name), Arc::new(role));
    }

    /// Takes the role called `name` away.
    pub fn remove_role(&mut self, name: &str) -> Option<Arc<Role>> {
        self.roles.remove(name)
    }

    /// The managed policy with this ARN, the account's or AWS's.
    #[must_use]
    pub fn managed_policy(&self, arn: &str) -> Option<&ManagedPolicy> {
        self.policies.get(arn).map(AsRef::as_ref).or_else(|| managed::by_arn(arn))
    }

    /// The account's own managed policies, by ARN.
    pub fn managed_policies(&self) -> impl Iterator<Item = &ManagedPolicy> {
        self.policies.values().map(AsRef::as_ref)
    }

    /// Adds a managed policy of the account.
    pub fn put_managed_policy(&mut self, policy: ManagedPolicy) {
        self.policies.insert(Arc::clone(&policy.arn), Arc::new(policy));
    }

    /// Takes a managed policy of the account away.
    pub fn remove_managed_policy(&mut self, arn: &str) -> Option<Arc<ManagedPolicy>> {
        self.policies.remove(arn)
    }

    /// The user called `name`.
    #[must_use]
    pub fn user(&self, name: &str) -> Option<&User> {
        self.users.get(name).map(AsRef::as_ref)
    }

    /// The user called `name`, to be changed.
    pub fn user_mut(&mut self, name: &str) -> Option<&mut User> {
        self.users.get_mut(name).map(Arc::make_mut)
    }

    /// All users, by name.
    pub fn users(&self) -> impl Iterator<Item = &User> {
        self.users.values().map(AsRef::as_ref)
    }

    /// Adds a user.
    pub fn put_user(&mut self, user: User) {
        self.users.insert(Arc::clone(&user.name), Arc::new(user));
    }

    /// Takes the user called `name` away.
    pub fn remove_user(&mut self, name: &str) -> Option<Arc<User>> {
        self.users.remove(name)
    }

    /// The credentials with this access key id: a host looks up here who signed a request. Whether they have
    /// expired is for the asker to say, who knows the time.
    #[must_use]
    pub fn credentials(&self, key_id: &str) -> Option<&Credentials> {
        self.credentials.get(key_id)
    }

    /// Keeps credentials.
    pub fn put_credentials(&mut self, credentials: Credentials) {
        self.credentials.insert(Arc::clone(&credentials.key_id), credentials);
    }

    /// Takes credentials away.
    pub fn remove_credentials(&mut self, key_id: &str) -> Option<Credentials> {
        self.credentials.remove(key_id)
    }

    /// The lasting keys of the user called `name`, by id.
    pub fn keys_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Credentials> {
        self.credentials.values().filter(move |held| {
            held.token.is_none() && matches!(&held.principal, Principal::User { user, .. } if **user == *name)
        })
    }

    /// How many roles and users the managed policy with this ARN is attached to.
    #[must_use]
    pub fn attachments(&self, arn: &str) -> usize {
        let users = self.users().filter(|user| user.attached.iter().any(|attached| **attached == *arn));
        self.roles().filter(|role| role.has_attached(arn)).count() + users.count()
    }

    /// What a role may do: its own policies, then those attached to it, each with its name.
    pub fn policies_of<'a>(&'a self, role: &'a Role) -> impl Iterator<Item = (&'a Arc<str>, &'a Policy)> {
        role.policies().chain(self.attached(&role.attached))
    }

    /// The managed policies with these ARNs, each with its name.
    pub fn attached<'a>(&'a self, arns: &'a [Arc<str>]) -> impl Iterator<Item = (&'a Arc<str>, &'a Policy)> {
        arns.iter().filter_map(|arn| self.managed_policy(arn)).map(|managed| (&managed.name, &managed.document.policy))
    }

    /// Whether `service` (`lambda.amazonaws.com`) may take on the role with this ARN. The conditions of the trust
    /// policy see no `aws:SourceArn`, as when a service looks whether a role will do before it has a use for it.
    #[must_use]
    pub fn may_be_assumed_by(&self, role_arn: &str, service: &'static str) -> bool {
        let Some(role) = role_name(role_arn).and_then(|name| self.role(name)) else { return false };
        if *role.arn != *role_arn {
            return false;
        }
        let principal = Principal::Service { service, source_arn: "".into() };
        let question = Question {
            action: "sts:assumerole",
            resource: role_arn,
            situation: Situation { principal: &principal, role: None, now: None },
        };
        matches!(role.trust.policy.ask(&question), Reply::Allows(..))
    }
}

impl Role {
    /// Its inline policies, each with its name. [`State::policies_of`] adds those attached to it.
    pub fn policies(&self) -> impl Iterator<Item = (&Arc<str>, &Policy)> {
        self.inline.iter().map(|inline| (&inline.name, &inline.document.policy))
    }

    /// The inline policy called `name`.
    #[must_use]
    pub fn inline_policy(&self, name: &str) -> Option<&InlinePolicy> {
        self.inline.iter().find(|inline| *inline.name == *name)
    }

    /// Whether the managed policy with this ARN is attached.
    #[must_use]
    pub fn has_attached(&self, arn: &str) -> bool {
        self.attached.iter().any(|attached| **attached == *arn)
    }

    /// The value of a tag, whose key is compared without regard to case.
    #[must_use]
    pub fn tag(&self, key: &str) -> Option<&str> {
        self.tags.iter().find(|(held, _)| held.eq_ignore_ascii_case(key)).map(|(_, value)| value.as_ref())
    }
}

/// The name in a role's ARN, whatever its path; none when it is no role's ARN in this account.
#[must_use]
pub fn role_name(arn: &str) -> Option<&str> {
    let name = arn.strip_prefix("arn:aws:iam::")?.strip_prefix(ACCOUNT_ID)?.strip_prefix(":role/")?;
    name.rsplit('/').next()
}

/// The ARN of a role or policy of the account: `resource` is `role` or `policy`, `path` begins and ends with `/`.
#[must_use]
pub fn arn(resource: &str, path: &str, name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT_ID}:{resource}{path}{name}")
}
