//! HTTP APIs in front of functions: what a function is given of a request, and what the client is given of its answer. A
//! table says what each function does; the cloud does the rest.

use std::collections::BTreeMap;

use cloud::http::{Request, Response};
use cloud::invocation::{Next, Outcome, Progress, RunId};
use cloud::kernel::{Cloud, Output, Step};
use cloud::sim::time::Span;
use cloud::verdict::Principal;
use serde_json::{Value, json};

/// The function that an API calls, and the one that authorizes.
const FUNCTION: &str = "arn:aws:lambda:us-east-1:123456789012:function:f";
const AUTHORIZER: &str = "arn:aws:lambda:us-east-1:123456789012:function:a";

/// A cloud with the functions `f` and `a`, and what they return.
struct Account {
    cloud: Cloud,
    api: String,
    /// What each function does, by its name; `echo` returns the event.
    does: BTreeMap<String, Next>,
    /// The events that functions were given.
    events: Vec<Value>,
}

fn returned(json: &str) -> Next {
    Next::End(Outcome::Returned(json.to_owned().into()))
}

fn raised() -> Next {
    let document = json!({"errorType": "TypeError", "errorMessage": "it broke", "trace": []}).to_string();
    Next::End(Outcome::Raised { error_type: "TypeError".to_owned(), document, exits: false })
}

fn call(method: &str, url: &str, body: &str) -> Request {
    Request::new(method, url).expect("it is an address").with_body(body.to_owned())
}

impl Account {
    /// The account, with an API that quick create made for `f`, and the permissions that it needs.
    fn new() -> Self {
        let cloud = Cloud::new(7);
        let mut account = Self { cloud, api: String::new(), does: BTreeMap::new(), events: Vec::new() };
        let trust = "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22Service%22%3A%22lambda.amazonaws.com%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%7D";
        let form = format!("Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument={trust}");
        account.made(call("POST", "https://iam.amazonaws.com/", &form));
        for name in ["f", "a"] {
            let function = json!({"FunctionName": name, "Runtime": "nodejs24.x", "Handler": "index.handler", "Timeout": 60,
                "Role": "arn:aws:iam::123456789012:role/r", "Code": {"ZipFile": "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="}});
            account.made(call(
                "POST",
                "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions",
                &function.to_string(),
            ));
        }
        let api = json!({"name": "UserAPI", "protocolType": "HTTP", "target": FUNCTION});
        let made = account.control("POST", "", &api);
        account.api = made["apiId"].as_str().expect("it has an id").to_owned();
        account.permit("f", &format!("{}/*", account.api));
        account
    }

    /// Lets the API invoke a function.
    fn permit(&mut self, function: &str, resource: &str) {
        let permission = json!({"StatementId": "api", "Action": "lambda:InvokeFunction", "Principal": "apigateway.amazonaws.com",
            "SourceArn": format!("arn:aws:execute-api:us-east-1:123456789012:{resource}")});
        let url = format!("https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/{function}/policy");
        self.made(call("POST", &url, &permission.to_string()));
    }

    /// A call of the control plane below the API, or for all.
    #[track_caller]
    fn control(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let api = if self.api.is_empty() { String::new() } else { format!("/{}", self.api) };
        self.made(call(
            method,
            &format!("https://apigateway.us-east-1.amazonaws.com/v2/apis{api}{path}"),
            &body.to_string(),
        ))
    }

    /// A call of CloudWatch Logs about a group.
    fn logs(&mut self, operation: &str, group: &str) -> Value {
        let body = json!({"logGroupName": group}).to_string();
        let request = call("POST", "https://logs.us-east-1.amazonaws.com/", &body)
            .with_header("content-type", "application/x-amz-json-1.1")
            .with_header("x-amz-target", format!("Logs_20140328.{operation}"));
        self.made(request)
    }

    /// The integration and the route that quick create made.
    fn integration(&mut self) -> String {
        let held = self.control("GET", "/integrations", &json!({}));
        format!("/integrations/{}", held["items"][0]["integrationId"].as_str().expect("there is one"))
    }

    fn route(&mut self) -> String {
        let held = self.control("GET", "/routes", &json!({}));
        format!("/routes/{}", held["items"][0]["routeId"].as_str().expect("there is one"))
    }

