//! An API's definition in a template (`Body`): an OpenAPI document with API Gateway's extensions, as SAM writes it and
//! people do. It is brought about by the same calls as an API that is written out in resources.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::{delete_at, escaped, patch, post};
use crate::services::cloudformation::calls::{Caller, Outcome};

/// The methods that a path may have, besides the one for all of them.
const VERBS: [&str; 7] = ["get", "put", "post", "delete", "patch", "options", "head"];
/// The method for all verbs.
const ANY: &str = "x-amazon-apigateway-any-method";
/// How a body begins that names a model.
const MODEL_PLACES: [&str; 2] = ["#/definitions/", "#/components/schemas/"];

/// What of a document methods refer to, by the names that it has there.
struct Known {
    /// Ids of authorizers, and their types of authorization.
    authorizers: BTreeMap<String, (String, &'static str)>,
    /// Names of what is no authorizer but a way to sign.
    signed: Vec<String>,
    /// Names of what is no authorizer but an API key.
    keys: Vec<String>,
    /// Ids of validators.
    validators: BTreeMap<String, String>,
}

/// Makes what a document says in an API that has nothing yet.
pub fn apply(caller: &mut Caller<'_, '_>, api: &str, body: &Json) -> Outcome<()> {
    let api = format!("/restapis/{api}");
    let types = body["x-amazon-apigateway-binary-media-types"].as_array();
    let add =
        |kind: &Json| Some(json!({"op": "add", "path": format!("/binaryMediaTypes/{}", escaped(kind.as_str()?))}));
    patch(caller, &api, types.into_iter().flatten().filter_map(add).collect())?;
    if let Some(policy) = body.get("x-amazon-apigateway-policy") {
        patch(caller, &api, vec![super::replace("/policy", &policy.to_string())])?;
    }
    for (kind, response) in entries(&body["x-amazon-apigateway-gateway-responses"]) {
        let path = format!("{api}/gatewayresponses/{kind}");
        caller.apigateway("PUT", &path, Some(texts(response)))?;
    }
    for place in [&body["definitions"], &body["components"]["schemas"]] {
        for (name, schema) in entries(place).filter(|(name, _)| !matches!(name.as_str(), "Empty" | "Error")) {
            let model = json!({"name": name, "contentType": "application/json", "schema": schema.to_string()});
            caller.apigateway("POST", &format!("{api}/models"), Some(model))?;
        }
    }
    let known = known(caller, &api, body)?;
    let mut resources = BTreeMap::new();
    let told = caller.apigateway("GET", &api, None)?;
    resources.insert("/".to_owned(), told["rootResourceId"].as_str().unwrap_or_default().to_owned());
    for (path, methods) in entries(&body["paths"]) {
        let resource = resource(caller, &api, path, &mut resources)?;
        for (verb, method) in entries(methods).filter(|(verb, _)| VERBS.contains(&verb.as_str()) || *verb == ANY) {
            let verb = if verb == ANY { "ANY".to_owned() } else { verb.to_uppercase() };
            let at = format!("{api}/resources/{resource}/methods/{verb}");
            let shared = &methods["parameters"];
            put_method(caller, &at, method, shared, body, &known)?;
        }
    }
    Ok(())
}

/// Takes away what a document made, so that another can be applied. What was deployed of it stays.
pub fn clear(caller: &mut Caller<'_, '_>, api: &str) -> Outcome<()> {
    let api = format!("/restapis/{api}");
    let items = |caller: &mut Caller<'_, '_>, list: &str| -> Outcome<Vec<Json>> {
        // A page holds more than an API may have of any of these.
        let told = caller.apigateway("GET", &format!("{api}/{list}?limit=500"), None)?;
        Ok(told["item"].as_array().cloned().unwrap_or_default())
    };
    for resource in items(caller, "resources")? {
        let at = format!("{api}/resources/{}", resource["id"].as_str().unwrap_or_default());
        if resource.get("parentId").is_some() {
            delete_at(caller, &at)?;
            continue;
        }
        for (verb, _) in entries(&resource["resourceMethods"]) {
            delete_at(caller, &format!("{at}/methods/{verb}"))?;
        }
    }
    for (list, id) in [("authorizers", "id"), ("requestvalidators", "id"), ("models", "name")] {
        for held in items(caller, list)? {
            let name = held[id].as_str().unwrap_or_default();
            if !(list == "models" && matches!(name, "Empty" | "Error")) {
                delete_at(caller, &format!("{api}/{list}/{name}"))?;
            }
        }
    }
    for response in items(caller, "gatewayresponses")?.iter().filter(|held| held["defaultResponse"] == false) {
        let kind = response["responseType"].as_str().unwrap_or_default();
        delete_at(caller, &format!("{api}/gatewayresponses/{kind}"))?;
    }
    Ok(())
}

fn known(caller: &mut Caller<'_, '_>, api: &str, body: &Json) -> Outcome<Known> {
    let mut known =
        Known { authorizers: BTreeMap::new(), signed: Vec::new(), keys: Vec::new(), validators: BTreeMap::new() };
    for (name, validator) in entries(&body["x-amazon-apigateway-request-validators"]) {
        let mut given = validator.as_object().cloned().unwrap_or_default();
        given.insert("name".to_owned(), Json::from(name.as_str()));
        let id = post(caller, &format!("{api}/requestvalidators"), given)?;
        known.validators.insert(name.clone(), id);
    }
    for place in [&body["securityDefinitions"], &body["components"]["securitySchemes"]] {
        for (name, scheme) in entries(place) {
            let authorizer = &scheme["x-amazon-apigateway-authorizer"];
            if scheme["x-amazon-apigateway-authtype"] == "awsSigv4" {
                known.signed.push(name.clone());
            } else if authorizer.is_object() {
                let kind = authorizer["type"].as_str().unwrap_or("token").to_uppercase();
                let header = scheme["name"].as_str().unwrap_or("Authorization");
                let mut given = authorizer.as_object().cloned().unwrap_or_default();
                given.insert("name".to_owned(), Json::from(name.as_str()));
                if kind != "REQUEST" {
                    given.insert("identitySource".to_owned(), Json::from(format!("method.request.header.{header}")));
                }
                let way = if kind == "COGNITO_USER_POOLS" { "COGNITO_USER_POOLS" } else { "CUSTOM" };
                given.insert("type".to_owned(), Json::from(kind));
                let id = post(caller, &format!("{api}/authorizers"), given)?;
                known.authorizers.insert(name.clone(), (id, way));
            } else {
                known.keys.push(name.clone());
            }
        }
    }
    Ok(known)
}

/// The resource of a path, made with those above it if it is not there.
fn resource(
    caller: &mut Caller<'_, '_>,
    api: &str,
    path: &str,
    made: &mut BTreeMap<String, String>,
) -> Outcome<String> {
    let mut at = made.get("/").cloned().unwrap_or_default();
    let mut so_far = String::new();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        so_far.extend(["/", part]);
        at = match made.get(&so_far) {
            Some(id) => id.clone(),
            None => {
                let body = Map::from_iter([("pathPart".to_owned(), Json::from(part))]);
                let id = post(caller, &format!("{api}/resources/{at}"), body)?;
                made.insert(so_far.clone(), id.clone());
                id
            }
        };
    }
    Ok(at)
}

