//! The definition of an API that its functions' events make: what SAM writes, a Swagger or OpenAPI document with extensions.

use serde_json::{Map, Value as Json, json};

use super::api::{Route, entry};
use super::invalid;
use crate::services::apigateway::state::CALLERS_OWN;
use crate::services::cloudformation::diagnostic::Report;
use crate::services::cloudformation::template::Resource;

const INTEGRATION: &str = "x-amazon-apigateway-integration";
const ANY: &str = "x-amazon-apigateway-any-method";
/// What a preflight of a method for all verbs tells.
const ALL_VERBS: &str = "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT";
/// The scheme of API keys.
const KEY: &str = "api_key";
/// The headers of a preflight's answer by the names that SAM has for them.
const HEADERS: [(&str, &str); 4] = [
    ("AllowOrigin", "Access-Control-Allow-Origin"),
    ("AllowHeaders", "Access-Control-Allow-Headers"),
    ("AllowMethods", "Access-Control-Allow-Methods"),
    ("MaxAge", "Access-Control-Max-Age"),
];

/// The definition of `api`, whose properties are `given`.
pub fn make(api: &Resource, given: &Json, routes: &[&Route], report: &mut Report) -> Json {
    let auth = &given["Auth"];
    let mut paths: Map<String, Json> = Map::new();
    let mut schemes = schemes(api, auth, report);
    for route in routes {
        let methods = paths.entry(route.path.clone()).or_insert_with(|| json!({}));
        let verb = if route.verb == "ANY" { ANY.to_owned() } else { route.verb.to_lowercase() };
        if methods.get(&verb).is_some() {
            let why = format!(
                "Event with id [{}] is invalid. API method \"{}\" defined multiple times for path \"{}\".",
                route.event,
                route.verb.to_lowercase(),
                route.path
            );
            report.aws(route.at, invalid(&route.function.id, &why));
            continue;
        }
        let method = method(route, auth, &mut schemes, report);
        methods[verb] = match &route.function.condition {
            None => method,
            Some(condition) => json!({"Fn::If": [condition, method, {"Ref": "AWS::NoValue"}]}),
        };
    }
    if let Some(cors) = given.get("Cors") {
        for methods in paths.values_mut().filter(|methods| methods.get("options").is_none()) {
            methods["options"] = preflight(cors, methods, auth, api, report);
        }
    }
    let mut body = json!({"info": {"version": "1.0", "title": {"Ref": "AWS::StackName"}}, "paths": paths});
    match given["OpenApiVersion"].as_str().filter(|version| version.starts_with('3')) {
        Some(version) => {
            body["openapi"] = version.into();
            if !schemes.is_empty() {
                body["components"] = json!({"securitySchemes": schemes});
            }
        }
        None => {
            body["swagger"] = json!("2.0");
            if !schemes.is_empty() {
                body["securityDefinitions"] = Json::Object(schemes);
            }
        }
    }
    if let Some(types) = given["BinaryMediaTypes"].as_array() {
        let plain = types.iter().map(|kind| kind.as_str().map_or(Json::Null, |kind| kind.replace("~1", "/").into()));
        body["x-amazon-apigateway-binary-media-types"] = plain.collect();
    }
    if let Some(responses) = given["GatewayResponses"].as_object() {
        let responses = responses.iter().map(|(kind, response)| (kind.clone(), gateway_response(response)));
        body["x-amazon-apigateway-gateway-responses"] = Json::Object(responses.collect());
    }
    body
}

