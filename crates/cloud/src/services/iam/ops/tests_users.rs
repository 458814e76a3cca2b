//! Users, their keys, sessions and simulations over the wire.

use crate::http::Request;

use super::tests::{Account, OURS, READ, TRUST};
use crate::protocol::xml::{self, Element};
use crate::verdict::Principal;

const ROLE: &str = "arn:aws:iam::123456789012:role/R";
const ANN: [(&str, &str); 1] = [("UserName", "ann")];

fn ann() -> Principal {
    Principal::User { user: "ann".into(), path: "/".into() }
}

fn with_user() -> Account {
    let mut account = Account::with_role();
    account.does("CreateUser", &ANN);
    account
}

/// A call to STS: its status, and its document.
fn sts(account: &mut Account, action: &str, fields: &[(&str, &str)]) -> (u16, Element) {
    let response = account.call("sts.us-east-1.amazonaws.com", action, fields);
    (response.status, xml::parse(&response.body).expect("answers are XML"))
}

#[track_caller]
fn refused_by_sts(
    account: &mut Account,
    action: &str,
    fields: &[(&str, &str)],
    status: u16,
    code: &str,
    message: &str,
) {
    let (held, document) = sts(account, action, fields);
    let error = document.child("Error").expect("it is an error");
    assert_eq!(
        (held, error.child_text("Code"), error.child_text("Message")),
        (status, Some(code), Some(message)),
        "{action}"
    );
}

fn assume<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [("RoleArn", ROLE), ("RoleSessionName", "s1")].iter().chain(more).copied().collect()
}

