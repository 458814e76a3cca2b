//! A call as a line for the AWS CLI, or for curl: what a learner could type to make the same call.

mod apigateway;

use crate::http::Request;
use crate::protocol::uri;
use crate::sim::trace::{Message, Place};

/// The line for a message that is a call; none for what the CLI has no command for.
#[must_use]
pub fn line(message: &Message, request: &Request) -> Option<String> {
    // What is called at an API's host is no operation of AWS's: curl calls it.
    if message.service == "execute-api" {
        return Some(curl(request));
    }
    let mut line = Line::new(message.service, message.operation);
    match (message.service, message.operation) {
        (_, "Unknown") | ("s3", "OptionsObject" | "PostObject" | "WebsiteGetObject") | ("execute-api", _) => {
            return None;
        }
        ("s3", _) => s3(&mut line, request, message),
        ("lambda", _) => lambda(&mut line, request, message),
        ("apigateway", operation) => apigateway::apigateway(&mut line, request, operation),
        (_, _) if request.headers.get("x-amz-target").is_some() => line.json(request),
        _ => form(&mut line, request),
    }
    Some(line.text)
}

/// The line for curl.
fn curl(request: &Request) -> String {
    let verb = if request.method == "GET" { String::new() } else { format!(" -X {}", request.method) };
    let mut text = format!("curl{verb} {}", quoted(&request.url()));
    for (name, value) in request.headers.iter().filter(|(name, _)| !matches!(*name, "content-length" | "host")) {
        text.push_str(&format!(" -H {}", quoted(&format!("{name}: {value}"))));
    }
    if !request.body.is_empty() {
        text.push_str(&format!(" --data-raw {}", quoted(&String::from_utf8_lossy(&request.body))));
    }
    text
}

/// The line for a call of a JSON protocol: `dynamodb`, `GetItem` and its body.
#[must_use]
pub fn of_json(service: &str, operation: &str, body: &str) -> String {
    let mut line = Line::new(service, operation);
    line.option("cli-input-json", body);
    line.text
}

struct Line {
    text: String,
}

impl Line {
    fn new(service: &str, operation: &str) -> Self {
        let command = match service {
            "s3" => "s3api",
            "streams.dynamodb" => "dynamodbstreams",
            other => other,
        };
        Self { text: format!("aws {command} {}", kebab(operation)) }
    }

    fn option(&mut self, name: &str, value: &str) {
        self.text.push_str(&format!(" --{name} {}", quoted(value)));
    }

    fn flag(&mut self, name: &str) {
        self.text.push_str(&format!(" --{name}"));
    }

    fn word(&mut self, value: &str) {
        self.text.push_str(&format!(" {}", quoted(value)));
    }

    fn json(&mut self, request: &Request) {
        let body = String::from_utf8_lossy(&request.body);
        if !matches!(body.as_ref(), "" | "{}") {
            self.option("cli-input-json", &body);
        }
    }
}

fn s3(line: &mut Line, request: &Request, message: &Message) {
    let operation = message.operation;
    let Some(subject) = &message.subject else {
        if let Place::Bucket(bucket) = &message.to {
            line.option("bucket", bucket);
        }
        for (name, option) in [("prefix", "prefix"), ("delimiter", "delimiter"), ("max-keys", "max-keys")] {
            if let Some(value) = uri::parameter(&request.query, name) {
                line.option(option, &value);
            }
        }
        if operation == "PutBucketNotificationConfiguration" {
            line.option("notification-configuration", "file://notification.json");
        }
        return;
    };
    line.option("bucket", &subject.bucket);
    line.option("key", &subject.key);
    let file = subject.key.rsplit('/').next().unwrap_or_default();
    match operation {
        "PutObject" => {
            line.option("body", file);
            if let Some(value) = request.headers.get("content-type") {
                line.option("content-type", value);
            }
        }
        "GetObject" => line.word(file),
        "CopyObject" => {
            if let Some(value) = request.headers.get("x-amz-copy-source") {
                line.option("copy-source", value);
            }
        }
        _ => {}
    }
}

fn lambda(line: &mut Line, request: &Request, message: &Message) {
    if let Place::Function(name) = &message.to {
        line.option("function-name", name);
    }
    match message.operation {
        "Invoke" => {
            if let Some(kind) = request.headers.get("x-amz-invocation-type") {
                line.option("invocation-type", kind);
            }
            line.option("cli-binary-format", "raw-in-base64-out");
            line.option("payload", &String::from_utf8_lossy(&request.body));
            line.word("response.json");
        }
        "RemovePermission" => {
            line.option("statement-id", request.path.rsplit('/').next().unwrap_or_default());
        }
        "CreateFunction" => line.json(request),
        _ => {
            let Ok(serde_json::Value::Object(body)) = serde_json::from_slice(&request.body) else { return };
            for (name, value) in body {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                line.option(&kebab(&name), &value);
            }
        }
    }
}

