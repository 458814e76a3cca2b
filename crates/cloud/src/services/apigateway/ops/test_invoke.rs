//! TestInvokeMethod and TestInvokeAuthorizer: a request to what is drafted.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeMethod.html>
//!
//! The data plane answers it; here the call is read.

use std::collections::BTreeMap;

use super::{api, body, method, parts};
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::services::apigateway::Error;
use crate::services::apigateway::record::take;
use crate::services::execute_api::rest::{self, Test};

/// Tests a method.
pub fn test_invoke_method(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let [_, verb] = parts(call);
    let (resource, method) = method(context, call)?;
    let body = body(call)?;
    let verb = if verb == "ANY" { "GET" } else { verb };
    let request = request(&body, verb, &resource.path)?;
    let test = Test { api: api(context, call)?, request, variables: take(&body, "stageVariables")? };
    Ok(rest::test_method(context, test, resource, method))
}

/// Tests an authorizer.
pub fn test_invoke_authorizer(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let [id] = parts(call);
    let api = api(context, call)?;
    let authorizer = api.draft.authorizers.get(id).cloned().ok_or_else(|| Error::unknown("Authorizer"))?;
    let body = body(call)?;
    let test = Test { api, request: request(&body, "GET", "/")?, variables: take(&body, "stageVariables")? };
    Ok(rest::test_authorizer(context, test, &authorizer))
}

/// The request that a test describes.
fn request(body: &JsonBody, verb: &str, path: &str) -> Result<Request, Error> {
    let asked: String = take(body, "pathWithQueryString")?;
    let asked = if asked.is_empty() { path } else { &asked };
    let (path, query) = asked.split_once('?').unwrap_or((asked, ""));
    let headers: BTreeMap<String, String> = take(body, "headers")?;
    let multi_headers: BTreeMap<String, Vec<String>> = take(body, "multiValueHeaders")?;
    let mut request = Request {
        method: verb.to_owned(),
        host: "testPrefix.testDomainName".to_owned(),
        path: if path.starts_with('/') { path.to_owned() } else { format!("/{path}") },
        query: query.to_owned(),
        body: take::<String>(body, "body")?.into(),
        ..Request::default()
    };
    for (name, values) in multi_headers {
        for value in values {
            request.headers.append(name.clone(), value);
        }
    }
    for (name, value) in headers {
        request.headers.set(name, value);
    }
    Ok(request)
}
