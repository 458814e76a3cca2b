//! API Gateway's operations by what they are about, and what they share.

pub mod account;
pub mod api_keys;
pub mod authorizers;
pub mod definitions;
pub mod deployments;
pub mod gateway_responses;
pub mod integration_responses;
pub mod integrations;
pub mod method_responses;
pub mod methods;
pub mod models;
pub mod request_validators;
pub mod resources;
pub mod rest_apis;
pub mod stages;
pub mod tags;
pub mod test_invoke;
pub mod usage;
pub mod usage_plan_keys;
pub mod usage_plans;

use std::sync::Arc;

use serde_json::{Value, json};

use super::patch::{self, Table};
use super::record::{Member, document};
use super::state::{Method, Resource, RestApi};
use super::{Error, record};
use crate::account::ACCOUNT_ID;
use crate::http::Response;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::protocol::{camel, rest_json, uri};
use crate::services::apigateway::State;

/// The entries on one page of a list, when the client does not say.
const PAGE: usize = 25;
/// The most entries on one page of a list.
const LONGEST_PAGE: usize = 500;
/// The verbs that a method may have.
pub(super) const VERBS: &str = "GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY";

/// The parts of a call's address after the first: for a method the resource and the verb.
fn parts<'a, const N: usize>(call: &'a Call<'_>) -> [&'a str; N] {
    let mut parts = call.key.split('/');
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

/// The body of a call as a JSON object.
fn body(call: &Call<'_>) -> Result<JsonBody, Error> {
    if call.request.body.is_empty() {
        return Ok(JsonBody::new());
    }
    serde_json::from_slice(&call.request.body).map_err(|_| Error::Unreadable)
}

/// An answer with a document.
fn answer(status: u16, document: JsonBody) -> Answer {
    Answer::Now(rest_json::answer(status, &Value::Object(document)))
}

/// An answer that shows a record.
fn shown(status: u16, record: &impl Member) -> Answer {
    answer(status, document(record))
}

/// An answer without a body.
const fn done(status: u16) -> Answer {
    Answer::Now(Response::new(status))
}

/// One page of a list: entries by what tells them apart, which is what the next page begins after.
fn page(call: &Call<'_>, entries: impl IntoIterator<Item = (String, JsonBody)>) -> Result<Answer, Error> {
    let (items, next) = cut(call, entries)?;
    let items: Vec<Value> = items.into_iter().map(|(_, item)| Value::Object(item)).collect();
    let mut document = JsonBody::new();
    document.insert("item".to_owned(), Value::Array(items));
    record::put(&mut document, "position", next.map(Value::from));
    Ok(answer(200, document))
}

/// Entries by what tells them apart, and where the next page begins.
type Cut<T> = (Vec<(String, T)>, Option<String>);

/// The entries of the page that a call asks for.
fn cut<T>(call: &Call<'_>, entries: impl IntoIterator<Item = (String, T)>) -> Result<Cut<T>, Error> {
    let query = &call.request.query;
    let length = match uri::parameter(query, "limit") {
        None => PAGE,
        Some(text) => {
            let given = text.parse().ok().filter(|given| *given > 0);
            given.ok_or_else(|| Error::bad("Invalid limit value specified"))?
        }
    };
    let mut rest = entries.into_iter().peekable();
    if let Some(position) = uri::parameter(query, "position").filter(|position| !position.is_empty()) {
        while rest.next().is_some_and(|(held, _)| held != position) {}
    }
    let items: Vec<(String, T)> = rest.by_ref().take(length.min(LONGEST_PAGE)).collect();
    let next = rest.peek().and(items.last()).map(|(held, _)| held.clone());
    Ok((items, next))
}

/// Patches a record as the call asks.
fn patched<T: Member>(record: &T, table: &Table, call: &Call<'_>) -> Result<T, Error> {
    let patches = patch::read(call, &body(call)?, Vec::new())?;
    let mut document = document(record);
    patch::apply(&mut document, table, &patches)?;
    T::read(&Value::Object(document))
}

/// The API that a call names.
fn api(context: &Context<'_>, call: &Call<'_>) -> Result<Arc<RestApi>, Error> {
    let id = &call.name;
    let held = context.world.apigateway().apis.get(id).cloned();
    held.ok_or_else(|| Error::NotFound(format!("Invalid API identifier specified {ACCOUNT_ID}:{id}")))
}

/// The API that a call names, to be changed. It was found before.
fn api_mut<'a>(context: &'a mut Context<'_>, call: &Call<'_>) -> &'a mut RestApi {
    context.world.apigateway_mut().api_mut(&call.name).expect("the API was found when the call was read")
}

