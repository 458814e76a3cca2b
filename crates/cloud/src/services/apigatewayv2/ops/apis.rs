//! Create, Get, Update, DeleteApi, GetApis and DeleteCorsConfiguration.
//! <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html>

use std::sync::Arc;

use serde_json::{Value, json};

use super::deploy::{keep, keep_changed};
use super::parts::check_integration;
use super::stages::new_stage;
use super::{Error, answer, api, body, date, deploy, done, empty, page, put, with_defaults};
use crate::account::REGION;
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::services::apigatewayv2::router::route_key;
use crate::services::apigatewayv2::shapes::{self, text};
use crate::services::apigatewayv2::state::{Api, DEFAULT_STAGE};

/// The length of an API's id.
const ID_LENGTH: usize = 10;
/// The most HTTP APIs of an account. AWS's value.
const MAX_APIS: usize = 600;
/// The length of the id of a route or an integration.
pub const PART_ID_LENGTH: usize = 7;
/// What is wrong with a route's key.
pub const BAD_KEY: &str = "The provided route key is not formatted properly for HTTP protocol. Format should be \"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"";

/// Makes an API, and with a target its first route, integration and stage.
pub fn create_api(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut settings = shapes::read(shapes::API, &body(call)?, true)?;
    if text(&settings, "protocolType") == "WEBSOCKET" {
        return Err(Error::NotSimulated("WebSocket APIs".to_owned()).into());
    }
    check(&settings)?;
    let target = settings.remove("target");
    let key = settings.remove("routeKey");
    let credentials = settings.remove("credentialsArn");
    let mut made = new_api(context, settings)?;
    let id = made.id.clone();
    if let Some(target) = target {
        quick(context, &mut made, &target, key.as_ref(), credentials)?;
        keep_changed(context, made);
    } else {
        keep(context, made);
    }
    let api = super::api_mut(context, &id).clone();
    Ok(answer(201, shown(&api)))
}

/// A new API with these settings, which is not kept yet.
pub fn new_api(context: &mut Context<'_>, settings: JsonBody) -> Result<Api, Error> {
    if context.world.apigatewayv2().apis.len() >= MAX_APIS {
        return Err(Error::bad("Maximum number of APIs has been reached."));
    }
    let id: Arc<str> = context.rng.lower(ID_LENGTH).into();
    context.changed(text(&settings, "name"), None, Some("an HTTP API".to_owned()));
    Ok(Api { id, created: context.now, settings: Arc::new(settings), ..Api::default() })
}

/// What quick create makes beside the API: all that answers requests.
fn quick(
    context: &mut Context<'_>,
    api: &mut Api,
    target: &Value,
    key: Option<&Value>,
    credentials: Option<Value>,
) -> Result<(), Error> {
    let target = target.as_str().unwrap_or_default();
    let mut integration = if target.starts_with("arn:") {
        json!({"integrationType": "AWS_PROXY", "integrationUri": target, "integrationMethod": "POST", "payloadFormatVersion": "2.0"})
    } else {
        json!({"integrationType": "HTTP_PROXY", "integrationUri": target, "integrationMethod": "ANY", "payloadFormatVersion": "1.0"})
    };
    if let Some(credentials) = credentials {
        integration["credentialsArn"] = credentials;
    }
    integration["apiGatewayManaged"] = Value::from(true);
    let Value::Object(mut integration) = integration else { return Ok(()) };
    check_integration(&mut integration)?;
    let id: Arc<str> = context.rng.lower(PART_ID_LENGTH).into();
    api.integrations.insert(id.clone(), Arc::new(integration));
    let mut route = JsonBody::new();
    put(&mut route, "routeKey", key.and_then(Value::as_str).unwrap_or("$default"));
    put(&mut route, "target", format!("integrations/{id}"));
    put(&mut route, "apiGatewayManaged", true);
    api.routes.insert(context.rng.lower(PART_ID_LENGTH).into(), Arc::new(route));
    let mut stage = JsonBody::new();
    put(&mut stage, "stageName", DEFAULT_STAGE);
    put(&mut stage, "autoDeploy", true);
    put(&mut stage, "apiGatewayManaged", true);
    api.stages.insert(DEFAULT_STAGE.into(), Arc::new(new_stage(context, stage)));
    Ok(())
}

