//! The AWS calls with which an API is built, each one that a learner could send.

use cloud::account::REGION;
use cloud::http::Request;
use cloud::protocol::uri;
use serde_json::{Value, json};

use crate::aws::{to, with_body, with_json};

fn gateway(method: &str, path: String, body: Option<&Value>) -> Request {
    let request = to("apigateway", method, path);
    match body {
        Some(body) => with_json(request, body),
        None => request,
    }
}

/// One operation of a patch: `replace`, `add` or `remove`, where, and what.
pub type Patch = (&'static str, String, Option<String>);

fn patch(path: String, patches: &[Patch]) -> Request {
    let one = |(op, path, value): &Patch| match value {
        Some(value) => json!({"op": op, "path": path, "value": value}),
        None => json!({"op": op, "path": path}),
    };
    let operations: Vec<Value> = patches.iter().map(one).collect();
    gateway("PATCH", path, Some(&json!({"patchOperations": operations})))
}

/// A word of a patch's path: slashes and tildes have names of their own there.
#[must_use]
pub fn escaped(word: &str) -> String {
    word.replace('~', "~0").replace('/', "~1")
}

/// `CreateRestApi`.
pub fn create_rest_api(name: &str, description: &str) -> Request {
    let mut body = json!({"name": name, "endpointConfiguration": {"types": ["REGIONAL"]}});
    if !description.is_empty() {
        body["description"] = description.into();
    }
    gateway("POST", "/restapis".to_owned(), Some(&body))
}

/// `ImportRestApi` with a document of OpenAPI.
pub fn import_rest_api(document: &str) -> Request {
    let request = gateway("POST", "/restapis".to_owned(), None);
    let request = with_body(request, "application/json", document.to_owned());
    Request { query: "mode=import".to_owned(), ..request }
}

/// `DeleteRestApi`.
pub fn delete_rest_api(api: &str) -> Request {
    gateway("DELETE", format!("/restapis/{api}"), None)
}

/// `GetExport` of a stage, with API Gateway's own extensions.
pub fn get_export(api: &str, stage: &str, form: &str) -> Request {
    let request = gateway("GET", format!("/restapis/{api}/stages/{}/exports/{form}", uri::encode(stage)), None);
    let request = request.with_header("accept", "application/json");
    Request { query: "extensions=apigateway".to_owned(), ..request }
}

/// `CreateResource` below another.
pub fn create_resource(api: &str, parent: &str, part: &str) -> Request {
    gateway("POST", format!("/restapis/{api}/resources/{parent}"), Some(&json!({"pathPart": part})))
}

/// `DeleteResource`, with all below it.
pub fn delete_resource(api: &str, resource: &str) -> Request {
    gateway("DELETE", format!("/restapis/{api}/resources/{resource}"), None)
}

fn method(api: &str, resource: &str, verb: &str) -> String {
    format!("/restapis/{api}/resources/{resource}/methods/{verb}")
}

/// `PutMethod`, open to everyone.
pub fn put_method(api: &str, resource: &str, verb: &str) -> Request {
    gateway("PUT", method(api, resource, verb), Some(&json!({"authorizationType": "NONE"})))
}

/// `UpdateMethod`.
pub fn update_method(api: &str, resource: &str, verb: &str, patches: &[Patch]) -> Request {
    patch(method(api, resource, verb), patches)
}

/// `DeleteMethod`.
pub fn delete_method(api: &str, resource: &str, verb: &str) -> Request {
    gateway("DELETE", method(api, resource, verb), None)
}

/// `PutIntegration`: a function gets the request as it is, and its answer goes back as it is.
pub fn put_function(api: &str, resource: &str, verb: &str, function_arn: &str) -> Request {
    let uri = format!("arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{function_arn}/invocations");
    let body = json!({"type": "AWS_PROXY", "httpMethod": "POST", "uri": uri});
    gateway("PUT", format!("{}/integration", method(api, resource, verb)), Some(&body))
}

/// `PutIntegration`: API Gateway answers 200 of itself.
pub fn put_mock(api: &str, resource: &str, verb: &str) -> Request {
    let body = json!({"type": "MOCK", "requestTemplates": {"application/json": "{\"statusCode\": 200}"}});
    gateway("PUT", format!("{}/integration", method(api, resource, verb)), Some(&body))
}

/// `PutMethodResponse` of the status 200, which may have these headers.
pub fn put_method_response(api: &str, resource: &str, verb: &str, headers: &[(&str, String)]) -> Request {
    let name = |(name, _): &(&str, String)| (format!("method.response.header.{name}"), Value::from(false));
    let mut body = json!({});
    if !headers.is_empty() {
        body["responseParameters"] = Value::Object(headers.iter().map(name).collect());
    }
    gateway("PUT", format!("{}/responses/200", method(api, resource, verb)), Some(&body))
}

/// `PutIntegrationResponse` of the status 200, with these headers.
pub fn put_integration_response(api: &str, resource: &str, verb: &str, headers: &[(&str, String)]) -> Request {
    let header =
        |(name, value): &(&str, String)| (format!("method.response.header.{name}"), Value::from(format!("'{value}'")));
    let mut body = json!({});
    if !headers.is_empty() {
        body["responseParameters"] = Value::Object(headers.iter().map(header).collect());
    }
    gateway("PUT", format!("{}/integration/responses/200", method(api, resource, verb)), Some(&body))
}

/// `CreateRequestValidator`.
pub fn create_request_validator(api: &str, name: &str, body: bool, parameters: bool) -> Request {
    let body = json!({"name": name, "validateRequestBody": body, "validateRequestParameters": parameters});
    gateway("POST", format!("/restapis/{api}/requestvalidators"), Some(&body))
}

/// `CreateDeployment`, at a stage.
pub fn create_deployment(api: &str, stage: &str, description: &str) -> Request {
    let mut body = json!({"stageName": stage});
    if !description.is_empty() {
        body["description"] = description.into();
    }
    gateway("POST", format!("/restapis/{api}/deployments"), Some(&body))
}

/// `UpdateStage`.
pub fn update_stage(api: &str, stage: &str, patches: &[Patch]) -> Request {
    patch(format!("/restapis/{api}/stages/{}", uri::encode(stage)), patches)
}

/// `DeleteStage`.
pub fn delete_stage(api: &str, stage: &str) -> Request {
    gateway("DELETE", format!("/restapis/{api}/stages/{}", uri::encode(stage)), None)
}

/// `CreateApiKey`, enabled.
pub fn create_api_key(name: &str) -> Request {
    gateway("POST", "/apikeys".to_owned(), Some(&json!({"name": name, "enabled": true})))
}

/// `UpdateApiKey`: takes it or not.
pub fn enable_api_key(key: &str, enabled: bool) -> Request {
    let patches = [("replace", "/enabled".to_owned(), Some(enabled.to_string()))];
    patch(format!("/apikeys/{key}"), &patches)
}

/// `DeleteApiKey`.
pub fn delete_api_key(key: &str) -> Request {
    gateway("DELETE", format!("/apikeys/{key}"), None)
}

/// How fast and how often the keys of a usage plan may call.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// Requests a second, and how many at once.
    pub throttle: Option<(f64, u64)>,
    /// Requests a day.
    pub per_day: Option<u64>,
}

/// `CreateUsagePlan` for one stage.
pub fn create_usage_plan(name: &str, api: &str, stage: &str, limits: Limits) -> Request {
    let mut body = json!({"name": name, "apiStages": [{"apiId": api, "stage": stage}]});
    if let Some((rate, burst)) = limits.throttle {
        body["throttle"] = json!({"rateLimit": rate, "burstLimit": burst});
    }
    if let Some(limit) = limits.per_day {
        body["quota"] = json!({"limit": limit, "period": "DAY"});
    }
    gateway("POST", "/usageplans".to_owned(), Some(&body))
}

/// `CreateUsagePlanKey`: puts a key into a plan.
pub fn create_usage_plan_key(plan: &str, key: &str) -> Request {
    gateway("POST", format!("/usageplans/{plan}/keys"), Some(&json!({"keyId": key, "keyType": "API_KEY"})))
}

/// `DeleteUsagePlanKey`: takes a key out of a plan.
pub fn delete_usage_plan_key(plan: &str, key: &str) -> Request {
    gateway("DELETE", format!("/usageplans/{plan}/keys/{key}"), None)
}
