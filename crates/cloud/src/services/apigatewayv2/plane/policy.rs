//! The policy that a Lambda authorizer returns, asked whether it lets a caller call.

use crate::services::iam::context::Situation;
use crate::services::iam::policy::{Kind, Policy, Question, Reply};
use crate::verdict::Principal;

/// Whether the policy `document` allows `execute-api:Invoke` on the ARN. One that is no policy allows nothing.
#[must_use]
pub fn allows(document: &str, arn: &str) -> bool {
    let Ok(policy) = Policy::parse_as(document, Kind::Inline) else { return false };
    let situation = Situation { principal: &Principal::Anonymous, role: None, now: None };
    matches!(policy.ask(&Question { action: "execute-api:invoke", resource: arn, situation }), Reply::Allows(..))
}

#[cfg(test)]
mod tests {
    use super::allows;

    #[test]
    fn a_policy_allows_what_a_statement_of_it_allows_and_none_denies() {
        const ARN: &str = "arn:aws:execute-api:us-east-1:123456789012:a1/$default/GET/users";
        #[track_caller]
        fn check(statements: &str, expected: bool) {
            let document = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
            assert_eq!(allows(&document, ARN), expected, "{statements}");
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