/// Shows an API.
pub fn get_api(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(answer(200, shown(&*api(context, call)?)))
}

/// Lists the HTTP APIs.
pub fn get_apis(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let apis = &context.world.apigatewayv2().apis;
    Ok(page(call, apis.iter().map(|(id, api)| (id.clone(), shown(api))))?)
}

/// Changes an API's settings.
pub fn update_api(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut api = (*api(context, call)?).clone();
    let given = shapes::read(shapes::API, &body(call)?, false)?;
    check(&given)?;
    let (target, key) = (text(&given, "target").to_owned(), text(&given, "routeKey").to_owned());
    let managed = |document: &JsonBody| shapes::flag(document, "apiGatewayManaged");
    // Target and key are those of what quick create made.
    if !target.is_empty() {
        let held = api.integrations.iter().find(|(_, held)| managed(held)).map(|(id, held)| (id.clone(), held.clone()));
        let Some((id, mut held)) = held else {
            return Err(Error::bad("Target can be updated only for APIs that quick create made").into());
        };
        put(Arc::make_mut(&mut held), "integrationUri", target);
        api.integrations.insert(id, held);
    }
    if !key.is_empty() {
        let held = api.routes.iter().find(|(_, held)| managed(held)).map(|(id, held)| (id.clone(), held.clone()));
        let Some((id, mut held)) = held else {
            return Err(Error::bad("RouteKey can be updated only for APIs that quick create made").into());
        };
        put(Arc::make_mut(&mut held), "routeKey", key);
        api.routes.insert(id, held);
    }
    let settings = Arc::make_mut(&mut api.settings);
    let own = given.into_iter().filter(|(name, _)| !["target", "routeKey", "credentialsArn"].contains(&name.as_str()));
    shapes::update(shapes::API, settings, own.collect());
    let shown = shown(&api);
    deploy::keep_changed(context, api);
    Ok(answer(200, shown))
}

/// Takes an API away, with all that is in it.
pub fn delete_api(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    context.changed(text(&api.settings, "name"), Some("an HTTP API".to_owned()), None);
    context.world.apigatewayv2_mut().apis.remove(&api.id);
    context.world.execute_api_mut().forget(&api.id);
    Ok(done())
}

/// Leaves cross-origin requests to the integrations again.
pub fn delete_cors_configuration(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut api = (*api(context, call)?).clone();
    Arc::make_mut(&mut api.settings).remove("corsConfiguration");
    deploy::keep_changed(context, api);
    Ok(done())
}

/// What the members of an API's settings must be beyond their forms.
pub fn check(settings: &JsonBody) -> Result<(), Error> {
    let key = text(settings, "routeKey");
    if !key.is_empty() && route_key(key).is_none() {
        return Err(Error::bad(BAD_KEY));
    }
    let Some(cors) = settings.get("corsConfiguration").and_then(Value::as_object) else { return Ok(()) };
    let origins = shapes::texts(cors, "allowOrigins");
    if shapes::flag(cors, "allowCredentials") && origins.iter().any(|origin| origin == "*") {
        return Err(Error::bad("Allow origin '*' is not allowed when allow credentials is true"));
    }
    for origin in origins {
        let fits = origin == "*" || origin.contains("://");
        if !fits {
            return Err(Error::bad(format!("Invalid format for origin {origin}: it must be '*' or have a scheme")));
        }
    }
    Ok(())
}

/// An API as answers show it.
pub fn shown(api: &Api) -> JsonBody {
    let mut document = JsonBody::new();
    put(&mut document, "apiEndpoint", format!("https://{}.execute-api.{REGION}.amazonaws.com", api.id));
    put(&mut document, "apiId", &*api.id);
    put(&mut document, "createdDate", date(api.created));
    document.extend((*api.settings).clone());
    with_defaults(
        &document,
        &[
            ("apiKeySelectionExpression", Value::from("$request.header.x-api-key")),
            ("disableExecuteApiEndpoint", Value::from(false)),
            ("ipAddressType", Value::from("ipv4")),
            ("routeSelectionExpression", Value::from("$request.method $request.path")),
            ("tags", empty()),
        ],
    )
}
