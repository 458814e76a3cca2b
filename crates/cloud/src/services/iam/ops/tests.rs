//! Tests of the operations over the wire: forms go in, XML comes out.

use crate::gateway;
use crate::http::{Request, Response};
use crate::operation::Context;
use crate::protocol::uri;
use crate::sim::rng::Rng;
use crate::sim::time::Time;
use crate::sim::trace::Change;
use crate::verdict::Principal;
use crate::world::World;

pub(super) const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
pub(super) const READ: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}"#;
const BASIC: &str = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
pub(super) const OURS: &str = "arn:aws:iam::123456789012:policy/P";

/// An account with nothing in it, and what has changed in it since.
pub(super) struct Account {
    pub(super) world: World,
    rng: Rng,
    pub(super) principal: Principal,
    changes: Vec<Change>,
}

impl Account {
    pub(super) fn new() -> Self {
        Self { world: World::default(), rng: Rng::new(1), principal: Principal::Root, changes: Vec::new() }
    }

    pub(super) fn with_role() -> Self {
        let mut account = Self::new();
        account.does("CreateRole", &[("RoleName", "R"), ("AssumeRolePolicyDocument", TRUST)]);
        account.changes.clear();
        account
    }

    pub(super) fn call(&mut self, host: &str, action: &str, fields: &[(&str, &str)]) -> Response {
        let mut form = format!("Action={action}");
        for (name, value) in fields {
            form.extend(["&", name, "=", &uri::encode(value)]);
        }
        let request = Request::new("POST", &format!("https://{host}/"))
            .expect("the address is one")
            .with_header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
            .with_body(form);
        self.send(request)
    }

    pub(super) fn send(&mut self, request: Request) -> Response {
        let mut context = Context {
            now: Time::default(),
            request_id: "id-1",
            principal: &self.principal,
            message: None,
            world: &mut self.world,
            rng: &mut self.rng,
            changes: &mut self.changes,
            effects: &mut Vec::new(),
        };
        gateway::perform(&mut context, &request).response.expect("it is answered at once")
    }

    /// The body of a call that succeeds.
    pub(super) fn does(&mut self, action: &str, fields: &[(&str, &str)]) -> String {
        let response = self.call("iam.amazonaws.com", action, fields);
        let body = String::from_utf8(response.body.to_vec()).expect("XML is text");
        assert_eq!(response.status, 200, "{action}: {body}");
        body
    }

    /// Checks the answer's result, without the frame around it.
    fn check(&mut self, action: &str, fields: &[(&str, &str)], result: &str) {
        let frame = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{action}Response xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">{}<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></{action}Response>",
            if result.is_empty() { String::new() } else { format!("<{action}Result>{result}</{action}Result>") }
        );
        assert_eq!(self.does(action, fields), frame);
    }

    pub(super) fn refused(&mut self, action: &str, fields: &[(&str, &str)], status: u16, code: &str, message: &str) {
        let response = self.call("iam.amazonaws.com", action, fields);
        let body = String::from_utf8(response.body.to_vec()).expect("XML is text");
        assert_eq!(response.status, status, "{action}: {body}");
        let root = crate::protocol::xml::parse(&response.body).expect("errors are XML");
        let error = root.child("Error").expect("it is an error");
        assert_eq!((error.child_text("Code"), error.child_text("Message")), (Some(code), Some(message)));
    }

    /// Checks what has changed since the last check.
    fn changed(&mut self, subject: &str, before: Option<&str>, after: Option<&str>) {
        let changes = std::mem::take(&mut self.changes);
        let expected =
            Change { subject: subject.to_owned(), before: before.map(str::to_owned), after: after.map(str::to_owned) };
        assert_eq!(changes, [expected]);
    }
}

/// The one statement of a policy.
fn statement(policy: &str) -> &str {
    policy
        .split_once('[')
        .and_then(|(_, rest)| rest.rsplit_once(']'))
        .map(|(statement, _)| statement)
        .expect("the policy has a list of statements")
}

fn role_fields() -> String {
    format!(
        "<Path>/</Path><RoleName>R</RoleName><RoleId>{{ID}}</RoleId><Arn>arn:aws:iam::123456789012:role/R</Arn><CreateDate>2026-01-05T09:00:00Z</CreateDate><AssumeRolePolicyDocument>{}</AssumeRolePolicyDocument>",
        uri::encode(TRUST)
    )
}

