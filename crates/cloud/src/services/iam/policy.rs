//! Policies in memory: statements ready to be asked, each with its JSON text for display.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::conditions::Condition;
use super::context::Situation;
use super::grammar;
use super::pattern::Pattern;
use super::principals::{Coverage, Principals};

pub use super::malformed::Error;

/// The version that everyone should use, and that an empty policy has.
pub const VERSION: &str = "2012-10-17";

/// A parsed policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// `2012-10-17`, or the older `2008-10-17`, in which `${…}` is text like any other.
    pub version: Arc<str>,
    /// The `Id`, which resource policies often have.
    pub id: Option<Arc<str>>,
    statements: Vec<Statement>,
}

/// Where a policy will be attached, which decides what it must and must not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To a resource.
    Resource,
    /// Inline to a role.
    Inline,
    /// To any identity, by its ARN.
    Managed,
    /// To a role, as what says who may assume it.
    Trust,
}

/// What a statement does when it applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It permits.
    Allow,
    /// It forbids, whatever else permits.
    Deny,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its `Sid`.
    pub sid: Option<Arc<str>>,
    /// Its effect.
    pub effect: Effect,
    /// The statement as JSON.
    pub text: Arc<str>,
    pub(super) actions: Patterns,
    /// None in a trust policy, whose resource is the role.
    pub(super) resources: Option<Patterns>,
    /// None in an identity's policy, whose principal is the identity.
    pub(super) principals: Option<Principals>,
    pub(super) conditions: Vec<Condition>,
}

/// The patterns of `Action` or `Resource`, or of their opposites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Patterns {
    /// Whether it is the Not-form: whatever none of the patterns fits.
    pub negated: bool,
    pub patterns: Vec<Pattern>,
}

/// What a policy is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The action in lower case, since actions are compared without regard to case.
    pub action: &'a str,
    /// The resource's ARN, or `*`.
    pub resource: &'a str,
    /// Who asks, and all else that conditions may ask for.
    pub situation: Situation<'a>,
}

