//! Lambda's addresses: which path and method is which operation.

use std::sync::Arc;

use super::{Error, Lambda, function_arn, function_name, ops};
use crate::account::{CODE_HOST, REGION};
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Access, Call, Operation, PolicyOf};
use crate::protocol::uri;
use crate::services::Service;

macro_rules! operation {
    ($name:literal, $access:ident, $run:path) => {
        Operation { name: $name, access: |call| $access(call, concat!("lambda:", $name)), run: $run }
    };
}

/// Every operation that is simulated.
pub static OPERATIONS: [Operation; 44] = [
    Operation { name: "Invoke", access: |call| on_function(call, "lambda:InvokeFunction"), run: ops::invoke },
    Operation {
        name: "InvokeWithResponseStream",
        access: |call| on_function(call, "lambda:InvokeFunction"),
        run: ops::invoke_with_response_stream,
    },
    operation!("CreateFunction", on_function, ops::create_function),
    operation!("GetFunction", on_function, ops::get_function),
    operation!("GetFunctionConfiguration", on_function, ops::get_function_configuration),
    operation!("UpdateFunctionConfiguration", on_function, ops::update_function_configuration),
    operation!("UpdateFunctionCode", on_function, ops::update_function_code),
    operation!("DeleteFunction", on_function, ops::delete_function),
    operation!("AddPermission", on_function, ops::add_permission),
    operation!("RemovePermission", on_function, ops::remove_permission),
    operation!("GetPolicy", on_function, ops::get_policy),
    operation!("PutFunctionConcurrency", on_function, ops::put_function_concurrency),
    operation!("GetFunctionConcurrency", on_function, ops::get_function_concurrency),
    operation!("DeleteFunctionConcurrency", on_function, ops::delete_function_concurrency),
    operation!("PutFunctionEventInvokeConfig", on_function, ops::put_function_event_invoke_config),
    operation!("GetFunctionEventInvokeConfig", on_function, ops::get_function_event_invoke_config),
    operation!("DeleteFunctionEventInvokeConfig", on_function, ops::delete_function_event_invoke_config),
    operation!("PublishVersion", on_function, ops::publish_version),
    operation!("ListVersionsByFunction", on_function, ops::list_versions_by_function),
    operation!("CreateAlias", on_function, ops::create_alias),
    operation!("GetAlias", on_function, ops::get_alias),
    operation!("UpdateAlias", on_function, ops::update_alias),
    operation!("DeleteAlias", on_function, ops::delete_alias),
    operation!("ListAliases", on_function, ops::list_aliases),
    operation!("TagResource", on_function, ops::tag_resource),
    operation!("UntagResource", on_function, ops::untag_resource),
    operation!("ListTags", on_function, ops::list_tags),
    operation!("GetFunctionCodeSigningConfig", on_function, ops::get_function_code_signing_config),
    operation!("CreateFunctionUrlConfig", on_function, ops::create_function_url_config),
    operation!("GetFunctionUrlConfig", on_function, ops::get_function_url_config),
    operation!("UpdateFunctionUrlConfig", on_function, ops::update_function_url_config),
    operation!("DeleteFunctionUrlConfig", on_function, ops::delete_function_url_config),
    operation!("ListFunctions", on_all, ops::list_functions),
    operation!("CreateEventSourceMapping", on_all, ops::create_event_source_mapping),
    operation!("GetEventSourceMapping", on_all, ops::get_event_source_mapping),
    operation!("UpdateEventSourceMapping", on_all, ops::update_event_source_mapping),
    operation!("DeleteEventSourceMapping", on_all, ops::delete_event_source_mapping),
    operation!("ListEventSourceMappings", on_all, ops::list_event_source_mappings),
    operation!("PublishLayerVersion", on_all, ops::publish_layer_version),
    operation!("ListLayers", on_all, ops::list_layers),
    operation!("ListLayerVersions", on_all, ops::list_layer_versions),
    operation!("GetLayerVersion", on_all, ops::get_layer_version),
    operation!("DeleteLayerVersion", on_all, ops::delete_layer_version),
    operation!("GetAccountSettings", on_all, ops::get_account_settings),
];

fn on_function(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    vec![Access { action, resource: function_arn(&call.name).into(), policy_of: PolicyOf::Function(call.name.clone()) }]
}

fn on_all(_: &Call<'_>, action: &'static str) -> Vec<Access> {
    vec![Access { action, resource: "*".into(), policy_of: PolicyOf::Nothing }]
}

