//! Integrations that are no proxies: MOCK, functions with templates, services of AWS, other addresses.

use serde_json::json;

use crate::services::apigateway::state::Integration;
use crate::services::execute_api::testing::{Does, Stand, method, proxy, request, response, text, uri_of};

fn json_template(text: &str) -> std::collections::BTreeMap<String, String> {
    [("application/json".to_owned(), text.to_owned())].into()
}

#[test]
fn cors_is_a_mock_and_its_headers() {
    let mut stand = Stand::new();
    let mut options = response("200", "");
    options.1.response_parameters = [
        ("method.response.header.Access-Control-Allow-Origin".to_owned(), "'*'".to_owned()),
        ("method.response.header.Access-Control-Allow-Methods".to_owned(), "'GET,OPTIONS'".to_owned()),
    ]
    .into();
    stand.deploy(vec![(
        "OPTIONS",
        "/users",
        method(Integration {
            kind: "MOCK".to_owned(),
            request_templates: json_template(r#"{"statusCode": 200}"#),
            passthrough_behavior: "WHEN_NO_MATCH".to_owned(),
            responses: [options].into(),
            ..Integration::default()
        }),
    )]);
    let answer = stand.call(request("OPTIONS", "/prod/users").with_header("origin", "https://a.example"));
    assert_eq!(answer.status, 200, "{}", stand.phases());
    assert_eq!(answer.headers.get("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.headers.get("access-control-allow-methods"), Some("GET,OPTIONS"));
}

#[test]
fn a_functions_error_is_matched_by_its_message() {
    let mut stand = Stand::new();
    stand.function("f", Does::Fails("Bad Request: no id"));
    let mut bad = response("400", "Bad Request.*");
    bad.1.response_parameters =
        [("method.response.header.X-Why".to_owned(), "integration.response.body.errorMessage".to_owned())].into();
    stand.deploy(vec![(
        "POST",
        "/",
        method(Integration {
            kind: "AWS".to_owned(),
            http_method: "POST".to_owned(),
            uri: uri_of("f"),
            passthrough_behavior: "WHEN_NO_MATCH".to_owned(),
            responses: [response("200", ""), bad].into(),
            ..Integration::default()
        }),
    )]);
    let asked = || request("POST", "/prod").with_body(r#"{"a":1}"#);
    let answer = stand.call(asked());
    assert_eq!(stand.events[0], json!({"a": 1}), "the body passes as it came");
    assert_eq!((answer.status, answer.headers.get("x-why")), (400, Some("Bad Request: no id")));
    stand.does("f", Does::Fails("something else"));
    let answer = stand.call(asked());
    assert_eq!(answer.status, 200, "AWS answers with the default, and so with 200");
    assert!(text(&answer).contains("something else"));
    stand.does("f", Does::Returns(r#"{"b":2}"#.to_owned()));
    assert_eq!(text(&stand.call(asked())), r#"{"b":2}"#);
}

#[test]
fn a_body_that_no_template_fits_is_passed_or_refused() {
    #[track_caller]
    fn check(behaviour: &str, has_template: bool, status: u16) {
        let mut stand = Stand::new();
        stand.function("f", Does::Returns("1".to_owned()));
        stand.deploy(vec![(
            "POST",
            "/",
            method(Integration {
                kind: "AWS".to_owned(),
                http_method: "POST".to_owned(),
                uri: uri_of("f"),
                passthrough_behavior: behaviour.to_owned(),
                request_templates: if has_template { json_template("{}") } else { Default::default() },
                responses: [response("200", "")].into(),
                ..Integration::default()
            }),
        )]);
        let answer = stand.call(request("POST", "/prod").with_header("content-type", "text/plain").with_body("5"));
        assert_eq!(answer.status, status, "{behaviour} {has_template}");
        if status == 415 {
            assert_eq!(text(&answer), r#"{"message":"Unsupported Media Type"}"#);
        }
    }
    check("WHEN_NO_MATCH", true, 200);
    check("WHEN_NO_MATCH", false, 200);
    check("WHEN_NO_TEMPLATES", true, 415);
    check("WHEN_NO_TEMPLATES", false, 200);
    check("NEVER", true, 415);
    check("NEVER", false, 415);
}

#[test]
fn a_table_is_scanned_without_a_function_by_a_role_that_may() {
    let mut stand = Stand::new();
    let scan = |credentials: &str| {
        method(Integration {
            kind: "AWS".to_owned(),
            http_method: "POST".to_owned(),
            uri: "arn:aws:apigateway:us-east-1:dynamodb:action/Scan".to_owned(),
            credentials: credentials.to_owned(),
            request_templates: json_template(r#"{"TableName":"UsersTable"}"#),
            responses: [response("200", ""), response("400", "4\\d\\d")].into(),
            ..Integration::default()
        })
    };
    stand.deploy(vec![
        ("GET", "/users", scan("arn:aws:iam::123456789012:role/r")),
        ("GET", "/none", scan("")),
        ("GET", "/stranger", scan("arn:aws:iam::123456789012:role/stranger")),
    ]);
    let table =
        crate::http::Request::new("POST", "https://dynamodb.us-east-1.amazonaws.com/").expect("it is an address");
    let create = json!({
        "TableName": "UsersTable", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    });
    let created = stand.ask(
        crate::verdict::Principal::Root,
        table.with_header("x-amz-target", "DynamoDB_20120810.CreateTable").with_body(create.to_string()),
    );
    assert_eq!(created.status, 200);
    stand.cloud.run_to_scheduled();
    let denied = stand.get("/prod/users");
    assert_eq!(denied.status, 400);
    assert!(text(&denied).contains("is not authorized to perform: dynamodb:Scan"), "{}", text(&denied));
    let allow = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "dynamodb:Scan", "Resource": "*"}]});
    stand.iam(&format!(
        "Action=PutRolePolicy&RoleName=r&PolicyName=p&PolicyDocument={}",
        crate::protocol::uri::encode(&allow.to_string())
    ));
    let answer = stand.get("/prod/users");
    assert_eq!(text(&answer), r#"{"Items":[],"Count":0,"ScannedCount":0}"#, "{}", stand.phases());
    assert_eq!(stand.get("/prod/none").status, 500);
    assert!(stand.phases().contains("needs a role"));
    assert_eq!(stand.get("/prod/stranger").status, 500);
    assert!(stand.phases().contains("There is no role"));
}

#[test]
fn another_address_of_the_cloud_is_called_and_passed_on() {
    let mut stand = Stand::new();
    stand.function("f", Does::Returns(json!({"statusCode": 201, "body": "made"}).to_string()));
    let passed = method(Integration {
        kind: "HTTP_PROXY".to_owned(),
        http_method: "ANY".to_owned(),
        uri: "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/prod/inner/{proxy}".to_owned(),
        request_parameters: [("integration.request.path.proxy".to_owned(), "method.request.path.proxy".to_owned())]
            .into(),
        ..Integration::default()
    });
    stand.deploy(vec![("ANY", "/outer/{proxy+}", passed), ("POST", "/inner/{proxy+}", proxy("f"))]);
    let answer = stand.call(request("POST", "/prod/outer/a/b?c=1").with_header("x-mine", "2").with_body("text"));
    assert_eq!((answer.status, text(&answer).as_str()), (201, "made"), "{}", stand.phases());
    let event = &stand.events[0];
    assert_eq!(event["pathParameters"], json!({"proxy": "a/b"}));
    assert_eq!(event["queryStringParameters"], json!({"c": "1"}));
    assert_eq!((&event["headers"]["x-mine"], &event["body"]), (&json!("2"), &json!("text")));
    assert_eq!(event["headers"]["Via"], "HTTP/1.1 AmazonAPIGateway");
}

#[test]
fn templates_make_the_request_and_the_answer() {
    let mut stand = Stand::new();
    stand.function("f", Does::Returns(json!({"users": [{"name": "John Doe"}, {"name": "Jane Smith"}]}).to_string()));
    let mut made = response("200", "");
    made.1.response_templates = json_template(
        "#set($context.responseOverride.status = 201)[#foreach($user in $input.path('$.users'))\"$user.name\"#if($foreach.hasNext),#end#end]",
    );
    stand.deploy(vec![(
        "POST",
        "/{id}",
        method(Integration {
            kind: "AWS".to_owned(),
            http_method: "POST".to_owned(),
            uri: uri_of("f"),
            request_templates: json_template(
                r#"{"id":"$input.params('id')","who":$input.json('$.who'),"verb":"$context.httpMethod","stage":"$context.stage"}"#,
            ),
            responses: [made].into(),
            ..Integration::default()
        }),
    )]);
    let answer = stand.call(request("POST", "/prod/7").with_body(r#"{"who":{"a":1}}"#));
    assert_eq!(stand.events[0], json!({"id": "7", "who": {"a": 1}, "verb": "POST", "stage": "prod"}));
    assert_eq!((answer.status, text(&answer).as_str()), (201, r#"["John Doe","Jane Smith"]"#), "{}", stand.phases());
}

#[test]
fn a_template_that_cannot_be_rendered_is_told() {
    let mut stand = Stand::new();
    stand.deploy(vec![(
        "GET",
        "/",
        method(Integration {
            kind: "MOCK".to_owned(),
            request_templates: json_template("#if(true)"),
            responses: [response("200", "")].into(),
            ..Integration::default()
        }),
    )]);
    let answer = stand.get("/prod");
    assert_eq!((answer.status, text(&answer).as_str()), (500, r#"{"message":"Internal server error"}"#));
    assert!(
        stand.phases().contains("map FAILED: The request template for application/json cannot be rendered"),
        "{}",
        stand.phases()
    );
}
