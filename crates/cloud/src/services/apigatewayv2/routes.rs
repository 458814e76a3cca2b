//! The addresses of HTTP APIs' control plane: which path and method is which operation.

use std::sync::Arc;

use super::{ApiGatewayV2, ops};
use crate::account::REGION;
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Access, Call, Operation, PolicyOf};
use crate::protocol::uri;
use crate::services::Service;

macro_rules! operation {
    ($name:literal, $method:literal, $run:ident) => {
        Operation { name: $name, access: |call| access(call, concat!("apigateway:", $method)), run: ops::$run }
    };
}

/// Every operation that is simulated.
pub static OPERATIONS: [Operation; 41] = [
    operation!("CreateApi", "POST", create_api),
    operation!("GetApi", "GET", get_api),
    operation!("GetApis", "GET", get_apis),
    operation!("UpdateApi", "PATCH", update_api),
    operation!("DeleteApi", "DELETE", delete_api),
    operation!("DeleteCorsConfiguration", "DELETE", delete_cors_configuration),
    operation!("ImportApi", "PUT", import_api),
    operation!("ReimportApi", "PUT", reimport_api),
    operation!("ExportApi", "GET", export_api),
    operation!("CreateRoute", "POST", create_route),
    operation!("GetRoute", "GET", get_route),
    operation!("GetRoutes", "GET", get_routes),
    operation!("UpdateRoute", "PATCH", update_route),
    operation!("DeleteRoute", "DELETE", delete_route),
    operation!("DeleteRouteRequestParameter", "DELETE", delete_route_request_parameter),
    operation!("CreateIntegration", "POST", create_integration),
    operation!("GetIntegration", "GET", get_integration),
    operation!("GetIntegrations", "GET", get_integrations),
    operation!("UpdateIntegration", "PATCH", update_integration),
    operation!("DeleteIntegration", "DELETE", delete_integration),
    operation!("CreateStage", "POST", create_stage),
    operation!("GetStage", "GET", get_stage),
    operation!("GetStages", "GET", get_stages),
    operation!("UpdateStage", "PATCH", update_stage),
    operation!("DeleteStage", "DELETE", delete_stage),
    operation!("DeleteAccessLogSettings", "DELETE", delete_access_log_settings),
    operation!("DeleteRouteSettings", "DELETE", delete_route_settings),
    operation!("ResetAuthorizersCache", "DELETE", reset_authorizers_cache),
    operation!("CreateDeployment", "POST", create_deployment),
    operation!("GetDeployment", "GET", get_deployment),
    operation!("GetDeployments", "GET", get_deployments),
    operation!("UpdateDeployment", "PATCH", update_deployment),
    operation!("DeleteDeployment", "DELETE", delete_deployment),
    operation!("CreateAuthorizer", "POST", create_authorizer),
    operation!("GetAuthorizer", "GET", get_authorizer),
    operation!("GetAuthorizers", "GET", get_authorizers),
    operation!("UpdateAuthorizer", "PATCH", update_authorizer),
    operation!("DeleteAuthorizer", "DELETE", delete_authorizer),
    operation!("TagResource", "POST", tag_resource),
    operation!("UntagResource", "DELETE", untag_resource),
    operation!("GetTags", "GET", get_tags),
];

/// What a caller must be allowed: the method, on the address.
fn access(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    let path = call.request.path.strip_prefix("/v2").unwrap_or_default().trim_end_matches('/');
    let resource = format!("arn:aws:apigateway:{REGION}::{path}").into();
    vec![Access { action, resource, policy_of: PolicyOf::Nothing }]
}

/// Collections of an API: the word in the address, the word in operations' names, and what can be done.
const COLLECTIONS: [(&str, &str); 5] = [
    ("routes", "Route"),
    ("integrations", "Integration"),
    ("stages", "Stage"),
    ("deployments", "Deployment"),
    ("authorizers", "Authorizer"),
];

