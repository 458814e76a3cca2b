//! The types of API Gateway's HTTP APIs, and how their properties become the members that its calls take.

mod api;
mod authorizer;
mod deployment;
mod integration;
mod route;
mod stage;

pub use api::API;
pub use authorizer::AUTHORIZER;
pub use deployment::DEPLOYMENT;
pub use integration::INTEGRATION;
pub use route::ROUTE;
pub use stage::STAGE;

use serde_json::{Map, Value as Json};

use super::{Kind, Made, Order, Properties, text};
use crate::protocol::{camel, uri};
use crate::services::cloudformation::calls::{Caller, Outcome, unless_gone};
use crate::services::cloudformation::shape::{Property, Shape, optional};

/// How a property becomes a member.
enum As {
    /// A text.
    Text,
    /// A truth value, which templates may write as a text.
    Flag,
    /// A number, likewise.
    Number,
    /// As it is: a list, or free names with texts.
    Same,
    /// Properties of its own.
    Record(&'static [(&'static str, Self)]),
    /// Free names, each with properties of its own.
    Records(&'static [(&'static str, Self)]),
    /// Mappings of answers by status, each a list of destinations with their sources.
    Responses,
}

/// Settings of a stage's routes.
const ROUTE_SETTINGS: &[(&str, As)] = &[
    ("DataTraceEnabled", As::Flag),
    ("DetailedMetricsEnabled", As::Flag),
    ("LoggingLevel", As::Text),
    ("ThrottlingBurstLimit", As::Number),
    ("ThrottlingRateLimit", As::Number),
];

/// The members of a call's body that the properties stand for.
fn members(properties: &Properties, table: &[(&str, As)]) -> Map<String, Json> {
    let member = |(name, how): &(&str, As)| {
        let value = properties.get(*name)?;
        let given = || text(properties, name);
        let value = match how {
            As::Text => Json::from(given()),
            As::Flag => Json::from(given() == "true"),
            As::Number => number(&given()),
            As::Same => value.clone(),
            As::Record(table) => Json::Object(members(value.as_object()?, table)),
            As::Records(table) => {
                let entries = value.as_object()?.iter();
                let entries = entries
                    .filter_map(|(name, held)| Some((name.clone(), Json::Object(members(held.as_object()?, table)))));
                Json::Object(entries.collect())
            }
            As::Responses => responses(value.as_object()?),
        };
        Some((camel(name), value))
    };
    table.iter().filter_map(member).collect()
}

/// A number that is written as a text. What is none stays a text, which the API refuses in its own words.
fn number(text: &str) -> Json {
    let whole = text.parse::<i64>().ok().map(Json::from);
    whole.or_else(|| text.parse::<f64>().ok().map(Json::from)).unwrap_or_else(|| Json::from(text))
}

fn responses(statuses: &Map<String, Json>) -> Json {
    let of_status = |(status, held): (&String, &Json)| {
        let listed = held.get("ResponseParameters").and_then(Json::as_array)?;
        let pairs = listed.iter().filter_map(|pair| {
            Some((pair.get("Destination")?.as_str()?.to_owned(), pair.get("Source").cloned().unwrap_or_default()))
        });
        Some((status.clone(), Json::Object(pairs.collect())))
    };
    Json::Object(statuses.iter().filter_map(of_status).collect())
}

/// What an update must send: what there is now, and what is taken away as nothing.
fn changes(old: &Properties, new: &Properties, table: &[(&str, As)]) -> Map<String, Json> {
    let mut body = members(new, table);
    for (name, value) in members(old, table) {
        match (body.get_mut(&name), value) {
            (Some(Json::Object(now)), Json::Object(before)) => {
                for (entry, value) in before {
                    now.entry(entry).or_insert_with(|| nothing(&value));
                }
            }
            (None, value) => {
                body.insert(name, nothing(&value));
            }
            _ => {}
        }
    }
    body
}

/// What stands for a member that is taken away.
fn nothing(value: &Json) -> Json {
    match value {
        Json::Object(entries) => {
            Json::Object(entries.iter().map(|(name, value)| (name.clone(), nothing(value))).collect())
        }
        Json::Array(_) => Json::Array(Vec::new()),
        Json::Bool(_) => Json::from(false),
        Json::Number(_) => Json::Null,
        _ => Json::from(""),
    }
}

/// The address of a collection of the API that the properties name.
fn path(properties: &Properties, collection: &str) -> String {
    format!("/apis/{}/{collection}", text(properties, "ApiId"))
}

/// Makes one of a collection; its id is the answer's `id`, which is also its attribute `attribute`.
fn make(
    caller: &mut Caller<'_, '_>,
    order: &Order<'_>,
    made: &mut Made,
    collection: &str,
    table: &[(&str, As)],
    (id, attribute): (&str, &str),
) -> Outcome<()> {
    let body = members(order.properties, table);
    let answer = caller.http_apis("POST", &path(order.properties, collection), Some(body))?;
    let id = answer.get(id).and_then(Json::as_str).unwrap_or_default();
    made.physical_id = id.to_owned();
    if !attribute.is_empty() {
        made.attributes.insert(attribute.to_owned(), id.to_owned());
    }
    Ok(())
}

/// Changes one of a collection.
fn change(
    caller: &mut Caller<'_, '_>,
    (id, collection): (&str, &str),
    old: &Properties,
    new: &Properties,
    table: &[(&str, As)],
) -> Outcome<()> {
    let path = format!("{}/{}", path(new, collection), uri::encode(id));
    caller.http_apis("PATCH", &path, Some(changes(old, new, table))).map(drop)
}

/// Deletes one of a collection.
fn remove(caller: &mut Caller<'_, '_>, id: &str, properties: &Properties, collection: &str) -> Outcome<()> {
    unless_gone(caller.http_apis("DELETE", &format!("{}/{}", path(properties, collection), uri::encode(id)), None))
}