/// What a policy answers: the statement that decides, and its place in the policy, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply<'a> {
    /// This statement forbids it.
    Denies(usize, &'a Statement),
    /// This statement permits it, and none forbids it.
    Allows(usize, &'a Statement),
    /// No statement speaks of it.
    Silent,
}

impl Default for Policy {
    fn default() -> Self {
        Self { version: VERSION.into(), id: None, statements: Vec::new() }
    }
}

impl Policy {
    /// Reads the policy of a resource, such as a bucket.
    ///
    /// # Errors
    /// What is wrong with it, in AWS's words.
    pub fn parse(json: &str) -> Result<Self, Error> {
        Self::parse_as(json, Kind::Resource)
    }

    /// Reads a policy of some kind.
    ///
    /// # Errors
    /// What is wrong with it, in AWS's words.
    pub fn parse_as(json: &str, kind: Kind) -> Result<Self, Error> {
        grammar::policy(json, kind)
    }

    /// A resource's policy with these statements, as a service writes it that takes them one at a time.
    ///
    /// # Errors
    /// What is wrong with one of the statements.
    pub fn from_statements(statements: impl IntoIterator<Item = Value>) -> Result<Self, Error> {
        let mut policy = Self { id: Some("default".into()), ..Self::default() };
        for statement in statements {
            policy.statements.push(grammar::statement(&statement, true, Kind::Resource)?);
        }
        Ok(policy)
    }

    pub(super) fn with_parts(version: &str, id: Option<&str>, statements: Vec<Statement>) -> Self {
        Self { version: version.into(), id: id.map(Into::into), statements }
    }

    /// Adds a statement to a resource's policy, as `AddPermission` does, and gives it this `Sid`.
    ///
    /// # Errors
    /// When the policy has a statement with this `Sid`, or the statement is not one.
    pub fn push_statement(&mut self, sid: &str, statement: &Value) -> Result<(), Error> {
        if self.statement(sid).is_some() {
            return Err(Error::RepeatedSid);
        }
        let elements = statement.as_object().ok_or(Error::Syntax)?;
        // AWS writes the Sid first.
        let mut ordered = Map::from_iter([("Sid".to_owned(), Value::from(sid))]);
        ordered.extend(
            elements.iter().filter(|(name, _)| *name != "Sid").map(|(name, value)| (name.clone(), value.clone())),
        );
        self.statements.push(grammar::statement(
            &Value::Object(ordered),
            self.version.as_ref() == VERSION,
            Kind::Resource,
        )?);
        Ok(())
    }

    /// Takes out the statement with this `Sid`, and says whether there was one.
    pub fn remove_statement(&mut self, sid: &str) -> bool {
        let before = self.statements.len();
        self.statements.retain(|statement| statement.sid.as_deref() != Some(sid));
        self.statements.len() < before
    }

    /// The statement with this `Sid`.
    #[must_use]
    pub fn statement(&self, sid: &str) -> Option<&Statement> {
        self.statements.iter().find(|statement| statement.sid.as_deref() == Some(sid))
    }

    /// Its statements in order.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The whole policy as compact JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let id = self.id.as_ref().map(|id| format!(",\"Id\":{}", json!(id.as_ref()))).unwrap_or_default();
        format!("{{\"Version\":\"{}\"{id},\"Statement\":[{}]}}", self.version, self.joined(","))
    }

    /// Its statements as JSON, one a line.
    #[must_use]
    pub fn to_lines(&self) -> String {
        self.joined("\n")
    }

    fn joined(&self, separator: &str) -> String {
        let texts: Vec<&str> = self.statements.iter().map(|statement| statement.text.as_ref()).collect();
        texts.join(separator)
    }

    /// What the policy says to `question`. A statement that denies wins over those that allow, wherever it stands.
    #[must_use]
    pub fn ask(&self, question: &Question<'_>) -> Reply<'_> {
        let mut reply = Reply::Silent;
        for (index, statement) in self.statements.iter().enumerate() {
            match statement.effect {
                Effect::Deny if statement.applies(question) => return Reply::Denies(index, statement),
                Effect::Allow if reply == Reply::Silent && statement.applies(question) => {
                    reply = Reply::Allows(index, statement);
                }
                Effect::Allow | Effect::Deny => {}
            }
        }
        reply
    }
}

impl Statement {
    fn applies(&self, question: &Question<'_>) -> bool {
        let situation = &question.situation;
        self.actions.cover(question.action, situation)
            && self.resources.as_ref().is_none_or(|resources| resources.cover(question.resource, situation))
            && self.principals.as_ref().is_none_or(|principals| self.reaches(principals, situation))
            && self.conditions.iter().all(|condition| condition.holds(situation))
    }

    /// A policy that names the account leaves it to the account's own policies to permit; so it permits nothing
    /// by itself, but it forbids.
    fn reaches(&self, principals: &Principals, situation: &Situation<'_>) -> bool {
        match principals.cover(situation) {
            Coverage::None => false,
            Coverage::Account => self.effect == Effect::Deny,
            Coverage::Full => true,
        }
    }
}

impl Patterns {
    fn cover(&self, text: &str, situation: &Situation<'_>) -> bool {
        self.patterns.iter().any(|pattern| pattern.matches(text, situation)) != self.negated
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permission() -> Value {
        json!({
            "Effect": "Allow",
            "Principal": {"Service": "s3.amazonaws.com"},
            "Action": "lambda:InvokeFunction",
            "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
            "Condition": {"ArnLike": {"AWS:SourceArn": "arn:aws:s3:::b"}}
        })
    }

    #[test]
    fn statements_come_and_go() {
        let mut policy = Policy::from_statements([]).expect("no statements are right");
        policy.push_statement("s3", &permission()).expect("the statement is right");
        assert_eq!(policy.push_statement("s3", &permission()), Err(Error::RepeatedSid));
        let text = policy.to_json();
        assert!(
            text.starts_with(r#"{"Version":"2012-10-17","Id":"default","Statement":[{"Sid":"s3","Effect":"Allow","#)
        );
        assert_eq!(Policy::parse(&text), Ok(policy.clone()));
        assert!(policy.remove_statement("s3"));
        assert!(!policy.remove_statement("s3"));
        assert!(policy.statements().is_empty());
    }
}