/// Finds the operation of a request: `/v2/apis[/{api}[/{collection}[/{id}[/…]]]]` and `/v2/tags/{arn}`.
///
/// # Errors
/// When the address and method are no simulated operation.
pub fn route<'a>(service: &ApiGatewayV2, request: &'a Request) -> Result<Call<'a>, ServiceError> {
    let unknown = || ServiceError::not_simulated("apigatewayv2", &format!("{} {}", request.method, request.path));
    let path = request.path.strip_prefix("/v2/").unwrap_or_default();
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let decode = |part: &str| uri::decode(part).map(|text| Arc::from(&*text)).map_err(|_| unknown());
    let name = name(&request.method, &parts).ok_or_else(unknown)?;
    let operation = service.operation(&name)?;
    let (api, key) = match parts[..] {
        // An ARN's slashes may stand in the path as they are.
        ["tags", ..] => ("", decode(path.strip_prefix("tags/").unwrap_or_default())?),
        [_, api, _, key, ..] => (api, decode(key)?),
        [_, api, ..] => (api, Arc::default()),
        _ => ("", Arc::default()),
    };
    Ok(Call { request, service: service.prefix(), operation, name: decode(api)?, key, json: None })
}

fn name(method: &str, parts: &[&str]) -> Option<String> {
    let fixed = |name: &str| Some(name.to_owned());
    let collection = |word: &str| COLLECTIONS.iter().find(|(held, _)| *held == word).map(|(_, name)| *name);
    match (method, parts) {
        ("POST", ["apis"]) => fixed("CreateApi"),
        ("GET", ["apis"]) => fixed("GetApis"),
        ("PUT", ["apis"]) => fixed("ImportApi"),
        ("GET", ["apis", _]) => fixed("GetApi"),
        ("PATCH", ["apis", _]) => fixed("UpdateApi"),
        ("PUT", ["apis", _]) => fixed("ReimportApi"),
        ("DELETE", ["apis", _]) => fixed("DeleteApi"),
        ("DELETE", ["apis", _, "cors"]) => fixed("DeleteCorsConfiguration"),
        ("GET", ["apis", _, "exports", _]) => fixed("ExportApi"),
        ("DELETE", ["apis", _, "routes", _, "requestparameters", _]) => fixed("DeleteRouteRequestParameter"),
        ("DELETE", ["apis", _, "stages", _, "accesslogsettings"]) => fixed("DeleteAccessLogSettings"),
        ("DELETE", ["apis", _, "stages", _, "routesettings", _]) => fixed("DeleteRouteSettings"),
        ("DELETE", ["apis", _, "stages", _, "cache", "authorizers"]) => fixed("ResetAuthorizersCache"),
        ("POST", ["apis", _, word]) => collection(word).map(|name| format!("Create{name}")),
        ("GET", ["apis", _, word]) => collection(word).map(|name| format!("Get{name}s")),
        ("GET", ["apis", _, word, _]) => collection(word).map(|name| format!("Get{name}")),
        ("PATCH", ["apis", _, word, _]) => collection(word).map(|name| format!("Update{name}")),
        ("DELETE", ["apis", _, word, _]) => collection(word).map(|name| format!("Delete{name}")),
        ("POST", ["tags", _, ..]) => fixed("TagResource"),
        ("DELETE", ["tags", _, ..]) => fixed("UntagResource"),
        ("GET", ["tags", _, ..]) => fixed("GetTags"),
        _ => others(method, parts),
    }
}

/// What AWS has besides, by its name, so that the answer names what is not simulated.
fn others(method: &str, parts: &[&str]) -> Option<String> {
    const WORDS: [(&str, &str); 6] = [
        ("apimappings", "ApiMapping"),
        ("domainnames", "DomainName"),
        ("integrationresponses", "IntegrationResponse"),
        ("models", "Model"),
        ("routeresponses", "RouteResponse"),
        ("vpclinks", "VpcLink"),
    ];
    let (index, name) = parts
        .iter()
        .enumerate()
        .rev()
        .find_map(|(index, part)| Some((index, WORDS.iter().find(|(word, _)| word == part)?.1)))?;
    let is_one = index + 1 < parts.len();
    let verb = match method {
        "POST" => "Create",
        "GET" => "Get",
        "PATCH" => "Update",
        "DELETE" => "Delete",
        _ => return None,
    };
    Some(format!("{verb}{name}{}", if method == "GET" && !is_one { "s" } else { "" }))
}
