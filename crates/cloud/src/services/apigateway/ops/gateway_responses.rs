//! Put, Get, Update and DeleteGatewayResponse, and GetGatewayResponses.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_PutGatewayResponse.html>

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::{answer, api, api_mut, body, done, empty, methods, page, parts, patched};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::services::apigateway::Error;
use crate::services::apigateway::patch::{ALL, Form, REPLACE, Style, Table, rule};
use crate::services::apigateway::record::{Member, document};
use crate::services::apigateway::state::{GatewayResponse, Snapshot};

/// The template of a response that was not set.
const TEMPLATE: &str = r#"{"message":$context.error.messageString}"#;
/// The types and their statuses, in the order of AWS's refusal; those for several have none.
pub const TYPES: [(&str, &str); 21] = [
    ("REQUEST_TOO_LARGE", "413"),
    ("RESOURCE_NOT_FOUND", "404"),
    ("AUTHORIZER_CONFIGURATION_ERROR", "500"),
    ("MISSING_AUTHENTICATION_TOKEN", "403"),
    ("BAD_REQUEST_BODY", "400"),
    ("INVALID_SIGNATURE", "403"),
    ("INVALID_API_KEY", "403"),
    ("BAD_REQUEST_PARAMETERS", "400"),
    ("AUTHORIZER_FAILURE", "500"),
    ("UNAUTHORIZED", "401"),
    ("INTEGRATION_TIMEOUT", "504"),
    ("ACCESS_DENIED", "403"),
    ("DEFAULT_4XX", ""),
    ("DEFAULT_5XX", ""),
    ("WAF_FILTERED", "403"),
    ("QUOTA_EXCEEDED", "429"),
    ("THROTTLED", "429"),
    ("API_CONFIGURATION_ERROR", "500"),
    ("UNSUPPORTED_MEDIA_TYPE", "415"),
    ("INTEGRATION_FAILURE", "504"),
    ("EXPIRED_TOKEN", "403"),
];

static PATCHES: Table = Table {
    rules: &[
        rule("/statusCode", REPLACE, Form::Member),
        rule("/responseParameters/*", ALL, Form::Entry("Invalid parameter name specified")),
        rule("/responseTemplates/*", ALL, Form::Entry("Content-Type specified was not found")),
    ],
    style: Style::Path,
};

/// Sets a response.
pub fn put_gateway_response(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let kind = kind(call)?;
    api(context, call)?;
    let given = GatewayResponse::read(&Value::Object(body(call)?))?;
    keep(context, call, GatewayResponse { response_type: kind.to_owned(), is_default: false, ..given }, 201)
}

/// Shows a response, AWS's own if the API has none.
pub fn get_gateway_response(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let kind = kind(call)?;
    Ok(answer(200, describe(&effective(&api(context, call)?.draft, kind))))
}

/// Lists all responses.
pub fn get_gateway_responses(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    let mut kinds = TYPES.map(|(kind, _)| kind);
    kinds.sort_unstable();
    let response = |kind: &str| (kind.to_owned(), describe(&effective(&api.draft, kind)));
    Ok(page(call, kinds.into_iter().map(response))?)
}

/// Changes a response; one that was not set begins as AWS's.
pub fn update_gateway_response(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let kind = kind(call)?;
    let held = effective(&api(context, call)?.draft, kind);
    let changed = patched(&held, &PATCHES, call)?;
    keep(context, call, GatewayResponse { is_default: false, ..changed }, 200)
}

/// Gives a response back to AWS.
pub fn delete_gateway_response(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let kind = kind(call)?;
    api(context, call)?;
    match api_mut(context, call).draft.gateway_responses.remove(kind) {
        Some(_) => Ok(done(202)),
        None => Err(Error::NotFound("Gateway response type not defined on api".to_owned()).into()),
    }
}

/// The response of a type as a client gets it: the API's own, or AWS's.
#[must_use]
pub fn effective(snapshot: &Snapshot, kind: &str) -> GatewayResponse {
    if let Some(held) = snapshot.gateway_responses.get(kind) {
        return GatewayResponse::clone(held);
    }
    let status = TYPES.iter().find(|(held, _)| *held == kind).map_or("", |(_, status)| *status);
    GatewayResponse {
        response_type: kind.to_owned(),
        status_code: status.to_owned(),
        response_parameters: BTreeMap::new(),
        response_templates: BTreeMap::from([("application/json".to_owned(), TEMPLATE.to_owned())]),
        is_default: true,
    }
}

fn kind<'a>(call: &'a Call<'_>) -> Result<&'a str, Error> {
    let [kind] = parts(call);
    known(kind).map(|()| kind)
}

fn known(kind: &str) -> Result<(), Error> {
    if TYPES.iter().any(|(held, _)| *held == kind) {
        return Ok(());
    }
    let names = TYPES.map(|(held, _)| held).join(", ");
    Err(Error::Validation(vec![format!(
        "Value '{kind}' at 'responseType' failed to satisfy constraint: Member must satisfy enum value set: [{names}]"
    )]))
}

fn keep(
    context: &mut Context<'_>,
    call: &Call<'_>,
    response: GatewayResponse,
    status: u16,
) -> Result<Answer, ServiceError> {
    check(&response)?;
    let answer = answer(status, describe(&response));
    context.changed(format!("gateway response {}", response.response_type), None, Some(response.status_code.clone()));
    let kind = response.response_type.as_str().into();
    api_mut(context, call).draft.gateway_responses.insert(kind, Arc::new(response));
    Ok(answer)
}

/// Refuses a response of a type that there is not, or that sets anything but headers.
pub fn check(response: &GatewayResponse) -> Result<(), Error> {
    known(&response.response_type)?;
    match response.response_parameters.keys().find(|name| !name.starts_with("gatewayresponse.header.")) {
        Some(name) => Err(methods::mapping(&format!("Invalid mapping expression parameter specified: {name}"))),
        None => Ok(()),
    }
}

fn describe(response: &GatewayResponse) -> JsonBody {
    let mut document = document(response);
    for map in ["responseParameters", "responseTemplates"] {
        document.entry(map).or_insert_with(empty);
    }
    document
}
