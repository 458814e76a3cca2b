//! Create, Get, Update and DeleteRestApi, and GetRestApis.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html>

use std::sync::Arc;

use serde_json::Value;

use super::{answer, api, api_mut, body, done, empty, fault_text, one_of, page, patched, required, room, state};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::services::apigateway::Error;
use crate::services::apigateway::patch::{ALL, Form, REMOVE, REPLACE, Style, Table, rule};
use crate::services::apigateway::record::{Member, document};
use crate::services::apigateway::state::{Model, Resource, RestApi, Settings};

/// How many REST APIs an account may have: 600 regional ones, in AWS's table of quotas.
pub const MAX_APIS: usize = 600;
/// The largest size from which bodies may be compressed, bytes.
const MAX_COMPRESSION: u64 = 10_485_760;
/// The models that every API begins with: name, description, schema.
const MODELS: [(&str, &str, &str); 2] = [
    (
        "Empty",
        "This is a default empty schema model",
        "{\n  \"$schema\": \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Empty Schema\",\n  \"type\" : \"object\"\n}",
    ),
    (
        "Error",
        "This is a default error schema model",
        "{\n  \"$schema\" : \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Error Schema\",\n  \"type\" : \"object\",\n  \"properties\" : {\n    \"message\" : { \"type\" : \"string\" }\n  }\n}",
    ),
];

static PATCHES: Table = Table {
    rules: &[
        rule("/name", REPLACE, Form::Member),
        rule("/description", REPLACE | REMOVE, Form::Member),
        rule("/version", REPLACE, Form::Member),
        rule("/apiKeySource", REPLACE, Form::Member),
        rule("/minimumCompressionSize", REPLACE, Form::Member),
        rule("/policy", REPLACE | REMOVE, Form::Member),
        rule("/disableExecuteApiEndpoint", REPLACE, Form::Member),
        rule("/endpointConfiguration/ipAddressType", REPLACE, Form::Member),
        rule("/endpointConfiguration/types/*", ALL, Form::Only),
        rule("/endpointConfiguration/vpcEndpointIds", ALL, Form::Values),
        rule("/binaryMediaTypes/*", ALL, Form::Element),
    ],
    style: Style::Plain,
};

/// Makes an API with a root and two models, or a copy of another.
pub fn create_rest_api(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    required(call, &body, "name")?;
    check_endpoint(call, &body)?;
    if body.get("description").and_then(Value::as_str) == Some("") {
        return Err(Error::bad("Description cannot be an empty string").into());
    }
    let settings = read(&Value::Object(body.clone()))?;
    one_of(call, "apiKeySource", &settings.api_key_source, "HEADER, AUTHORIZER")?;
    room(context.world.apigateway().apis.len(), MAX_APIS, "APIs")?;
    let mut api = fresh(context, settings);
    if let Some(source) = body.get("cloneFrom").and_then(Value::as_str).filter(|id| !id.is_empty()) {
        let source = context.world.apigateway().apis.get(source).cloned();
        let source =
            source.ok_or_else(|| Error::NotFound("Invalid API identifier specified for cloneFrom".to_owned()))?;
        let settings = std::mem::take(&mut api.draft.settings);
        api.draft = source.draft.clone();
        (api.draft.settings, api.root_id) = (settings, source.root_id.clone());
    }
    let answer = answer(201, describe(&api));
    context.changed(format!("API {}", api.draft.settings.name), None, Some(api.id.to_string()));
    state(context).apis.insert(api.id.clone(), Arc::new(api));
    Ok(answer)
}

/// Shows an API.
pub fn get_rest_api(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(answer(200, describe(&*api(context, call)?)))
}

/// Lists the APIs, oldest first.
pub fn get_rest_apis(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut apis: Vec<&Arc<RestApi>> = context.world.apigateway().apis.values().collect();
    apis.sort_by_key(|api| api.created);
    Ok(page(call, apis.into_iter().map(|api| (api.id.to_string(), describe(api))))?)
}

/// Changes an API's settings.
pub fn update_rest_api(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let before = api(context, call)?;
    let mut settings = patched(&*before.draft.settings, &PATCHES, call).map_err(|error| match error {
        Error::Serialization(..) => compression(),
        error => error,
    })?;
    let endpoint = &mut settings.endpoint;
    if !endpoint.types.iter().all(|kind| matches!(kind.as_str(), "REGIONAL" | "EDGE" | "PRIVATE")) {
        return Err(Error::bad("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE").into());
    }
    if !matches!(endpoint.ip_address_type.as_str(), "ipv4" | "dualstack") {
        return Err(Error::bad("ipAddressType must be either ipv4 or dualstack.").into());
    }
    let was_private = before.draft.settings.endpoint.types == ["PRIVATE"];
    if endpoint.types == ["PRIVATE"] && !was_private {
        "dualstack".clone_into(&mut endpoint.ip_address_type);
    }
    check(&settings)?;
    let api = api_mut(context, call);
    api.draft.settings = Arc::new(settings);
    let mut document = describe(api);
    document.entry("tags").or_insert_with(empty);
    context.changed(format!("API {}", before.draft.settings.name), None, Some("changed".to_owned()));
    Ok(answer(200, document))
}

