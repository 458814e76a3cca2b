//! Put, Get, Update and DeleteIntegrationResponse.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html>

use std::sync::Arc;

use serde_json::Value;

use super::integrations::{integration_of, is_literal};
use super::methods::{expression, mapping};
use super::{answer, body, done, keep_method, method, one_of, parts, resource, status_fault};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::services::apigateway::Error;
use crate::services::apigateway::patch::{self, ALL, Form, REPLACE, Style, Table, rule};
use crate::services::apigateway::record::{Member, document};
use crate::services::apigateway::state::{Integration, IntegrationResponse, Method};

static PATCHES: Table = Table {
    rules: &[
        rule("/selectionPattern", REPLACE, Form::Member),
        rule("/contentHandling", REPLACE, Form::Member),
        rule("/responseParameters/*", ALL, Form::Entry("Invalid parameter name specified")),
        rule("/responseTemplates/*", ALL, Form::Entry("Content-Type specified was not found")),
    ],
    style: Style::Plain,
};

/// Says how one kind of a backend's answers becomes the method's.
pub fn put_integration_response(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (method, mut integration, status) = addressed(context, call)?;
    let mut response = IntegrationResponse::read(&Value::Object(body(call)?))?;
    one_of(call, "contentHandling", &response.content_handling, "CONVERT_TO_BINARY, CONVERT_TO_TEXT")?;
    status.clone_into(&mut response.status_code);
    check(&method, &response)?;
    let answer = answer(201, describe(&response));
    integration.responses.insert(status.to_owned(), response);
    keep_method(context, call, Method { integration: Some(Arc::new(integration)), ..method });
    Ok(answer)
}

/// Shows how one kind of a backend's answers becomes the method's.
pub fn get_integration_response(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (_, integration, status) = addressed(context, call)?;
    Ok(answer(200, describe(find(&integration, status)?)))
}

/// Changes it.
pub fn update_integration_response(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let [_, _, status] = parts(call);
    let patches = patch::read(call, &body(call)?, status_fault(status).into_iter().collect())?;
    let (method, mut integration, status) = addressed(context, call)?;
    let mut document = document(find(&integration, status)?);
    patch::apply(&mut document, &PATCHES, &patches)?;
    let response = IntegrationResponse::read(&Value::Object(document))?;
    check(&method, &response)?;
    let answer = answer(200, describe(&response));
    integration.responses.insert(status.to_owned(), response);
    keep_method(context, call, Method { integration: Some(Arc::new(integration)), ..method });
    Ok(answer)
}

/// Takes it away.
pub fn delete_integration_response(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    resource(context, call)?;
    if method(context, call).is_err() {
        return Err(Error::unknown("Integration").into());
    }
    let (method, mut integration, status) = addressed(context, call)?;
    find(&integration, status)?;
    integration.responses.remove(status);
    keep_method(context, call, Method { integration: Some(Arc::new(integration)), ..method });
    Ok(done(204))
}

fn addressed<'a>(context: &Context<'_>, call: &'a Call<'_>) -> Result<(Method, Integration, &'a str), Error> {
    let [_, _, status] = parts(call);
    if let Some(fault) = status_fault(status) {
        return Err(Error::Validation(vec![fault]));
    }
    let (_, method) = method(context, call)?;
    let integration = integration_of(&method)?.clone();
    Ok((Method::clone(&method), integration, status))
}

fn find<'a>(integration: &'a Integration, status: &str) -> Result<&'a IntegrationResponse, Error> {
    integration.responses.get(status).ok_or_else(no_status)
}

fn no_status() -> Error {
    Error::NotFound("Invalid Response status code specified".to_owned())
}

fn describe(response: &IntegrationResponse) -> JsonBody {
    let mut document = document(response);
    // A template that is empty is shown as nothing.
    if let Some(Value::Object(templates)) = document.get_mut("responseTemplates") {
        templates.values_mut().filter(|text| text.as_str() == Some("")).for_each(|text| *text = Value::Null);
    }
    document
}

/// Refuses what the method has not declared.
pub fn check(method: &Method, response: &IntegrationResponse) -> Result<(), Error> {
    let declared = method.responses.get(&response.status_code).ok_or_else(no_status)?;
    for (to, from) in &response.response_parameters {
        if !declared.response_parameters.contains_key(to) {
            return Err(mapping(&format!("Invalid mapping expression parameter specified: {to}")));
        }
        let sources = ["integration.response.", "context.", "stageVariables."];
        if !(is_literal(from) || sources.iter().any(|source| from.starts_with(source))) {
            return Err(expression(from));
        }
    }
    if let Some(kind) = response.response_templates.keys().find(|kind| !kind.contains('/')) {
        let text = format!("Validation Result: warnings : [], errors : [Invalid content type specified: {kind}]");
        return Err(Error::BadRequest(text));
    }
    Ok(())
}
