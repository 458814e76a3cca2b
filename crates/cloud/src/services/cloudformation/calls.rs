//! The AWS calls that CloudFormation makes: the same that a person would make, over the same wire.

use serde_json::{Map, Value as Json};

use crate::account::REGION;
use crate::gateway;
use crate::http::{Request, Response};
use crate::operation::Context;
use crate::protocol::{uri, xml};
use crate::verdict::Principal;

/// Why a resource could not be made, changed or deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The reason in the words of a stack's events.
    pub reason: String,
    /// The HTTP status of the call that failed; 0 when no call did.
    pub status: u16,
}

impl Failure {
    /// A failure that no call brought about.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), status: 0 }
    }
}

/// What an attempt at a call gives.
pub type Outcome<T> = Result<T, Failure>;

/// Makes calls as the account's owner, within the operation whose context it borrows.
pub struct Caller<'a, 'c> {
    /// The context of CloudFormation's own operation.
    pub context: &'a mut Context<'c>,
}

impl Caller<'_, '_> {
    /// A call of IAM: `action` with `fields`; those that are empty are left out.
    ///
    /// # Errors
    /// When IAM refuses it.
    pub fn iam(&mut self, action: &str, fields: &[(&str, &str)]) -> Outcome<xml::Element> {
        let mut form = format!("Action={action}&Version=2010-05-08");
        for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
            form.extend(["&", name, "=", &uri::encode(value)]);
        }
        let request = request("POST", "iam.amazonaws.com", "/", "")
            .with_header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
            .with_body(form);
        let response = self.send("Iam", &request)?;
        Ok(xml::parse(&response.body).unwrap_or_default())
    }

    /// A call of Lambda: `path` begins after the API's date, which is `date`.
    ///
    /// # Errors
    /// When Lambda refuses it.
    pub fn lambda(&mut self, method: &str, date: &str, path: &str, body: Option<Map<String, Json>>) -> Outcome<Json> {
        let mut request =
            request(method, &format!("lambda.{REGION}.amazonaws.com"), &format!("/{date}/functions{path}"), "");
        if let Some(body) = body {
            request = request.with_header("content-type", "application/json").with_body(Json::Object(body).to_string());
        }
        let response = self.send("Lambda", &request)?;
        Ok(serde_json::from_slice(&response.body).unwrap_or_default())
    }

    /// A call of S3 on a bucket.
    ///
    /// # Errors
    /// When S3 refuses it.
    pub fn bucket(&mut self, method: &str, bucket: &str, query: &str, body: Vec<u8>) -> Outcome<()> {
        let host = format!("{bucket}.s3.{REGION}.amazonaws.com");
        self.send("S3", &request(method, &host, "/", query).with_body(body)).map(drop)
    }

    /// A call of CloudWatch Logs.
    ///
    /// # Errors
    /// When Logs refuses it.
    pub fn logs(&mut self, operation: &str, body: Map<String, Json>) -> Outcome<()> {
        let request = request("POST", &format!("logs.{REGION}.amazonaws.com"), "/", "")
            .with_header("content-type", "application/x-amz-json-1.1")
            .with_header("x-amz-target", format!("Logs_20140328.{operation}"))
            .with_body(Json::Object(body).to_string());
        self.send("CloudWatchLogs", &request).map(drop)
    }

    /// A call of DynamoDB.
    ///
    /// # Errors
    /// When DynamoDB refuses it.
    pub fn dynamodb(&mut self, operation: &str, body: Map<String, Json>) -> Outcome<Json> {
        let request = request("POST", &format!("dynamodb.{REGION}.amazonaws.com"), "/", "")
            .with_header("content-type", "application/x-amz-json-1.0")
            .with_header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
            .with_body(Json::Object(body).to_string());
        let response = self.send("DynamoDb", &request)?;
        Ok(serde_json::from_slice(&response.body).unwrap_or_default())
    }

    /// A call of API Gateway's REST APIs.
    ///
    /// # Errors
    /// When API Gateway refuses it.
    pub fn apigateway(&mut self, method: &str, path: &str, body: Option<Json>) -> Outcome<Json> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut request = request(method, &format!("apigateway.{REGION}.amazonaws.com"), path, query);
        if let Some(body) = body {
            request = request.with_header("content-type", "application/json").with_body(body.to_string());
        }
        let response = self.send("ApiGateway", &request)?;
        Ok(serde_json::from_slice(&response.body).unwrap_or_default())
    }

    /// A call about HTTP APIs: `path` begins after the version, and may have a query.
    ///
    /// # Errors
    /// When API Gateway refuses it.
    pub fn http_apis(&mut self, method: &str, path: &str, body: Option<Map<String, Json>>) -> Outcome<Json> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut request = request(method, &format!("apigateway.{REGION}.amazonaws.com"), &format!("/v2{path}"), query);
        if let Some(body) = body {
            request = request.with_header("content-type", "application/json").with_body(Json::Object(body).to_string());
        }
        let response = self.send("AmazonApiGatewayV2", &request)?;
        Ok(serde_json::from_slice(&response.body).unwrap_or_default())
    }

    /// A random part of a name that CloudFormation invents.
    pub fn suffix(&mut self) -> String {
        self.context.rng.upper(12)
    }

    fn send(&mut self, service: &str, request: &Request) -> Outcome<Response> {
        let outer = &mut *self.context;
        let request_id = outer.rng.uuid();
        let mut context = Context {
            now: outer.now,
            request_id: &request_id,
            principal: &Principal::Root,
            message: None,
            world: &mut *outer.world,
            rng: &mut *outer.rng,
            changes: &mut *outer.changes,
            effects: &mut *outer.effects,
        };
        let result = gateway::perform_within(&mut context, request);
        result.map_err(|response| {
            let (code, message) = error_of(&response);
            let token = outer.rng.uuid();
            Failure {
                reason: format!(
                    "Resource handler returned message: \"{message} (Service: {service}, Status Code: {}, Request ID: {request_id})\" (RequestToken: {token}, HandlerErrorCode: {})",
                    response.status,
                    handler_code(&code, response.status)
                ),
                status: response.status,
            }
        })
    }
}

