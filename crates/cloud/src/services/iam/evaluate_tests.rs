//! Tests of the decision: a role's policy and a resource's policy, a call, and what is decided.

use serde_json::{Value, json};

use super::super::policy::Kind;
use super::super::state::{Document, InlinePolicy, Role, arn};
use super::*;

const OBJECT: &str = "arn:aws:s3:::b/photos/cat.png";

/// A world in which role `R` has one inline policy, `P`, with `statements`; none when there are none.
fn state(statements: Value) -> State {
    let mut role = role();
    if statements != json!([]) {
        let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        let policy = Policy::parse_as(&text, Kind::Inline).expect("the role's policy is right");
        role.inline.push(InlinePolicy { name: "P".into(), document: Document { text: text.into(), policy } });
    }
    let mut state = State::default();
    state.put_role(role);
    state
}

fn role() -> Role {
    let text =
        r#"{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"lambda.amazonaws.com"}}}"#;
    Role {
        name: "R".into(),
        path: "/".into(),
        arn: arn("role", "/", "R").into(),
        id: "AROA00000000000000000".into(),
        description: None,
        created: Time::default(),
        max_session_s: 3_600,
        trust: Document {
            text: text.into(),
            policy: Policy::parse_as(text, Kind::Trust).expect("the trust policy is right"),
        },
        inline: Vec::new(),
        attached: Vec::new(),
        tags: vec![("team".into(), "blue".into())],
    }
}

fn session() -> Principal {
    Principal::RoleSession { role: "R".into(), session: "f".into(), policy: None }
}

fn s3(bucket: &str) -> Principal {
    Principal::Service { service: "s3.amazonaws.com", source_arn: format!("arn:aws:s3:::{bucket}").into() }
}

fn access(action: &'static str, resource: &str) -> Access {
    Access { action, resource: resource.into(), policy_of: PolicyOf::Bucket("b".into()) }
}

/// Whether the session may `action` on `resource` by its role's policy alone.
fn by_identity(statements: Value, action: &'static str, resource: &str, allowed: bool) {
    let verdict = decide(&state(statements.clone()), None, &session(), &access(action, resource), None);
    assert_eq!(verdict.allowed, allowed, "{statements} {action} {resource}: {}", verdict.reason);
}

/// Whether `principal` may get an object by the bucket's policy alone.
fn by_resource(statements: Value, principal: &Principal, allowed: bool) {
    let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let own = Policy::parse(&text).expect("the bucket's policy is right");
    let verdict = decide(&state(json!([])), Some(&own), principal, &access("s3:GetObject", OBJECT), None);
    assert_eq!(verdict.allowed, allowed, "{statements} {principal:?}: {}", verdict.reason);
}

fn allow(action: &str, resource: &str) -> Value {
    json!([{"Effect": "Allow", "Action": action, "Resource": resource}])
}

#[test]
fn allow_and_implicit_deny() {
    by_identity(json!([]), "s3:GetObject", OBJECT, false);
    by_identity(allow("s3:GetObject", OBJECT), "s3:GetObject", OBJECT, true);
    by_identity(allow("s3:GetObject", OBJECT), "s3:PutObject", OBJECT, false);
    by_identity(allow("s3:GetObject", "arn:aws:s3:::b/photos/dog.png"), "s3:GetObject", OBJECT, false);
}

#[test]
fn wildcards_and_case() {
    by_identity(allow("*", "*"), "s3:ListAllMyBuckets", "*", true);
    by_identity(allow("s3:get*", "arn:aws:s3:::b/*"), "s3:GetObject", OBJECT, true);
    by_identity(allow("s3:GetObject", "arn:aws:s3:::B/*"), "s3:GetObject", OBJECT, false);
    by_identity(allow("s3:GetObject", "arn:aws:s3:::b/photos/???.png"), "s3:GetObject", OBJECT, true);
    // The mistake of every beginner: the bucket is not its objects, nor the other way round.
    by_identity(allow("s3:*", "arn:aws:s3:::b"), "s3:GetObject", OBJECT, false);
    by_identity(allow("s3:*", "arn:aws:s3:::b/*"), "s3:ListBucket", "arn:aws:s3:::b", false);
    by_identity(allow("s3:*", "arn:aws:s3:::*"), "s3:ListAllMyBuckets", "*", false);
}