    #[track_caller]
    fn made(&mut self, request: Request) -> Value {
        let response = self.ask(Principal::Root, request);
        let text = String::from_utf8_lossy(&response.body).into_owned();
        assert!(response.is_success(), "{} {text}", response.status);
        serde_json::from_str(&text).unwrap_or_default()
    }

    fn ask(&mut self, principal: Principal, request: Request) -> Response {
        self.cloud.submit(principal, request);
        let mut answer = None;
        loop {
            let step = self.cloud.run(100_000);
            for output in self.cloud.take_outputs() {
                let next = match &output {
                    Output::Init(_) => Next::End(Outcome::Initialised),
                    Output::Invoke(invoke) => {
                        let event: Value = serde_json::from_slice(&invoke.event).expect("an event is JSON");
                        self.events.push(event);
                        let name = invoke.function_arn.rsplit(':').next().unwrap_or_default();
                        let echo = Next::End(Outcome::Returned(invoke.event.clone()));
                        self.does.get(name).cloned().unwrap_or(echo)
                    }
                    Output::Response { response, .. } => {
                        answer = Some(Response::clone(response));
                        continue;
                    }
                    Output::Resume { .. } => returned("null"),
                    Output::Terminate(_) => continue,
                };
                let run: RunId = output.run().expect("it asks for something");
                self.cloud.progress(run, Progress::new(300, 0, next));
            }
            match step {
                Step::Settled => return answer.expect("every request is answered"),
                Step::Waiting => {}
                Step::Moved => panic!("the run does not settle"),
            }
        }
    }