/// Takes it that what is to be deleted may be gone already.
///
/// # Errors
/// Every failure but "not found".
pub fn unless_gone<T>(outcome: Outcome<T>) -> Outcome<()> {
    match outcome {
        Err(failure) if failure.status != 404 => Err(failure),
        _ => Ok(()),
    }
}

fn request(method: &str, host: &str, path: &str, query: &str) -> Request {
    Request {
        method: method.to_owned(),
        host: host.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        ..Request::default()
    }
}

/// The code and the text of an error, in whichever protocol it is written.
fn error_of(response: &Response) -> (String, String) {
    if let Ok(root) = xml::parse(&response.body) {
        let error = root.child("Error").unwrap_or(&root);
        let text = |name| error.child_text(name).unwrap_or_default().to_owned();
        return (text("Code"), text("Message"));
    }
    let body: Json = serde_json::from_slice(&response.body).unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Json::as_str).map(str::to_owned);
    let code = text("__type").or_else(|| response.headers.get("x-amzn-errortype").map(str::to_owned));
    (code.unwrap_or_default(), text("message").or_else(|| text("Message")).unwrap_or_default())
}

/// CloudFormation's own name for a kind of failure.
fn handler_code(code: &str, status: u16) -> &'static str {
    match status {
        _ if code.contains("AlreadyExist") || code.contains("AlreadyOwned") => "AlreadyExists",
        403 => "AccessDenied",
        404 => "NotFound",
        409 => "ResourceConflict",
        429 => "Throttling",
        500.. => "ServiceInternalError",
        _ => "InvalidRequest",
    }
}