/// Deletes an API with all that it has.
pub fn delete_rest_api(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    state(context).apis.remove(&api.id);
    context.world.execute_api_mut().forget(&api.id);
    context.changed(format!("API {}", api.draft.settings.name), Some(api.id.to_string()), None);
    Ok(done(202))
}

/// An API as it is shown.
pub fn describe(api: &RestApi) -> JsonBody {
    let mut document = document(&*api.draft.settings);
    for (name, value) in [
        ("id", Value::from(&*api.id)),
        ("createdDate", Value::from(api.created.epoch_s())),
        ("rootResourceId", Value::from(&*api.root_id)),
    ] {
        document.insert(name.to_owned(), value);
    }
    document
}

/// A new API with a root and the two models.
pub fn fresh(context: &mut Context<'_>, settings: Settings) -> RestApi {
    let id: Arc<str> = context.rng.lower(10).into();
    let root_id: Arc<str> = context.rng.lower(10).into();
    let mut api = RestApi { id, created: context.now, root_id: root_id.clone(), ..RestApi::default() };
    api.draft.settings = Arc::new(settings);
    let root = Resource { id: root_id.clone(), path: "/".to_owned(), ..Resource::default() };
    api.draft.resources.insert(root_id, Arc::new(root));
    for (name, description, schema) in MODELS {
        let model = Model {
            id: context.rng.lower(6),
            name: name.to_owned(),
            description: description.to_owned(),
            schema: schema.to_owned(),
            content_type: "application/json".to_owned(),
        };
        api.draft.models.insert(name.into(), Arc::new(model));
    }
    api
}

/// The settings that a document has, with AWS's defaults.
fn read(document: &Value) -> Result<Settings, Error> {
    let size = document.get("minimumCompressionSize");
    if size.is_some_and(|size| !size.is_null() && u64::read(size).is_err()) {
        return Err(compression());
    }
    let mut settings = Settings::read(document)?;
    if settings.api_key_source.is_empty() {
        "HEADER".clone_into(&mut settings.api_key_source);
    }
    if settings.endpoint.types.is_empty() {
        settings.endpoint.types.push("EDGE".to_owned());
    }
    if settings.endpoint.ip_address_type.is_empty() {
        let private = settings.endpoint.types == ["PRIVATE"];
        settings.endpoint.ip_address_type = if private { "dualstack" } else { "ipv4" }.to_owned();
    }
    check(&settings)?;
    Ok(settings)
}

/// Refuses settings that do not go together, or are out of bounds.
pub fn check(settings: &Settings) -> Result<(), Error> {
    if settings.minimum_compression_size.is_some_and(|size| size > MAX_COMPRESSION) {
        return Err(compression());
    }
    if settings.endpoint.types == ["PRIVATE"] && settings.endpoint.ip_address_type == "ipv4" {
        return Err(Error::bad("Only dualstack ipAddressType is supported for Private APIs."));
    }
    if !settings.policy.is_empty() && serde_json::from_str::<JsonBody>(&settings.policy).is_err() {
        return Err(Error::bad(
            "Invalid policy document. Please check the policy syntax and ensure that Principals are valid.",
        ));
    }
    Ok(())
}

fn compression() -> Error {
    Error::bad(format!("Invalid minimum compression size, must be between 0 and {MAX_COMPRESSION}"))
}

/// Refuses an endpoint that breaks the API's shape, all faults at once.
fn check_endpoint(call: &Call<'_>, body: &JsonBody) -> Result<(), Error> {
    let Some(endpoint) = body.get("endpointConfiguration") else { return Ok(()) };
    let mut faults = Vec::new();
    let types = endpoint.get("types").and_then(Value::as_array);
    let types: Option<Vec<&str>> = types.map(|types| types.iter().filter_map(Value::as_str).collect());
    if types.iter().flatten().any(|kind| !matches!(*kind, "PRIVATE" | "EDGE" | "REGIONAL")) {
        let given = format!("[{}]", types.iter().flatten().copied().collect::<Vec<_>>().join(", "));
        let rule = "satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]";
        faults.push(fault_text(call, "endpointConfiguration.types", Some(&given), rule));
    }
    let family = endpoint.get("ipAddressType").and_then(Value::as_str).unwrap_or_default();
    if !matches!(family, "" | "ipv4" | "dualstack") {
        let rule = "satisfy enum value set: [ipv4, dualstack]";
        faults.push(fault_text(call, "endpointConfiguration.ipAddressType", Some(family), rule));
    }
    if !faults.is_empty() {
        return Err(Error::Validation(faults));
    }
    match types.map(|types| types.len()) {
        Some(0) => Err(Error::bad("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.")),
        Some(2..) => Err(Error::bad("Cannot create an api with multiple Endpoint Types.")),
        _ => Ok(()),
    }
}
