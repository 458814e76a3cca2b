//! Tests of the grammar: what is accepted, and what is said of the rest.

use super::*;

fn check(kind: Kind, json: &str, message: &str) {
    let error = policy(json, kind).expect_err("the policy is wrong");
    assert_eq!(error.message(), message, "{json}");
}

fn statement_of(elements: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":[{{{elements}}}]}}"#)
}

fn check_statement(elements: &str, message: &str) {
    check(Kind::Inline, &statement_of(elements), message);
}

#[test]
fn what_is_right_is_read() {
    for elements in [
        r#""Effect":"Allow","Action":"s3:GetObject","Resource":"*""#,
        r#""Sid":"A1","Effect":"Deny","NotAction":["iam:*","s3:Get?bject"],"NotResource":["arn:aws:s3:::b/*"]"#,
        r#""Effect":"Allow","Action":"*","Resource":"arn:aws:logs:*:*:*","Condition":{"Bool":{"aws:SecureTransport":true}}"#,
        r#""Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericLessThan":{"s3:max-keys":[10,"20"]}}"#,
    ] {
        let read = policy(&statement_of(elements), Kind::Inline).expect("the policy is right");
        assert_eq!(&*read.statements()[0].text, format!("{{{elements}}}"));
    }
    let one = r#"{"Statement":{"Effect":"Allow","Action":"a:b","Resource":"*"}}"#;
    assert_eq!(policy(one, Kind::Inline).expect("one statement needs no list").version.as_ref(), "2008-10-17");
}

#[test]
fn mistakes_of_form() {
    check(Kind::Inline, "{", "This policy contains invalid Json");
    for wrong in
        ["[]", "{}", r#"{"Statement":[]}"#, r#"{"Version":"2020-01-01","Statement":[]}"#, r#"{"Statements":[]}"#]
    {
        check(Kind::Inline, wrong, "Syntax errors in policy.");
    }
    check_statement(r#""Action":"a:b","Resource":"*""#, "Syntax errors in policy.");
    check_statement(r#""Effect":"Allow","Actions":"a:b","Resource":"*""#, "Syntax errors in policy.");
    check_statement(r#""Effect":"Allow","Action":{},"Resource":"*""#, "Syntax errors in policy.");
    check_statement(r#""Effect":"Allow","Action":"a:b","NotAction":"a:b","Resource":"*""#, "Syntax errors in policy.");
    check_statement(
        r#""Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"Like":{"aws:x":"1"}}"#,
        "Syntax errors in policy.",
    );
    check_statement(r#""Effect":"allow","Action":"a:b","Resource":"*""#, "The policy failed legacy parsing");
}

#[test]
fn mistakes_of_content() {
    check_statement(r#""Effect":"Allow","Resource":"*""#, "Policy statement must contain actions.");
    check_statement(r#""Effect":"Allow","Action":[],"Resource":"*""#, "Policy statement must contain actions.");
    check_statement(r#""Effect":"Allow","Action":"a:b""#, "Policy statement must contain resources.");
    check_statement(
        r#""Effect":"Allow","Action":"GetObject","Resource":"*""#,
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
    );
    check_statement(
        r#""Effect":"Allow","Action":"s3:Get:Object","Resource":"*""#,
        "Actions/Condition can contain only one colon.",
    );
    check_statement(r#""Effect":"Allow","Action":"s 3:GetObject","Resource":"*""#, "Vendor s 3 is not valid");
    check_statement(
        r#""Effect":"Allow","Action":"s3:*","Resource":"my-bucket""#,
        r#"Resource my-bucket must be in ARN format or "*"."#,
    );
    check_statement(
        r#""Effect":"Allow","Action":"s3:*","Resource":"arn:asw:s3:::b""#,
        r#"Partition "asw" is not valid for resource "arn:asw:s3:::b"."#,
    );
    check_statement(
        r#""Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:us-east-1::b""#,
        "Resource arn:aws:s3:us-east-1::b can not contain region information.",
    );
    let twice = r#"{"Sid":"A","Effect":"Allow","Action":"a:b","Resource":"*"}"#;
    check(
        Kind::Inline,
        &format!(r#"{{"Statement":[{twice},{twice}]}}"#),
        "Statement IDs (SID) in a single policy must be unique.",
    );
}

#[test]
fn what_belongs_to_each_kind() {
    let identity = r#""Effect":"Allow","Action":"s3:*","Resource":"*""#;
    let resource = r#""Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*""#;
    let trust = r#""Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"lambda.amazonaws.com"}"#;
    assert!(policy(&statement_of(identity), Kind::Managed).is_ok());
    assert!(policy(&statement_of(resource), Kind::Resource).is_ok());
    assert!(policy(&statement_of(trust), Kind::Trust).is_ok());
    check(
        Kind::Managed,
        &format!(r#"{{"Statement":{{{identity}}}}}"#),
        "Policy document must be version 2012-10-17 or greater.",
    );
    check(Kind::Inline, &statement_of(resource), "Policy document should not specify a principal.");
    check(Kind::Resource, &statement_of(identity), "Missing required field Principal");
    check(Kind::Trust, &statement_of(&format!(r#"{trust},"Resource":"*""#)), "Has prohibited field Resource");
    check(
        Kind::Trust,
        &statement_of(r#""Effect":"Allow","Action":"s3:Get*","Principal":"*""#),
        "AssumeRole policy may only specify STS AssumeRole actions.",
    );
    check(
        Kind::Trust,
        &statement_of(r#""Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"lambda"}"#),
        r#"Invalid principal in policy: "SERVICE":"lambda""#,
    );
    check(
        Kind::Trust,
        &statement_of(r#""Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::1:role/r"}"#),
        r#"Invalid principal in policy: "AWS":"arn:aws:iam::1:role/r""#,
    );
}
