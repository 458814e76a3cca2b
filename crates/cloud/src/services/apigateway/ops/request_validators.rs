//! Create, Get, Update and DeleteRequestValidator, and GetRequestValidators.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRequestValidator.html>

use std::sync::Arc;

use serde_json::Value;

use super::{api, api_mut, body, done, method_where, page, parts, patched, room, shown};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::services::apigateway::Error;
use crate::services::apigateway::patch::{Form, REPLACE, Style, Table, rule};
use crate::services::apigateway::record::{Member, document};
use crate::services::apigateway::state::RequestValidator;

/// How many request validators an API may have.
pub const MAX_VALIDATORS: usize = 60;

static PATCHES: Table = Table {
    rules: &[
        rule("/name", REPLACE, Form::Member),
        rule("/validateRequestParameters", REPLACE, Form::Member),
        rule("/validateRequestBody", REPLACE, Form::Member),
    ],
    style: Style::Listed,
};

/// Makes a request validator.
pub fn create_request_validator(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call).map_err(|_| Error::bad("Invalid REST API identifier specified"))?;
    let mut validator = RequestValidator::read(&Value::Object(body(call)?))?;
    room(api.draft.validators.len(), MAX_VALIDATORS, "request validators for this API")?;
    validator.id = context.rng.lower(6);
    keep(context, call, validator, 201)
}

/// Shows a request validator.
pub fn get_request_validator(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(shown(200, &*find(context, call)?))
}

/// Lists an API's request validators.
pub fn get_request_validators(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    Ok(page(call, api.draft.validators.iter().map(|(id, held)| (id.to_string(), document(&**held))))?)
}

/// Changes a request validator.
pub fn update_request_validator(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = find(context, call)?;
    let changed = patched(&*held, &PATCHES, call)?;
    if changed.name.is_empty() && !held.name.is_empty() {
        return Err(Error::bad("Request Validator name cannot be blank").into());
    }
    keep(context, call, changed, 200)
}

/// Deletes a request validator that no method names.
pub fn delete_request_validator(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = find(context, call)?;
    let api = api(context, call)?;
    if let Some(method) = method_where(&api, |method| method.request_validator_id == held.id) {
        let text = format!("Cannot delete Request Validator '{}', is referenced in method: {method}", held.id);
        return Err(Error::Conflict(text).into());
    }
    api_mut(context, call).draft.validators.remove(held.id.as_str());
    Ok(done(202))
}

fn find(context: &Context<'_>, call: &Call<'_>) -> Result<Arc<RequestValidator>, Error> {
    let [id] = parts(call);
    let api = context.world.apigateway().apis.get(&call.name);
    let held = api.and_then(|api| api.draft.validators.get(id)).cloned();
    held.ok_or_else(|| Error::unknown("Request Validator"))
}

fn keep(
    context: &mut Context<'_>,
    call: &Call<'_>,
    validator: RequestValidator,
    status: u16,
) -> Result<Answer, ServiceError> {
    let answer = shown(status, &validator);
    api_mut(context, call).draft.validators.insert(validator.id.as_str().into(), Arc::new(validator));
    Ok(answer)
}