#[test]
fn a_role_comes_and_goes() {
    let mut account = Account::new();
    account.does("CreateRole", &[("RoleName", "R"), ("AssumeRolePolicyDocument", TRUST)]);
    account.changed("R", None, Some("role created"));
    let id = account.world.iam().role("R").expect("it was made").id.to_string();
    assert!(id.starts_with("AROA") && id.len() == 21);
    let fields = role_fields().replace("{ID}", &id);
    let role = [("RoleName", "R")];
    account.check(
        "GetRole",
        &role,
        &format!("<Role>{fields}<MaxSessionDuration>3600</MaxSessionDuration><RoleLastUsed></RoleLastUsed></Role>"),
    );
    account.check(
        "ListRoles",
        &[],
        &format!(
            "<IsTruncated>false</IsTruncated><Roles><member>{fields}<MaxSessionDuration>3600</MaxSessionDuration></member></Roles>"
        ),
    );
    account.check("DeleteRole", &role, "");
    account.changed("R", Some("role"), None);
    account.refused("GetRole", &role, 404, "NoSuchEntity", "The role with name R cannot be found.");
    account.refused("DeleteRole", &role, 404, "NoSuchEntity", "The role with name R cannot be found.");
}

#[test]
fn a_new_role_as_it_is_told() {
    let mut account = Account::new();
    let body = account.does(
        "CreateRole",
        &[
            ("RoleName", "R"),
            ("AssumeRolePolicyDocument", TRUST),
            ("Tags.member.1.Key", "team"),
            ("Tags.member.1.Value", "blue & green"),
        ],
    );
    let id = account.world.iam().role("R").expect("it was made").id.to_string();
    let tags = "<Tags><member><Key>team</Key><Value>blue &amp; green</Value></member></Tags>";
    let role = format!("<Role>{}{tags}</Role>", role_fields().replace("{ID}", &id));
    assert!(body.contains(&role), "{body}");
    assert_eq!(account.world.iam().role("R").and_then(|role| role.tag("Team")), Some("blue & green"));
}

#[test]
fn roles_that_cannot_be() {
    let mut account = Account::with_role();
    let mut refused = |name: &str, trust: &str, status, code, message: &str| {
        account.refused(
            "CreateRole",
            &[("RoleName", name), ("AssumeRolePolicyDocument", trust)],
            status,
            code,
            message,
        );
    };
    refused("R", TRUST, 409, "EntityAlreadyExists", "Role with name R already exists.");
    refused("S", "{", 400, "MalformedPolicyDocument", "This policy contains invalid Json");
    refused("S", READ, 400, "MalformedPolicyDocument", "AssumeRole policy may only specify STS AssumeRole actions.");
    refused(
        "no spaces",
        TRUST,
        400,
        "ValidationError",
        "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
    );
    refused(
        "S",
        "",
        400,
        "ValidationError",
        "1 validation error detected: Value null at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null",
    );
    let long = TRUST.replace("lambda", &"a".repeat(2_048));
    refused("S", &long, 409, "LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048");
}

#[test]
fn inline_policies() {
    let mut account = Account::with_role();
    let named = [("RoleName", "R"), ("PolicyName", "P")];
    let put = |document| [named[0], named[1], ("PolicyDocument", document)];
    account.check("PutRolePolicy", &put(READ), "");
    account.changed("R / P", None, Some(statement(READ)));
    let write = READ.replace("Get", "Put");
    account.check("PutRolePolicy", &put(&write), "");
    account.changed("R / P", Some(statement(READ)), Some(statement(&write)));
    account.check(
        "GetRolePolicy",
        &named,
        &format!(
            "<RoleName>R</RoleName><PolicyName>P</PolicyName><PolicyDocument>{}</PolicyDocument>",
            uri::encode(&write)
        ),
    );
    account.check(
        "ListRolePolicies",
        &named[..1],
        "<PolicyNames><member>P</member></PolicyNames><IsTruncated>false</IsTruncated>",
    );
    let none = "<InstanceProfiles></InstanceProfiles><IsTruncated>false</IsTruncated>";
    account.check("ListInstanceProfilesForRole", &named[..1], none);
    let conflict = "Cannot delete entity, must delete policies first.";
    account.refused("DeleteRole", &named[..1], 409, "DeleteConflict", conflict);
    account.check("DeleteRolePolicy", &named, "");
    account.changed("R / P", Some(statement(&write)), None);
    let gone = "The role policy with name P cannot be found.";
    account.refused("GetRolePolicy", &named, 404, "NoSuchEntity", gone);
    account.refused("DeleteRolePolicy", &named, 404, "NoSuchEntity", gone);
    let wrong = "Policy statement must contain resources.";
    let no_resource = r#"{"Statement":[{"Effect":"Allow","Action":"s3:GetObject"}]}"#;
    account.refused("PutRolePolicy", &put(no_resource), 400, "MalformedPolicyDocument", wrong);
    let long = READ.replace("b/*", &"b".repeat(10_240));
    let too_long = "Maximum policy size of 10240 bytes exceeded for role R";
    account.refused("PutRolePolicy", &put(&long), 409, "LimitExceeded", too_long);
}

