//! What refused callers are told.

use super::harness::{Lab, lab};
use crate::verdict::Principal;

/// A laboratory with one object, asked by a role whose policy is these statements.
fn as_role(statements: &str) -> Lab {
    let mut lab = lab();
    lab.check("PUT /photos/a\n\nx", "200");
    let form = |action: &str, rest: &str| {
        format!(
            "POST iam.amazonaws.com/\ncontent-type: application/x-www-form-urlencoded\n\nAction={action}&Version=2010-05-08&RoleName=maker&{rest}"
        )
    };
    let encode = crate::protocol::uri::encode;
    let trust = encode(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}"#,
    );
    lab.check(&form("CreateRole", &format!("AssumeRolePolicyDocument={trust}")), "200");
    let policy = encode(&format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#));
    lab.check(&form("PutRolePolicy", &format!("PolicyName=p&PolicyDocument={policy}")), "200");
    lab.principal = Principal::RoleSession { role: "maker".into(), session: "MakeThumbnail".into(), policy: None };
    lab
}

const GET: &str = r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/*"}"#;
const LIST: &str = r#"{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::photos"}"#;

#[test]
fn a_role_is_told_what_it_lacks() {
    as_role(GET)
        .check("GET /photos/a", "200\n\nx")
        .check(
            "PUT /photos/a\n\ny",
            "403\n\n<Code>AccessDenied</Code><Message>User: arn:aws:sts::123456789012:assumed-role/maker/MakeThumbnail is not authorized to perform: s3:PutObject on resource: &quot;arn:aws:s3:::photos/a&quot; because no identity-based policy allows the s3:PutObject action</Message><RequestId>",
        )
        .check("DELETE /photos/a", "403\n\ns3:DeleteObject on resource")
        .check("GET /photos?list-type=2", "403\n\ns3:ListBucket on resource: &quot;arn:aws:s3:::photos&quot;")
        .check("HEAD /photos", "403\n\n!Error")
        .check("PUT /photos?notification\n\nx", "403\n\ns3:PutBucketNotification")
        .check("GET /", "403\n\ns3:ListAllMyBuckets")
        .check("GET /photos/a", "200\n\nx");
}

#[test]
fn that_a_key_is_missing_is_told_to_those_who_may_list() {
    as_role(GET)
        .check(
            "GET /photos/missing",
            "403\n\n<Code>AccessDenied</Code>\ns3:ListBucket on resource: &quot;arn:aws:s3:::photos&quot;",
        )
        .check("HEAD /photos/missing", "403");
    as_role(&format!("{GET},{LIST}"))
        .check("GET /photos/missing", "404\n\n<Key>missing</Key>")
        .check("HEAD /photos/missing", "404");
}

#[test]
fn that_a_bucket_is_missing_is_told_to_everyone() {
    as_role(GET).check("GET /cellar/a", "404\n\nNoSuchBucket").check("PUT /cellar", "403\n\ns3:CreateBucket");
}

#[test]
fn a_copy_needs_leave_for_both_ends() {
    let put = r#"{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::photos/*"}"#;
    as_role(put).check("PUT /photos/b\nx-amz-copy-source: photos/a", "403\n\ns3:GetObject on resource");
    as_role(GET).check("PUT /photos/b\nx-amz-copy-source: photos/a", "403\n\ns3:PutObject on resource");
    as_role(&format!("{GET},{put}")).check("PUT /photos/b\nx-amz-copy-source: photos/a", "200");
}

#[test]
fn strangers_are_told_nothing() {
    let mut lab = lab();
    lab.check("PUT /photos/a\n\nx", "200");
    lab.principal = Principal::Anonymous;
    lab.check("GET /photos/a", "403\n\n<Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>")
        .check("HEAD /photos/a", "403")
        .check("GET /cellar/a", "404\n\nNoSuchBucket");
}
