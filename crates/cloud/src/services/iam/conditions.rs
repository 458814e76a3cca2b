//! Conditions: the operators of a policy's `Condition` element.
//!
//! All operators and keys of a statement must hold; of the values of one key, one must fit (or none, for an
//! operator that begins with a Not).

use std::borrow::Cow;

use super::context::{Key, Situation};
use super::operators::{Operator, Test, numbers, seconds, truth};
use super::pattern::{Pattern, Reading};

/// One key of one operator, with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    operator: Operator,
    key: Key,
    values: Vec<Value>,
}

/// A value, in the form in which its operator compares it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    Pattern(Pattern),
    /// An ARN's six parts, each compared by itself.
    Arn(Vec<Pattern>),
    Text(Box<str>),
}

impl Condition {
    /// Reads the values of `key` under the operator called `operator`; none when there is no such operator.
    #[must_use]
    pub fn new(operator: &str, key: &str, values: &[Cow<'_, str>], variables: bool) -> Option<Self> {
        let operator = Operator::parse(operator)?;
        let values = values.iter().map(|value| Value::new(operator.test, value, variables)).collect();
        Some(Self { operator, key: Key::parse(key), values })
    }

    /// Whether the condition holds in `situation`.
    #[must_use]
    pub fn holds(&self, situation: &Situation<'_>) -> bool {
        let found = situation.value(&self.key);
        if self.operator.test == Test::Null {
            // "true" asks that the key be absent, "false" that it be there.
            return self.values.iter().any(|value| match value {
                Value::Text(wanted) => truth(wanted) == Some(found.is_none()),
                Value::Pattern(_) | Value::Arn(_) => false,
            });
        }
        match found {
            None => self.operator.holds_without_key(),
            Some(found) => {
                let fits = self.values.iter().any(|value| value.fits(self.operator.test, &found, situation));
                fits != self.operator.negated
            }
        }
    }
}

impl Value {
    fn new(test: Test, text: &str, variables: bool) -> Self {
        let reading = Reading { wildcards: false, variables, folded: false };
        match test {
            Test::Equals => Self::Pattern(Pattern::new(text, reading)),
            Test::EqualsIgnoreCase => Self::Pattern(Pattern::new(text, Reading { folded: true, ..reading })),
            Test::Like => Self::Pattern(Pattern::new(text, Reading { wildcards: true, ..reading })),
            Test::Arn => Self::arn(text, Reading { wildcards: true, ..reading }),
            Test::Numeric(_) | Test::Date(_) | Test::Bool | Test::Binary | Test::Ip | Test::Null => {
                Self::Text(text.into())
            }
        }
    }

    fn arn(text: &str, reading: Reading) -> Self {
        // A variable's own name has a colon (`${aws:userid}`), at which an ARN must not be cut.
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        if parts.len() < 6 || parts[..5].iter().any(|part| part.contains("${")) {
            return Self::Pattern(Pattern::new(text, reading));
        }
        Self::Arn(parts.into_iter().map(|part| Pattern::new(part, reading)).collect())
    }

