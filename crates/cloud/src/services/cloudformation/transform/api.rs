//! AWS::Serverless::Api, and the API that functions' events make when they name none: a REST API whose definition says
//! which function answers what, its deployment and its stage, and the permissions that it needs.

use serde_json::{Map, Value as Json, json};
use sha1::{Digest, Sha1};

use super::function::generated;
use super::{Serverless, api_body, invalid, merged};
use crate::services::cloudformation::diagnostic::Report;
use crate::services::cloudformation::node::{Entry, Node, Position, words};
use crate::services::cloudformation::shape::{self, Property, Shape, optional, required};
use crate::services::cloudformation::template::Resource;

/// The API of functions whose events name none.
const IMPLICIT: &str = "ServerlessRestApi";
/// Its stage.
const IMPLICIT_STAGE: &str = "Prod";
/// How much of a definition's digest a deployment's logical id ends with, hexadecimal digits.
const DIGEST: usize = 10;

const PROPERTIES: &[Property] = &[
    required("StageName", Shape::Text),
    optional("Name", Shape::Text),
    optional("Description", Shape::Text),
    optional("Cors", Shape::Anything),
    optional("Auth", Shape::Anything),
    optional("DefinitionBody", Shape::Anything),
    optional("BinaryMediaTypes", Shape::List(&Shape::Text)),
    optional("MinimumCompressionSize", Shape::Integer),
    optional("EndpointConfiguration", Shape::Anything),
    optional("MethodSettings", Shape::Anything),
    optional("Variables", Shape::Texts),
    optional("TracingEnabled", Shape::Text),
    optional("AccessLogSetting", Shape::Anything),
    optional("GatewayResponses", Shape::Anything),
    optional("DisableExecuteApiEndpoint", Shape::Text),
    optional("ApiKeySourceType", Shape::Text),
    optional("Tags", Shape::Texts),
    optional("OpenApiVersion", Shape::Text),
    optional("AlwaysDeploy", Shape::Ignored),
    optional("MergeDefinitions", Shape::Ignored),
];

const EVENT: &[Property] = &[
    required("Path", Shape::Text),
    required("Method", Shape::Text),
    optional("RestApiId", Shape::Anything),
    optional("Auth", Shape::Anything),
    optional("RequestParameters", Shape::Anything),
    optional("TimeoutInMillis", Shape::Integer),
];

/// The type.
pub static API: Serverless = Serverless {
    name: "AWS::Serverless::Api",
    short: "Api",
    each: |resource, given, _, _| given.resources.push(resource),
    all: |given, template, report| {
        let routes = given.events.iter().filter_map(|(function, event)| route(function, event, report)).collect();
        expand(given.resources, routes, given.shared, &mut template.resources, report);
    },
};

/// What a function's event asks of an API.
pub struct Route {
    /// The function.
    pub function: Resource,
    /// The event's name.
    pub event: String,
    /// Where it stands.
    pub at: Position,
    /// The API's logical id.
    pub api: String,
    /// `/users/{id}`.
    pub path: String,
    /// `GET`, `ANY`.
    pub verb: String,
    /// The event's properties.
    pub properties: Json,
}

/// Reads an event.
fn route(function: &Resource, event: &Entry, report: &mut Report) -> Option<Route> {
    let Some(properties) = event.node.get("Properties") else {
        report.refuse(event.at, "An Api event needs `Properties` with Path and Method.");
        return None;
    };
    shape::check("an Api event", EVENT, properties, true, report);
    let api = match properties.get("RestApiId") {
        None => IMPLICIT.to_owned(),
        Some(node) => match node.intrinsic() {
            Some(("Ref", id)) => words(Some(id)),
            _ => {
                let why = format!(
                    "Event with id [{}] is invalid. RestApiId property of Api event must reference a valid resource in the same template.",
                    event.key
                );
                report.aws(node.at, invalid(&function.id, &why));
                return None;
            }
        },
    };
    let (path, verb) = (words(properties.get("Path")), words(properties.get("Method")).to_uppercase());
    Some(Route {
        function: function.clone(),
        event: event.key.clone(),
        at: event.at,
        api,
        path,
        verb,
        properties: properties.to_json(),
    })
}