fn put_method(
    caller: &mut Caller<'_, '_>,
    at: &str,
    method: &Json,
    shared: &Json,
    body: &Json,
    known: &Known,
) -> Outcome<()> {
    let mut given = json!({"authorizationType": "NONE"});
    let security = method.get("security").or_else(|| body.get("security"));
    for (name, scopes) in security.and_then(Json::as_array).into_iter().flatten().flat_map(entries) {
        if let Some((id, way)) = known.authorizers.get(name) {
            (given["authorizationType"], given["authorizerId"]) = (Json::from(*way), Json::from(id.as_str()));
            given["authorizationScopes"] = scopes.clone();
        } else if known.signed.contains(name) {
            given["authorizationType"] = Json::from("AWS_IAM");
        } else if known.keys.contains(name) {
            given["apiKeyRequired"] = Json::from(true);
        }
    }
    let mut parameters = Map::new();
    let lists = [shared, &method["parameters"]].into_iter().filter_map(Json::as_array).flatten();
    for parameter in lists {
        let name = parameter["name"].as_str().unwrap_or_default();
        let place = match parameter["in"].as_str() {
            Some("query") => "querystring",
            Some(place @ ("path" | "header")) => place,
            _ => {
                model(&mut given, "requestModels", &parameter["schema"]);
                continue;
            }
        };
        let required = Json::from(parameter["required"] == true);
        parameters.insert(format!("method.request.{place}.{name}"), required);
    }
    for (_, content) in entries(&method["requestBody"]["content"]) {
        model(&mut given, "requestModels", &content["schema"]);
    }
    given["requestParameters"] = Json::Object(parameters);
    let validator = method.get("x-amazon-apigateway-request-validator");
    let validator = validator.or_else(|| body.get("x-amazon-apigateway-request-validator")).and_then(Json::as_str);
    if let Some(id) = validator.and_then(|name| known.validators.get(name)) {
        given["requestValidatorId"] = Json::from(id.as_str());
    }
    if let Some(name) = method.get("operationId") {
        given["operationName"] = name.clone();
    }
    caller.apigateway("PUT", at, Some(given))?;
    for (status, response) in entries(&method["responses"]) {
        let mut declared = json!({});
        let headers = entries(&response["headers"])
            .map(|(name, _)| (format!("method.response.header.{name}"), Json::from(false)));
        declared["responseParameters"] = Json::Object(headers.collect());
        model(&mut declared, "responseModels", &response["schema"]);
        for (_, content) in entries(&response["content"]) {
            model(&mut declared, "responseModels", &content["schema"]);
        }
        caller.apigateway("PUT", &format!("{at}/responses/{status}"), Some(declared))?;
    }
    integrate(caller, at, &method["x-amazon-apigateway-integration"])
}

