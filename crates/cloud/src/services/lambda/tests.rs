//! Lambda's operations over the wire: a request, and the status and text of its answer.

use serde_json::{Value, json};

use crate::gateway;
use crate::http::{Request, Response};
use crate::operation::Context;
use crate::sim::rng::Rng;
use crate::sim::time::Time;
use crate::verdict::Principal;
use crate::world::World;

const FUNCTIONS: &str = "/2015-03-31/functions";

pub(super) struct Account {
    world: World,
    rng: Rng,
}

impl Account {
    /// An account with a role that Lambda may assume.
    fn new() -> Self {
        let mut account = Self { world: World::default(), rng: Rng::new(1) };
        let trust = json!({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole",
        }]});
        let form = format!(
            "Action=CreateRole&Version=2010-05-08&RoleName=my-role&AssumeRolePolicyDocument={}",
            crate::protocol::uri::encode(&trust.to_string())
        );
        let request = Request::new("POST", "https://iam.amazonaws.com/").expect("the address is well-formed");
        assert_eq!(account.ask(&request.with_body(form)).status, 200);
        account
    }

    pub(super) fn with_function() -> Self {
        let mut account = Self::new();
        account.check("POST", FUNCTIONS, &function(), 201, "arn:aws:lambda:us-east-1:123456789012:function:f");
        account
    }

    fn ask(&mut self, request: &Request) -> Response {
        let mut context = Context {
            now: Time::default(),
            request_id: "11111111-2222-4333-8444-555555555555",
            principal: &Principal::Root,
            message: None,
            world: &mut self.world,
            rng: &mut self.rng,
            changes: &mut Vec::new(),
            effects: &mut Vec::new(),
        };
        gateway::perform(&mut context, request).response.expect("these operations answer at once")
    }

    #[track_caller]
    pub(super) fn check(&mut self, method: &str, path: &str, body: &Value, status: u16, says: &str) {
        let url = format!("https://lambda.us-east-1.amazonaws.com{path}");
        let request = Request::new(method, &url).expect("the tests' addresses are well-formed");
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let response = self.ask(&request.with_body(body));
        let text = String::from_utf8_lossy(&response.body).into_owned();
        assert_eq!(response.status, status, "{method} {path}: {text}");
        assert!(text.contains(says), "{method} {path} says {text}");
    }
}