/// Lets the role be assumed by what this is the ARN of.
fn trust(account: &mut Account, arn: &str) {
    let trust = TRUST.replace(r#""Service":"lambda.amazonaws.com""#, &format!(r#""AWS":"{arn}""#));
    account.does("UpdateAssumeRolePolicy", &[("RoleName", "R"), ("PolicyDocument", &trust)]);
}

#[test]
fn a_user_comes_and_goes() {
    let mut account = with_user();
    assert!(account.does("GetUser", &ANN).contains("<Arn>arn:aws:iam::123456789012:user/ann</Arn>"));
    assert!(account.does("ListUsers", &[]).contains("<UserName>ann</UserName>"));
    account.refused("CreateUser", &ANN, 409, "EntityAlreadyExists", "User with name ann already exists.");
    let missing = "The user with name wrong-user-name cannot be found.";
    account.refused("GetUser", &[("UserName", "wrong-user-name")], 404, "NoSuchEntity", missing);
    account.does("CreateAccessKey", &ANN);
    let keys = "Cannot delete entity, must delete access keys first.";
    account.refused("DeleteUser", &ANN, 409, "DeleteConflict", keys);
    let id = account.world.iam().keys_of("ann").next().expect("it was made").key_id.to_string();
    assert!(account.does("ListAccessKeys", &ANN).contains(&id));
    account.does("DeleteAccessKey", &[("UserName", "ann"), ("AccessKeyId", &id)]);
    account.does("DeleteUser", &ANN);
}

#[test]
fn a_key_leads_to_its_user_and_a_user_has_two_at_most() {
    let mut account = with_user();
    account.does("CreateAccessKey", &ANN);
    let id = account.world.iam().keys_of("ann").next().expect("it was made").key_id.clone();
    assert_eq!(account.world.iam().credentials(&id).map(|held| &held.principal), Some(&ann()));
    account.does("CreateAccessKey", &ANN);
    account.refused("CreateAccessKey", &ANN, 409, "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2");
}

#[test]
fn a_user_may_do_what_its_policies_permit() {
    let mut account = with_user();
    let policy = READ.replace("s3:GetObject", "iam:ListUsers").replace("arn:aws:s3:::b/*", "*");
    account.does("CreatePolicy", &[("PolicyName", "P"), ("PolicyDocument", &policy)]);
    account.principal = ann();
    let text = "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::123456789012:user/ because no identity-based policy allows the iam:ListUsers action";
    account.refused("ListUsers", &[], 403, "AccessDenied", text);
    account.principal = Principal::Root;
    account.does("AttachUserPolicy", &[("UserName", "ann"), ("PolicyArn", OURS)]);
    assert!(account.does("ListAttachedUserPolicies", &ANN).contains("<PolicyName>P</PolicyName>"));
    account.principal = ann();
    account.does("ListUsers", &[]);
    account.principal = Principal::Root;
    account.refused(
        "DeletePolicy",
        &[("PolicyArn", OURS)],
        409,
        "DeleteConflict",
        "Cannot delete a policy attached to entities.",
    );
    account.does("DetachUserPolicy", &[("UserName", "ann"), ("PolicyArn", OURS)]);
    account.does("DeletePolicy", &[("PolicyArn", OURS)]);
}

#[test]
fn a_role_is_assumed_by_whom_it_trusts() {
    let mut account = with_user();
    account.principal = ann();
    let text = format!(
        "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: sts:AssumeRole on resource: {ROLE}"
    );
    refused_by_sts(&mut account, "AssumeRole", &assume(&[]), 403, "AccessDenied", &text);
    account.principal = Principal::Root;
    // A trust policy that names the account leaves it to the user's own policies, and ann has none.
    trust(&mut account, "123456789012");
    account.principal = ann();
    refused_by_sts(&mut account, "AssumeRole", &assume(&[]), 403, "AccessDenied", &text);
    account.principal = Principal::Root;
    trust(&mut account, "arn:aws:iam::123456789012:user/ann");
    account.principal = ann();
    let (status, document) = sts(&mut account, "AssumeRole", &assume(&[("DurationSeconds", "900")]));
    let result = document.child("AssumeRoleResult").expect("it has a result");
    assert_eq!(status, 200);
    let user = result.child("AssumedRoleUser").and_then(|user| user.child_text("Arn"));
    assert_eq!(user, Some("arn:aws:sts::123456789012:assumed-role/R/s1"));
    let credentials = result.child("Credentials").expect("it has credentials");
    assert_eq!(credentials.child_text("Expiration"), Some("2026-01-05T09:15:00Z"));
    let held = account.world.iam().credentials(credentials.child_text("AccessKeyId").unwrap_or_default());
    let session = Principal::RoleSession { role: "R".into(), session: "s1".into(), policy: None };
    assert_eq!(held.map(|held| &held.principal), Some(&session));
}

#[test]
fn what_sts_was_recorded_to_refuse_is_refused_in_its_words() {
    let mut account = Account::with_role();
    for arn in [
        "arn::b:::something/test-role",
        "arn:a::::something/test-role",
        "arn:a:::something/test-role",
        "arn:a:a::aaaaaaaaaa:",
        "nothing-valid-in-here",
    ] {
        let fields = [("RoleArn", arn), ("RoleSessionName", "s1")];
        refused_by_sts(&mut account, "AssumeRole", &fields, 400, "ValidationError", &format!("{arn} is invalid"));
    }
    let fields = [("RoleArn", ROLE), ("RoleSessionName", "Session1:2")];
    let text = r"1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*";
    refused_by_sts(&mut account, "AssumeRole", &fields, 400, "ValidationError", text);
    let twice = assume(&[("Tags.member.1.Key", "a"), ("Tags.member.2.Key", "A")]);
    let text = "Duplicate tag keys found. Please note that Tag keys are case insensitive.";
    refused_by_sts(&mut account, "AssumeRole", &twice, 400, "InvalidParameterValue", text);
    let transitive = assume(&[("TransitiveTagKeys.member.1", "a")]);
    let text = "The specified transitive tag key must be included in the requested tags.";
    refused_by_sts(&mut account, "AssumeRole", &transitive, 400, "InvalidParameterValue", text);
}

#[test]
fn users_and_root_have_sessions_and_identities() {
    let mut account = with_user();
    account.principal = ann();
    let (_, document) = sts(&mut account, "GetCallerIdentity", &[]);
    let arn = document.child("GetCallerIdentityResult").and_then(|result| result.child_text("Arn"));
    assert_eq!(arn, Some("arn:aws:iam::123456789012:user/ann"));
    assert_eq!(sts(&mut account, "GetSessionToken", &[("DurationSeconds", "129600")]).0, 200);
    account.principal = Principal::Root;
    assert_eq!(sts(&mut account, "GetSessionToken", &[]).0, 200);
    account.principal = Principal::RoleSession { role: "R".into(), session: "f".into(), policy: None };
    let text = "Cannot call GetSessionToken with session credentials";
    refused_by_sts(&mut account, "GetSessionToken", &[], 403, "AccessDenied", text);
}

#[test]
fn a_federated_user_may_what_its_user_and_its_policy_both_permit() {
    let mut account = with_user();
    let call = |account: &mut Account, path: &str| {
        let request = Request::new("GET", &format!("https://s3.us-east-1.amazonaws.com/{path}"));
        let response = account.send(request.expect("it is an address"));
        (response.status, String::from_utf8_lossy(&response.body).into_owned())
    };
    account.principal = Principal::FederatedUser { name: "guest".into(), user: None, policy: Some(READ.into()) };
    let arn = "arn:aws:sts::123456789012:federated-user/guest";
    let (_, document) = sts(&mut account, "GetCallerIdentity", &[]);
    let result = document.child("GetCallerIdentityResult").expect("it has one");
    assert_eq!((result.child_text("Arn"), result.child_text("UserId")), (Some(arn), Some("123456789012:guest")));
    // Root's policies permit everything, the session's own only to read objects of b.
    assert_eq!(call(&mut account, "b/x").0, 404);
    let (status, text) = call(&mut account, "");
    let why = "is not authorized to perform: s3:ListAllMyBuckets";
    assert!(
        status == 403 && text.contains(&format!("User: {arn} {why}")) && text.contains("no session policy"),
        "{text}"
    );
    // Ann's policies permit nothing, whatever the session's does.
    account.principal =
        Principal::FederatedUser { name: "guest".into(), user: Some("ann".into()), policy: Some(READ.into()) };
    let (status, text) = call(&mut account, "");
    assert!(status == 403 && text.contains("no identity-based policy") && text.contains(arn), "{text}");
    let everything = READ.replace("s3:GetObject", "*").replace("arn:aws:s3:::b/*", "*");
    account.principal = Principal::FederatedUser { name: "guest".into(), user: None, policy: Some(everything.into()) };
    let text = "Cannot call GetFederationToken with session credentials";
    refused_by_sts(&mut account, "GetFederationToken", &[("Name", "guest")], 403, "AccessDenied", text);
}

#[test]
fn a_session_with_a_policy_may_what_it_and_its_role_both_permit() {
    let mut account = with_user();
    trust(&mut account, "arn:aws:iam::123456789012:user/ann");
    account.principal = ann();
    let (status, _) = sts(&mut account, "AssumeRole", &assume(&[("Policy", READ)]));
    assert_eq!(status, 200);
    let text = "This policy contains invalid Json";
    refused_by_sts(&mut account, "AssumeRole", &assume(&[("Policy", "{")]), 400, "MalformedPolicyDocument", text);
    let everything = READ.replace("s3:GetObject", "*").replace("arn:aws:s3:::b/*", "*");
    account.principal = Principal::Root;
    let fields = [("RoleName", "R"), ("PolicyName", "P"), ("PolicyDocument", everything.as_str())];
    account.does("PutRolePolicy", &fields);
    let mut list = |policy: &str| {
        account.principal =
            Principal::RoleSession { role: "R".into(), session: "s1".into(), policy: Some(policy.into()) };
        let response = account.send(Request::new("GET", "https://s3.us-east-1.amazonaws.com/").expect("it is one"));
        (response.status, String::from_utf8_lossy(&response.body).into_owned())
    };
    assert_eq!(list(&everything).0, 200);
    let (status, text) = list(READ);
    let why = "User: arn:aws:sts::123456789012:assumed-role/R/s1 is not authorized to perform: s3:ListAllMyBuckets because no session policy allows the s3:ListAllMyBuckets action";
    assert!(status == 403 && text.contains(why), "{text}");
}

#[test]
fn a_federation_token_is_given_on() {
    let mut account = with_user();
    let (status, document) = sts(&mut account, "GetFederationToken", &[("Name", "guest"), ("Policy", READ)]);
    let result = document.child("GetFederationTokenResult").expect("it has one");
    let user = result.child("FederatedUser").expect("it tells whose");
    let arn = Some("arn:aws:sts::123456789012:federated-user/guest");
    assert_eq!((status, user.child_text("Arn")), (200, arn));
    assert!(result.child("Credentials").and_then(|held| held.child_text("SessionToken")).is_some());
    let wrong = [("Name", "guest"), ("Policy", "{")];
    let text = "This policy contains invalid Json";
    refused_by_sts(&mut account, "GetFederationToken", &wrong, 400, "MalformedPolicyDocument", text);
    let text = "1 validation error detected: Value 'g' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 2";
    refused_by_sts(&mut account, "GetFederationToken", &[("Name", "g")], 400, "ValidationError", text);
    account.principal = ann();
    let text = "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: sts:GetFederationToken on resource: arn:aws:sts::123456789012:federated-user/guest because no identity-based policy allows the sts:GetFederationToken action";
    refused_by_sts(&mut account, "GetFederationToken", &[("Name", "guest")], 403, "AccessDenied", text);
}

#[test]
fn a_simulation_decides_as_a_call_would() {
    let mut account = Account::with_role();
    account.does("PutRolePolicy", &[("RoleName", "R"), ("PolicyName", "P"), ("PolicyDocument", READ)]);
    let fields = [
        ("PolicySourceArn", ROLE),
        ("ActionNames.member.1", "s3:GetObject"),
        ("ActionNames.member.2", "s3:PutObject"),
        ("ResourceArns.member.1", "arn:aws:s3:::b/x"),
    ];
    let answer = account.does("SimulatePrincipalPolicy", &fields);
    assert!(
        answer.contains(
            "<EvalDecision>allowed</EvalDecision><MatchedStatements><member><SourcePolicyId>P</SourcePolicyId>"
        ),
        "{answer}"
    );
    assert!(answer.contains("<EvalDecision>implicitDeny</EvalDecision>"), "{answer}");
    let pages = [fields.as_slice(), &[("MaxItems", "1")]].concat();
    let first = account.does("SimulatePrincipalPolicy", &pages);
    assert!(
        first.contains("<IsTruncated>true</IsTruncated><Marker>1</Marker>") && !first.contains("implicit"),
        "{first}"
    );
    let second = account.does("SimulatePrincipalPolicy", &[pages.as_slice(), &[("Marker", "1")]].concat());
    assert!(second.contains("<IsTruncated>false</IsTruncated>") && second.contains("implicitDeny"), "{second}");
    let deny = READ.replace("Allow", "Deny");
    let fields = [
        ("PolicyInputList.member.1", READ),
        ("PolicyInputList.member.2", &deny),
        ("ActionNames.member.1", "s3:GetObject"),
        ("ResourceArns.member.1", "arn:aws:s3:::b/x"),
    ];
    assert!(account.does("SimulateCustomPolicy", &fields).contains("<EvalDecision>explicitDeny</EvalDecision>"));
    let fields = [("PolicySourceArn", "arn:aws:iam::123456789012:role/S"), ("ActionNames.member.1", "s3:GetObject")];
    account.refused("SimulatePrincipalPolicy", &fields, 404, "NoSuchEntity", "The role with name S cannot be found.");
}
