//! Put, Get, Update and DeleteMethodResponse.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethodResponse.html>

use serde_json::Value;

use super::methods::{NO_CONTENT_TYPE, NO_PARAMETER};
use super::{api_mut, body, done, keep_method, method, parts, shown, status_fault};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::services::apigateway::Error;
use crate::services::apigateway::patch::{self, ALL, Form, Style, Table, rule};
use crate::services::apigateway::record::{Member, document};
use crate::services::apigateway::state::{Method, MethodResponse, Snapshot};

static PATCHES: Table = Table {
    rules: &[
        rule("/responseParameters/*", ALL, Form::Entry(NO_PARAMETER)),
        rule("/responseModels/*", ALL, Form::Entry(NO_CONTENT_TYPE)),
    ],
    style: Style::Plain,
};

/// Declares an answer.
pub fn put_method_response(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (held, status) = addressed(context, call)?;
    if held.responses.contains_key(status) {
        return Err(Error::Conflict("Response already exists for this resource".to_owned()).into());
    }
    let mut response = MethodResponse::read(&Value::Object(body(call)?))?;
    status.clone_into(&mut response.status_code);
    keep(context, call, held, response, 201)
}

/// Shows a declared answer.
pub fn get_method_response(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (method, status) = addressed(context, call)?;
    Ok(shown(200, find(&method, status)?))
}

/// Changes a declared answer. AWS answers 201.
pub fn update_method_response(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let [_, _, status] = parts(call);
    let patches = patch::read(call, &body(call)?, status_fault(status).into_iter().collect())?;
    let (held, status) = addressed(context, call)?;
    let mut document = document(find(&held, status)?);
    patch::apply(&mut document, &PATCHES, &patches)?;
    let response = MethodResponse::read(&Value::Object(document))?;
    keep(context, call, held, response, 201)
}

/// Takes a declared answer away.
pub fn delete_method_response(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (mut held, status) = addressed(context, call)?;
    find(&held, status)?;
    held.responses.remove(status);
    keep_method(context, call, held);
    Ok(done(204))
}

fn addressed<'a>(context: &Context<'_>, call: &'a Call<'_>) -> Result<(Method, &'a str), Error> {
    let [_, _, status] = parts(call);
    if let Some(fault) = status_fault(status) {
        return Err(Error::Validation(vec![fault]));
    }
    Ok((Method::clone(&*method(context, call)?.1), status))
}

fn find<'a>(method: &'a Method, status: &str) -> Result<&'a MethodResponse, Error> {
    let held = method.responses.get(status);
    held.ok_or_else(|| Error::NotFound("Invalid Response status code specified".to_owned()))
}

fn keep(
    context: &mut Context<'_>,
    call: &Call<'_>,
    mut method: Method,
    response: MethodResponse,
    status: u16,
) -> Result<Answer, ServiceError> {
    check(&api_mut(context, call).draft, &response)?;
    let answer = shown(status, &response);
    method.responses.insert(response.status_code.clone(), response);
    keep_method(context, call, method);
    Ok(answer)
}

/// Refuses an answer with a model that its API does not have, or with what is no header.
pub fn check(draft: &Snapshot, response: &MethodResponse) -> Result<(), Error> {
    if let Some(name) = response.response_models.values().find(|name| !draft.models.contains_key(name.as_str())) {
        return Err(Error::bad(format!("Invalid model identifier specified: {name}")));
    }
    let is_header = |name: &&String| name.strip_prefix("method.response.header.").is_some_and(|name| !name.is_empty());
    match response.response_parameters.keys().find(|name| !is_header(name)) {
        Some(name) => Err(super::methods::expression(name)),
        None => Ok(()),
    }
}