/// Adds to `made` what the APIs stand for, the one that `routes` make among them.
fn expand(
    mut apis: Vec<Resource>,
    routes: Vec<Route>,
    shared: Option<&Node>,
    made: &mut Vec<Resource>,
    report: &mut Report,
) {
    if let Some(shared) = shared {
        shape::check("Globals.Api", PROPERTIES, shared, false, report);
    }
    if let Some(first) = routes.iter().find(|route| route.api == IMPLICIT)
        && !apis.iter().any(|api| api.id == IMPLICIT)
    {
        let properties = Node::map(first.at, vec![("StageName", Node::text(first.at, IMPLICIT_STAGE))]);
        let implicit = generated(&first.function, IMPLICIT.to_owned(), "AWS::Serverless::Api", properties);
        apis.push(Resource { condition: None, retained: false, ..implicit });
    }
    for route in &routes {
        let plain = made.iter().any(|resource| resource.id == route.api && resource.kind == "AWS::ApiGateway::RestApi");
        if plain {
            report.refuse(
                route.at,
                "An Api event of an AWS::ApiGateway::RestApi is not simulated; AWS::Serverless::Api is.",
            );
        } else if !apis.iter().any(|api| api.id == route.api) {
            let why = format!(
                "Event with id [{}] is invalid. RestApiId property of Api event must reference a valid resource in the same template.",
                route.event
            );
            report.aws(route.at, invalid(&route.function.id, &why));
        }
    }
    for mut api in apis {
        if let Some(shared) = shared {
            api.properties = merged(shared, &api.properties);
        }
        shape::check(&api.kind, PROPERTIES, &api.properties, true, report);
        let own: Vec<&Route> = routes.iter().filter(|route| route.api == api.id).collect();
        one(&api, &own, made, report);
    }
}

/// Adds what one API stands for.
fn one(api: &Resource, routes: &[&Route], made: &mut Vec<Resource>, report: &mut Report) {
    let (id, at, given) = (api.id.as_str(), api.at, api.properties.to_json());
    let stage_name = given["StageName"].clone();
    let suffix = stage_name.as_str().filter(|name| !name.is_empty()).unwrap_or("Stage");
    let add = |made: &mut Vec<Resource>, source: &Resource, id: String, kind: &str, properties: Json| {
        made.push(generated(source, id, kind, Node::from_json(at, properties)));
    };
    for route in routes {
        let id = format!("{}{}Permission{suffix}", route.function.id, route.event);
        add(made, &route.function, id, "AWS::Lambda::Permission", permission(route));
    }
    let body = match given.get("DefinitionBody") {
        Some(body) => body.clone(),
        None => api_body::make(api, &given, routes, report),
    };
    let digest: String = Sha1::digest(body.to_string()).iter().map(|byte| format!("{byte:02x}")).collect();
    let (deployment, stage) = (format!("{id}Deployment{}", &digest[..DIGEST]), format!("{id}{suffix}Stage"));
    let stage: String = stage.chars().filter(char::is_ascii_alphanumeric).collect();

    let mut rest = json!({"Body": body});
    for name in [
        "Name",
        "Description",
        "BinaryMediaTypes",
        "MinimumCompressionSize",
        "DisableExecuteApiEndpoint",
        "ApiKeySourceType",
    ] {
        copy(&given, name, &mut rest);
    }
    match &given["EndpointConfiguration"] {
        Json::Object(endpoint) if endpoint.contains_key("Type") => {
            rest["EndpointConfiguration"] = json!({"Types": [endpoint["Type"]]});
            rest["Parameters"] = json!({"endpointConfigurationTypes": endpoint["Type"]});
        }
        Json::String(kind) => rest["EndpointConfiguration"] = json!({"Types": [kind]}),
        _ => copy(&given, "EndpointConfiguration", &mut rest),
    }
    let tags = given["Tags"]
        .as_object()
        .map(|tags| tags.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect::<Vec<Json>>());
    if let Some(tags) = &tags {
        rest["Tags"] = json!(tags);
    }
    add(made, api, id.to_owned(), "AWS::ApiGateway::RestApi", rest);
    let description = format!("RestApi deployment id: {digest}");
    let mut deployed = json!({"Description": description, "RestApiId": {"Ref": id}});
    // SAM deploys to a stage that nobody asked for, unless the definition's version is said.
    if given["OpenApiVersion"].is_null() {
        deployed["StageName"] = json!("Stage");
    }
    add(made, api, deployment.clone(), "AWS::ApiGateway::Deployment", deployed);
    let mut staged = json!({"DeploymentId": {"Ref": deployment}, "RestApiId": {"Ref": id}, "StageName": stage_name});
    for name in ["Variables", "TracingEnabled", "AccessLogSetting", "MethodSettings"] {
        copy(&given, name, &mut staged);
    }
    if let Some(tags) = tags {
        staged["Tags"] = json!(tags);
    }
    add(made, api, stage.clone(), "AWS::ApiGateway::Stage", staged);
    for (name, authorizer) in given["Auth"]["Authorizers"].as_object().into_iter().flatten() {
        if let Some(function) = authorizer.get("FunctionArn")
            && authorizer["DisableFunctionDefaultPermissions"] != true
        {
            let source = json!({"Fn::Sub": [
                "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*", {"__ApiId__": {"Ref": id}},
            ]});
            let id = format!("{id}{name}AuthorizerPermission");
            add(made, api, id, "AWS::Lambda::Permission", invoke(function.clone(), source));
        }
    }
    plan(api, &given["Auth"]["UsagePlan"], &stage, made, report);
}

