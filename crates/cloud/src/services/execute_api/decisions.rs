//! What Lambda authorizers decided, and what of it is kept for as long as it holds.

use std::sync::Arc;

use imbl::OrdMap;

use super::State;
use crate::operation::JsonBody;
use crate::services::iam::context::Situation;
use crate::services::iam::policy::{Kind, Policy, Question, Reply};
use crate::sim::time::Time;
use crate::verdict::{Finding, Principal};

/// The most decisions that are kept. AWS names no number.
const MAX_KEPT: usize = 1_000;

/// The decisions by API, stage, authorizer and identity: `a1b2c3d4e5/prod/abc123/Bearer x`.
pub type Decisions = OrdMap<Arc<str>, Arc<Decision>>;

/// What an authorizer decided of a caller.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What the caller may.
    pub grant: Grant,
    /// What the backend is told of the caller.
    pub context: JsonBody,
    /// Who the caller is; none where the authorizer need not say it.
    pub principal: Option<String>,
    /// The API key that the caller has.
    pub usage_identifier: Option<String>,
    /// Until when this holds.
    pub until: Time,
}

/// What a caller may.
#[derive(Clone, Debug)]
pub enum Grant {
    /// All, or nothing.
    All(bool),
    /// What a policy says.
    Policy(Policy),
}

impl Grant {
    /// What the policy `document` says. One that is no policy allows nothing.
    #[must_use]
    pub fn of(document: &str) -> Self {
        Policy::parse_as(document, Kind::Inline).map_or(Self::All(false), Self::Policy)
    }

    /// Whether the caller may call what has this ARN.
    #[must_use]
    pub fn says(&self, arn: &str, now: Time) -> Finding {
        let policy = match self {
            Self::All(true) => return Finding::Allows,
            Self::All(false) => return Finding::Denies,
            Self::Policy(policy) => policy,
        };
        let situation = Situation { principal: &Principal::Anonymous, role: None, now: Some(now) };
        match policy.ask(&Question { action: "execute-api:invoke", resource: arn, situation }) {
            Reply::Allows(..) => Finding::Allows,
            Reply::Denies(..) => Finding::Denies,
            Reply::Silent => Finding::Silent,
        }
    }
}

impl State {
    /// The decision that is kept under `key`, if it still holds.
    #[must_use]
    pub fn decision(&self, key: &str, now: Time) -> Option<Arc<Decision>> {
        self.decisions.get(key).filter(|held| held.until > now).cloned()
    }

    /// Keeps a decision, unless there are too many that hold.
    pub fn decide(&mut self, key: Arc<str>, decision: Decision, now: Time) {
        if self.decisions.len() >= MAX_KEPT {
            self.keep_decisions(|_, held| held.until > now);
        }
        if self.decisions.len() < MAX_KEPT {
            self.decisions.insert(key, Arc::new(decision));
        }
    }

    /// Forgets what the authorizers of a stage decided.
    pub fn forget_decisions(&mut self, api: &str, stage: &str) {
        let prefix = format!("{api}/{stage}/");
        self.keep_decisions(|key, _| !key.starts_with(&prefix));
    }

    pub(super) fn keep_decisions(&mut self, stays: impl Fn(&str, &Decision) -> bool) {
        let held = self.decisions.iter().filter(|(key, held)| stays(key, held));
        self.decisions = held.map(|(key, held)| (key.clone(), held.clone())).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_allows_what_a_statement_of_it_allows_and_none_denies() {
        const ARN: &str = "arn:aws:execute-api:us-east-1:123456789012:a1/$default/GET/users";
        #[track_caller]
        fn check(statements: &str, expected: bool) {
            let document = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
            let found = Grant::of(&document).says(ARN, Time::default());
            assert_eq!(found == Finding::Allows, expected, "{statements}");
        }
        let allow =
            r#"{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "arn:aws:execute-api:*:*:a1/*/GET/*"}"#;
        let other =
            r#"{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "arn:aws:execute-api:*:*:a1/*/PUT/*"}"#;
        let deny = r#"{"Effect": "Deny", "Action": "*", "Resource": "*"}"#;
        check(allow, true);
        check(other, false);
        check(&format!("{allow}, {deny}"), false);
        check("7", false);
    }
}
