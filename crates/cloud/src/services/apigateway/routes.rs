//! API Gateway's addresses: which path and method is which operation.

use std::sync::Arc;

use super::{ApiGateway, ops};
use crate::account::REGION;
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Access, Call, Operation, PolicyOf};
use crate::protocol::uri;
use crate::services::Service;

macro_rules! routes {
    ($($method:literal $path:literal $name:literal $run:path;)*) => {
        /// Every operation that is simulated.
        pub static OPERATIONS: &[Operation] = &[$(Operation { name: $name, access, run: $run },)*];
        /// The method and the path of each, in the same order; `*` is a part that is free.
        static PATHS: &[(&str, &str)] = &[$(($method, $path),)*];
    };
}

routes! {
    "POST" "/restapis?mode=import" "ImportRestApi" ops::definitions::import_rest_api;
    "POST" "/restapis" "CreateRestApi" ops::rest_apis::create_rest_api;
    "GET" "/restapis" "GetRestApis" ops::rest_apis::get_rest_apis;
    "GET" "/restapis/*" "GetRestApi" ops::rest_apis::get_rest_api;
    "PUT" "/restapis/*" "PutRestApi" ops::definitions::put_rest_api;
    "PATCH" "/restapis/*" "UpdateRestApi" ops::rest_apis::update_rest_api;
    "DELETE" "/restapis/*" "DeleteRestApi" ops::rest_apis::delete_rest_api;
    "GET" "/restapis/*/resources" "GetResources" ops::resources::get_resources;
    "POST" "/restapis/*/resources/*" "CreateResource" ops::resources::create_resource;
    "GET" "/restapis/*/resources/*" "GetResource" ops::resources::get_resource;
    "PATCH" "/restapis/*/resources/*" "UpdateResource" ops::resources::update_resource;
    "DELETE" "/restapis/*/resources/*" "DeleteResource" ops::resources::delete_resource;
    "PUT" "/restapis/*/resources/*/methods/*" "PutMethod" ops::methods::put_method;
    "GET" "/restapis/*/resources/*/methods/*" "GetMethod" ops::methods::get_method;
    "PATCH" "/restapis/*/resources/*/methods/*" "UpdateMethod" ops::methods::update_method;
    "DELETE" "/restapis/*/resources/*/methods/*" "DeleteMethod" ops::methods::delete_method;
    "POST" "/restapis/*/resources/*/methods/*" "TestInvokeMethod" ops::test_invoke::test_invoke_method;
    "PUT" "/restapis/*/resources/*/methods/*/responses/*" "PutMethodResponse" ops::method_responses::put_method_response;
    "GET" "/restapis/*/resources/*/methods/*/responses/*" "GetMethodResponse" ops::method_responses::get_method_response;
    "PATCH" "/restapis/*/resources/*/methods/*/responses/*" "UpdateMethodResponse" ops::method_responses::update_method_response;
    "DELETE" "/restapis/*/resources/*/methods/*/responses/*" "DeleteMethodResponse" ops::method_responses::delete_method_response;
    "PUT" "/restapis/*/resources/*/methods/*/integration" "PutIntegration" ops::integrations::put_integration;
    "GET" "/restapis/*/resources/*/methods/*/integration" "GetIntegration" ops::integrations::get_integration;
    "PATCH" "/restapis/*/resources/*/methods/*/integration" "UpdateIntegration" ops::integrations::update_integration;
    "DELETE" "/restapis/*/resources/*/methods/*/integration" "DeleteIntegration" ops::integrations::delete_integration;
    "PUT" "/restapis/*/resources/*/methods/*/integration/responses/*" "PutIntegrationResponse" ops::integration_responses::put_integration_response;
    "GET" "/restapis/*/resources/*/methods/*/integration/responses/*" "GetIntegrationResponse" ops::integration_responses::get_integration_response;
    "PATCH" "/restapis/*/resources/*/methods/*/integration/responses/*" "UpdateIntegrationResponse" ops::integration_responses::update_integration_response;
    "DELETE" "/restapis/*/resources/*/methods/*/integration/responses/*" "DeleteIntegrationResponse" ops::integration_responses::delete_integration_response;
    "POST" "/restapis/*/deployments" "CreateDeployment" ops::deployments::create_deployment;
    "GET" "/restapis/*/deployments" "GetDeployments" ops::deployments::get_deployments;
    "GET" "/restapis/*/deployments/*" "GetDeployment" ops::deployments::get_deployment;
    "PATCH" "/restapis/*/deployments/*" "UpdateDeployment" ops::deployments::update_deployment;
    "DELETE" "/restapis/*/deployments/*" "DeleteDeployment" ops::deployments::delete_deployment;
    "POST" "/restapis/*/stages" "CreateStage" ops::stages::create_stage;
    "GET" "/restapis/*/stages" "GetStages" ops::stages::get_stages;
    "GET" "/restapis/*/stages/*" "GetStage" ops::stages::get_stage;
    "PATCH" "/restapis/*/stages/*" "UpdateStage" ops::stages::update_stage;
    "DELETE" "/restapis/*/stages/*" "DeleteStage" ops::stages::delete_stage;
    "GET" "/restapis/*/stages/*/exports/*" "GetExport" ops::definitions::get_export;
    "DELETE" "/restapis/*/stages/*/cache/data" "FlushStageCache" ops::stages::flush;
    "DELETE" "/restapis/*/stages/*/cache/authorizers" "FlushStageAuthorizersCache" ops::stages::flush_authorizers;
    "POST" "/restapis/*/models" "CreateModel" ops::models::create_model;
    "GET" "/restapis/*/models" "GetModels" ops::models::get_models;
    "GET" "/restapis/*/models/*" "GetModel" ops::models::get_model;
    "PATCH" "/restapis/*/models/*" "UpdateModel" ops::models::update_model;
    "DELETE" "/restapis/*/models/*" "DeleteModel" ops::models::delete_model;
    "GET" "/restapis/*/models/*/default_template" "GetModelTemplate" ops::models::get_model_template;
    "POST" "/restapis/*/requestvalidators" "CreateRequestValidator" ops::request_validators::create_request_validator;
    "GET" "/restapis/*/requestvalidators" "GetRequestValidators" ops::request_validators::get_request_validators;
    "GET" "/restapis/*/requestvalidators/*" "GetRequestValidator" ops::request_validators::get_request_validator;
    "PATCH" "/restapis/*/requestvalidators/*" "UpdateRequestValidator" ops::request_validators::update_request_validator;
    "DELETE" "/restapis/*/requestvalidators/*" "DeleteRequestValidator" ops::request_validators::delete_request_validator;
    "POST" "/restapis/*/authorizers" "CreateAuthorizer" ops::authorizers::create_authorizer;
    "GET" "/restapis/*/authorizers" "GetAuthorizers" ops::authorizers::get_authorizers;
    "GET" "/restapis/*/authorizers/*" "GetAuthorizer" ops::authorizers::get_authorizer;
    "PATCH" "/restapis/*/authorizers/*" "UpdateAuthorizer" ops::authorizers::update_authorizer;
    "DELETE" "/restapis/*/authorizers/*" "DeleteAuthorizer" ops::authorizers::delete_authorizer;
    "POST" "/restapis/*/authorizers/*" "TestInvokeAuthorizer" ops::test_invoke::test_invoke_authorizer;
    "PUT" "/restapis/*/gatewayresponses/*" "PutGatewayResponse" ops::gateway_responses::put_gateway_response;
    "GET" "/restapis/*/gatewayresponses" "GetGatewayResponses" ops::gateway_responses::get_gateway_responses;
    "GET" "/restapis/*/gatewayresponses/*" "GetGatewayResponse" ops::gateway_responses::get_gateway_response;
    "PATCH" "/restapis/*/gatewayresponses/*" "UpdateGatewayResponse" ops::gateway_responses::update_gateway_response;
    "DELETE" "/restapis/*/gatewayresponses/*" "DeleteGatewayResponse" ops::gateway_responses::delete_gateway_response;
    "POST" "/apikeys?mode=import" "ImportApiKeys" ops::api_keys::import_api_keys;
    "POST" "/apikeys" "CreateApiKey" ops::api_keys::create_api_key;
    "GET" "/apikeys" "GetApiKeys" ops::api_keys::get_api_keys;
    "GET" "/apikeys/*" "GetApiKey" ops::api_keys::get_api_key;
    "PATCH" "/apikeys/*" "UpdateApiKey" ops::api_keys::update_api_key;
    "DELETE" "/apikeys/*" "DeleteApiKey" ops::api_keys::delete_api_key;
    "POST" "/usageplans" "CreateUsagePlan" ops::usage_plans::create_usage_plan;
    "GET" "/usageplans" "GetUsagePlans" ops::usage_plans::get_usage_plans;
    "GET" "/usageplans/*" "GetUsagePlan" ops::usage_plans::get_usage_plan;
    "PATCH" "/usageplans/*" "UpdateUsagePlan" ops::usage_plans::update_usage_plan;
    "DELETE" "/usageplans/*" "DeleteUsagePlan" ops::usage_plans::delete_usage_plan;
    "POST" "/usageplans/*/keys" "CreateUsagePlanKey" ops::usage_plan_keys::create_usage_plan_key;
    "GET" "/usageplans/*/keys" "GetUsagePlanKeys" ops::usage_plan_keys::get_usage_plan_keys;
    "GET" "/usageplans/*/keys/*" "GetUsagePlanKey" ops::usage_plan_keys::get_usage_plan_key;
    "DELETE" "/usageplans/*/keys/*" "DeleteUsagePlanKey" ops::usage_plan_keys::delete_usage_plan_key;
    "GET" "/usageplans/*/usage" "GetUsage" ops::usage::get_usage;
    "PATCH" "/usageplans/*/keys/*/usage" "UpdateUsage" ops::usage::update_usage;
    "GET" "/account" "GetAccount" ops::account::get_account;
    "PATCH" "/account" "UpdateAccount" ops::account::update_account;
    "GET" "/tags/*" "GetTags" ops::tags::get_tags;
    "PUT" "/tags/*" "TagResource" ops::tags::tag_resource;
    "DELETE" "/tags/*" "UntagResource" ops::tags::untag_resource;
}

