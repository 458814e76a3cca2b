//! Requests to functions' URLs.

use serde_json::{Value, json};

use crate::http::Request;
use crate::services::execute_api::testing::{Does, Stand, text};

/// A function with a URL, and the URL.
fn stand(returns: &Value, config: &Value) -> (Stand, String) {
    let mut stand = Stand::new();
    stand.function_alone("f", Does::Returns(returns.to_string()));
    let answer = stand.lambda("POST", "/2021-10-31/functions/f/url", config);
    let answer: Value = serde_json::from_slice(&answer.body).expect("answers are JSON");
    (stand, answer["FunctionUrl"].as_str().expect("it has a URL").to_owned())
}

fn permit(stand: &mut Stand, action: &str, more: &Value) {
    let mut body = json!({"StatementId": action.replace(':', "-"), "Action": action, "Principal": "*"});
    for (name, value) in more.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    stand.lambda("POST", "/2015-03-31/functions/f/policy", &body);
}

fn open(stand: &mut Stand) {
    permit(stand, "lambda:InvokeFunctionUrl", &json!({"FunctionUrlAuthType": "NONE"}));
    permit(stand, "lambda:InvokeFunction", &json!({"InvokedViaFunctionUrl": true}));
}

fn get(url: &str) -> Request {
    Request::new("GET", url).expect("it is an address")
}

#[test]
fn two_permissions_are_needed() {
    let (mut stand, url) = stand(&json!("hello"), &json!({"AuthType": "NONE"}));
    let answer = stand.call(get(&url));
    let forbidden = r#"{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}"#;
    assert_eq!((answer.status, text(&answer).as_str()), (403, forbidden));
    assert_eq!(answer.headers.get("x-amzn-errortype"), Some("AccessDeniedException"));
    permit(&mut stand, "lambda:InvokeFunctionUrl", &json!({"FunctionUrlAuthType": "NONE"}));
    assert_eq!(stand.call(get(&url)).status, 403);
    assert!(stand.phases().contains("lambda:InvokeFunction is not given"), "{}", stand.phases());
    permit(&mut stand, "lambda:InvokeFunction", &json!({"InvokedViaFunctionUrl": true}));
    let answer = stand.call(get(&url));
    assert_eq!((answer.status, text(&answer).as_str()), (200, "hello"), "{}", stand.phases());
    assert_eq!(stand.call(get("https://nosuch.lambda-url.us-east-1.on.aws/")).status, 403);
}

#[test]
fn iam_is_asked_where_the_url_says_so() {
    let (mut stand, url) = stand(&json!({"statusCode": 200}), &json!({"AuthType": "AWS_IAM"}));
    assert_eq!(stand.call(get(&url)).status, 403);
    assert!(stand.phases().contains("is not signed"));
    let signed = get(&url).with_header(
        "authorization",
        "AWS4-HMAC-SHA256 Credential=test/20260105/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=00",
    );
    assert_eq!(stand.ask(crate::verdict::Principal::Root, signed).status, 200);
    assert_eq!(stand.events[0]["requestContext"]["authorizer"]["iam"]["accessKey"], "test");
}

#[test]
fn the_event_is_of_format_2() {
    let (mut stand, url) = stand(&json!({"statusCode": 200}), &json!({"AuthType": "NONE"}));
    open(&mut stand);
    let asked = Request::new("POST", &format!("{url}a%20b?x=1&x=2"))
        .expect("it is an address")
        .with_header("Cookie", "c=1; d=2")
        .with_header("X-Mine", "1")
        .with_header("content-type", "application/json")
        .with_body("{}");
    stand.call(asked);
    let event = stand.events.pop().expect("the function was invoked");
    assert_eq!((&event["version"], &event["routeKey"]), (&json!("2.0"), &json!("$default")));
    assert_eq!((&event["rawPath"], &event["rawQueryString"]), (&json!("/a%20b"), &json!("x=1&x=2")));
    assert_eq!(event["cookies"], json!(["c=1", "d=2"]));
    assert_eq!(event["queryStringParameters"], json!({"x": "1,2"}));
    assert_eq!((&event["body"], &event["isBase64Encoded"]), (&json!("{}"), &json!(false)));
    assert_eq!((&event["headers"]["x-mine"], &event["headers"]["cookie"]), (&json!("1"), &Value::Null));
    assert_eq!(event["requestContext"]["http"]["path"], "/a b");
    assert_eq!(event["requestContext"]["accountId"], "anonymous");
    assert!(event.get("pathParameters").is_none() && event["requestContext"].get("authorizer").is_none());
}

#[test]
fn answers_are_read_as_format_2_has_them() {
    #[track_caller]
    fn check(does: Does, status: u16, body: &str) {
        let (mut stand, url) = stand(&json!(null), &json!({"AuthType": "NONE"}));
        open(&mut stand);
        stand.does("f", does);
        let answer = stand.call(get(&url));
        assert_eq!((answer.status, text(&answer).as_str()), (status, body), "{}", stand.phases());
    }
    let returns = |value: Value| Does::Returns(value.to_string());
    check(returns(json!({"users": []})), 200, r#"{"users":[]}"#);
    check(returns(json!("text")), 200, "text");
    check(returns(json!({"statusCode": 404, "body": "none"})), 404, "none");
    check(returns(json!({"statusCode": 200, "body": "aGk=", "isBase64Encoded": true})), 200, "hi");
    let failed = r#"{"Message":"Internal Server Error"}"#;
    check(returns(json!({"statusCode": "x"})), 502, failed);
    check(Does::Fails("no"), 502, failed);
}

#[test]
fn cookies_are_sent_each_as_a_field() {
    let (mut stand, url) = stand(&json!({"statusCode": 200, "cookies": ["a=1", "b=2"]}), &json!({"AuthType": "NONE"}));
    open(&mut stand);
    let answer = stand.call(get(&url));
    assert_eq!(answer.headers.all("set-cookie").collect::<Vec<_>>(), ["a=1", "b=2"]);
}

#[test]
fn cors_is_the_urls_affair() {
    let config = json!({"AuthType": "NONE", "Cors": {"AllowOrigins": ["https://a.example"], "AllowMethods": ["GET"], "MaxAge": 60}});
    let returned = json!({"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "*"}});
    let (mut stand, url) = stand(&returned, &config);
    open(&mut stand);
    let preflight = Request::new("OPTIONS", &url)
        .expect("it is an address")
        .with_header("origin", "https://a.example")
        .with_header("access-control-request-method", "GET");
    let answer = stand.call(preflight);
    assert_eq!(answer.headers.get("access-control-allow-methods"), Some("GET"));
    assert!(stand.events.is_empty(), "the function was not asked");
    let answer = stand.call(get(&url).with_header("origin", "https://a.example"));
    assert_eq!(answer.headers.all("access-control-allow-origin").collect::<Vec<_>>(), ["https://a.example"]);
    let answer = stand.call(get(&url).with_header("origin", "https://b.example"));
    assert_eq!(answer.headers.get("access-control-allow-origin"), None);
}