fn integrate(caller: &mut Caller<'_, '_>, at: &str, integration: &Json) -> Outcome<()> {
    let Some(given) = integration.as_object() else { return Ok(()) };
    let mut given = given.clone();
    let responses = given.remove("responses").unwrap_or_default();
    for name in ["type", "passthroughBehavior", "contentHandling", "connectionType"] {
        if let Some(text) = given.get(name).and_then(Json::as_str).map(str::to_uppercase) {
            given.insert(name.to_owned(), Json::from(text));
        }
    }
    caller.apigateway("PUT", &format!("{at}/integration"), Some(Json::Object(given)))?;
    for (pattern, response) in entries(&responses) {
        let mut mapped = response.clone();
        if pattern != "default" {
            mapped["selectionPattern"] = Json::from(pattern.as_str());
        }
        let status = response["statusCode"].as_str().map_or_else(|| response["statusCode"].to_string(), str::to_owned);
        caller.apigateway("PUT", &format!("{at}/integration/responses/{status}"), Some(mapped))?;
    }
    Ok(())
}

/// Notes the model that a schema names.
fn model(of: &mut Json, member: &str, schema: &Json) {
    let reference = schema["$ref"].as_str().unwrap_or_default();
    if let Some(name) = MODEL_PLACES.iter().find_map(|place| reference.strip_prefix(place)) {
        of[member] = json!({"application/json": name});
    }
}

/// The entries of a mapping; none when it is none.
fn entries(value: &Json) -> impl Iterator<Item = (&String, &Json)> {
    value.as_object().into_iter().flatten()
}

/// A response with its status as a text, which a template may write as a number.
fn texts(response: &Json) -> Json {
    let mut response = response.clone();
    if let Some(status) = response.get("statusCode").filter(|status| status.is_number()).map(Json::to_string) {
        response["statusCode"] = Json::from(status);
    }
    response
}
