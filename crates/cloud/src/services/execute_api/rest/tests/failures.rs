//! Each way in which a request fails: its status, its body, its header, and where the learner is told why.

use serde_json::json;

use crate::http::Request;
use crate::services::apigateway::state::{GatewayResponse, Method, MethodSetting};
use crate::services::execute_api::testing::{Does, Stand, method, proxy, request, text};
use crate::sim::time::Span;

const FAILED: &str = r#"{"message": "Internal server error"}"#;

fn stand() -> Stand {
    let mut stand = Stand::new();
    stand.function("users", Does::Returns(json!({"statusCode": 200}).to_string()));
    stand.function_alone("alone", Does::Returns(json!({"statusCode": 200}).to_string()));
    let mut by_get = proxy("users");
    if let Some(integration) = by_get.integration.as_mut() {
        let mut changed = integration.as_ref().clone();
        changed.http_method = "GET".to_owned();
        *integration = changed.into();
    }
    stand.deploy(vec![
        ("GET", "/users", proxy("users")),
        ("GET", "/alone", proxy("alone")),
        ("GET", "/none", proxy("none")),
        ("GET", "/by-get", by_get),
        ("GET", "/empty", Method::default()),
        (
            "GET",
            "/away",
            method(crate::services::apigateway::state::Integration {
                kind: "HTTP_PROXY".to_owned(),
                http_method: "GET".to_owned(),
                uri: "https://example.com/".to_owned(),
                ..Default::default()
            }),
        ),
    ]);
    stand
}

#[track_caller]
fn check(stand: &mut Stand, asked: Request, status: u16, body: &str, error: &str, says: &str) {
    let answer = stand.call(asked);
    assert_eq!((answer.status, text(&answer).as_str()), (status, body), "{}", stand.phases());
    assert_eq!(answer.headers.get("x-amzn-errortype"), Some(error));
    let phases = stand.phases();
    let last = phases.lines().last().unwrap_or_default();
    assert!(last.contains(" FAILED: ") && last.contains(says), "{phases}");
    assert!(stand.cloud.world().execute_api().exchanges.is_empty());
}

