//! AWS::Lambda::Function.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value as Json, json};

use super::{Kind, Made, Order, Properties, inline_code, number, object, text, text_value};
use crate::account::{ACCOUNT_ID, REGION};
use crate::services::cloudformation::calls::{Caller, Outcome, unless_gone};
use crate::services::cloudformation::shape::{Shape, optional, required};

/// The date of the API that most calls have in their path.
pub const API: &str = "2015-03-31";
/// The date of the API of reserved concurrency.
const CONCURRENCY_API: &str = "2017-10-31";
/// The longest name of a function. AWS's value.
const LONGEST_NAME: usize = 64;

/// The type.
pub static FUNCTION: Kind = Kind {
    name: "AWS::Lambda::Function",
    properties: &[
        optional("FunctionName", Shape::Text),
        optional("Description", Shape::Text),
        required(
            "Code",
            Shape::Object(&[
                optional("S3Bucket", Shape::Text),
                optional("S3Key", Shape::Text),
                optional("ZipFile", Shape::Text),
            ]),
        ),
        optional("PackageType", Shape::OneOf(&["Zip"])),
        required("Role", Shape::Text),
        optional("Handler", Shape::Text),
        optional("Runtime", Shape::Text),
        optional("Architectures", Shape::List(&Shape::OneOf(&["x86_64", "arm64"]))),
        optional("MemorySize", Shape::Integer),
        optional("Timeout", Shape::Integer),
        optional("Environment", Shape::Object(&[optional("Variables", Shape::Texts)])),
        optional("ReservedConcurrentExecutions", Shape::Integer),
        optional("Tags", Shape::Ignored),
    ],
    attributes: &["Arn"],
    name_property: "FunctionName",
    fixed: &["FunctionName", "PackageType"],
    create,
    update,
    delete,
};

fn create(caller: &mut Caller<'_, '_>, order: &Order<'_>, made: &mut Made) -> Outcome<()> {
    let name = order.name("FunctionName", LONGEST_NAME, caller);
    let properties = order.properties;
    let mut body = configuration(properties);
    body.insert("FunctionName".to_owned(), Json::from(name.as_str()));
    body.insert("Code".to_owned(), Json::Object(code(properties)));
    body.extend(properties.get("Architectures").map(|value| ("Architectures".to_owned(), value.clone())));
    let answer = caller.lambda("POST", API, "", Some(body))?;
    made.physical_id.clone_from(&name);
    let arn = answer.get("FunctionArn").and_then(Json::as_str).map(str::to_owned);
    let arn = arn.unwrap_or_else(|| format!("arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:{name}"));
    made.attributes.insert("Arn".to_owned(), arn);
    match number(properties, "ReservedConcurrentExecutions") {
        Some(limit) => reserve(caller, &name, limit),
        None => Ok(()),
    }
}

fn update(caller: &mut Caller<'_, '_>, name: &str, old: &Properties, new: &Properties) -> Outcome<()> {
    let mut before = configuration(old);
    let mut after = configuration(new);
    if before != after {
        // A call leaves alone what it does not name, so what the template no longer has is set to its default.
        before.retain(|key, _| !after.contains_key(key));
        for (key, _) in before {
            let default = default(&key);
            after.insert(key, default);
        }
        caller.lambda("PUT", API, &format!("/{name}/configuration"), Some(after))?;
    }
    if code(old) != code(new) || old.get("Architectures") != new.get("Architectures") {
        let mut body = code(new);
        body.insert("Architectures".to_owned(), new.get("Architectures").cloned().unwrap_or_else(|| json!(["x86_64"])));
        caller.lambda("PUT", API, &format!("/{name}/code"), Some(body))?;
    }
    let limit = number(new, "ReservedConcurrentExecutions");
    if limit == number(old, "ReservedConcurrentExecutions") {
        return Ok(());
    }
    match limit {
        Some(limit) => reserve(caller, name, limit),
        None => caller.lambda("DELETE", CONCURRENCY_API, &format!("/{name}/concurrency"), None).map(drop),
    }
}

fn delete(caller: &mut Caller<'_, '_>, name: &str, _: &Properties) -> Outcome<()> {
    unless_gone(caller.lambda("DELETE", API, &format!("/{name}"), None))
}

fn reserve(caller: &mut Caller<'_, '_>, name: &str, limit: Json) -> Outcome<()> {
    let body = object([("ReservedConcurrentExecutions", Some(limit))]);
    caller.lambda("PUT", CONCURRENCY_API, &format!("/{name}/concurrency"), Some(body)).map(drop)
}

fn configuration(properties: &Properties) -> Map<String, Json> {
    object([
        ("Runtime", text_value(properties, "Runtime")),
        ("Role", text_value(properties, "Role")),
        ("Handler", text_value(properties, "Handler")),
        ("Description", text_value(properties, "Description")),
        ("Timeout", number(properties, "Timeout")),
        ("MemorySize", number(properties, "MemorySize")),
        ("Environment", environment(properties)),
    ])
}

/// The variables as Lambda takes them: every value a text, whatever it is in the template.
fn environment(properties: &Properties) -> Option<Json> {
    let variables = properties.get("Environment")?.get("Variables")?.as_object()?;
    let variables: Map<_, _> = variables.keys().map(|key| (key.clone(), Json::from(text(variables, key)))).collect();
    Some(json!({ "Variables": variables }))
}

fn default(key: &str) -> Json {
    match key {
        "Timeout" => Json::from(3),
        "MemorySize" => Json::from(128),
        "Environment" => json!({"Variables": {}}),
        _ => Json::from(""),
    }
}

/// The code as Lambda takes it.
fn code(properties: &Properties) -> Map<String, Json> {
    let Some(code) = properties.get("Code").and_then(Json::as_object) else { return Map::new() };
    let zip = code
        .contains_key("ZipFile")
        .then(|| STANDARD.encode(inline_code::zip(&text(properties, "Runtime"), &text(code, "ZipFile"))));
    object([
        ("S3Bucket", text_value(code, "S3Bucket")),
        ("S3Key", text_value(code, "S3Key")),
        ("ZipFile", zip.map(Json::from)),
    ])
}