/// The resource of a call about one, or about what is in one. AWS does not say when it is the API that is not there.
fn resource(context: &Context<'_>, call: &Call<'_>) -> Result<Arc<Resource>, Error> {
    let [id] = parts(call);
    let api = context.world.apigateway().apis.get(&call.name);
    let held = api.and_then(|api| api.draft.resources.get(id)).cloned();
    held.ok_or_else(|| Error::unknown("Resource"))
}

/// The method of a call about one, or about what is in one.
fn method(context: &Context<'_>, call: &Call<'_>) -> Result<(Arc<Resource>, Arc<Method>), Error> {
    let [_, verb] = parts(call);
    let resource = resource(context, call)?;
    let method = resource.methods.get(verb).cloned().ok_or_else(|| Error::unknown("Method"))?;
    Ok((resource, method))
}

/// Puts a method in its place.
fn keep_method(context: &mut Context<'_>, call: &Call<'_>, method: Method) {
    let [id, _] = parts(call);
    let resource = api_mut(context, call).draft.resources.get_mut(id).map(Arc::make_mut);
    let resource = resource.expect("the resource was found when the call was read");
    resource.methods.insert(method.http_method.as_str().into(), Arc::new(method));
}

/// A member that must be given.
fn required(call: &Call<'_>, document: &JsonBody, name: &str) -> Result<String, Error> {
    let given: String = record::take(document, name)?;
    if given.is_empty() { Err(fault(call, name, None, "not be null")) } else { Ok(given) }
}

/// A member that must be one of `values`, if it is given.
fn one_of(call: &Call<'_>, name: &str, given: &str, values: &str) -> Result<(), Error> {
    if given.is_empty() || values.split(", ").any(|value| value == given) {
        return Ok(());
    }
    Err(fault(call, name, Some(given), &format!("satisfy enum value set: [{values}]")))
}

/// The error of a member that breaks the shape that the API declares.
fn fault(call: &Call<'_>, name: &str, given: Option<&str>, rule: &str) -> Error {
    Error::Validation(vec![fault_text(call, name, given, rule)])
}

/// What is wrong with a member that breaks the shape that the API declares.
pub(super) fn fault_text(call: &Call<'_>, name: &str, given: Option<&str>, rule: &str) -> String {
    let operation = camel(call.operation.name);
    let given = given.map_or_else(|| "null".to_owned(), |given| format!("'{given}'"));
    format!("Value {given} at '{operation}Input.{name}' failed to satisfy constraint: Member must {rule}")
}

/// What is wrong with a status; nothing, when it is one.
pub(super) fn status_fault(status: &str) -> Option<String> {
    let fits = status.len() == 3
        && status.bytes().all(|digit| digit.is_ascii_digit())
        && matches!(status.as_bytes()[0], b'1'..=b'5');
    (!fits).then(|| {
        format!(
            r"Value '{status}' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\d\d"
        )
    })
}

/// Refuses a collection that is full.
pub(super) fn room(held: usize, limit: usize, what: &str) -> Result<(), Error> {
    if held < limit {
        return Ok(());
    }
    Err(Error::LimitExceeded(format!(
        "Maximum number of {what} has been reached. Please contact AWS if you need additional {what}."
    )))
}

/// The first method of an API's draft of which something holds: its resource's path and its verb.
fn method_where(api: &RestApi, holds: impl Fn(&Method) -> bool) -> Option<String> {
    let resources = api.draft.resources.values();
    resources
        .flat_map(|resource| resource.methods.values().map(move |method| (resource, method)))
        .find(|(_, method)| holds(method))
        .map(|(resource, method)| format!("{}/{}", resource.path, method.http_method))
}

/// The state, to be changed.
fn state<'a>(context: &'a mut Context<'_>) -> &'a mut State {
    context.world.apigateway_mut()
}

/// An empty map, where AWS shows one.
fn empty() -> Value {
    json!({})
}