/// The usage plan of an API that has one of its own, with a key.
fn plan(api: &Resource, asked: &Json, stage: &str, made: &mut Vec<Resource>, report: &mut Report) {
    let (id, at) = (api.id.as_str(), api.at);
    match asked["CreateUsagePlan"].as_str() {
        Some("PER_API") => {}
        None | Some("NONE") => return,
        Some(other) => {
            report.refuse(at, format!("CreateUsagePlan: {other} is not simulated; PER_API and NONE are."));
            return;
        }
    }
    let stages = json!([{"ApiId": {"Ref": id}, "Stage": {"Ref": stage}}]);
    let mut properties = json!({"ApiStages": stages});
    for name in ["Quota", "Throttle", "Description", "UsagePlanName"] {
        copy(asked, name, &mut properties);
    }
    let (plan, key) = (format!("{id}UsagePlan"), format!("{id}ApiKey"));
    let mut add = |id: String, kind: &str, waits_for: &str, properties: Json| {
        let mut resource = generated(api, id, kind, Node::from_json(at, properties));
        resource.depends_on.push((waits_for.to_owned(), at));
        made.push(resource);
    };
    add(plan.clone(), "AWS::ApiGateway::UsagePlan", id, properties);
    let keyed = json!({"Enabled": true, "StageKeys": [{"RestApiId": {"Ref": id}, "StageName": {"Ref": stage}}]});
    add(key.clone(), "AWS::ApiGateway::ApiKey", &plan, keyed);
    let joined = json!({"KeyId": {"Ref": key}, "KeyType": "API_KEY", "UsagePlanId": {"Ref": plan}});
    add(format!("{plan}Key"), "AWS::ApiGateway::UsagePlanKey", &key, joined);
}

/// The statement that lets an API invoke a function for one route.
fn permission(route: &Route) -> Json {
    let verb = if route.verb == "ANY" { "*" } else { &route.verb };
    // A part that is a parameter may be anything.
    let parts = route.path.split('/').map(|part| if part.starts_with('{') && part.ends_with('}') { "*" } else { part });
    let path = parts.collect::<Vec<_>>().join("/");
    let source = json!({"Fn::Sub": [
        format!("arn:aws:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{__ApiId__}}/${{__Stage__}}/{verb}{path}"),
        {"__ApiId__": {"Ref": route.api}, "__Stage__": "*"},
    ]});
    invoke(json!({"Ref": route.function.id}), source)
}

fn invoke(function: Json, source: Json) -> Json {
    json!({
        "Action": "lambda:InvokeFunction",
        "FunctionName": function,
        "Principal": "apigateway.amazonaws.com",
        "SourceArn": source,
    })
}

fn copy(from: &Json, name: &str, to: &mut Json) {
    if let Some(value) = from.get(name) {
        to[name] = value.clone();
    }
}

/// A mapping with one entry.
pub fn entry(name: &str, value: Json) -> Json {
    Json::Object(Map::from_iter([(name.to_owned(), value)]))
}