#[test]
fn managed_policies_are_attached_and_detached() {
    let mut account = Account::with_role();
    let fields = [("RoleName", "R"), ("PolicyArn", BASIC)];
    account.check("AttachRolePolicy", &fields, "");
    assert_eq!(account.changes.len(), 1);
    account.check("AttachRolePolicy", &fields, "");
    assert_eq!(account.changes.len(), 1, "to attach it again changes nothing");
    account.check(
        "ListAttachedRolePolicies",
        &fields[..1],
        &format!(
            "<AttachedPolicies><member><PolicyName>AWSLambdaBasicExecutionRole</PolicyName><PolicyArn>{BASIC}</PolicyArn></member></AttachedPolicies><IsTruncated>false</IsTruncated>"
        ),
    );
    let conflict = "Cannot delete entity, must detach all policies first.";
    account.refused("DeleteRole", &fields[..1], 409, "DeleteConflict", conflict);
    account.changes.clear();
    account.check("DetachRolePolicy", &fields, "");
    account.changed("R / AWSLambdaBasicExecutionRole", Some("attached"), None);
    let gone = format!("Policy {BASIC} was not found.");
    account.refused("DetachRolePolicy", &fields, 404, "NoSuchEntity", &gone);
    let none = format!("Policy {OURS} does not exist or is not attachable.");
    account.refused("AttachRolePolicy", &[fields[0], ("PolicyArn", OURS)], 404, "NoSuchEntity", &none);
    let no_arn = [fields[0], ("PolicyArn", "AWSLambdaBasicExecutionRole")];
    account.refused("AttachRolePolicy", &no_arn, 400, "ValidationError", "Invalid ARN:  Could not be parsed!");
}

#[test]
fn managed_policies_of_the_account() {
    let mut account = Account::with_role();
    let create = [("PolicyName", "P"), ("PolicyDocument", READ), ("Description", "reads")];
    account.does("CreatePolicy", &create);
    account.changed("P", None, Some(statement(READ)));
    let exists = "A policy called P already exists. Duplicate names are not allowed.";
    account.refused("CreatePolicy", &create, 409, "EntityAlreadyExists", exists);
    let arn = [("PolicyArn", OURS)];
    account.does("AttachRolePolicy", &[("RoleName", "R"), arn[0]]);
    let id = account.world.iam().managed_policy(OURS).expect("it was made").id.to_string();
    let fields = |attached, description| {
        format!(
            "<PolicyName>P</PolicyName><PolicyId>{id}</PolicyId><Arn>{OURS}</Arn><Path>/</Path><DefaultVersionId>v1</DefaultVersionId><AttachmentCount>{attached}</AttachmentCount><PermissionsBoundaryUsageCount>0</PermissionsBoundaryUsageCount><IsAttachable>true</IsAttachable>{description}<CreateDate>2026-01-05T09:00:00Z</CreateDate><UpdateDate>2026-01-05T09:00:00Z</UpdateDate>"
        )
    };
    account.check("GetPolicy", &arn, &format!("<Policy>{}</Policy>", fields(1, "<Description>reads</Description>")));
    account.check(
        "ListPolicies",
        &[("Scope", "Local")],
        &format!("<IsTruncated>false</IsTruncated><Policies><member>{}</member></Policies>", fields(1, "")),
    );
    account.check(
        "GetPolicyVersion",
        &[arn[0], ("VersionId", "v1")],
        &format!(
            "<PolicyVersion><Document>{}</Document><VersionId>v1</VersionId><IsDefaultVersion>true</IsDefaultVersion><CreateDate>2026-01-05T09:00:00Z</CreateDate></PolicyVersion>",
            uri::encode(READ)
        ),
    );
    let attached = "Cannot delete a policy attached to entities.";
    account.refused("DeletePolicy", &arn, 409, "DeleteConflict", attached);
    account.does("DetachRolePolicy", &[("RoleName", "R"), arn[0]]);
    account.changes.clear();
    account.check("DeletePolicy", &arn, "");
    account.changed("P", Some(statement(READ)), None);
    account.refused("GetPolicy", &arn, 404, "NoSuchEntity", &format!("Policy {OURS} was not found."));
}