    /// A client's request to the API.
    fn get(&mut self, path: &str, headers: &[(&'static str, &str)]) -> Response {
        let mut request = call("GET", &format!("https://{}.execute-api.us-east-1.amazonaws.com{path}", self.api), "");
        for (name, value) in headers {
            request.headers.append(*name, *value);
        }
        self.ask(Principal::Anonymous, request)
    }

    /// The steps of the last request to the API, those that failed with a mark.
    fn steps(&self) -> Vec<String> {
        let messages = &self.cloud.trace().messages;
        let last = messages.iter().rev().find(|message| message.service == "execute-api").expect("there was one");
        let phases = last.handled.iter().flat_map(|handled| &handled.phases);
        phases.map(|phase| format!("{}{}", if phase.failed { "!" } else { "" }, phase.name)).collect()
    }

    /// What the last step that failed says.
    fn reason(&self) -> String {
        let messages = &self.cloud.trace().messages;
        let phases = messages.iter().rev().filter_map(|message| message.handled.as_ref()).flat_map(|held| &held.phases);
        phases.filter(|phase| phase.failed).map(|phase| phase.says.clone()).next().unwrap_or_default()
    }
}

fn text(response: &Response) -> String {
    String::from_utf8_lossy(&response.body).into_owned()
}

#[test]
fn a_function_is_given_the_request_in_the_newer_format() {
    let mut account = Account::new();
    let response = account.get("/users/7?a=1&b=x%20y&a=2", &[("Cookie", "c=1; d=2"), ("X-One", "1"), ("X-One", "2")]);
    let event: Value = serde_json::from_str(&text(&response)).expect("the event came back");
    assert_eq!((response.status, response.headers.get("content-type")), (200, Some("application/json")));
    let keys: Vec<&String> = event.as_object().expect("it is an object").keys().collect();
    assert_eq!(
        keys,
        [
            "version",
            "routeKey",
            "rawPath",
            "rawQueryString",
            "cookies",
            "headers",
            "queryStringParameters",
            "requestContext",
            "isBase64Encoded"
        ]
    );
    assert_eq!(event["version"], "2.0");
    assert_eq!(event["routeKey"], "$default");
    assert_eq!(event["rawPath"], "/users/7");
    assert_eq!(event["rawQueryString"], "a=1&b=x%20y&a=2");
    assert_eq!(event["cookies"], json!(["c=1", "d=2"]));
    assert_eq!(event["queryStringParameters"], json!({"a": "1,2", "b": "x y"}));
    assert_eq!(event["headers"]["x-one"], "1,2");
    assert_eq!(event["headers"]["x-forwarded-proto"], "https");
    assert_eq!(event["requestContext"]["http"]["method"], "GET");
    assert_eq!(event["requestContext"]["stage"], "$default");
    assert_eq!(event["requestContext"]["requestId"].as_str(), response.headers.get("apigw-requestid"));
    let time = event["requestContext"]["time"].as_str().expect("it has a time");
    assert!(time.starts_with("05/Jan/2026:09:00:") && time.ends_with(" +0000"), "{time}");
    assert_eq!(account.steps(), ["route", "integrate", "respond"]);
}

#[test]
fn bodies_are_texts_or_base64() {
    let mut account = Account::new();
    let mut post = |kind: &str, body: &str| {
        let url = format!("https://{}.execute-api.us-east-1.amazonaws.com/", account.api);
        let request = call("POST", &url, body).with_header("content-type", kind.to_owned());
        let event: Value =
            serde_json::from_str(&text(&account.ask(Principal::Anonymous, request))).expect("it came back");
        (event["body"].as_str().unwrap_or_default().to_owned(), event["isBase64Encoded"] == true)
    };
    assert_eq!(post("application/json", "{\"a\": 1}"), ("{\"a\": 1}".to_owned(), false));
    assert_eq!(post("application/x-www-form-urlencoded", "a=1"), ("YT0x".to_owned(), true));
}

#[test]
fn a_function_is_given_the_request_in_the_older_format() {
    let mut account = Account::new();
    let integration = account.integration();
    account.control("PATCH", &integration, &json!({"payloadFormatVersion": "1.0"}));
    account.control("PATCH", "/stages/$default", &json!({"stageVariables": {"mode": "test"}}));
    account.does.insert(
        "f".to_owned(),
        returned(r#"{"statusCode": 201, "multiValueHeaders": {"X-A": ["1", "2"]}, "body": "made"}"#),
    );
    let response = account.get("/users?a=1&a=2", &[]);
    assert_eq!((response.status, &*text(&response)), (201, "made"));
    let event = account.events.pop().expect("it was invoked");
    assert_eq!(event["version"], "1.0");
    assert_eq!(event["resource"], "$default");
    assert_eq!(event["queryStringParameters"], json!({"a": "2"}));
    assert_eq!(event["multiValueQueryStringParameters"], json!({"a": ["1", "2"]}));
    assert_eq!(event["pathParameters"], Value::Null);
    assert_eq!(event["stageVariables"], json!({"mode": "test"}));
    assert_eq!(event["body"], Value::Null);
    assert_eq!(event["requestContext"]["identity"]["accountId"], Value::Null);
}

#[test]
fn what_a_function_does_wrong_is_told_where_it_happened() {
    let mut account = Account::new();
    let mut check = |does: Next, status: u16, body: &str, steps: &[&str], reason: &str| {
        account.does.insert("f".to_owned(), does);
        let response = account.get("/", &[]);
        assert_eq!((response.status, &*text(&response)), (status, body));
        assert_eq!(account.steps(), steps);
        assert!(account.reason().contains(reason), "{}", account.reason());
    };
    const INTERNAL: &str = r#"{"message":"Internal Server Error"}"#;
    check(raised(), 500, INTERNAL, &["route", "integrate", "!integrate"], "TypeError: it broke");
    check(
        returned(r#"{"statusCode": 200, "body": {}}"#),
        500,
        INTERNAL,
        &["route", "integrate", "!respond"],
        "JSON.stringify",
    );
    let sleep = Next::Wait { calls: Vec::new(), sleep_us: Some(40_000_000) };
    check(sleep, 503, r#"{"message":"Service Unavailable"}"#, &["route", "integrate", "!integrate"], "after 30 s");
}

#[test]
fn an_api_without_permission_and_a_function_without_environments() {
    let mut account = Account::new();
    account.ask(
        Principal::Root,
        call(
            "PUT",
            "https://lambda.us-east-1.amazonaws.com/2017-10-31/functions/f/concurrency",
            r#"{"ReservedConcurrentExecutions": 0}"#,
        ),
    );
    let response = account.get("/", &[]);
    assert_eq!((response.status, &*text(&response)), (503, r#"{"message":"Service Unavailable"}"#));
    account.ask(
        Principal::Root,
        call("DELETE", "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/f/policy/api", ""),
    );
    let response = account.get("/", &[]);
    assert_eq!((response.status, &*text(&response)), (500, r#"{"message":"Internal Server Error"}"#));
    assert!(
        account.reason().contains(&format!("execute-api:us-east-1:123456789012:{}/$default/$default", account.api)),
        "{}",
        account.reason()
    );
}

#[test]
fn a_route_takes_as_many_requests_as_its_stage_says() {
    let mut account = Account::new();
    let limits = json!({"$default": {"throttlingRateLimit": 0.001, "throttlingBurstLimit": 2}});
    account.control("PATCH", "/stages/$default", &json!({"routeSettings": limits}));
    assert_eq!((account.get("/", &[]).status, account.get("/", &[]).status), (200, 200));
    let answer = account.get("/", &[]);
    assert_eq!((answer.status, &*text(&answer)), (429, r#"{"message":"Too Many Requests"}"#));
    assert!(account.reason().contains("lets 0.001 requests a second take this route, and 2 at once"));
    account.cloud.pass(Span::from_s(1_001));
    assert_eq!(account.get("/", &[]).status, 200);
}

#[test]
fn the_access_log_has_a_line_for_each_request() {
    let mut account = Account::new();
    let format = "$context.routeKey $context.status $context.error.message, id $context.requestId.";
    let log = json!({"destinationArn": "arn:aws:logs:us-east-1:123456789012:log-group:calls", "format": format});
    account.control("PATCH", "/stages/$default", &json!({"accessLogSettings": log}));
    // A group that is not there gets no lines.
    assert_eq!(account.get("/", &[]).status, 200);
    account.logs("CreateLogGroup", "calls");
    let id = account.get("/", &[]).headers.get("apigw-requestid").unwrap_or_default().to_owned();
    let found = account.logs("FilterLogEvents", "calls");
    let lines: Vec<(&Value, &Value)> = found["events"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|event| (&event["logStreamName"], &event["message"]))
        .collect();
    assert_eq!(lines, [(&json!("default/2026-01-05"), &json!(format!("$default 200 -, id {id}.")))]);
}

#[test]
fn parameters_of_requests_and_answers_are_mapped() {
    let mut account = Account::new();
    let integration = account.integration();
    account.control("PATCH", &integration, &json!({
        "requestParameters": {"append:header.x-id": "${context.apiId}/$request.querystring.a", "remove:querystring.secret": "''", "overwrite:querystring.b": "$request.header.x-b"},
        "responseParameters": {"200": {"overwrite:statuscode": "202", "append:header.x-name": "$response.body.user.name"}},
    }));
    account.does.insert("f".to_owned(), returned(r#"{"user": {"name": "Ada"}}"#));
    let response = account.get("/?secret=1&a=2", &[("X-B", "three")]);
    assert_eq!((response.status, response.headers.get("x-name")), (202, Some("Ada")));
    let event = account.events.pop().expect("it was invoked");
    assert_eq!(event["queryStringParameters"], json!({"a": "2", "b": "three"}));
    assert_eq!(event["headers"]["x-id"], format!("{}/$request.querystring.a", account.api));
}

/// An account whose route asks a Lambda authorizer with these settings.
fn authorized(settings: &Value) -> Account {
    let mut account = Account::new();
    let mut authorizer = json!({"name": "lambda", "authorizerType": "REQUEST", "identitySource": ["$request.header.Authorization"],
        "authorizerUri": format!("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{AUTHORIZER}/invocations"),
        "authorizerPayloadFormatVersion": "2.0"});
    for (name, value) in settings.as_object().into_iter().flatten() {
        authorizer[name] = value.clone();
    }
    let id = account.control("POST", "/authorizers", &authorizer)["authorizerId"].clone();
    let route = account.route();
    account.control("PATCH", &route, &json!({"authorizationType": "CUSTOM", "authorizerId": id}));
    let resource = format!("{}/authorizers/*", account.api);
    account.permit("a", &resource);
    account
}

#[test]
fn a_function_says_who_may() {
    let mut account = authorized(&json!({"enableSimpleResponses": true, "authorizerResultTtlInSeconds": 300}));
    let answer = account.get("/", &[]);
    assert_eq!((answer.status, &*text(&answer)), (401, r#"{"message":"Unauthorized"}"#));
    assert_eq!(account.events.len(), 0);
    account.does.insert("a".to_owned(), returned(r#"{"isAuthorized": true, "context": {"name": "Ada", "age": 36}}"#));
    let answer = account.get("/users", &[("Authorization", "user1")]);
    assert_eq!(answer.status, 200);
    let asked = account.events.remove(0);
    assert_eq!((&asked["type"], &asked["identitySource"]), (&json!("REQUEST"), &json!(["user1"])));
    assert!(asked["routeArn"].as_str().is_some_and(|arn| arn.ends_with("/$default/GET/users")), "{asked}");
    let event = account.events.remove(0);
    assert_eq!(event["requestContext"]["authorizer"], json!({"lambda": {"name": "Ada", "age": 36}}));
    // What was decided holds for a while, also once the function would say otherwise.
    account.does.insert("a".to_owned(), returned(r#"{"isAuthorized": false}"#));
    assert_eq!(account.get("/", &[("Authorization", "user1")]).status, 200);
    let answer = account.get("/", &[("Authorization", "user2")]);
    assert_eq!((answer.status, &*text(&answer)), (403, r#"{"message":"Forbidden"}"#));
    account.cloud.pass(Span::from_s(301));
    assert_eq!(account.get("/", &[("Authorization", "user1")]).status, 403);
    account.does.insert("a".to_owned(), raised());
    let answer = account.get("/", &[("Authorization", "user3")]);
    assert_eq!((answer.status, &*text(&answer)), (500, r#"{"message":"Internal Server Error"}"#));
}

#[test]
fn a_policy_says_who_may() {
    let mut account = authorized(&json!({"authorizerPayloadFormatVersion": "1.0"}));
    let policy = |resource: &str| {
        returned(&json!({"principalId": "ada", "context": {"key": "value"}, "policyDocument": {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": resource}]}}).to_string())
    };
    account.does.insert("a".to_owned(), policy("*"));
    assert_eq!(account.get("/users", &[("Authorization", "t")]).status, 200);
    assert_eq!(account.events[0]["authorizationToken"], "t");
    account.does.insert("a".to_owned(), policy("arn:aws:execute-api:*:*:*/*/GET/other"));
    assert_eq!(account.get("/users", &[("Authorization", "t")]).status, 403);
    account.does.insert("a".to_owned(), returned(r#"{"isAuthorized": true}"#));
    assert_eq!(account.get("/users", &[("Authorization", "t")]).status, 500);
    assert!(account.reason().contains("principalId"), "{}", account.reason());
}

#[test]
fn an_api_that_calls_itself_is_stopped() {
    let mut account = Account::new();
    let integration = account.integration();
    let url = format!("https://{}.execute-api.us-east-1.amazonaws.com/", account.api);
    let own = account.control("POST", "/integrations", &json!({"integrationType": "HTTP_PROXY", "integrationMethod": "ANY", "integrationUri": url, "payloadFormatVersion": "1.0"}));
    let route = account.route();
    account.control(
        "PATCH",
        &route,
        &json!({"target": format!("integrations/{}", own["integrationId"].as_str().unwrap_or_default())}),
    );
    assert_eq!(account.get("/", &[]).status, 500);
    let calls = account.cloud.trace().messages.iter().filter(|message| message.service == "execute-api").count();
    assert_eq!(calls, 17);
    assert!(integration.starts_with("/integrations/"));
}

#[test]
fn the_map_shows_what_can_be_called() {
    let account = Account::new();
    let views: Vec<_> =
        cloud::services::Services::ALL.list().iter().flat_map(|service| service.apis(account.cloud.world())).collect();
    assert_eq!(views.len(), 1);
    assert_eq!((&*views[0].name, &*views[0].kind, views[0].changed), ("UserAPI", "API Gateway, HTTP, $default", false));
    assert_eq!(views[0].address, Some(format!("https://{}.execute-api.us-east-1.amazonaws.com", account.api)));
    let route = &views[0].routes[0];
    assert_eq!(
        (&*route.method, &*route.path, route.function.as_deref(), route.live),
        ("ANY", "$default", Some("f"), true)
    );
}
