//! TestInvokeMethod and TestInvokeAuthorizer, which answer with what would have been answered, and the log.

use serde_json::{Value, json};

use crate::http::Request;
use crate::services::apigateway::state::{Authorizer, Method};
use crate::services::execute_api::testing::{API, Does, Stand, proxy, text, uri_of};
use crate::verdict::Principal;

fn ask(stand: &mut Stand, path: &str, body: &Value) -> Value {
    let url = format!("https://apigateway.us-east-1.amazonaws.com/restapis/{API}{path}");
    let request = Request::new("POST", &url).expect("it is an address").with_body(body.to_string());
    let answer = stand.ask(Principal::Root, request);
    assert_eq!(answer.status, 200, "{}", text(&answer));
    serde_json::from_slice(&answer.body).expect("answers are JSON")
}

#[test]
fn a_method_is_tested_as_it_is_drafted() {
    let mut stand = Stand::new();
    stand.function("f", Does::Returns(json!({"statusCode": 201, "headers": {"X-A": "1"}, "body": "made"}).to_string()));
    let guarded = Method { authorization_type: "AWS_IAM".to_owned(), api_key_required: true, ..proxy("f") };
    stand.deploy(vec![("POST", "/{id}", guarded)]);
    let asked =
        json!({"pathWithQueryString": "/7?a=1", "headers": {"x-mine": "2"}, "body": "b", "stageVariables": {"v": "w"}});
    let answer = ask(&mut stand, "/resources/r--id-/methods/POST", &asked);
    assert_eq!((&answer["status"], &answer["body"]), (&json!(201), &json!("made")));
    assert_eq!((&answer["headers"]["x-a"], &answer["multiValueHeaders"]["x-a"]), (&json!("1"), &json!(["1"])));
    let event = &stand.events[0];
    assert_eq!((&event["pathParameters"], &event["queryStringParameters"]), (&json!({"id": "7"}), &json!({"a": "1"})));
    assert_eq!(
        (&event["requestContext"]["stage"], &event["stageVariables"]),
        (&json!("test-invoke-stage"), &json!({"v": "w"}))
    );
    let log = answer["log"].as_str().expect("it has a log");
    let mut from = 0;
    for line in [
        "Execution log for request ",
        "Mon Jan 05 09:00:00 UTC 2026 : Starting execution for request: ",
        " : HTTP Method: POST, Resource Path: /{id}\n",
        " : Method request path: {id=7}\n",
        " : Method request query string: {a=1}\n",
        " : Method request headers: {x-mine=2}\n",
        " : Method request body before transformations: b\n",
        " : Endpoint request URI: https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/",
        " : Sending request to https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/",
        " : Received response. Status: 200, Integration latency: ",
        " : Endpoint response body before transformations: {",
        " : Method response body after transformations: made\n",
        " : Successfully completed execution\n",
        " : Method completed with status: 201\n",
    ] {
        let found = log[from..].find(line).unwrap_or_else(|| panic!("{line:?} is not where it should be in:\n{log}"));
        from += found + line.len();
    }
    stand.does("f", Does::Returns("[]".to_owned()));
    let answer = ask(&mut stand, "/resources/r--id-/methods/POST", &asked);
    assert_eq!((&answer["status"], &answer["body"]), (&json!(502), &json!("{\"message\": \"Internal server error\"}")));
    assert!(answer["log"].as_str().is_some_and(|log| log.contains("Malformed Lambda proxy response")));
}

#[test]
fn an_authorizer_is_tested_alone() {
    let mut stand = Stand::new();
    let policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]});
    stand.function("guard", Does::Returns(json!({"principalId": "jane", "policyDocument": policy}).to_string()));
    let authorizer = Authorizer {
        id: "z".to_owned(),
        kind: "TOKEN".to_owned(),
        uri: uri_of("guard"),
        identity_source: "method.request.header.Authorization".to_owned(),
        ..Authorizer::default()
    };
    stand.deploy_with(
        vec![("GET", "/", proxy("guard"))],
        |snapshot| {
            snapshot.authorizers.insert("z".into(), authorizer.into());
        },
        |_| (),
    );
    let answer = ask(&mut stand, "/authorizers/z", &json!({"headers": {"Authorization": "x"}}));
    assert_eq!((&answer["clientStatus"], &answer["principalId"]), (&json!(0), &json!("jane")), "{answer}");
    let answer = ask(&mut stand, "/authorizers/z", &json!({}));
    assert_eq!(answer["clientStatus"], 401);
}
