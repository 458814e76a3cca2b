//! Lambda's operations, one file each, with what they share.

mod add_permission;
mod aliases;
mod code;
mod concurrency;
mod create_function;
mod delete_function;
mod download;
mod event_invoke_config;
mod event_source_mappings;
mod function_url;
mod get_account_settings;
mod get_function;
mod get_policy;
mod invoke;
mod kept;
mod layers;
mod list_functions;
mod qualified;
mod remove_permission;
mod tags;
mod update_function_code;
mod update_function_configuration;
mod versions;

pub use add_permission::add_permission;
pub use aliases::{create_alias, delete_alias, get_alias, list_aliases, update_alias};
pub use concurrency::{delete_function_concurrency, get_function_concurrency, put_function_concurrency};
pub use create_function::create_function;
pub use delete_function::delete_function;
pub use download::download;
pub use event_invoke_config::{
    delete_function_event_invoke_config, get_function_event_invoke_config, put_function_event_invoke_config,
};
pub use event_source_mappings::{
    create_event_source_mapping, delete_event_source_mapping, get_event_source_mapping, list_event_source_mappings,
    update_event_source_mapping,
};
pub use function_url::{
    create_function_url_config, delete_function_url_config, get_function_url_config, update_function_url_config,
};
pub use get_account_settings::get_account_settings;
pub use get_function::{get_function, get_function_code_signing_config, get_function_configuration};
pub use get_policy::get_policy;
pub use invoke::{invoke, invoke_with_response_stream};
pub use layers::{delete_layer_version, get_layer_version, list_layer_versions, list_layers, publish_layer_version};
pub use list_functions::list_functions;
pub use remove_permission::remove_permission;
pub use tags::{list_tags, tag_resource, untag_resource};
pub use update_function_code::update_function_code;
pub use update_function_configuration::update_function_configuration;
pub use versions::{list_versions_by_function, publish_version};

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{Error, Function, function_arn};
use crate::operation::{Call, Context};
use crate::protocol::{camel, uri};

/// The most entries on one page of a list.
const PAGE: usize = 50;
/// The most that all environment variables may take as JSON, bytes.
const VARIABLES_MAX: usize = 4_096;
/// Variables that Lambda sets itself.
const RESERVED: [&str; 12] = [
    "_HANDLER",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
];

/// The function that a call names.
fn find(context: &Context<'_>, call: &Call<'_>) -> Result<Arc<Function>, Error> {
    context
        .world
        .lambda()
        .function(&call.name)
        .cloned()
        .ok_or_else(|| Error::FunctionNotFound { arn: function_arn(&call.name) })
}

/// One page of a list: entries by their marker, which is what the next page begins after.
fn page(call: &Call<'_>, list: &str, entries: impl IntoIterator<Item = (String, Value)>) -> Value {
    let query = &call.request.query;
    let marker = uri::parameter(query, "Marker").unwrap_or_default();
    let length = uri::parameter(query, "MaxItems").and_then(|text| text.parse().ok()).unwrap_or(PAGE).clamp(1, PAGE);
    let mut rest = entries.into_iter().peekable();
    if !marker.is_empty() {
        while rest.next().is_some_and(|(held, _)| held != marker) {}
    }
    let shown: Vec<(String, Value)> = rest.by_ref().take(length).collect();
    let next = rest.peek().and(shown.last()).map(|(marker, _)| marker.clone());
    let mut document = json!({});
    document[list] = shown.into_iter().map(|(_, value)| value).collect();
    if let Some(next) = next {
        document["NextMarker"] = Value::from(next);
    }
    document
}

/// A value that breaks the shape that the API declares: `rule` is what its member must do.
fn shape(member: &str, value: Option<&str>, rule: &str) -> Error {
    let value = value.map_or_else(|| "null".to_owned(), |value| format!("'{value}'"));
    Error::Validation(format!(
        "1 validation error detected: Value {value} at '{member}' failed to satisfy constraint: Member must {rule}"
    ))
}

/// Refuses a caller whose revision is not the one there is.
fn same_revision(given: Option<&Value>, held: &str) -> Result<(), Error> {
    match given.and_then(Value::as_str) {
        Some(given) if given != held => Err(Error::Precondition),
        _ => Ok(()),
    }
}

/// The body of a call as a JSON object.
fn body(call: &Call<'_>) -> Result<Map<String, Value>, Error> {
    if call.request.body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(&call.request.body) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => {
            Err(Error::InvalidRequestContent("Could not parse request body into json: expected an object".to_owned()))
        }
        Err(error) => Err(Error::InvalidRequestContent(format!("Could not parse request body into json: {error}"))),
    }
}

/// A whole number of the body within `range`.
fn whole(body: &Map<String, Value>, name: &str, range: std::ops::RangeInclusive<u32>) -> Result<Option<u32>, Error> {
    let Some(value) = body.get(name).filter(|value| !value.is_null()) else { return Ok(None) };
    let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
    match number {
        Some(number) if range.contains(&number) => Ok(Some(number)),
        _ => {
            let field = camel(name);
            let bound = if number.is_some_and(|number| number > *range.end()) {
                format!("less than or equal to {}", range.end())
            } else {
                format!("greater than or equal to {}", range.start())
            };
            Err(Error::Validation(format!(
                "1 validation error detected: Value '{value}' at '{field}' failed to satisfy constraint: Member must have value {bound}"
            )))
        }
    }
}

/// The environment variables of the body; none when it does not speak of them.
fn variables(body: &Map<String, Value>) -> Result<Option<BTreeMap<String, String>>, Error> {
    let Some(environment) = body.get("Environment").filter(|value| !value.is_null()) else { return Ok(None) };
    let mut variables = BTreeMap::new();
    for (name, value) in environment.get("Variables").and_then(Value::as_object).into_iter().flatten() {
        let fits = name.len() > 1
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if RESERVED.contains(&name.as_str()) {
            return Err(Error::InvalidParameterValue(format!(
                "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: {name}"
            )));
        }
        let Some(value) = value.as_str().filter(|_| fits) else {
            return Err(Error::Validation(format!(
                "1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+] ({name})"
            )));
        };
        variables.insert(name.clone(), value.to_owned());
    }
    let measured = json!(variables).to_string();
    if measured.len() > VARIABLES_MAX {
        return Err(Error::InvalidParameterValue(format!(
            "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {measured}"
        )));
    }
    Ok(Some(variables))
}

/// A function's configuration as every answer that shows one writes it.
#[must_use]
pub fn configuration(function: &Function) -> Value {
    let mut document = json!({
        "FunctionName": &*function.name,
        "FunctionArn": function.arn(),
        "Runtime": &*function.runtime,
        "Role": &*function.role_arn,
        "Handler": &*function.handler,
        "CodeSize": function.code_size,
        "Description": function.description,
        "Timeout": function.timeout_s,
        "MemorySize": function.memory_mb,
        "LastModified": function.modified.lambda_timestamp(),
        "CodeSha256": &*function.code_sha256,
        "Version": "$LATEST",
        "TracingConfig": {"Mode": "PassThrough"},
        "RevisionId": function.revision_id,
        "State": "Active",
        "LastUpdateStatus": "Successful",
        "PackageType": "Zip",
        "Architectures": ["x86_64"],
        "EphemeralStorage": {"Size": 512},
        "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"},
        "LoggingConfig": {"LogFormat": "Text", "LogGroup": format!("/aws/lambda/{}", function.name)},
    });
    if !function.variables.is_empty() {
        document["Environment"] = json!({"Variables": function.variables});
    }
    for (name, value) in &function.kept {
        document[*name] = value.clone();
    }
    document
}