    fn fits(&self, test: Test, found: &str, situation: &Situation<'_>) -> bool {
        match self {
            Self::Pattern(pattern) if test == Test::EqualsIgnoreCase => {
                pattern.matches(&found.to_lowercase(), situation)
            }
            Self::Pattern(pattern) => pattern.matches(found, situation),
            Self::Arn(patterns) => {
                let parts: Vec<&str> = found.splitn(6, ':').collect();
                parts.len() == patterns.len()
                    && patterns.iter().zip(parts).all(|(pattern, part)| pattern.matches(part, situation))
            }
            Self::Text(wanted) => match test {
                Test::Numeric(comparison) => {
                    numbers(found, wanted).is_some_and(|(found, wanted)| comparison.holds(&found, &wanted))
                }
                Test::Date(comparison) => match (seconds(found), seconds(wanted)) {
                    (Some(found), Some(wanted)) => comparison.holds(&found, &wanted),
                    _ => false,
                },
                Test::Bool => truth(wanted).is_some_and(|wanted| truth(found) == Some(wanted)),
                Test::Ip => super::operators::in_range(found, wanted),
                Test::Binary => found == &**wanted,
                Test::Equals | Test::EqualsIgnoreCase | Test::Like | Test::Arn | Test::Null => false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::time::Time;
    use crate::verdict::Principal;

    /// In the words of a bucket's notification: S3 acts for `arn:aws:s3:::my-originals` on 5 January 2026.
    fn check(operator: &str, key: &str, values: &[&str], expected: bool) {
        let principal =
            Principal::Service { service: "s3.amazonaws.com", source_arn: "arn:aws:s3:::my-originals".into() };
        let situation = Situation { principal: &principal, role: None, now: Some(Time::default()) };
        let values: Vec<_> = values.iter().map(|value| Cow::Borrowed(*value)).collect();
        let condition = Condition::new(operator, key, &values, true).expect("the operator exists");
        assert_eq!(condition.holds(&situation), expected, "{operator} {key} {values:?}");
    }

    #[test]
    fn strings() {
        check("StringEquals", "aws:SourceAccount", &["123456789012"], true);
        check("StringEquals", "AWS:SOURCEACCOUNT", &["1", "123456789012"], true);
        check("StringEquals", "aws:SourceArn", &["arn:aws:s3:::my-*"], false);
        check("StringLike", "aws:SourceArn", &["arn:aws:s3:::my-*"], true);
        check("StringNotEquals", "aws:SourceAccount", &["1", "2"], true);
        check("StringNotEquals", "aws:SourceAccount", &["1", "123456789012"], false);
        check("StringNotLike", "aws:SourceArn", &["*originals"], false);
        check("StringEqualsIgnoreCase", "aws:RequestedRegion", &["US-East-1"], true);
        check("StringNotEqualsIgnoreCase", "aws:RequestedRegion", &["US-East-1"], false);
        check("StringEquals", "aws:SourceAccount", &["${aws:SourceAccount}"], true);
    }

    #[test]
    fn arns_are_compared_part_by_part() {
        check("ArnLike", "aws:SourceArn", &["arn:aws:s3:::my-originals"], true);
        check("ArnEquals", "aws:SourceArn", &["arn:*:s3:*:*:my-*"], true);
        check("ArnLike", "aws:SourceArn", &["arn:aws:s3*my-originals"], true);
        check("ArnLike", "aws:SourceArn", &["arn:aws:s3:::other"], false);
        check("ArnNotLike", "aws:SourceArn", &["arn:aws:s3:::other"], true);
        check("ArnNotEquals", "aws:SourceArn", &["arn:aws:s3:::my-originals"], false);
    }

    #[test]
    fn an_absent_key() {
        check("StringEquals", "aws:username", &["ann"], false);
        check("StringNotEquals", "aws:username", &["ann"], true);
        check("StringEqualsIfExists", "aws:username", &["ann"], true);
        check("Null", "aws:username", &["true"], true);
        check("Null", "aws:username", &["false"], false);
        check("Null", "aws:SourceArn", &["true"], false);
        check("ForAllValues:StringEquals", "aws:TagKeys", &["a"], true);
        check("ForAnyValue:StringEquals", "aws:TagKeys", &["a"], false);
    }

    #[test]
    fn numbers_dates_truths_and_addresses() {
        check("NumericLessThan", "aws:EpochTime", &["1767603601"], true);
        check("NumericGreaterThanEquals", "aws:EpochTime", &["1767603600"], true);
        check("NumericEquals", "aws:EpochTime", &["many"], false);
        check("DateGreaterThan", "aws:CurrentTime", &["2026-01-05T08:59:59Z"], true);
        check("DateLessThan", "aws:CurrentTime", &["2026-01-05"], false);
        check("DateLessThanEquals", "aws:CurrentTime", &["2026-01-05T10:00:00+01:00"], true);
        check("DateNotEquals", "aws:CurrentTime", &["1767603600"], false);
        check("Bool", "aws:SecureTransport", &["true"], true);
        check("Bool", "aws:SecureTransport", &["FALSE"], false);
        check("IpAddress", "aws:SourceIp", &["0.0.0.0/0"], false);
        check("NotIpAddress", "aws:SourceIp", &["0.0.0.0/0"], true);
        check("ForAnyValue:StringLike", "aws:SourceArn", &["arn:*"], true);
    }

    #[test]
    fn an_operator_that_aws_has_not() {
        assert_eq!(Condition::new("StringIs", "aws:SourceArn", &[], true), None);
    }
}
