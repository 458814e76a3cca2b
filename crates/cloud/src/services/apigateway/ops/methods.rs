//! Put, Get, Update and DeleteMethod.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html>

use std::sync::Arc;

use serde_json::{Map, Value};

use super::{
    VERBS, answer, api_mut, body, done, integrations, keep_method, method, parts, patched, required, resource,
};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::services::apigateway::Error;
use crate::services::apigateway::patch::{ADD, ALL, Form, REMOVE, REPLACE, Style, Table, rule};
use crate::services::apigateway::record::{Member, document};
use crate::services::apigateway::state::{Method, Snapshot};

/// AWS's text for a parameter that a method does not have.
pub const NO_PARAMETER: &str = "Invalid parameter name specified";
/// AWS's text for a content type that a method has no model for.
pub const NO_CONTENT_TYPE: &str = "Content-Type specified was not found";

static PATCHES: Table = Table {
    rules: &[
        rule("/authorizationType", REPLACE, Form::Member),
        rule("/authorizerId", REPLACE, Form::Member),
        rule("/apiKeyRequired", REPLACE, Form::Member),
        rule("/operationName", REPLACE, Form::Member),
        rule("/requestValidatorId", REPLACE, Form::Member),
        rule("/authorizationScopes", ADD | REMOVE, Form::Values),
        rule("/requestParameters/*", ALL, Form::Entry(NO_PARAMETER)),
        rule("/requestModels/*", ALL, Form::Entry(NO_CONTENT_TYPE)),
    ],
    style: Style::Plain,
};

/// Gives a resource a method, in place of the one with this verb.
pub fn put_method(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    let resource = resource(context, call)?;
    let [_, verb] = parts(call);
    if !VERBS.split(',').any(|known| known == verb) {
        return Err(Error::bad(format!("Invalid HttpMethod specified. Valid options are {VERBS}")).into());
    }
    required(call, &body, "authorizationType")?;
    let mut method = Method::read(&Value::Object(body))?;
    verb.clone_into(&mut method.http_method);
    // Answers and integration have operations of their own.
    (method.responses, method.integration) = Default::default();
    check(&api_mut(context, call).draft, &mut method)?;
    let answer = answer(201, describe(&method));
    context.changed(format!("{} {verb}", resource.path), None, Some(method.authorization_type.clone()));
    keep_method(context, call, method);
    Ok(answer)
}

/// Shows a method with its integration and its answers.
pub fn get_method(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(answer(200, describe(&method(context, call)?.1)))
}

/// Changes a method.
pub fn update_method(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (_, held) = method(context, call)?;
    let mut changed = patched(&*held, &PATCHES, call)?;
    check(&api_mut(context, call).draft, &mut changed)?;
    let answer = answer(200, describe(&changed));
    keep_method(context, call, changed);
    Ok(answer)
}

/// Takes a method away.
pub fn delete_method(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let (resource, method) = method(context, call)?;
    let held = api_mut(context, call).draft.resources.get_mut(&resource.id).map(Arc::make_mut);
    held.expect("the resource was found when the call was read").methods.remove(method.http_method.as_str());
    context.changed(format!("{} {}", resource.path, method.http_method), Some(method.authorization_type.clone()), None);
    Ok(done(204))
}

/// A method as it is shown.
pub fn describe(method: &Method) -> JsonBody {
    let mut document = document(method);
    if let Some(integration) = &method.integration {
        document.insert("methodIntegration".to_owned(), Value::Object(integrations::describe(integration)));
    }
    document
}

/// Refuses a method that names what its API does not have.
pub fn check(draft: &Snapshot, method: &mut Method) -> Result<(), Error> {
    match method.authorization_type.as_str() {
        "NONE" | "AWS_IAM" => method.authorizer_id.clear(),
        "CUSTOM" | "COGNITO_USER_POOLS" => {
            if !draft.authorizers.contains_key(method.authorizer_id.as_str()) {
                return Err(Error::bad(
                    "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
                ));
            }
        }
        _ => {
            return Err(Error::bad(
                "Invalid Authorization Type specified. Valid options are NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS",
            ));
        }
    }
    let validator = method.request_validator_id.as_str();
    if !validator.is_empty() && !draft.validators.contains_key(validator) {
        return Err(Error::bad("Invalid Request Validator identifier specified"));
    }
    if let Some(name) = method.request_models.values().find(|name| !draft.models.contains_key(name.as_str())) {
        return Err(Error::bad(format!("Invalid model identifier specified: {name}")));
    }
    let mut seen = Map::new();
    for parameter in method.request_parameters.keys() {
        let Some(name) = request_parameter(parameter) else { return Err(expression(parameter)) };
        if seen.insert(name.to_owned(), Value::Null).is_some() {
            return Err(Error::bad("Parameter names must be unique across querystring, header and path"));
        }
    }
    Ok(())
}

/// The name of a request's parameter: `id` of `method.request.path.id`.
pub fn request_parameter(parameter: &str) -> Option<&str> {
    let (place, name) = parameter.strip_prefix("method.request.")?.split_once('.')?;
    let place = place.strip_prefix("multivalue").unwrap_or(place);
    (matches!(place, "path" | "querystring" | "header") && !name.is_empty()).then_some(name)
}

/// The error of a mapping that is none.
pub fn expression(given: &str) -> Error {
    mapping(&format!("Invalid mapping expression specified: {given}"))
}

/// The error of a mapping, for this reason.
pub fn mapping(reason: &str) -> Error {
    Error::bad(format!("Invalid mapping expression specified: Validation Result: warnings : [], errors : [{reason}]"))
}
