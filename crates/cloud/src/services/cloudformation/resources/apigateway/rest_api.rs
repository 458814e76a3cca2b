//! AWS::ApiGateway::RestApi.

use serde_json::{Value as Json, json};

use super::super::{Kind, Made, Order, Properties, TAGS};
use super::{changes, delete_at, document, escaped, members, patch, tags};
use crate::services::cloudformation::calls::{Caller, Failure, Outcome};
use crate::services::cloudformation::shape::{Property, Shape, optional};

const PROPERTIES: &[Property] = &[
    optional("Name", Shape::Text),
    optional("Description", Shape::Text),
    optional("ApiKeySourceType", Shape::OneOf(&["HEADER", "AUTHORIZER"])),
    optional("BinaryMediaTypes", Shape::List(&Shape::Text)),
    optional("DisableExecuteApiEndpoint", Shape::Text),
    optional(
        "EndpointConfiguration",
        Shape::Object(&[
            optional("Types", Shape::List(&Shape::OneOf(&["EDGE", "REGIONAL", "PRIVATE"]))),
            optional("IpAddressType", Shape::OneOf(&["ipv4", "dualstack"])),
            optional("VpcEndpointIds", Shape::List(&Shape::Text)),
        ]),
    ),
    optional("MinimumCompressionSize", Shape::Integer),
    optional("Policy", Shape::Anything),
    optional("Body", Shape::Anything),
    optional("FailOnWarnings", Shape::Ignored),
    optional("Mode", Shape::Ignored),
    optional("Parameters", Shape::Ignored),
    TAGS,
];

/// The type.
pub static REST_API: Kind = Kind {
    name: "AWS::ApiGateway::RestApi",
    properties: PROPERTIES,
    attributes: &["RootResourceId", "RestApiId"],
    name_property: "",
    fixed: &[],
    create,
    update,
    delete,
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    let properties = order.properties;
    let mut api = members(properties, PROPERTIES);
    for name in ["body", "tags", "failOnWarnings", "mode", "parameters", "binaryMediaTypes"] {
        api.remove(name);
    }
    if let Some(source) = api.remove("apiKeySourceType") {
        api.insert("apiKeySource".to_owned(), source);
    }
    let types: Vec<Json> = media_types(properties).into_iter().map(Json::from).collect();
    let given = [("policy", document(properties, "Policy")), ("tags", tags(properties))];
    api.extend(given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    api.insert("binaryMediaTypes".to_owned(), Json::Array(types));
    if !api.contains_key("name") {
        let title = properties.get("Body").map(|body| body["info"]["title"].clone()).filter(Json::is_string);
        let title = title.ok_or_else(|| Failure::new("Invalid request provided: Name or Body is needed"))?;
        api.insert("name".to_owned(), title);
    }
    let answer = caller.apigateway("POST", "/restapis", Some(Json::Object(api)))?;
    let told = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    made.physical_id = told("id");
    made.attributes.insert("RestApiId".to_owned(), told("id"));
    made.attributes.insert("RootResourceId".to_owned(), told("rootResourceId"));
    match properties.get("Body") {
        Some(given) => define(caller, &made.physical_id, given, properties),
        None => Ok(()),
    }
}

fn update(caller: &mut Caller<'_, '_>, id: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    // What is no longer said beside the definition is again as the definition says.
    match new.get("Body") {
        Some(given) => define(caller, id, given, new),
        None => set(caller, id, old, new),
    }
}

/// Makes an API what its definition (`Body`) says, an OpenAPI document, and then what the template says beside it.
fn define(caller: &mut Caller<'_, '_>, id: &str, body: &Json, properties: &Properties) -> Outcome<()> {
    caller.apigateway("PUT", &format!("/restapis/{id}?mode=overwrite"), Some(body.clone()))?;
    set(caller, id, &Properties::new(), properties)
}

/// Sets what the template says of an API itself, where it says something else than before.
fn set(caller: &mut Caller<'_, '_>, id: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    let mut patches = changes(
        old,
        new,
        &[
            ("Description", "/description"),
            ("MinimumCompressionSize", "/minimumCompressionSize"),
            ("DisableExecuteApiEndpoint", "/disableExecuteApiEndpoint"),
        ],
    );
    for (name, path) in [("Name", "/name"), ("ApiKeySourceType", "/apiKeySource")] {
        if new.contains_key(name) {
            patches.extend(changes(old, new, &[(name, path)]));
        }
    }
    if old.get("Policy") != new.get("Policy") {
        patches.push(json!({"op": "replace", "path": "/policy", "value": document(new, "Policy").unwrap_or_default()}));
    }
    let (before, after) = (media_types(old), media_types(new));
    let lacks = |list: &[String], kind: &String| !list.contains(kind);
    let gone = before.iter().filter(|kind| lacks(&after, kind)).map(|kind| ("remove", kind));
    for (op, kind) in gone.chain(after.iter().filter(|kind| lacks(&before, kind)).map(|kind| ("add", kind))) {
        patches.push(json!({"op": op, "path": format!("/binaryMediaTypes/{}", escaped(kind))}));
    }
    let kind = |properties: &Properties| {
        let types = properties.get("EndpointConfiguration").map(|endpoint| endpoint["Types"][0].clone());
        types.and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_else(|| "EDGE".to_owned())
    };
    if kind(old) != kind(new) {
        patches.push(super::replace("/endpointConfiguration/types/0", &kind(new)));
    }
    patch(caller, &format!("/restapis/{id}"), patches)
}

fn delete(caller: &mut Caller<'_, '_>, id: &str, _: &Properties) -> Outcome<()> {
    delete_at(caller, &format!("/restapis/{id}"))
}

/// The media types, which SAM's templates write as patches do.
fn media_types(properties: &Properties) -> Vec<String> {
    let list = properties.get("BinaryMediaTypes").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Json::as_str).map(|kind| kind.replace("~1", "/")).collect()
}