#[test]
fn explicit_deny_wins_wherever_it_stands() {
    let both = json!([
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "s3:Put*", "Resource": "*"},
    ]);
    by_identity(both.clone(), "s3:GetObject", OBJECT, true);
    by_identity(both, "s3:PutObject", OBJECT, false);
    let deny = json!([{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}]);
    let own = Policy::from_statements(deny.as_array().cloned().into_iter().flatten()).expect("it is right");
    let verdict = decide(&state(allow("*", "*")), Some(&own), &session(), &access("s3:GetObject", OBJECT), None);
    assert!(!verdict.allowed);
    assert_eq!(verdict.explicit_deny, Finding::Denies);
    assert!(verdict.reason.ends_with("with an explicit deny in a resource-based policy"));
    // A session's own policy denies whether the role's policies allow or not.
    let policy = json!({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}});
    let bounded =
        Principal::RoleSession { role: "R".into(), session: "f".into(), policy: Some(policy.to_string().into()) };
    for statements in [allow("*", "*"), json!([])] {
        let verdict = decide(&state(statements), None, &bounded, &access("s3:GetObject", OBJECT), None);
        assert_eq!((verdict.allowed, verdict.explicit_deny), (false, Finding::Denies));
    }
}

#[test]
fn the_not_forms() {
    let not_action = json!([{"Effect": "Allow", "NotAction": "s3:Delete*", "Resource": "*"}]);
    by_identity(not_action.clone(), "s3:GetObject", OBJECT, true);
    by_identity(not_action, "s3:DeleteObject", OBJECT, false);
    let not_resource = json!([{"Effect": "Allow", "Action": "*", "NotResource": ["arn:aws:s3:::b/*"]}]);
    by_identity(not_resource.clone(), "s3:GetObject", OBJECT, false);
    by_identity(not_resource, "s3:GetObject", "arn:aws:s3:::c/x", true);
}