fn method(route: &Route, auth: &Json, schemes: &mut Map<String, Json>, report: &mut Report) -> Json {
    let uri = format!(
        "arn:aws:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{{}.Arn}}/invocations",
        route.function.id
    );
    let mut method = json!({
        INTEGRATION: {"httpMethod": "POST", "type": "aws_proxy", "uri": {"Fn::Sub": uri}},
        "responses": {},
    });
    if let Some(timeout) = route.properties.get("TimeoutInMillis") {
        method[INTEGRATION]["timeoutInMillis"] = timeout.clone();
    }
    let own = &route.properties["Auth"];
    let named = own["Authorizer"].as_str().or_else(|| auth["DefaultAuthorizer"].as_str());
    let mut security = Vec::new();
    match named {
        None | Some("NONE") => {}
        Some("AWS_IAM") => {
            let scheme = json!({
                "x-amazon-apigateway-authtype": "awsSigv4", "type": "apiKey", "name": "Authorization", "in": "header",
            });
            schemes.insert("AWS_IAM".to_owned(), scheme);
            if own["InvokeRole"].as_str() != Some("NONE") {
                // The function is invoked as the caller.
                method[INTEGRATION]["credentials"] = Json::from(CALLERS_OWN);
            }
            security.push(entry("AWS_IAM", json!([])));
        }
        Some(name) if auth["Authorizers"].get(name).is_some() => {
            let scopes =
                own.get("AuthorizationScopes").or_else(|| auth["Authorizers"][name].get("AuthorizationScopes"));
            security.push(entry(name, scopes.cloned().unwrap_or_else(|| json!([]))));
        }
        Some(name) => {
            let why = format!(
                "Event with id [{}] is invalid. Unable to set Authorizer [{name}] on API method [{}] for path [{}] because it wasn't defined in the API's Authorizers.",
                route.event,
                route.verb.to_lowercase(),
                route.path
            );
            report.aws(route.at, invalid(&route.function.id, &why));
        }
    }
    let needs_key = own["ApiKeyRequired"].as_bool().unwrap_or_else(|| auth["ApiKeyRequired"] == true);
    if needs_key {
        schemes.insert(KEY.to_owned(), json!({"type": "apiKey", "name": "x-api-key", "in": "header"}));
        security.push(entry(KEY, json!([])));
    }
    if !security.is_empty() || named.is_some() {
        method["security"] = Json::Array(security);
    }
    let parameters: Vec<Json> =
        route.properties["RequestParameters"].as_array().into_iter().flatten().flat_map(parameters).collect();
    if !parameters.is_empty() {
        method["parameters"] = Json::Array(parameters);
    }
    method
}

/// A parameter of a request, as an event writes it: `method.request.querystring.page`, alone or with what holds of it.
fn parameters(given: &Json) -> Vec<Json> {
    let one = |name: &str, about: &Json| {
        let (place, name) =
            name.strip_prefix("method.request.").unwrap_or(name).split_once('.').unwrap_or(("header", name));
        let place = if place == "querystring" { "query" } else { place };
        let required = about["Required"] == true || place == "path";
        json!({"in": place, "name": name, "type": "string", "required": required})
    };
    match given {
        Json::String(name) => vec![one(name, &Json::Null)],
        Json::Object(entries) => entries.iter().map(|(name, about)| one(name, about)).collect(),
        _ => Vec::new(),
    }
}

fn schemes(api: &Resource, auth: &Json, report: &mut Report) -> Map<String, Json> {
    let mut schemes = Map::new();
    for (name, given) in auth["Authorizers"].as_object().into_iter().flatten() {
        let identity = &given["Identity"];
        let mut scheme =
            json!({"type": "apiKey", "in": "header", "name": identity["Header"].as_str().unwrap_or("Authorization")});
        let mut authorizer = Map::new();
        if let Some(pools) = given.get("UserPoolArn") {
            let pools = if pools.is_array() { pools.clone() } else { json!([pools]) };
            authorizer.extend([("type".to_owned(), json!("cognito_user_pools")), ("providerARNs".to_owned(), pools)]);
            scheme["x-amazon-apigateway-authtype"] = json!("cognito_user_pools");
        } else if let Some(function) = given.get("FunctionArn") {
            let uri =
                "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations";
            authorizer.insert("authorizerUri".to_owned(), json!({"Fn::Sub": [uri, {"__FunctionArn__": function}]}));
            let is_request = given["FunctionPayloadType"] == "REQUEST";
            authorizer.insert("type".to_owned(), json!(if is_request { "request" } else { "token" }));
            scheme["x-amazon-apigateway-authtype"] = json!("custom");
            if is_request {
                scheme["name"] = json!("Unused");
                let sources = sources(identity);
                if sources.is_empty() && identity["ReauthorizeEvery"] != 0 {
                    let why = format!(
                        "{name} Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, or Context."
                    );
                    report.aws(api.at, invalid(&api.id, &why));
                }
                authorizer.insert("identitySource".to_owned(), Json::from(sources));
            }
            let kept = [("FunctionInvokeRole", "authorizerCredentials", given)];
            for (from, to, of) in
                kept.into_iter().filter(|(from, _, of)| of.get(*from).is_some_and(|role| role != "NONE"))
            {
                authorizer.insert(to.to_owned(), of[from].clone());
            }
        } else {
            report.aws(api.at, invalid(&api.id, &format!("{name} Authorizer must have UserPoolArn or FunctionArn.")));
            continue;
        }
        for (from, to) in [
            ("ReauthorizeEvery", "authorizerResultTtlInSeconds"),
            ("ValidationExpression", "identityValidationExpression"),
        ] {
            if let Some(value) = identity.get(from) {
                authorizer.insert(to.to_owned(), value.clone());
            }
        }
        scheme["x-amazon-apigateway-authorizer"] = Json::Object(authorizer);
        schemes.insert(name.clone(), scheme);
    }
    schemes
}

