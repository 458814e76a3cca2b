//! Who may call, how fast, and with what: keys, plans, limits, authorizers, IAM, resource policies, validators.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::http::Request;
use crate::services::apigateway::state::{
    ApiKey, ApiStage, Authorizer, Method, MethodSetting, Model, Quota, RequestValidator, Throttle, UsagePlan,
};
use crate::services::execute_api::testing::{API, Does, Stand, proxy, request, text, uri_of};
use crate::sim::time::Span;
use crate::verdict::Principal;

fn ok() -> Does {
    Does::Returns(json!({"statusCode": 200}).to_string())
}

#[track_caller]
fn check(stand: &mut Stand, asked: Request, status: u16, body: &str) {
    let answer = stand.call(asked);
    assert_eq!((answer.status, text(&answer).as_str()), (status, body), "{}", stand.phases());
}

fn with_key(key: &str) -> Request {
    request("GET", "/prod").with_header("x-api-key", key)
}

#[test]
fn keys_and_quotas_are_asked() {
    let mut stand = Stand::new();
    stand.function("f", ok());
    stand.deploy(vec![("GET", "/", Method { api_key_required: true, ..proxy("f") })]);
    let world = stand.cloud.world_mut().apigateway_mut();
    for (id, value, enabled) in [("k1", "one", true), ("k2", "two", false), ("k3", "three", true)] {
        let (id_text, value, name) = (id.to_owned(), value.to_owned(), id.to_owned());
        world.keys.insert(id.into(), Arc::new(ApiKey { id: id_text, value, name, enabled, ..ApiKey::default() }));
    }
    let stages = vec![ApiStage { api_id: API.to_owned(), stage: "prod".to_owned(), ..ApiStage::default() }];
    let quota = Some(Quota { limit: 2, offset: 0, period: "DAY".to_owned() });
    let plan =
        UsagePlan { id: "p".to_owned(), name: "basic".to_owned(), api_stages: stages, quota, ..UsagePlan::default() };
    world.plans.insert("p".into(), Arc::new(plan));
    world.plan_keys.insert(("p".into(), "k1".into()));
    world.plan_keys.insert(("p".into(), "k2".into()));
    let forbidden = r#"{"message":"Forbidden"}"#;
    check(&mut stand, request("GET", "/prod"), 403, forbidden);
    check(&mut stand, with_key("none"), 403, forbidden);
    check(&mut stand, with_key("two"), 403, forbidden);
    check(&mut stand, with_key("three"), 403, forbidden);
    assert!(stand.phases().contains("in no usage plan"), "{}", stand.phases());
    check(&mut stand, with_key("one"), 200, "");
    assert_eq!(stand.events[0]["requestContext"]["identity"]["apiKeyId"], "k1");
    check(&mut stand, with_key("one"), 200, "");
    check(&mut stand, with_key("one"), 429, r#"{"message":"Limit Exceeded"}"#);
    stand.cloud.pass(Span::from_s(86_400));
    check(&mut stand, with_key("one"), 200, "");
}

#[test]
fn limits_of_plan_and_stage_are_buckets() {
    let mut stand = Stand::new();
    stand.function("f", ok());
    let setting = MethodSetting {
        throttling_rate_limit: Some(0.001),
        throttling_burst_limit: Some(1),
        ..MethodSetting::default()
    };
    stand.deploy_with(
        vec![("GET", "/", proxy("f")), ("GET", "/free", proxy("f"))],
        |_| (),
        |stage| {
            stage.method_settings.insert("~1/GET".to_owned(), setting);
        },
    );
    let (many, path) = (r#"{"message":"Too Many Requests"}"#, "/prod");
    check(&mut stand, request("GET", path), 200, "");
    check(&mut stand, request("GET", path), 429, many);
    check(&mut stand, request("GET", "/prod/free"), 200, "");
    check(&mut stand, request("GET", "/prod/free"), 200, "");
    stand.cloud.pass(Span::from_s(1_001));
    check(&mut stand, request("GET", path), 200, "");
}

#[test]
fn a_key_may_come_as_fast_as_its_plan_says() {
    let mut stand = Stand::new();
    stand.function("f", ok());
    stand.deploy(vec![("GET", "/", Method { api_key_required: true, ..proxy("f") })]);
    let world = stand.cloud.world_mut().apigateway_mut();
    let key = ApiKey { id: "k".to_owned(), value: "one".to_owned(), enabled: true, ..ApiKey::default() };
    world.keys.insert("k".into(), Arc::new(key));
    let stage = ApiStage { api_id: API.to_owned(), stage: "prod".to_owned(), ..ApiStage::default() };
    let throttle = Some(Throttle { burst_limit: 2, rate_limit: 0.001 });
    let plan = UsagePlan { id: "p".to_owned(), api_stages: vec![stage], throttle, ..UsagePlan::default() };
    world.plans.insert("p".into(), Arc::new(plan));
    world.plan_keys.insert(("p".into(), "k".into()));
    check(&mut stand, with_key("one"), 200, "");
    check(&mut stand, with_key("one"), 200, "");
    check(&mut stand, with_key("one"), 429, r#"{"message":"Too Many Requests"}"#);
}

/// An API behind an authorizer that answers `document`.
fn guarded(kind: &str, source: &str, does: Does) -> Stand {
    let mut stand = Stand::new();
    stand.function("f", ok());
    stand.function("guard", does);
    let method =
        |id: &str| Method { authorization_type: "CUSTOM".to_owned(), authorizer_id: id.to_owned(), ..proxy("f") };
    let authorizer = Authorizer {
        id: "z".to_owned(),
        kind: kind.to_owned(),
        uri: uri_of("guard"),
        identity_source: source.to_owned(),
        identity_validation_expression: if kind == "TOKEN" { "Bearer .*".to_owned() } else { String::new() },
        ..Authorizer::default()
    };
    stand.deploy_with(
        vec![("GET", "/", method("z")), ("GET", "/other", method("z"))],
        |snapshot| {
            snapshot.authorizers.insert("z".into(), authorizer.into());
        },
        |_| (),
    );
    stand
}

fn policy(effect: &str, path: &str) -> Value {
    json!({"principalId": "jane", "context": {"role": "admin", "age": 7}, "policyDocument": {
        "Version": "2012-10-17",
        "Statement": [{"Effect": effect, "Action": "execute-api:Invoke",
            "Resource": format!("arn:aws:execute-api:us-east-1:123456789012:{API}/prod/GET/{path}")}],
    }})
}

const HEADER: &str = "method.request.header.Authorization";

#[test]
fn a_token_is_asked_for_and_its_decision_kept() {
    let mut stand = guarded("TOKEN", HEADER, Does::Returns(policy("Allow", "").to_string()));
    let with = |path: &str, token: &str| request("GET", path).with_header("authorization", token);
    let unauthorized = r#"{"message":"Unauthorized"}"#;
    check(&mut stand, request("GET", "/prod"), 401, unauthorized);
    check(&mut stand, with("/prod", "Basic x"), 401, unauthorized);
    assert!(stand.events.is_empty(), "the function was not asked");
    check(&mut stand, with("/prod", "Bearer x"), 200, "");
    assert_eq!(
        stand.events[0],
        json!({"type": "TOKEN", "methodArn": format!("arn:aws:execute-api:us-east-1:123456789012:{API}/prod/GET/"), "authorizationToken": "Bearer x"})
    );
    let told = &stand.events[1]["requestContext"]["authorizer"];
    assert_eq!((&told["principalId"], &told["role"], &told["age"]), (&json!("jane"), &json!("admin"), &json!("7")));
    assert!(told["integrationLatency"].as_u64().is_some());
    check(&mut stand, with("/prod", "Bearer x"), 200, "");
    assert_eq!(stand.events.len(), 3, "the decision was kept");
    let silent = r#"{"message":"User is not authorized to access this resource"}"#;
    check(&mut stand, with("/prod/other", "Bearer x"), 403, silent);
    stand.cloud.pass(Span::from_s(301));
    check(&mut stand, with("/prod", "Bearer x"), 200, "");
    assert_eq!(stand.events.len(), 5, "it was asked again");
}

#[test]
fn what_an_authorizer_says_decides() {
    #[track_caller]
    fn says(does: Does, status: u16, body: &str) {
        let mut stand = guarded("TOKEN", HEADER, does);
        check(&mut stand, request("GET", "/prod").with_header("authorization", "Bearer x"), status, body);
    }
    let explicit = r#"{"message":"User is not authorized to access this resource with an explicit deny"}"#;
    says(Does::Returns(policy("Deny", "").to_string()), 403, explicit);
    says(Does::Fails("Unauthorized"), 401, r#"{"message":"Unauthorized"}"#);
    let broken = r#"{"message":null}"#;
    says(Does::Fails("anything else"), 500, broken);
    says(Does::Returns("{}".to_owned()), 500, broken);
    says(Does::Returns(json!({"principalId": "a", "policyDocument": {"Statement": 1}}).to_string()), 500, broken);
    let mut listed = policy("Allow", "");
    listed["context"] = json!({"list": []});
    says(Does::Returns(listed.to_string()), 500, broken);
    says(Does::Sleeps(40_000_000, "{}"), 500, broken);
}

#[test]
fn an_authorizer_of_requests_gets_the_request() {
    let sources = "method.request.querystring.who, context.stage";
    let mut stand = guarded("REQUEST", sources, Does::Returns(policy("Allow", "").to_string()));
    check(&mut stand, request("GET", "/prod"), 401, r#"{"message":"Unauthorized"}"#);
    check(&mut stand, request("GET", "/prod?who=me"), 200, "");
    let event = &stand.events[0];
    assert_eq!((&event["type"], &event["resource"]), (&json!("REQUEST"), &json!("/")));
    assert_eq!((&event["pathParameters"], &event["queryStringParameters"]), (&json!({}), &json!({"who": "me"})));
}

fn signed(path: &str) -> Request {
    request("GET", path).with_header(
        "authorization",
        "AWS4-HMAC-SHA256 Credential=test/20260105/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=00",
    )
}

#[test]
fn iam_decides_who_signed_what() {
    let mut stand = Stand::new();
    stand.function("f", ok());
    stand.deploy(vec![("GET", "/", Method { authorization_type: "AWS_IAM".to_owned(), ..proxy("f") })]);
    check(&mut stand, request("GET", "/prod"), 403, r#"{"message":"Missing Authentication Token"}"#);
    let jane = Principal::User { user: "jane".into(), path: "/".into() };
    stand.iam("Action=CreateUser&UserName=jane");
    let answer = stand.ask(jane.clone(), signed("/prod"));
    let denied = "{\"message\":\"User: arn:aws:iam::123456789012:user/jane is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********9012:a1b2c3d4e5/prod/GET/\"}";
    assert_eq!((answer.status, text(&answer).as_str()), (403, denied));
    let message =
        stand.cloud.trace().messages.last().and_then(|message| message.handled.as_ref()).expect("it was handled");
    assert!(message.verdict.as_ref().is_some_and(|verdict| !verdict.allowed), "the verdict is kept");
    let allow = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"}]});
    stand.iam(&format!(
        "Action=CreatePolicy&PolicyName=p&PolicyDocument={}",
        crate::protocol::uri::encode(&allow.to_string())
    ));
    stand.iam("Action=AttachUserPolicy&UserName=jane&PolicyArn=arn:aws:iam::123456789012:policy/p");
    assert_eq!(stand.ask(jane, signed("/prod")).status, 200);
    let identity = &stand.events[0]["requestContext"]["identity"];
    assert_eq!(
        (&identity["userArn"], &identity["accessKey"]),
        (&json!("arn:aws:iam::123456789012:user/jane"), &json!("test"))
    );
}

#[test]
fn a_resource_policy_decides_for_everyone() {
    let mut stand = Stand::new();
    stand.function("f", ok());
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/prod/GET/open"},
    ]});
    stand.deploy_with(
        vec![("GET", "/open", proxy("f")), ("GET", "/shut", proxy("f"))],
        |snapshot| {
            let mut settings = snapshot.settings.as_ref().clone();
            settings.policy = policy.to_string();
            snapshot.settings = settings.into();
        },
        |_| (),
    );
    check(&mut stand, request("GET", "/prod/open"), 200, "");
    let denied = r#"{"message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********9012:a1b2c3d4e5/prod/GET/shut"}"#;
    check(&mut stand, request("GET", "/prod/shut"), 403, denied);
}

#[test]
fn what_is_required_must_be_sent() {
    let mut stand = Stand::new();
    stand.function("f", ok());
    let required = ["querystring.qs1", "header.x-header-param", "path.issuer"];
    let parameters = required.into_iter().map(|name| (format!("method.request.{name}"), true)).collect();
    let models = [("application/json".to_owned(), "User".to_owned())].into();
    let method = Method {
        request_validator_id: "v".to_owned(),
        request_parameters: parameters,
        request_models: models,
        ..proxy("f")
    };
    stand.deploy_with(
        vec![("POST", "/{issuer}", method)],
        |snapshot| {
            let validator = RequestValidator {
                id: "v".to_owned(),
                name: "all".to_owned(),
                validate_request_body: true,
                validate_request_parameters: true,
            };
            snapshot.validators.insert("v".into(), validator.into());
            let schema = r#"{"type":"object","required":["id"]}"#.to_owned();
            let model = Model { name: "User".to_owned(), schema, ..Model::default() };
            snapshot.models.insert("User".into(), model.into());
        },
        |_| (),
    );
    check(
        &mut stand,
        request("POST", "/prod/%20"),
        400,
        r#"{"message":"Missing required request parameters: [x-header-param, issuer, qs1]"}"#,
    );
    let right = || request("POST", "/prod/a?qs1=1").with_header("x-header-param", "1");
    let invalid = r#"{"message":"Invalid request body"}"#;
    check(&mut stand, right().with_body("{"), 400, invalid);
    check(&mut stand, right().with_body("{}"), 400, invalid);
    assert!(stand.phases().contains("validate FAILED: The body does not fit the model User"), "{}", stand.phases());
    check(&mut stand, right().with_body(r#"{"id":1}"#), 200, "");
}
