//! ExportApi: an API as an OpenAPI 3 document.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-export.html>

use serde_json::{Map, Value, json};

use super::import::{AUTHORIZER, INTEGRATION};
use super::{Error, api};
use crate::account::REGION;
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::protocol::uri;
use crate::services::apigatewayv2::router::{RouteKey, parameter, route_key};
use crate::services::apigatewayv2::shapes::{text, texts};
use crate::services::apigatewayv2::state::Api;

/// Writes an API as a document, in JSON or YAML.
pub fn export_api(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    let query = &call.request.query;
    let kind = uri::parameter(query, "outputType").unwrap_or_default();
    if &*call.key != "OAS30" {
        return Err(Error::bad("Invalid specification: it must be OAS30").into());
    }
    if let Some(stage) = uri::parameter(query, "stageName").filter(|stage| !api.stages.contains_key(stage.as_str())) {
        return Err(Error::NotFound(format!("Invalid stage identifier specified: {stage}")).into());
    }
    let extensions = uri::parameter(query, "includeExtensions").is_none_or(|given| given != "false");
    let document = Value::Object(document(&api, extensions));
    let (text, media) = match kind.as_str() {
        "JSON" => (document.to_string(), "application/json"),
        "YAML" => {
            let mut text = String::from("---\n");
            yaml(&document, 0, &mut text);
            (text, "application/yaml")
        }
        _ => return Err(Error::bad("Invalid outputType: it must be JSON or YAML").into()),
    };
    Ok(Answer::Now(Response::new(200).with_header("content-type", media).with_body(text)))
}

fn document(api: &Api, extensions: bool) -> JsonBody {
    let mut info = json!({"title": text(&api.settings, "name"), "version": text(&api.settings, "version")});
    if info["version"] == "" {
        info["version"] = Value::from(api.created.iso8601());
    }
    let mut paths = Map::new();
    for route in api.routes.values() {
        let (verb, path) = match route_key(text(route, "routeKey")) {
            Some(RouteKey::Path(verb, path)) => (verb, path),
            _ => ("ANY", "/$default"),
        };
        let verb = if verb == "ANY" { "x-amazon-apigateway-any-method".to_owned() } else { verb.to_ascii_lowercase() };
        let operations = paths.entry(path).or_insert_with(|| json!({}));
        operations[verb] = operation(api, route, path, extensions);
    }
    let mut document = json!({
        "openapi": "3.0.1",
        "info": info,
        "servers": [{"url": format!("https://{}.execute-api.{REGION}.amazonaws.com/{{basePath}}", api.id), "variables": {"basePath": {"default": ""}}}],
        "paths": paths,
    });
    if extensions {
        let schemes: Map<String, Value> = api.authorizers.values().map(|held| scheme(held)).collect();
        if !schemes.is_empty() {
            document["components"] = json!({"securitySchemes": schemes});
        }
        if let Some(cors) = api.settings.get("corsConfiguration") {
            document["x-amazon-apigateway-cors"] = cors.clone();
        }
        document["x-amazon-apigateway-importexport-version"] = Value::from("1.0");
    }
    match document {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn operation(api: &Api, route: &JsonBody, path: &str, extensions: bool) -> Value {
    let parameters = path.split('/').filter_map(parameter).map(|name| {
        json!({"name": name.trim_end_matches('+'), "in": "path", "required": true, "schema": {"type": "string"}})
    });
    let parameters: Vec<Value> = parameters.collect();
    let mut operation =
        json!({"responses": {"default": {"description": format!("Default response for {}", text(route, "routeKey"))}}});
    if !parameters.is_empty() {
        operation["parameters"] = Value::from(parameters);
    }
    if !extensions {
        return operation;
    }
    if path == "/$default" {
        operation["isDefaultRoute"] = Value::from(true);
    }
    if let Some(authorizer) = api.authorizers.get(text(route, "authorizerId")) {
        let name = text(authorizer, "name");
        operation["security"] = json!([{name: texts(route, "authorizationScopes")}]);
    }
    let target = text(route, "target").strip_prefix("integrations/").unwrap_or_default();
    if let Some(integration) = api.integrations.get(target) {
        let mut held = renamed(integration, &INTEGRATION);
        held.insert("type".to_owned(), Value::from(text(integration, "integrationType").to_ascii_lowercase()));
        operation["x-amazon-apigateway-integration"] = Value::Object(held);
    }
    operation
}

fn scheme(authorizer: &JsonBody) -> (String, Value) {
    let is_jwt = text(authorizer, "authorizerType") == "JWT";
    let mut held = renamed(authorizer, &AUTHORIZER);
    held.insert("type".to_owned(), Value::from(if is_jwt { "jwt" } else { "request" }));
    let sources = texts(authorizer, "identitySource").join(",");
    held.insert("identitySource".to_owned(), Value::from(sources));
    let mut scheme = if is_jwt {
        json!({"type": "oauth2", "flows": {}})
    } else {
        json!({"type": "apiKey", "name": "Unused", "in": "header"})
    };
    scheme["x-amazon-apigateway-authorizer"] = Value::Object(held);
    (text(authorizer, "name").to_owned(), scheme)
}

fn renamed(held: &JsonBody, names: &[(&str, &str)]) -> Map<String, Value> {
    names.iter().filter_map(|(theirs, ours)| Some(((*theirs).to_owned(), held.get(*ours)?.clone()))).collect()
}

/// Writes a document as YAML. Texts are quoted as in JSON, which YAML reads alike.
fn yaml(value: &Value, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, value) in members {
                text.push_str(&format!("{indent}{}:", Value::from(name.as_str())));
                below(value, depth, text);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                text.push_str(&format!("{indent}-"));
                below(item, depth, text);
            }
        }
        value => text.push_str(&format!("{indent}{value}\n")),
    }
}

fn below(value: &Value, depth: usize, text: &mut String) {
    let is_nested = match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    };
    if is_nested {
        text.push('\n');
        yaml(value, depth + 1, text);
    } else {
        text.push_str(&format!(" {value}\n"));
    }
}