/// What an authorizer of whole requests knows a caller by.
fn sources(identity: &Json) -> String {
    let places = [
        ("Headers", "method.request.header."),
        ("QueryStrings", "method.request.querystring."),
        ("StageVariables", "stageVariables."),
        ("Context", "context."),
    ];
    let list = |(member, place): (&str, &str)| {
        let names = identity[member].as_array().into_iter().flatten().filter_map(Json::as_str);
        names.map(|name| format!("{place}{name}")).collect::<Vec<_>>()
    };
    places.into_iter().flat_map(list).collect::<Vec<_>>().join(", ")
}

/// The method that answers a preflight.
fn preflight(cors: &Json, methods: &Json, auth: &Json, api: &Resource, report: &mut Report) -> Json {
    let said = |name: &str| match cors {
        Json::Object(held) if !held.keys().any(|key| key.starts_with("Fn::") || key == "Ref") => {
            held.get(name).cloned()
        }
        // A text, or a function that gives one, is the origin.
        other => (name == "AllowOrigin").then(|| other.clone()),
    };
    let origin = said("AllowOrigin").unwrap_or_else(|| json!("'*'"));
    let mut verbs: Vec<String> =
        methods.as_object().into_iter().flatten().map(|(verb, _)| verb.to_uppercase()).collect();
    verbs.push("OPTIONS".to_owned());
    verbs.sort();
    let verbs = if methods.get(ANY).is_some() { ALL_VERBS.to_owned() } else { verbs.join(",") };
    let (mut headers, mut mapped) = (Map::new(), Map::new());
    for (name, header) in HEADERS {
        let value = match name {
            "AllowOrigin" => Some(origin.clone()),
            "AllowMethods" => said(name).or_else(|| Some(Json::from(format!("'{verbs}'")))),
            _ => said(name),
        };
        if let Some(value) = value {
            headers.insert(header.to_owned(), json!({"type": if name == "MaxAge" { "integer" } else { "string" }}));
            mapped.insert(format!("method.response.header.{header}"), value);
        }
    }
    if said("AllowCredentials") == Some(Json::from(true)) {
        if origin == "'*'" {
            let why = "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set";
            report.aws(api.at, invalid(&api.id, why));
        }
        let header = "Access-Control-Allow-Credentials";
        headers.insert(header.to_owned(), json!({"type": "string"}));
        mapped.insert(format!("method.response.header.{header}"), json!("'true'"));
    }
    let mut options = json!({
        "summary": "CORS support",
        "consumes": ["application/json"],
        "produces": ["application/json"],
        INTEGRATION: {
            "type": "mock",
            "requestTemplates": {"application/json": "{\n  \"statusCode\" : 200\n}\n"},
            "responses": {"default": {
                "statusCode": "200",
                "responseTemplates": {"application/json": "{}\n"},
                "responseParameters": mapped,
            }},
        },
        "responses": {"200": {"headers": headers, "description": "Default response for CORS method"}},
    });
    let mut security = Vec::new();
    if let Some(name) = auth["DefaultAuthorizer"].as_str().filter(|name| *name != "NONE")
        && auth["AddDefaultAuthorizerToCorsPreflight"] != false
    {
        security.push(entry(name, json!([])));
    }
    if auth["ApiKeyRequired"] == true && auth["AddApiKeyRequiredToCorsPreflight"] != false {
        security.push(entry(KEY, json!([])));
    }
    if !security.is_empty() {
        options["security"] = Json::Array(security);
    }
    options
}

/// A gateway response as a definition has it.
fn gateway_response(given: &Json) -> Json {
    let mut parameters = Map::new();
    for (member, place) in [("Headers", "header"), ("Paths", "path"), ("QueryStrings", "querystring")] {
        for (name, value) in given["ResponseParameters"][member].as_object().into_iter().flatten() {
            parameters.insert(format!("gatewayresponse.{place}.{name}"), value.clone());
        }
    }
    let templates = given.get("ResponseTemplates").cloned().unwrap_or_else(|| json!({}));
    let mut response = json!({"responseParameters": parameters, "responseTemplates": templates});
    if let Some(status) = given.get("StatusCode") {
        response["statusCode"] = Json::from(status.as_str().map_or_else(|| status.to_string(), str::to_owned));
    }
    response
}