/// The control plane's permissions are by the method of the request and the path of what it is about.
fn access(call: &Call<'_>) -> Vec<Access> {
    let action = match call.request.method.as_str() {
        "GET" => "apigateway:GET",
        "PUT" => "apigateway:PUT",
        "POST" => "apigateway:POST",
        "PATCH" => "apigateway:PATCH",
        _ => "apigateway:DELETE",
    };
    let path = uri::decode(&call.request.path).unwrap_or_default();
    let resource = format!("arn:aws:apigateway:{REGION}::{path}").into();
    vec![Access { action, resource, policy_of: PolicyOf::Nothing }]
}

/// Finds the operation of a request. The first free part of its path is the call's name, the others are its key, with
/// slashes between them.
///
/// # Errors
/// When the address and method are no simulated operation.
pub fn route<'a>(service: &ApiGateway, request: &'a Request) -> Result<Call<'a>, ServiceError> {
    let unknown = || ServiceError::not_simulated("apigateway", &format!("{} {}", request.method, request.path));
    let path: Vec<&str> = request.path.trim_matches('/').split('/').collect();
    let at =
        PATHS.iter().position(|(method, pattern)| *method == request.method && fits(pattern, &path, &request.query));
    let at = at.ok_or_else(unknown)?;
    let operation = service.operation(OPERATIONS[at].name)?;
    let pattern = PATHS[at].1.split('?').next().unwrap_or_default();
    let mut free = Vec::new();
    for (held, part) in pattern.trim_matches('/').split('/').zip(&path) {
        if held == "*" {
            free.push(uri::decode(part).map_err(|_| unknown())?);
        }
    }
    let name = free.first().map(|name| Arc::from(&**name)).unwrap_or_default();
    let key = Arc::from(free.get(1..).unwrap_or_default().join("/"));
    Ok(Call { request, service: "apigateway", operation, name, key, json: None })
}

fn fits(pattern: &str, path: &[&str], query: &str) -> bool {
    let (pattern, wanted) = pattern.split_once('?').unwrap_or((pattern, ""));
    let parts = pattern.trim_matches('/').split('/');
    parts.clone().count() == path.len()
        && parts.zip(path).all(|(held, part)| if held == "*" { !part.is_empty() } else { held == *part })
        && (wanted.is_empty() || query.split('&').any(|pair| pair == wanted))
}