/// Finds the operation of a request: `/{version}/functions[/{name}[/{part}[/{id}]]]`, and the other collections.
///
/// # Errors
/// When the address and method are no simulated operation.
pub fn route<'a>(service: &Lambda, request: &'a Request) -> Result<Call<'a>, ServiceError> {
    if request.host == CODE_HOST {
        return Ok(ops::download(request));
    }
    let unknown = || ServiceError::not_simulated("lambda", &format!("{} {}", request.method, request.path));
    let mut parts = request.path.trim_matches('/').splitn(5, '/');
    let (_version, collection) = (parts.next(), parts.next().unwrap_or_default());
    let decode = |part: Option<&str>| -> Result<String, ServiceError> {
        uri::decode(part.unwrap_or_default()).map(|text| text.into_owned()).map_err(|_| unknown())
    };
    let name = decode(parts.next())?;
    let part = parts.next().unwrap_or_default();
    let key = decode(parts.next())?;
    let method = request.method.as_str();
    let operation = match collection {
        "functions" => of_functions(method, &name, part, &key),
        _ => of_others(method, collection, &name, part, &key),
    };
    let operation = service.operation(operation.ok_or_else(unknown)?)?;
    let region = name.strip_prefix("arn:aws:lambda:").and_then(|rest| rest.split(':').next());
    if let Some(region) = region.filter(|region| *region != REGION) {
        return Err(Error::NotFound(format!(
            "Functions from '{region}' are not reachable in this region ('{REGION}')"
        ))
        .into());
    }
    let (name, key) = match collection {
        "functions" => (name, key),
        // An ARN is the key, so that whatever is tagged is named by what it is.
        "tags" => (name.clone(), name),
        "layers" => (String::new(), format!("{name}:{key}")),
        _ => (String::new(), name),
    };
    let name =
        if operation.name == "CreateFunction" { new_function_name(request) } else { function_name(&name).to_owned() };
    Ok(Call { request, service: "lambda", operation, name: Arc::from(name), key: Arc::from(key), json: None })
}

fn of_functions(method: &str, name: &str, part: &str, key: &str) -> Option<&'static str> {
    Some(match (method, name.is_empty(), part, key.is_empty()) {
        ("POST", true, "", true) => "CreateFunction",
        ("GET", true, "", true) => "ListFunctions",
        ("GET", false, "", true) => "GetFunction",
        ("DELETE", false, "", true) => "DeleteFunction",
        ("GET", false, "configuration", true) => "GetFunctionConfiguration",
        ("PUT", false, "configuration", true) => "UpdateFunctionConfiguration",
        ("PUT", false, "code", true) => "UpdateFunctionCode",
        ("GET", false, "code-signing-config", true) => "GetFunctionCodeSigningConfig",
        ("POST", false, "policy", true) => "AddPermission",
        ("GET", false, "policy", true) => "GetPolicy",
        ("DELETE", false, "policy", false) => "RemovePermission",
        ("POST", false, "invocations", true) => "Invoke",
        ("POST", false, "response-streaming-invocations", true) => "InvokeWithResponseStream",
        ("PUT", false, "concurrency", true) => "PutFunctionConcurrency",
        ("GET", false, "concurrency", true) => "GetFunctionConcurrency",
        ("DELETE", false, "concurrency", true) => "DeleteFunctionConcurrency",
        ("PUT", false, "event-invoke-config", true) => "PutFunctionEventInvokeConfig",
        ("GET", false, "event-invoke-config", true) => "GetFunctionEventInvokeConfig",
        ("DELETE", false, "event-invoke-config", true) => "DeleteFunctionEventInvokeConfig",
        ("POST", false, "versions", true) => "PublishVersion",
        ("GET", false, "versions", true) => "ListVersionsByFunction",
        ("POST", false, "aliases", true) => "CreateAlias",
        ("GET", false, "aliases", true) => "ListAliases",
        ("GET", false, "aliases", false) => "GetAlias",
        ("PUT", false, "aliases", false) => "UpdateAlias",
        ("DELETE", false, "aliases", false) => "DeleteAlias",
        ("POST", false, "url", true) => "CreateFunctionUrlConfig",
        ("GET", false, "url", true) => "GetFunctionUrlConfig",
        ("PUT", false, "url", true) => "UpdateFunctionUrlConfig",
        ("DELETE", false, "url", true) => "DeleteFunctionUrlConfig",
        _ => return None,
    })
}

fn of_others(method: &str, collection: &str, name: &str, part: &str, key: &str) -> Option<&'static str> {
    Some(match (method, collection, name.is_empty(), part, key.is_empty()) {
        ("POST", "tags", false, "", true) => "TagResource",
        ("DELETE", "tags", false, "", true) => "UntagResource",
        ("GET", "tags", false, "", true) => "ListTags",
        ("POST", "event-source-mappings", true, "", true) => "CreateEventSourceMapping",
        ("GET", "event-source-mappings", true, "", true) => "ListEventSourceMappings",
        ("GET", "event-source-mappings", false, "", true) => "GetEventSourceMapping",
        ("PUT", "event-source-mappings", false, "", true) => "UpdateEventSourceMapping",
        ("DELETE", "event-source-mappings", false, "", true) => "DeleteEventSourceMapping",
        ("GET", "layers", true, "", true) => "ListLayers",
        ("POST", "layers", false, "versions", true) => "PublishLayerVersion",
        ("GET", "layers", false, "versions", true) => "ListLayerVersions",
        ("GET", "layers", false, "versions", false) => "GetLayerVersion",
        ("DELETE", "layers", false, "versions", false) => "DeleteLayerVersion",
        ("GET", "account-settings", true, "", true) => "GetAccountSettings",
        _ => return None,
    })
}

/// The name that a CreateFunction call gives in its body, so that the map knows the node it makes.
fn new_function_name(request: &Request) -> String {
    serde_json::from_slice::<serde_json::Value>(&request.body)
        .ok()
        .and_then(|body| Some(function_name(body.get("FunctionName")?.as_str()?).to_owned()))
        .unwrap_or_default()
}