#[test]
fn what_is_not_there_is_told() {
    let mut stand = stand();
    let missing = r#"{"message":"Missing Authentication Token"}"#;
    let (forbidden, token) = (r#"{"message":"Forbidden"}"#, "MissingAuthenticationTokenException");
    check(&mut stand, request("GET", "/prod/user"), 403, missing, token, "GET /users");
    check(&mut stand, request("POST", "/prod/users"), 403, missing, token, "POST /users");
    check(&mut stand, request("GET", "/prd/users"), 403, forbidden, "ForbiddenException", "It has prod");
    check(&mut stand, request("GET", "/"), 403, forbidden, "ForbiddenException", "must begin with a stage");
    let elsewhere = "https://zzzzzzzzzz.execute-api.us-east-1.amazonaws.com/prod/users";
    let answer = stand.call(Request::new("GET", elsewhere).expect("it is an address"));
    assert_eq!((answer.status, text(&answer).as_str()), (403, forbidden));
    let answer = stand.call(Request { method: "TRACE".to_owned(), ..request("GET", "/prod/users") });
    assert_eq!((answer.status, text(&answer).as_str()), (403, missing));
}

#[test]
fn what_is_too_large_is_told() {
    let mut stand = stand();
    let large = r#"{"message":"HTTP content length exceeded 10485760 bytes."}"#;
    let asked = request("GET", "/prod/users").with_body(vec![b' '; 11 << 20]);
    check(&mut stand, asked, 413, large, "RequestTooLargeException", "10 MB");
    let asked = request("GET", "/prod/users").with_header("cookie", "c".repeat(10_240));
    let long = r#"{"message":"Request header fields too large"}"#;
    check(&mut stand, asked, 431, long, "RequestHeaderFieldsTooLargeException", "10240");
}

#[test]
fn a_function_that_fails_or_is_malformed_is_told() {
    let mut stand = stand();
    let get = || request("GET", "/prod/users");
    let error = "InternalServerErrorException";
    stand.does("users", Does::Fails("no table"));
    check(&mut stand, get(), 502, FAILED, error, "failed: no table");
    stand.does("users", Does::Returns(json!({"statusCode": 200, "body": {"a": 1}}).to_string()));
    check(&mut stand, get(), 502, FAILED, error, "JSON.stringify it");
    stand.does("users", Does::Returns(json!([{"name": "John Doe"}]).to_string()));
    check(&mut stand, get(), 502, FAILED, error, "returned a list");
}

#[test]
fn a_backend_that_cannot_be_called_is_told() {
    let mut stand = stand();
    let (failed, error) = (r#"{"message":"Internal server error"}"#, "InternalServerErrorException");
    check(&mut stand, request("GET", "/prod/alone"), 500, failed, error, "AddPermission");
    check(&mut stand, request("GET", "/prod/none"), 500, failed, error, "no function none");
    check(&mut stand, request("GET", "/prod/by-get"), 500, failed, error, "httpMethod to POST");
    check(&mut stand, request("GET", "/prod/empty"), 500, failed, error, "no integration");
    let network = r#"{"message": "Network error communicating with endpoint"}"#;
    check(
        &mut stand,
        request("GET", "/prod/away"),
        504,
        network,
        "IntegrationFailureException",
        "example.com is no host",
    );
}

#[test]
fn after_29_seconds_the_client_is_told_while_the_function_goes_on() {
    let mut stand = stand();
    stand.does("users", Does::Sleeps(40_000_000, r#"{"statusCode":200}"#));
    let timed_out = r#"{"message": "Endpoint request timed out"}"#;
    check(&mut stand, request("GET", "/prod/users"), 504, timed_out, "GatewayTimeoutException", "The function goes on");
    let trace = stand.cloud.trace();
    let mine = trace.messages.iter().rev().find(|message| message.service == "execute-api").expect("it was sent");
    let waited = mine.handled.as_ref().map(|handled| handled.replied - handled.at).unwrap_or_default();
    assert_eq!(waited, Span::from_s(29));
    let ended = trace.invocations.last().and_then(|invocation| invocation.ended.as_ref()).expect("it went on");
    assert!(ended.error.is_none() && ended.at > mine.answered.expect("it was answered"));
}

#[test]
fn an_api_words_its_failures_as_it_likes() {
    let mut stand = Stand::new();
    stand.deploy_with(
        vec![("GET", "/users", proxy("users"))],
        |snapshot| {
            let response = GatewayResponse {
                status_code: "404".to_owned(),
                response_parameters: [(
                    "gatewayresponse.header.Access-Control-Allow-Origin".to_owned(),
                    "'*'".to_owned(),
                )]
                .into(),
                response_templates: [(
                    "application/json".to_owned(),
                    r#"{"path":"$context.path","why":$context.error.messageString,"type":"$context.error.responseType"}"#.to_owned(),
                )]
                .into(),
                ..GatewayResponse::default()
            };
            snapshot.gateway_responses.insert("DEFAULT_4XX".into(), response.into());
        },
        |_| (),
    );
    let answer = stand.get("/prod/elsewhere");
    assert_eq!(answer.status, 404);
    assert_eq!(
        text(&answer),
        r#"{"path":"/prod/elsewhere","why":"Missing Authentication Token","type":"MISSING_AUTHENTICATION_TOKEN"}"#
    );
    assert_eq!(answer.headers.get("access-control-allow-origin"), Some("*"));
}

#[test]
fn logs_tell_of_it() {
    let mut stand = stand();
    let setting = MethodSetting { logging_level: "INFO".to_owned(), ..MethodSetting::default() };
    stand.deploy_with(
        vec![("GET", "/users", proxy("users"))],
        |_| (),
        |stage| {
            stage.method_settings.insert("*/*".to_owned(), setting);
            stage.access_log = Some(crate::services::apigateway::state::AccessLog {
                format: "$context.httpMethod $context.resourcePath $context.status $context.identity.caller $context.responseLength".to_owned(),
                destination_arn: "arn:aws:logs:us-east-1:123456789012:log-group:access".to_owned(),
            });
        },
    );
    let now = stand.cloud.now();
    stand.cloud.world_mut().logs_mut().create_group(&"access".into(), now);
    stand.cloud.world_mut().apigateway_mut().account.cloudwatch_role_arn =
        "arn:aws:iam::123456789012:role/r".to_owned();
    stand.does("users", Does::Returns("[]".to_owned()));
    stand.get("/prod/users");
    let lines = |group: &str| -> Vec<String> {
        let group = stand.cloud.world().logs().group(group).expect("the group is there");
        group.events.iter().map(|event| event.message.to_string()).collect()
    };
    assert_eq!(lines("access"), ["GET /users 502 - 36"]);
    let execution = lines("API-Gateway-Execution-Logs_a1b2c3d4e5/prod");
    let ends: Vec<&str> = execution.iter().filter_map(|line| line.split_once(") ").map(|(_, line)| line)).collect();
    assert_eq!(ends[2], "HTTP Method: GET, Resource Path: /users");
    assert_eq!(
        ends[ends.len() - 3..],
        [
            "Execution failed due to configuration error: Malformed Lambda proxy response",
            "Gateway response type: DEFAULT_5XX with status code: 502",
            "Method completed with status: 502"
        ]
    );
}
