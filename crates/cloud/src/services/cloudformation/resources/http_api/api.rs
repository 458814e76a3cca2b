//! AWS::ApiGatewayV2::Api.

use serde_json::{Value as Json, json};

use super::{As, Kind, Made, Order, Properties, Shape, changes, members, optional, text};
use crate::services::cloudformation::calls::{Caller, Outcome, unless_gone};

const CORS: &[(&str, As)] = &[
    ("AllowCredentials", As::Flag),
    ("AllowHeaders", As::Same),
    ("AllowMethods", As::Same),
    ("AllowOrigins", As::Same),
    ("ExposeHeaders", As::Same),
    ("MaxAge", As::Number),
];

const MEMBERS: &[(&str, As)] = &[
    ("ApiKeySelectionExpression", As::Text),
    ("CorsConfiguration", As::Record(CORS)),
    ("CredentialsArn", As::Text),
    ("Description", As::Text),
    ("DisableExecuteApiEndpoint", As::Flag),
    ("Name", As::Text),
    ("ProtocolType", As::Text),
    ("RouteKey", As::Text),
    ("RouteSelectionExpression", As::Text),
    ("Tags", As::Same),
    ("Target", As::Text),
    ("Version", As::Text),
];

/// The type.
pub static API: Kind = Kind {
    name: "AWS::ApiGatewayV2::Api",
    properties: &[
        optional("ApiKeySelectionExpression", Shape::Text),
        optional("BasePath", Shape::OneOf(&["ignore", "prepend"])),
        optional("Body", Shape::Anything),
        optional(
            "CorsConfiguration",
            Shape::Object(&[
                optional("AllowCredentials", Shape::Text),
                optional("AllowHeaders", Shape::List(&Shape::Text)),
                optional("AllowMethods", Shape::List(&Shape::Text)),
                optional("AllowOrigins", Shape::List(&Shape::Text)),
                optional("ExposeHeaders", Shape::List(&Shape::Text)),
                optional("MaxAge", Shape::Integer),
            ]),
        ),
        optional("CredentialsArn", Shape::Text),
        optional("Description", Shape::Text),
        optional("DisableExecuteApiEndpoint", Shape::Text),
        optional("FailOnWarnings", Shape::Text),
        optional("Name", Shape::Text),
        optional("ProtocolType", Shape::OneOf(&["HTTP"])),
        optional("RouteKey", Shape::Text),
        optional("RouteSelectionExpression", Shape::Text),
        optional("Tags", Shape::Texts),
        optional("Target", Shape::Text),
        optional("Version", Shape::Text),
    ],
    attributes: &["ApiEndpoint", "ApiId"],
    name_property: "",
    fixed: &["ProtocolType"],
    create,
    update,
    delete,
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    let properties = order.properties;
    let answer = match imported(properties) {
        Some((query, body)) => caller.http_apis("PUT", &format!("/apis{query}"), Some(body))?,
        None => caller.http_apis("POST", "/apis", Some(members(properties, MEMBERS)))?,
    };
    let told = |name: &str| answer.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let id = told("apiId");
    made.physical_id.clone_from(&id);
    made.attributes.insert("ApiId".to_owned(), id.clone());
    made.attributes.insert("ApiEndpoint".to_owned(), told("apiEndpoint"));
    beside_the_body(caller, &id, properties)
}

fn update(caller: &mut Caller<'_, '_>, id: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    if let Some((query, body)) = imported(new) {
        caller.http_apis("PUT", &format!("/apis/{id}{query}"), Some(body))?;
        return beside_the_body(caller, id, new);
    }
    if old.contains_key("CorsConfiguration") && !new.contains_key("CorsConfiguration") {
        unless_gone(caller.http_apis("DELETE", &format!("/apis/{id}/cors"), None))?;
    }
    let mut body = changes(old, new, MEMBERS);
    body.remove("protocolType");
    // What is told of cross-origin requests is replaced whole.
    body.remove("corsConfiguration");
    body.extend(members(new, &[("CorsConfiguration", As::Record(CORS))]));
    caller.http_apis("PATCH", &format!("/apis/{id}"), Some(body)).map(drop)
}

fn delete(caller: &mut Caller<'_, '_>, id: &str, _: &Properties) -> Outcome<()> {
    unless_gone(caller.http_apis("DELETE", &format!("/apis/{id}"), None))
}

/// The import of an API that the template describes by a document: the query and the body of the call.
fn imported(properties: &Properties) -> Option<(String, Properties)> {
    let document = properties.get("Body")?;
    let text_of = |name| text(properties, name);
    let mut query = Vec::new();
    if !text_of("BasePath").is_empty() {
        query.push(format!("basepath={}", text_of("BasePath")));
    }
    if text_of("FailOnWarnings") == "true" {
        query.push("failOnWarnings=true".to_owned());
    }
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let Json::Object(body) = json!({"body": document.to_string()}) else { return None };
    Some((query, body))
}

/// Sets what the template says beside the document.
fn beside_the_body(caller: &mut Caller<'_, '_>, id: &str, properties: &Properties) -> Outcome<()> {
    if !properties.contains_key("Body") {
        return Ok(());
    }
    let mut body = members(properties, MEMBERS);
    body.remove("protocolType");
    if body.is_empty() {
        return Ok(());
    }
    caller.http_apis("PATCH", &format!("/apis/{id}"), Some(body)).map(drop)
}
