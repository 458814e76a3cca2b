//! Functions by proxy integration: the event that they get, and what their answers become.

use serde_json::{Value, json};

use crate::services::execute_api::testing::{Does, Stand, proxy, request, text};

fn stand(returns: &Value) -> Stand {
    let mut stand = Stand::new();
    stand.function("users", Does::Returns(returns.to_string()));
    stand.deploy(vec![("GET", "/users/{id}", proxy("users")), ("ANY", "/files/{proxy+}", proxy("users"))]);
    stand
}

#[test]
fn the_event_is_as_aws_writes_it() {
    let mut stand = stand(&json!({"statusCode": 200}));
    let asked = request("GET", "/prod/users/J%C3%B6rg?a=1&a=2&b=")
        .with_header("user-agent", "curl/8")
        .with_header("x-mine", "1")
        .with_header("content-type", "text/plain");
    assert_eq!(stand.call(asked).status, 200);
    let event = stand.events.pop().expect("the function was invoked");
    let names: Vec<&String> = event.as_object().expect("it is an object").keys().collect();
    assert_eq!(
        names,
        [
            "resource",
            "path",
            "httpMethod",
            "headers",
            "multiValueHeaders",
            "queryStringParameters",
            "multiValueQueryStringParameters",
            "pathParameters",
            "stageVariables",
            "requestContext",
            "body",
            "isBase64Encoded"
        ]
    );
    let context = &event["requestContext"];
    let root = event["headers"]["X-Amzn-Trace-Id"].as_str().expect("it has a trace id");
    assert!(root.starts_with("Root=1-") && root.len() == 40, "{root}");
    assert_eq!(
        event["headers"],
        json!({
            "Content-Type": "text/plain",
            "Host": "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
            "User-Agent": "curl/8",
            "X-Amzn-Trace-Id": root,
            "X-Forwarded-For": "203.0.113.25",
            "X-Forwarded-Port": "443",
            "X-Forwarded-Proto": "https",
            "x-mine": "1",
        })
    );
    assert_eq!(event["multiValueHeaders"]["x-mine"], json!(["1"]));
    assert_eq!(event["queryStringParameters"], json!({"a": "2", "b": ""}));
    assert_eq!(event["multiValueQueryStringParameters"], json!({"a": ["1", "2"], "b": [""]}));
    assert_eq!(event["pathParameters"], json!({"id": "Jörg"}));
    assert_eq!(event["stageVariables"], Value::Null);
    assert_eq!(event["body"], Value::Null);
    assert_eq!((&event["path"], &event["resource"]), (&json!("/users/J%C3%B6rg"), &json!("/users/{id}")));
    assert_eq!(context["path"], "/prod/users/J%C3%B6rg");
    assert_eq!(context["stage"], "prod");
    assert_eq!(context["deploymentId"], "d1");
    assert_eq!(context["requestTime"], "05/Jan/2026:09:00:00 +0000");
    assert_eq!(context["identity"]["userAgent"], "curl/8");
    assert_eq!(context["identity"]["userArn"], Value::Null);
    assert!(context.get("authorizer").is_none());
}

#[test]
fn nothing_sent_is_null_and_a_greedy_part_keeps_its_slashes() {
    let mut stand = stand(&json!({"statusCode": 200}));
    stand.get("/prod/files/a//b/");
    let event = stand.events.pop().expect("the function was invoked");
    assert_eq!(event["queryStringParameters"], Value::Null);
    assert_eq!(event["pathParameters"], json!({"proxy": "a//b"}));
    assert_eq!(event["path"], "/files/a//b/");
}