fn form(line: &mut Line, request: &Request) {
    let body = String::from_utf8_lossy(&request.body);
    for (name, value) in uri::parameters(&body) {
        if name != "Action" && name != "Version" {
            line.option(&kebab(name.split('.').next().unwrap_or_default()), &value);
        }
    }
}

/// `PutObject` as `put-object`, `ListObjectsV2` as `list-objects-v2`.
fn kebab(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    let characters: Vec<char> = name.chars().collect();
    for (index, character) in characters.iter().enumerate() {
        let after_lower = index > 0 && characters[index - 1].is_ascii_lowercase();
        let before_lower = index > 0
            && characters[index - 1].is_ascii_uppercase()
            && characters.get(index + 1).is_some_and(char::is_ascii_lowercase);
        if character.is_ascii_uppercase() && (after_lower || before_lower) {
            text.push('-');
        }
        text.push(character.to_ascii_lowercase());
    }
    text
}

/// A value as a shell takes it.
fn quoted(value: &str) -> String {
    let plain = !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c));
    if plain { value.to_owned() } else { format!("'{}'", value.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Cloud;
    use crate::verdict::Principal;

    fn check(method: &str, url: &str, line: &str) {
        let request = Request::new(method, url).expect("the tests' addresses are well-formed");
        let mut cloud = Cloud::new(1);
        cloud.submit(Principal::Root, request.clone());
        let told = super::line(&cloud.trace().messages[0], &request);
        assert_eq!(told.as_deref(), Some(line).filter(|line| !line.is_empty()));
    }

    #[test]
    fn what_only_browsers_ask_has_no_command() {
        check("GET", "https://site.s3-website-us-east-1.amazonaws.com/", "");
        check("POST", "https://site.s3.us-east-1.amazonaws.com/", "");
        check("OPTIONS", "https://site.s3.us-east-1.amazonaws.com/a", "");
    }

    fn check_gateway(method: &str, path: &str, body: &str, line: &str) {
        let url = format!("https://apigateway.us-east-1.amazonaws.com{path}");
        let request =
            Request::new(method, &url).expect("the tests' addresses are well-formed").with_body(body.to_owned());
        let mut cloud = Cloud::new(1);
        cloud.submit(Principal::Root, request.clone());
        assert_eq!(super::line(&cloud.trace().messages[0], &request).as_deref(), Some(line));
    }

    #[test]
    fn what_a_path_names_becomes_options() {
        check_gateway(
            "PUT",
            "/restapis/a1/resources/r1/methods/GET",
            r#"{"authorizationType": "NONE", "apiKeyRequired": true}"#,
            "aws apigateway put-method --rest-api-id a1 --resource-id r1 --http-method GET --authorization-type NONE --api-key-required",
        );
        check_gateway(
            "PUT",
            "/restapis/a1/resources/r1/methods/GET/integration",
            r#"{"type": "AWS_PROXY", "httpMethod": "POST"}"#,
            "aws apigateway put-integration --rest-api-id a1 --resource-id r1 --http-method GET --type AWS_PROXY --integration-http-method POST",
        );
        check_gateway(
            "POST",
            "/restapis/a1/resources/r1",
            r#"{"pathPart": "users"}"#,
            "aws apigateway create-resource --rest-api-id a1 --parent-id r1 --path-part users",
        );
        check_gateway(
            "PATCH",
            "/restapis/a1/stages/prod",
            r#"{"patchOperations": [{"op": "replace", "path": "/deploymentId", "value": "d1"}]}"#,
            r#"aws apigateway update-stage --rest-api-id a1 --stage-name prod --patch-operations '[{"op":"replace","path":"/deploymentId","value":"d1"}]'"#,
        );
    }

    #[test]
    fn what_is_asked_of_an_api_is_curls_affair() {
        let url = "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/prod/users";
        check("GET", url, &format!("curl {url}"));
        check("POST", &format!("{url}?a=1&b=2"), &format!("curl -X POST '{url}?a=1&b=2'"));
    }

    #[test]
    fn calls_read_as_a_learner_would_type_them() {
        check(
            "GET",
            "https://my-thumbnails.s3.us-east-1.amazonaws.com/thumbnails/a%20b.jpg",
            "aws s3api get-object --bucket my-thumbnails --key 'thumbnails/a b.jpg' 'a b.jpg'",
        );
        check(
            "GET",
            "https://my-thumbnails.s3.us-east-1.amazonaws.com/?list-type=2&prefix=thumbnails/",
            "aws s3api list-objects-v2 --bucket my-thumbnails --prefix thumbnails/",
        );
        check(
            "GET",
            "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/make-thumbnail",
            "aws lambda get-function --function-name make-thumbnail",
        );
    }
}