#[test]
fn conditions_and_variables() {
    let with = |condition: Value| json!([{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}]);
    let tagged = |value| with(json!({"StringEquals": {"aws:PrincipalTag/team": value}}));
    by_identity(tagged("blue"), "s3:GetObject", OBJECT, true);
    by_identity(tagged("red"), "s3:GetObject", OBJECT, false);
    by_identity(with(json!({"Bool": {"aws:SecureTransport": "false"}})), "s3:GetObject", OBJECT, false);
    let two = json!({"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"aws:RequestedRegion": "eu-west-1"}});
    by_identity(with(two), "s3:GetObject", OBJECT, false);
    let role_arn = json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/R"}});
    by_identity(with(role_arn), "s3:GetObject", OBJECT, true);
    by_identity(allow("*", "arn:aws:s3:::b/${aws:PrincipalTag/team}/*"), "s3:GetObject", "arn:aws:s3:::b/blue/x", true);
    by_identity(allow("*", "arn:aws:s3:::b/${aws:username}/*"), "s3:GetObject", OBJECT, false);
}

#[test]
fn whom_a_resource_policy_lets_in() {
    let to = |principal: Value| json!([{"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]);
    by_resource(to(json!("*")), &Principal::Anonymous, true);
    by_resource(to(json!({"AWS": "*"})), &Principal::Anonymous, true);
    by_resource(to(json!("*")), &session(), true);
    by_resource(to(json!({"AWS": "arn:aws:iam::123456789012:role/R"})), &session(), true);
    by_resource(to(json!({"AWS": "arn:aws:iam::123456789012:role/S"})), &session(), false);
    by_resource(to(json!({"AWS": "arn:aws:sts::123456789012:assumed-role/R/f"})), &session(), true);
    by_resource(to(json!({"AWS": "arn:aws:sts::123456789012:assumed-role/R/g"})), &session(), false);
    by_resource(to(json!({"AWS": "arn:aws:iam::123456789012:role/R"})), &Principal::Anonymous, false);
    // To name the account is to leave it to the role's own policies, and this role has none.
    by_resource(to(json!({"AWS": "123456789012"})), &session(), false);
    by_resource(to(json!({"AWS": "arn:aws:iam::123456789012:root"})), &Principal::Anonymous, false);
    by_resource(to(json!({"Service": "s3.amazonaws.com"})), &s3("a"), true);
    by_resource(to(json!({"Service": "sns.amazonaws.com"})), &s3("a"), false);
    by_resource(to(json!({"Service": "s3.amazonaws.com"})), &session(), false);
}

#[test]
fn a_service_acts_for_one_resource() {
    let when = |condition: Value| json!([{"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "s3:*", "Resource": "*", "Condition": condition}]);
    by_resource(when(json!({"ArnLike": {"AWS:SourceArn": "arn:aws:s3:::a"}})), &s3("a"), true);
    by_resource(when(json!({"ArnLike": {"AWS:SourceArn": "arn:aws:s3:::a"}})), &s3("ab"), false);
    by_resource(when(json!({"StringEquals": {"aws:SourceArn": "arn:aws:s3:::a"}})), &s3("a"), true);
    by_resource(when(json!({"StringEquals": {"aws:SourceAccount": "123456789012"}})), &s3("a"), true);
    by_resource(when(json!({"StringEquals": {"aws:SourceAccount": "210987654321"}})), &s3("a"), false);
}

#[test]
fn findings_and_the_deciding_statement() {
    let verdict = decide(&state(allow("s3:Get*", "*")), None, &session(), &access("s3:GetObject", OBJECT), None);
    assert_eq!(verdict.explicit_deny, Finding::Silent);
    assert_eq!(verdict.resource_policy, Finding::Absent);
    assert_eq!(verdict.identity_policy, Finding::Allows);
    assert_eq!(&*verdict.principal, "arn:aws:sts::123456789012:assumed-role/R/f");
    assert_eq!(&*verdict.reason, "Statement 1 of P allows s3:GetObject.");
    let decided_by = verdict.decided_by.expect("a statement allowed it");
    assert_eq!(&*decided_by.policy, "P");
    assert_eq!(&*decided_by.statement, r#"{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}"#);

    let verdict = decide(&state(json!([])), None, &session(), &access("s3:GetObject", OBJECT), None);
    assert_eq!((verdict.explicit_deny, verdict.identity_policy), (Finding::Absent, Finding::Absent));
    assert_eq!(verdict.decided_by, None);

    let verdict = decide(&state(json!([])), None, &Principal::Root, &access("s3:GetObject", OBJECT), None);
    assert_eq!(verdict.identity_policy, Finding::NotNeeded);
    assert_eq!(&*verdict.reason, "The account's root user may do everything.");
}

#[test]
fn refusals_in_the_words_of_aws() {
    let reason = |principal: &Principal, statements: Value, action, resource: &str| {
        decide(&state(statements), None, principal, &access(action, resource), None).reason.to_string()
    };
    let who = "User: arn:aws:sts::123456789012:assumed-role/R/f is not authorized to perform:";
    assert_eq!(
        reason(&session(), json!([]), "s3:PutObject", OBJECT),
        format!(
            "{who} s3:PutObject on resource: \"{OBJECT}\" because no identity-based policy allows the s3:PutObject action"
        )
    );
    assert_eq!(
        reason(&session(), json!([]), "s3:ListAllMyBuckets", "*"),
        format!("{who} s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action")
    );
    let deny = json!([{"Effect": "Deny", "Action": "*", "Resource": "*"}]);
    assert_eq!(
        reason(&session(), deny, "lambda:InvokeFunction", "arn:f"),
        format!("{who} lambda:InvokeFunction on resource: arn:f with an explicit deny in an identity-based policy")
    );
    assert_eq!(reason(&Principal::Anonymous, json!([]), "s3:GetObject", OBJECT), "Access Denied");
    assert_eq!(
        reason(&s3("a"), json!([]), "lambda:InvokeFunction", "arn:f"),
        "b has no resource policy that allows s3.amazonaws.com to do lambda:InvokeFunction for arn:aws:s3:::a."
    );
}

#[test]
fn attached_policies_count_too() {
    let mut state = state(json!([]));
    let basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    state.role_mut("R").expect("it is there").attached.push(basic.into());
    let call = Access {
        action: "logs:PutLogEvents",
        resource: "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/f:*".into(),
        policy_of: PolicyOf::Nothing,
    };
    let verdict = decide(&state, None, &session(), &call, None);
    assert_eq!(&*verdict.reason, "Statement 1 of AWSLambdaBasicExecutionRole allows logs:PutLogEvents.");
}

#[test]
fn who_may_assume_a_role() {
    let state = state(json!([]));
    assert!(state.may_be_assumed_by("arn:aws:iam::123456789012:role/R", "lambda.amazonaws.com"));
    assert!(!state.may_be_assumed_by("arn:aws:iam::123456789012:role/R", "s3.amazonaws.com"));
    assert!(!state.may_be_assumed_by("arn:aws:iam::123456789012:role/S", "lambda.amazonaws.com"));
    assert!(!state.may_be_assumed_by("arn:aws:iam::123456789012:role/service-role/R", "lambda.amazonaws.com"));
}
