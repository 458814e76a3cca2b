//! Lambda's addresses: which path and method is which operation.

use std::sync::Arc;

use super::{function_arn, function_name, ops};
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Access, Call, Operation, PolicyOf};
use crate::protocol::uri;

/// Every operation that is simulated.
pub static OPERATIONS: [Operation; 16] = [
    Operation {
        name: "CreateFunction",
        access: |call| on_function(call, "lambda:CreateFunction"),
        run: ops::create_function,
    },
    Operation { name: "GetFunction", access: |call| on_function(call, "lambda:GetFunction"), run: ops::get_function },
    Operation {
        name: "GetFunctionConfiguration",
        access: |call| on_function(call, "lambda:GetFunctionConfiguration"),
        run: ops::get_function_configuration,
    },
    Operation {
        name: "ListFunctions",
        access: |_| vec![Access { action: "lambda:ListFunctions", resource: "*".into(), policy_of: PolicyOf::Nothing }],
        run: ops::list_functions,
    },
    Operation {
        name: "UpdateFunctionConfiguration",
        access: |call| on_function(call, "lambda:UpdateFunctionConfiguration"),
        run: ops::update_function_configuration,
    },
    Operation {
        name: "DeleteFunction",
        access: |call| on_function(call, "lambda:DeleteFunction"),
        run: ops::delete_function,
    },
    Operation {
        name: "AddPermission",
        access: |call| on_function(call, "lambda:AddPermission"),
        run: ops::add_permission,
    },
    Operation {
        name: "RemovePermission",
        access: |call| on_function(call, "lambda:RemovePermission"),
        run: ops::remove_permission,
    },
    Operation { name: "GetPolicy", access: |call| on_function(call, "lambda:GetPolicy"), run: ops::get_policy },
    Operation { name: "Invoke", access: |call| on_function(call, "lambda:InvokeFunction"), run: ops::invoke },
    Operation {
        name: "PutFunctionConcurrency",
        access: |call| on_function(call, "lambda:PutFunctionConcurrency"),
        run: ops::put_function_concurrency,
    },
    Operation {
        name: "GetFunctionConcurrency",
        access: |call| on_function(call, "lambda:GetFunctionConcurrency"),
        run: ops::get_function_concurrency,
    },
    Operation {
        name: "DeleteFunctionConcurrency",
        access: |call| on_function(call, "lambda:DeleteFunctionConcurrency"),
        run: ops::delete_function_concurrency,
    },
    Operation {
        name: "PutFunctionEventInvokeConfig",
        access: |call| on_function(call, "lambda:PutFunctionEventInvokeConfig"),
        run: ops::put_function_event_invoke_config,
    },
    Operation {
        name: "GetFunctionEventInvokeConfig",
        access: |call| on_function(call, "lambda:GetFunctionEventInvokeConfig"),
        run: ops::get_function_event_invoke_config,
    },
    Operation {
        name: "DeleteFunctionEventInvokeConfig",
        access: |call| on_function(call, "lambda:DeleteFunctionEventInvokeConfig"),
        run: ops::delete_function_event_invoke_config,
    },
];

fn on_function(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    vec![Access { action, resource: function_arn(&call.name).into(), policy_of: PolicyOf::Function(call.name.clone()) }]
}

/// Finds the operation of a request: `/{version}/functions[/{name}[/{part}[/{id}]]]`.
///
/// # Errors
/// When the address and method are no simulated operation.
pub fn route(request: &Request) -> Result<Call<'_>, ServiceError> {
    let unknown = || ServiceError::not_simulated("lambda", &format!("{} {}", request.method, request.path));
    let mut parts = request.path.trim_matches('/').splitn(5, '/');
    let (_version, collection) = (parts.next(), parts.next());
    if collection != Some("functions") {
        return Err(unknown());
    }
    let decode = |part: Option<&str>| -> Result<String, ServiceError> {
        uri::decode(part.unwrap_or_default()).map(|text| text.into_owned()).map_err(|_| unknown())
    };
    let name = decode(parts.next())?;
    let part = parts.next().unwrap_or_default();
    let key = decode(parts.next())?;
    let operation = match (request.method.as_str(), name.is_empty(), part, key.is_empty()) {
        ("POST", true, "", true) => "CreateFunction",
        ("GET", true, "", true) => "ListFunctions",
        ("GET", false, "", true) => "GetFunction",
        ("DELETE", false, "", true) => "DeleteFunction",
        ("GET", false, "configuration", true) => "GetFunctionConfiguration",
        ("PUT", false, "configuration", true) => "UpdateFunctionConfiguration",
        ("POST", false, "policy", true) => "AddPermission",
        ("GET", false, "policy", true) => "GetPolicy",
        ("DELETE", false, "policy", false) => "RemovePermission",
        ("POST", false, "invocations", true) => "Invoke",
        ("PUT", false, "concurrency", true) => "PutFunctionConcurrency",
        ("GET", false, "concurrency", true) => "GetFunctionConcurrency",
        ("DELETE", false, "concurrency", true) => "DeleteFunctionConcurrency",
        ("PUT", false, "event-invoke-config", true) => "PutFunctionEventInvokeConfig",
        ("GET", false, "event-invoke-config", true) => "GetFunctionEventInvokeConfig",
        ("DELETE", false, "event-invoke-config", true) => "DeleteFunctionEventInvokeConfig",
        _ => return Err(unknown()),
    };
    let name = if operation == "CreateFunction" { new_function_name(request) } else { function_name(&name).to_owned() };
    Ok(Call {
        request,
        service: "lambda",
        operation: OPERATIONS
            .iter()
            .find(|held| held.name == operation)
            .expect("every name in the table above is an operation"),
        name: Arc::from(name),
        key: Arc::from(key),
    })
}

/// The name that a CreateFunction call gives in its body, so that the map knows the node it makes.
fn new_function_name(request: &Request) -> String {
    serde_json::from_slice::<serde_json::Value>(&request.body)
        .ok()
        .and_then(|body| Some(function_name(body.get("FunctionName")?.as_str()?).to_owned()))
        .unwrap_or_default()
}