#[test]
fn lists_go_on_from_their_marker() {
    let mut account = Account::with_role();
    account.does("CreateRole", &[("RoleName", "S"), ("AssumeRolePolicyDocument", TRUST)]);
    let first = account.does("ListRoles", &[("MaxItems", "1")]);
    assert!(first.contains("<IsTruncated>true</IsTruncated><Marker>1</Marker>"), "{first}");
    assert!(first.contains("<RoleName>R</RoleName>") && !first.contains("<RoleName>S</RoleName>"));
    let second = account.does("ListRoles", &[("MaxItems", "1"), ("Marker", "1")]);
    assert!(second.contains("<IsTruncated>false</IsTruncated>") && second.contains("<RoleName>S</RoleName>"));
}

#[test]
fn trust_is_changed() {
    let mut account = Account::with_role();
    let other = TRUST.replace("lambda", "states");
    account.check("UpdateAssumeRolePolicy", &[("RoleName", "R"), ("PolicyDocument", &other)], "");
    account.changed("R / trust policy", Some(statement(TRUST)), Some(statement(&other)));
    let arn = "arn:aws:iam::123456789012:role/R";
    assert!(!account.world.iam().may_be_assumed_by(arn, "lambda.amazonaws.com"));
    assert!(account.world.iam().may_be_assumed_by(arn, "states.amazonaws.com"));
}

#[test]
fn a_function_may_not_change_its_role_unless_it_may() {
    let mut account = Account::with_role();
    account.principal = Principal::RoleSession { role: "R".into(), session: "f".into(), policy: None };
    let put = [("RoleName", "R"), ("PolicyName", "P"), ("PolicyDocument", READ)];
    let denial = "User: arn:aws:sts::123456789012:assumed-role/R/f is not authorized to perform: iam:PutRolePolicy on resource: arn:aws:iam::123456789012:role/R because no identity-based policy allows the iam:PutRolePolicy action";
    account.refused("PutRolePolicy", &put, 403, "AccessDenied", denial);
    assert_eq!(account.changes, []);
}

#[test]
fn what_is_not_simulated_says_so() {
    let text = "Coldstart does not simulate CreateGroup of iam. Nothing was changed.";
    Account::new().refused("CreateGroup", &[("GroupName", "team")], 501, "NotImplemented", text);
}

#[test]
fn who_am_i() {
    let mut account = Account::with_role();
    let mut identity = |principal: Principal| {
        account.principal = principal;
        let response = account.call("sts.us-east-1.amazonaws.com", "GetCallerIdentity", &[]);
        let id = account.world.iam().role("R").expect("it was made").id.to_string();
        String::from_utf8(response.body.to_vec()).expect("XML is text").replace(&id, "{ID}")
    };
    let answer = |arn: &str, id: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Arn>{arn}</Arn><UserId>{id}</UserId><Account>123456789012</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>"
        )
    };
    assert_eq!(identity(Principal::Root), answer("arn:aws:iam::123456789012:root", "123456789012"));
    let session = Principal::RoleSession { role: "R".into(), session: "f".into(), policy: None };
    assert_eq!(identity(session), answer("arn:aws:sts::123456789012:assumed-role/R/f", "{ID}:f"));
    assert!(identity(Principal::Anonymous).contains("<Code>MissingAuthenticationToken</Code>"));
}
