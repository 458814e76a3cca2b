//! The operations on HTTP APIs by what they are about, and what they share.

mod apis;
mod deploy;
mod deployments;
mod export;
mod import;
mod parts;
mod stages;
mod tags;

pub use apis::{create_api, delete_api, delete_cors_configuration, get_api, get_apis, update_api};
pub use deployments::{create_deployment, delete_deployment, get_deployment, get_deployments, update_deployment};
pub use export::export_api;
pub use import::{import_api, reimport_api};
pub use parts::{
    create_authorizer, create_integration, create_route, delete_authorizer, delete_integration, delete_route,
    delete_route_request_parameter, get_authorizer, get_authorizers, get_integration, get_integrations, get_route,
    get_routes, update_authorizer, update_integration, update_route,
};
pub use stages::{
    create_stage, delete_access_log_settings, delete_route_settings, delete_stage, get_stage, get_stages,
    reset_authorizers_cache, update_stage,
};
pub use tags::{get_tags, tag_resource, untag_resource};

use std::sync::Arc;

use serde_json::{Value, json};

use super::Error;
use super::state::Api;
use crate::account::ACCOUNT_ID;
use crate::http::Response;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::protocol::{rest_json, uri};
use crate::sim::time::Time;

/// The entries on one page of a list, when the client does not say.
const PAGE: usize = 100;
/// The most entries on one page of a list.
const LONGEST_PAGE: usize = 500;

/// The body of a call as a JSON object.
fn body(call: &Call<'_>) -> Result<JsonBody, Error> {
    if call.request.body.is_empty() {
        return Ok(JsonBody::new());
    }
    serde_json::from_slice(&call.request.body).map_err(|error| Error::bad(format!("Invalid request body: {error}")))
}

/// An answer with a document.
fn answer(status: u16, document: JsonBody) -> Answer {
    Answer::Now(rest_json::answer(status, &Value::Object(document)))
}

/// The answer that something was done.
const fn done() -> Answer {
    Answer::Now(Response::new(204))
}

/// One page of a list: entries by what tells them apart, which is what the next page begins after.
fn page(call: &Call<'_>, entries: impl IntoIterator<Item = (Arc<str>, JsonBody)>) -> Result<Answer, Error> {
    let query = &call.request.query;
    let length = match uri::parameter(query, "maxResults") {
        None => PAGE,
        Some(text) => {
            let given = text.parse().ok().filter(|given| *given > 0);
            given.ok_or_else(|| Error::bad("Invalid maxResults value specified"))?
        }
    };
    let mut rest = entries.into_iter().peekable();
    if let Some(token) = uri::parameter(query, "nextToken").filter(|token| !token.is_empty()) {
        while rest.next().is_some_and(|(held, _)| *held != *token) {}
    }
    let items: Vec<(Arc<str>, JsonBody)> = rest.by_ref().take(length.min(LONGEST_PAGE)).collect();
    let next = rest.peek().and(items.last()).map(|(held, _)| held.to_string());
    let items: Vec<Value> = items.into_iter().map(|(_, item)| Value::Object(item)).collect();
    let mut document = JsonBody::new();
    document.insert("items".to_owned(), Value::Array(items));
    if let Some(next) = next {
        document.insert("nextToken".to_owned(), Value::from(next));
    }
    Ok(answer(200, document))
}

/// The API that a call names.
fn api(context: &Context<'_>, call: &Call<'_>) -> Result<Arc<Api>, Error> {
    let id = &call.name;
    let held = context.world.apigatewayv2().apis.get(id).cloned();
    held.ok_or_else(|| Error::NotFound(format!("Invalid API identifier specified {ACCOUNT_ID}:{id}")))
}

/// The API that a call names, to be changed. It was found before.
fn api_mut<'a>(context: &'a mut Context<'_>, id: &str) -> &'a mut Api {
    context.world.apigatewayv2_mut().api_mut(id).expect("the API was found when the call was read")
}

/// A date as the control plane writes it: `2026-01-05T09:00:00Z`.
fn date(time: Time) -> Value {
    let text = time.iso8601();
    Value::from(format!("{}Z", text.split('.').next().unwrap_or(&text)))
}

/// `document` with `members` that it does not have yet.
fn with_defaults(document: &JsonBody, members: &[(&str, Value)]) -> JsonBody {
    let mut shown = document.clone();
    for (name, value) in members {
        shown.entry(*name).or_insert_with(|| value.clone());
    }
    shown
}

/// Puts the value under `name` in place of any that is there.
fn put(document: &mut JsonBody, name: &str, value: impl Into<Value>) {
    document.insert(name.to_owned(), value.into());
}

/// An empty object.
fn empty() -> Value {
    json!({})
}