#[test]
fn an_answer_has_the_headers_that_every_answer_has_and_its_own() {
    let mut stand = stand(&json!({
        "statusCode": "201",
        "headers": {"X-Mine": true, "Date": "now", "Content-Type": "text/plain"},
        "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]},
        "body": "made",
    }));
    let answer = stand.get("/prod/users/1");
    assert_eq!((answer.status, text(&answer).as_str()), (201, "made"));
    let header = |name| answer.headers.get(name);
    assert_eq!(header("content-type"), Some("text/plain"));
    assert_eq!(header("x-mine"), Some("true"));
    assert_eq!(header("x-amzn-remapped-date"), Some("now"));
    assert_eq!(answer.headers.all("set-cookie").collect::<Vec<_>>(), ["a=1", "b=2"]);
    let event = stand.events.pop().expect("the function was invoked");
    assert_eq!(header("x-amzn-requestid"), event["requestContext"]["requestId"].as_str());
    assert_eq!(header("x-amz-apigw-id"), event["requestContext"]["extendedRequestId"].as_str());
    assert!(header("x-amzn-trace-id").is_some_and(|root| root.starts_with("Root=1-")));
}

#[test]
fn bytes_are_base64_both_ways_where_the_api_says_so() {
    let mut stand = Stand::new();
    let returned =
        json!({"statusCode": 200, "headers": {"Content-Type": "image/png"}, "body": "iVA=", "isBase64Encoded": true});
    stand.function("users", Does::Returns(returned.to_string()));
    stand.deploy_with(
        vec![("POST", "/", proxy("users"))],
        |snapshot| {
            let mut settings = snapshot.settings.as_ref().clone();
            settings.binary_media_types = vec!["image/*".to_owned()];
            snapshot.settings = settings.into();
        },
        |_| (),
    );
    let asked = request("POST", "/prod").with_header("content-type", "image/png").with_body(&b"\x89P"[..]);
    let answer = stand.call(asked.clone().with_header("accept", "image/png"));
    assert_eq!(&answer.body[..], b"\x89P");
    let event = stand.events.pop().expect("the function was invoked");
    assert_eq!((&event["body"], &event["isBase64Encoded"]), (&json!("iVA="), &json!(true)));
    assert_eq!(text(&stand.call(asked)), "iVA=", "the client did not ask for bytes first");
}

#[test]
fn stage_variables_are_told_and_name_functions() {
    let mut stand = Stand::new();
    stand.function("users", Does::Returns(json!({"statusCode": 200}).to_string()));
    stand.deploy_with(
        vec![("GET", "/", proxy("${stageVariables.who}"))],
        |_| (),
        |stage| {
            stage.variables.insert("who".to_owned(), "users".to_owned());
        },
    );
    assert_eq!(stand.get("/prod/").status, 200);
    assert_eq!(stand.events[0]["stageVariables"], json!({"who": "users"}));
}

#[test]
fn a_request_is_one_thread_from_client_to_function_and_back() {
    let mut stand = stand(&json!({"statusCode": 200, "body": "[]"}));
    stand.get("/prod/users/1");
    let first = stand.cloud.trace().messages.len();
    assert_eq!(text(&stand.get("/prod/users/1")), "[]");
    assert_eq!(
        stand.phases(),
        "route: GET /users/1 is for GET /users/{id}, as it was deployed to the stage prod.\n\
         authorise: The method asks nobody to say who they are: everyone may call it.\n\
         throttle: There is room within the limits on requests a second.\n\
         integrate: The function users is invoked.\n\
         respond: The function users answered 200.\n"
    );
    let told = stand.told(first);
    let lines: Vec<&str> =
        told.lines().map(|line| line.trim_start().split_once(' ').map_or("", |(_, line)| line)).collect();
    assert_eq!(
        lines,
        [
            "You -> UserAPI: GET /prod/users/1",
            "UserAPI has GET",
            "UserAPI -> users: Invoke /2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Ausers/invocations",
            "users has Invoke",
            "invocation 2 ends",
            "UserAPI got 200 from users",
            "UserAPI answers 200",
            "You got 200 from UserAPI",
        ],
        "{told}"
    );
    assert!(stand.cloud.world().execute_api().exchanges.is_empty());
}