fn function() -> Value {
    json!({
        "FunctionName": "f", "Runtime": "provided.al2023", "Handler": "bootstrap",
        "Role": "arn:aws:iam::123456789012:role/my-role", "Code": {"S3Bucket": "code", "S3Key": "thumbnail"},
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut body = function();
    body[name] = value;
    body
}

#[test]
fn a_function_is_created_with_lambdas_defaults() {
    let mut account = Account::with_function();
    account.check("GET", "/2015-03-31/functions/f", &Value::Null, 200, "\"Timeout\":3,\"MemorySize\":128");
    account.check("GET", "/2015-03-31/functions/f/configuration", &Value::Null, 200, "\"State\":\"Active\"");
    account.check("GET", "/2015-03-31/functions", &Value::Null, 200, "\"FunctionName\":\"f\"");
    let signing = "/2020-06-30/functions/f/code-signing-config";
    account.check("GET", signing, &Value::Null, 200, "{\"FunctionName\":\"f\"}");
}

#[test]
fn what_changes_nothing_here_is_told_as_it_was_given() {
    let mut account = Account::with_function();
    let mut body = with("FunctionName", json!("g"));
    body["Tags"] = json!({"team": "a"});
    body["EphemeralStorage"] = json!({"Size": 1024});
    body["Runtime"] = json!("python3.13");
    account.check("POST", FUNCTIONS, &body, 201, r#""EphemeralStorage":{"Size":1024}"#);
    account.check("GET", "/2015-03-31/functions/g", &Value::Null, 200, r#""Tags":{"team":"a"}"#);
    let configuration = "/2015-03-31/functions/g/configuration";
    let layer = "arn:aws:lambda:us-east-1:123456789012:layer:l:1";
    let changed = json!({"Layers": [layer], "Architectures": ["arm64"], "Runtime": "python3.14"});
    let told = format!(r#""Layers":[{{"Arn":"{layer}","CodeSize":0}}]"#);
    account.check("PUT", configuration, &changed, 200, &told);
    account.check("GET", configuration, &Value::Null, 200, r#""Architectures":["arm64"]"#);
    account.check("GET", configuration, &Value::Null, 200, r#""Runtime":"python3.14""#);
    account.check("PUT", configuration, &json!({"Runtime": "cobol"}), 400, "Value cobol at 'runtime'");
    account.check("PUT", configuration, &json!({"Layers": vec![layer; 6]}), 400, "more than 5 layers");
}

#[test]
fn what_is_wrong_with_a_new_function_is_told_in_aws_words() {
    let mut account = Account::with_function();
    for (body, status, says) in [
        (function(), 409, "Function already exist: f"),
        (
            with("FunctionName", json!("a b")),
            400,
            "failed to satisfy constraint: Member must satisfy regular expression",
        ),
        (with("FunctionName", json!("g")), 201, ""),
        (
            json!({"FunctionName": "h", "Role": "my-role"}),
            400,
            "Value 'my-role' at 'role' failed to satisfy constraint",
        ),
    ] {
        account.check("POST", FUNCTIONS, &body, status, says);
    }
    let mut nobody = with("FunctionName", json!("i"));
    nobody["Role"] = json!("arn:aws:iam::123456789012:role/nobody");
    account.check("POST", FUNCTIONS, &nobody, 400, "The role defined for the function cannot be assumed by Lambda.");
    for (name, value, says) in [
        (
            "MemorySize",
            json!(64),
            "at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
        ),
        (
            "Timeout",
            json!(901),
            "at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
        ),
        ("Runtime", json!("cobol"), "Value cobol at 'runtime' failed to satisfy constraint"),
        ("Environment", json!({"Variables": {"AWS_REGION": "x"}}), "Reserved keys used in this request: AWS_REGION"),
        ("Environment", json!({"Variables": {"A_B": "x".repeat(4_100)}}), "exceeded the 4KB limit"),
    ] {
        let mut body = with(name, value);
        body["FunctionName"] = json!("k");
        account.check("POST", FUNCTIONS, &body, 400, says);
    }
}

#[test]
fn a_function_that_is_not_there_is_not_found() {
    let mut account = Account::new();
    let says = "Function not found: arn:aws:lambda:us-east-1:123456789012:function:f";
    for (method, path) in [
        ("GET", "/2015-03-31/functions/f"),
        ("DELETE", "/2015-03-31/functions/f"),
        ("PUT", "/2015-03-31/functions/f/configuration"),
        ("GET", "/2015-03-31/functions/f/policy"),
        ("POST", "/2015-03-31/functions/f/invocations"),
    ] {
        account.check(method, path, &Value::Null, 404, says);
    }
}

#[test]
fn a_permission_becomes_a_statement_of_the_functions_policy() {
    let mut account = Account::with_function();
    let permission = json!({
        "StatementId": "s3", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com",
        "SourceAccount": "123456789012", "SourceArn": "arn:aws:s3:::my-bucket",
    });
    let path = "/2015-03-31/functions/f/policy";
    account.check("GET", path, &Value::Null, 404, "No policy is associated with the given resource.");
    account.check("POST", path, &permission, 201, r#"\"ArnLike\":{\"AWS:SourceArn\":\"arn:aws:s3:::my-bucket\"}"#);
    account.check("POST", path, &permission, 409, "The statement id (s3) provided already exists");
    account.check("GET", path, &Value::Null, 200, r#"\"Id\":\"default\""#);
    account.check(
        "DELETE",
        "/2015-03-31/functions/f/policy/other",
        &Value::Null,
        404,
        "Statement other is not found in resource policy.",
    );
    account.check("DELETE", "/2015-03-31/functions/f/policy/s3", &Value::Null, 204, "");
}

#[test]
fn an_invocation_must_be_json_and_small_enough() {
    let mut account = Account::with_function();
    let path = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/f/invocations";
    let request = Request::new("POST", path).expect("the address is well-formed");
    let broken = account.ask(&request.clone().with_body("{"));
    assert_eq!(broken.status, 400);
    assert_eq!(broken.headers.get("x-amzn-errortype"), Some("InvalidRequestContentException"));
    let event = request.with_header("x-amz-invocation-type", "Event");
    assert_eq!(account.ask(&event.clone().with_body("{}")).status, 202);
    assert_eq!(account.ask(&event.with_body(format!("\"{}\"", "x".repeat(1_048_576)))).status, 413);
}

#[test]
fn limits_of_concurrency_and_retries_are_kept() {
    let mut account = Account::with_function();
    let concurrency = "/2017-10-31/functions/f/concurrency";
    account.check(
        "PUT",
        concurrency,
        &json!({"ReservedConcurrentExecutions": 950}),
        400,
        "below its minimum value of [100]",
    );
    account.check("PUT", concurrency, &json!({"ReservedConcurrentExecutions": 5}), 200, "5");
    account.check("GET", concurrency, &Value::Null, 200, "{\"ReservedConcurrentExecutions\":5}");
    account.check("DELETE", concurrency, &Value::Null, 204, "");
    let retries = "/2019-09-25/functions/f/event-invoke-config";
    account.check(
        "PUT",
        retries,
        &json!({}),
        400,
        "You must specify at least one of error handling or destination setting.",
    );
    account.check("PUT", retries, &json!({"MaximumRetryAttempts": 1}), 200, "\"MaximumRetryAttempts\":1");
    account.check("DELETE", retries, &Value::Null, 204, "");
}

#[test]
fn what_is_not_simulated_says_so() {
    let mut account = Account::new();
    let path = "/2020-04-22/code-signing-configs";
    account.check("GET", path, &Value::Null, 501, &format!("does not simulate GET {path} of lambda"));
}
