//! The AWS calls that the bench makes: of Lambda and of IAM.

use base64::{Engine, engine::general_purpose::STANDARD};
use cloud::http::Request;
use cloud::protocol::uri;
use cloud::services::s3::notification::{Configuration, write};
use serde_json::{Value, json};

use crate::aws::{to, with_body, with_json};

fn to_function(method: &str, function: &str, part: &str) -> Request {
    to("lambda", method, format!("/2015-03-31/functions/{}/{part}", uri::encode(function)))
}

/// `UpdateFunctionConfiguration` with these members.
pub fn configure(function: &str, members: &Value) -> Request {
    with_json(to_function("PUT", function, "configuration"), members)
}

/// `UpdateFunctionCode` with a zip.
pub fn deploy_zip(function: &str, zip: &[u8]) -> Request {
    with_json(to_function("PUT", function, "code"), &json!({"ZipFile": STANDARD.encode(zip)}))
}

/// `UpdateFunctionCode` with one of the functions in Rust, from where CloudFormation takes them.
pub fn deploy_rust(function: &str, name: &str) -> Request {
    with_json(to_function("PUT", function, "code"), &json!({"S3Bucket": "coldstart-code", "S3Key": name}))
}

/// `Invoke`, waiting for the outcome and the tail of its log.
pub fn invoke(function: &str, event: &str) -> Request {
    let request = to_function("POST", function, "invocations")
        .with_header("x-amz-invocation-type", "RequestResponse")
        .with_header("x-amz-log-type", "Tail");
    with_body(request, "application/json", event.to_owned())
}

/// `AddPermission`: a service may invoke the function on behalf of whatever has that ARN.
pub fn add_permission(function: &str, statement: &str, service: &str, source_arn: &str) -> Request {
    let body = json!({
        "StatementId": statement,
        "Action": "lambda:InvokeFunction",
        "Principal": service,
        "SourceArn": source_arn,
    });
    with_json(to_function("POST", function, "policy"), &body)
}

/// `PutBucketNotificationConfiguration`: whom a bucket tells, all of them.
pub fn put_notification(bucket: &str, configuration: &Configuration) -> Request {
    let document = write(configuration).finish();
    let request = to("s3", "PUT", format!("/{bucket}")).with_header("content-length", document.len().to_string());
    Request { query: "notification".to_owned(), ..request }.with_body(document)
}

/// `RemovePermission`: takes a statement out of the function's own policy.
pub fn remove_permission(function: &str, statement: &str) -> Request {
    to_function("DELETE", function, &format!("policy/{}", uri::encode(statement)))
}

/// `PutRolePolicy`: the role has this policy of its own, in the place of any of that name.
pub fn put_role_policy(role: &str, name: &str, document: &str) -> Request {
    iam("PutRolePolicy", &[("RoleName", role), ("PolicyName", name), ("PolicyDocument", document)])
}

/// `DeleteRolePolicy`.
pub fn delete_role_policy(role: &str, name: &str) -> Request {
    iam("DeleteRolePolicy", &[("RoleName", role), ("PolicyName", name)])
}

fn iam(action: &str, members: &[(&str, &str)]) -> Request {
    let members = members.iter().map(|(name, value)| format!("&{name}={}", uri::encode(value)));
    let body = format!("Action={action}&Version=2010-05-08{}", members.collect::<String>());
    let request = Request { host: "iam.amazonaws.com".to_owned(), ..to("iam", "POST", "/".to_owned()) };
    with_body(request, "application/x-www-form-urlencoded; charset=utf-8", body)
}
