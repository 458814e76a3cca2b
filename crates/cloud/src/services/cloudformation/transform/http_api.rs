//! AWS::Serverless::HttpApi, and the events of functions that are its routes: an API that is described by an OpenAPI
//! document, a stage, and for each route a permission.

use super::function::generated;
use super::{Serverless, invalid, merged};
use crate::protocol::camel;
use crate::services::cloudformation::diagnostic::Report;
use crate::services::cloudformation::graph;
use crate::services::cloudformation::node::{Entry, Node, Position, Value, words};
use crate::services::cloudformation::shape::{Property, Shape, check, optional};
use crate::services::cloudformation::template::{Resource, Template};

/// The API of events that name none.
const IMPLICIT: &str = "ServerlessHttpApi";
/// The stage of an API that names none.
const DEFAULT_STAGE: &str = "$default";
/// The key of a path's operation for every verb.
const ANY: &str = "x-amazon-apigateway-any-method";
/// The address at which API Gateway invokes a function.
const INVOCATIONS: &str = "lambda:path/2015-03-31/functions/";

const CORS: &[Property] = &[
    optional("AllowCredentials", Shape::Text),
    optional("AllowHeaders", Shape::List(&Shape::Text)),
    optional("AllowMethods", Shape::List(&Shape::Text)),
    optional("AllowOrigins", Shape::List(&Shape::Text)),
    optional("ExposeHeaders", Shape::List(&Shape::Text)),
    optional("MaxAge", Shape::Integer),
];

/// The properties that are simulated.
const PROPERTIES: &[Property] = &[
    optional("AccessLogSettings", Shape::Anything),
    optional(
        "Auth",
        Shape::Object(&[
            optional("Authorizers", Shape::Anything),
            optional("DefaultAuthorizer", Shape::Text),
            optional("EnableIamAuthorizer", Shape::Text),
        ]),
    ),
    optional("CorsConfiguration", Shape::Anything),
    optional("DefaultRouteSettings", Shape::Anything),
    optional("DefinitionBody", Shape::Anything),
    optional("Description", Shape::Text),
    optional("DisableExecuteApiEndpoint", Shape::Text),
    optional("FailOnWarnings", Shape::Text),
    optional("Name", Shape::Text),
    optional("PropagateTags", Shape::Ignored),
    optional("RouteSettings", Shape::Anything),
    optional("StageName", Shape::Text),
    optional("StageVariables", Shape::Texts),
    optional("Tags", Shape::Texts),
];

/// The properties of an event.
const EVENT: &[Property] = &[
    optional("ApiId", Shape::Anything),
    optional(
        "Auth",
        Shape::Object(&[
            optional("Authorizer", Shape::Text),
            optional("AuthorizationScopes", Shape::List(&Shape::Text)),
        ]),
    ),
    optional("Method", Shape::Text),
    optional("Path", Shape::Text),
    optional("PayloadFormatVersion", Shape::Text),
    optional("RouteSettings", Shape::Anything),
    optional("TimeoutInMillis", Shape::Integer),
];

/// The type.
pub static HTTP_API: Serverless = Serverless {
    name: "AWS::Serverless::HttpApi",
    short: "HttpApi",
    each: |mut resource, given, made, report| {
        if let Some(shared) = given.shared {
            resource.properties = merged(shared, &resource.properties);
        }
        expand(&resource, made, report);
        given.resources.push(resource);
    },
    all: |given, template, report| {
        let routes: Vec<Route> =
            given.events.iter().map(|(function, event)| Route::read(function, event, report)).collect();
        attach(&routes, given.resources, given.shared, template, report);
    },
};

/// A route that a function asks for.
struct Route {
    function: Resource,
    event: String,
    at: Position,
    properties: Node,
}

impl Route {
    /// Reads an event of a function.
    fn read(function: &Resource, event: &Entry, report: &mut Report) -> Self {
        let properties = event.node.get("Properties").cloned().unwrap_or_else(|| Node::map(event.at, Vec::new()));
        check("an HttpApi event", EVENT, &properties, true, report);
        if properties.get("Path").is_some() != properties.get("Method").is_some() {
            report.refuse(
                event.at,
                "An HttpApi event has both `Path` and `Method`, or neither: then it is the route $default.",
            );
        }
        Self { function: function.clone(), event: event.key.clone(), at: event.at, properties }
    }

    /// The path, as the document has it.
    fn path(&self) -> String {
        let path = words(self.properties.get("Path"));
        if path.is_empty() { "$default".to_owned() } else { path }
    }

    /// The verb in small letters.
    fn method(&self) -> String {
        let method = words(self.properties.get("Method")).to_ascii_lowercase();
        if method.is_empty() || method == "any" { ANY.to_owned() } else { method }
    }

    /// The API's node, as events name it.
    fn api(&self) -> Node {
        self.properties.get("ApiId").cloned().unwrap_or_else(|| Node::reference(self.at, IMPLICIT))
    }
}

/// Adds to `made` what `resource`, whose globals are counted in, stands for: the API without its routes, and its stage.
fn expand(resource: &Resource, made: &mut Vec<Resource>, report: &mut Report) {
    check(&resource.kind, PROPERTIES, &resource.properties, true, report);
    let (at, id, properties) = (resource.at, resource.id.as_str(), &resource.properties);
    let body = match properties.get("DefinitionBody") {
        Some(body) => body.clone(),
        None => document(resource, report),
    };
    let mut entries = vec![("Body", body)];
    for name in ["DisableExecuteApiEndpoint", "FailOnWarnings"] {
        entries.extend(properties.get(name).map(|node| (name, node.clone())));
    }
    made.push(Resource {
        kind: "AWS::ApiGatewayV2::Api".to_owned(),
        properties: Node::map(at, entries),
        ..resource.clone()
    });
    let stage = properties.get("StageName").cloned().unwrap_or_else(|| Node::text(at, DEFAULT_STAGE));
    let mut entries = Vec::new();
    for name in ["AccessLogSettings", "DefaultRouteSettings", "RouteSettings", "StageVariables"] {
        entries.extend(properties.get(name).map(|node| (name, node.clone())));
    }
    let mut tags = properties.get("Tags").cloned().unwrap_or_else(|| Node::map(at, Vec::new()));
    tags.set("httpapi:createdBy", Node::text(at, "SAM"));
    entries.extend([
        ("ApiId", Node::reference(at, id)),
        ("StageName", stage.clone()),
        ("Tags", tags),
        ("AutoDeploy", Node { value: Value::Bool(true), at }),
    ]);
    made.push(generated(
        resource,
        stage_id(id, &words(Some(&stage))),
        "AWS::ApiGatewayV2::Stage",
        Node::map(at, entries),
    ));
    authorizer_permissions(resource, made);
}

fn stage_id(api: &str, stage: &str) -> String {
    if stage == DEFAULT_STAGE { format!("{api}ApiGatewayDefaultStage") } else { format!("{api}{stage}Stage") }
}

/// The document of an API that has no routes yet.
fn document(resource: &Resource, report: &mut Report) -> Node {
    let (at, properties) = (resource.at, &resource.properties);
    let mut info = vec![("version", Node::text(at, "1.0"))];
    info.extend(properties.get("Description").map(|node| ("description", node.clone())));
    info.push(("title", properties.get("Name").cloned().unwrap_or_else(|| Node::reference(at, "AWS::StackName"))));
    let mut entries = vec![("info", Node::map(at, info)), ("paths", Node::map(at, Vec::new()))];
    entries.extend(
        properties
            .get("CorsConfiguration")
            .and_then(|node| cors(node, report))
            .map(|cors| ("x-amazon-apigateway-cors", cors)),
    );
    let tag = |name: &str, value: Node| {
        Node::map(at, vec![("name", Node::text(at, name)), ("x-amazon-apigateway-tag-value", value)])
    };
    let given = properties.get("Tags").map_or(&[][..], Node::entries);
    let mut tags: Vec<Node> = given.iter().map(|entry| tag(&entry.key, entry.node.clone())).collect();
    tags.push(tag("httpapi:createdBy", Node::text(at, "SAM")));
    entries.extend([("tags", Node::list(at, tags)), ("openapi", Node::text(at, "3.0.1"))]);
    let schemes = schemes(resource, report);
    if !schemes.entries().is_empty() {
        entries.push(("components", Node::map(at, vec![("securitySchemes", schemes)])));
    }
    Node::map(at, entries)
}

fn cors(given: &Node, report: &mut Report) -> Option<Node> {
    let at = given.at;
    if words(Some(given)) == "true" {
        return Some(Node::map(at, vec![("allowOrigins", Node::texts(at, &["*"]))]));
    }
    if given.entries().is_empty() {
        return None;
    }
    check("CorsConfiguration", CORS, given, true, report);
    let mut cors = Node::map(at, Vec::new());
    for entry in given.entries() {
        let is_no = entry.key == "AllowCredentials" && words(Some(&entry.node)) != "true";
        if !is_no {
            cors.set(&camel(&entry.key), entry.node.clone());
        }
    }
    Some(cors)
}

/// The authorizers of an API, as schemes of its document.
fn schemes(resource: &Resource, report: &mut Report) -> Node {
    let at = resource.at;
    let mut schemes = Node::map(at, Vec::new());
    let Some(auth) = resource.properties.get("Auth") else { return schemes };
    for entry in auth.get("Authorizers").map_or(&[][..], Node::entries) {
        let given = &entry.node;
        let scheme = if let Some(jwt) = given.get("JwtConfiguration") {
            jwt_scheme(given, jwt)
        } else if let Some(function) = given.get("FunctionArn") {
            if given.get("AuthorizerPayloadFormatVersion").is_none() {
                let why =
                    format!("LambdaAuthorizer {} must have 'AuthorizerPayloadFormatVersion' property.", entry.key);
                report.aws(entry.at, invalid(&resource.id, &why));
            }
            lambda_scheme(given, function)
        } else {
            report.refuse(entry.at, "An authorizer has `JwtConfiguration`, or `FunctionArn` of a Lambda authorizer.");
            continue;
        };
        schemes.set(&entry.key, scheme);
    }
    if words(auth.get("EnableIamAuthorizer")) == "true" {
        let scheme = [
            ("type", "apiKey"),
            ("name", "Authorization"),
            ("in", "header"),
            ("x-amazon-apigateway-authtype", "awsSigv4"),
        ];
        schemes.set(
            "AWS_IAM",
            Node::map(at, scheme.into_iter().map(|(name, text)| (name, Node::text(at, text))).collect()),
        );
    }
    schemes
}

fn jwt_scheme(given: &Node, jwt: &Node) -> Node {
    let at = given.at;
    // SAM takes these in either case of their first letter.
    let part = |name: &str| jwt.get(name).or_else(|| jwt.get(&camel(name))).cloned();
    let mut configuration = Vec::new();
    configuration.extend(part("Issuer").map(|node| ("issuer", node)));
    configuration.extend(part("Audience").map(|node| ("audience", node)));
    let mut authorizer = vec![("jwtConfiguration", Node::map(at, configuration))];
    authorizer.extend(given.get("IdentitySource").map(|node| ("identitySource", node.clone())));
    authorizer.push(("type", Node::text(at, "jwt")));
    Node::map(
        at,
        vec![("type", Node::text(at, "oauth2")), ("x-amazon-apigateway-authorizer", Node::map(at, authorizer))],
    )
}

fn lambda_scheme(given: &Node, function: &Node) -> Node {
    let at = given.at;
    let address = format!("arn:aws:apigateway:${{AWS::Region}}:{INVOCATIONS}${{__FunctionArn__}}/invocations");
    let named = Node::map(at, vec![("__FunctionArn__", function.clone())]);
    let uri = Node::map(at, vec![("Fn::Sub", Node::list(at, vec![Node::text(at, address), named]))]);
    let mut authorizer = vec![("type", Node::text(at, "request")), ("authorizerUri", uri)];
    let members = [
        ("FunctionInvokeRole", "authorizerCredentials"),
        ("AuthorizerPayloadFormatVersion", "authorizerPayloadFormatVersion"),
        ("EnableSimpleResponses", "enableSimpleResponses"),
    ];
    for (from, to) in members {
        authorizer.extend(given.get(from).map(|node| (to, node.clone())));
    }
    if let Some(identity) = given.get("Identity") {
        authorizer.extend(identity.get("ReauthorizeEvery").map(|node| ("authorizerResultTtlInSeconds", node.clone())));
        let kinds = [
            ("Headers", "$request.header."),
            ("QueryStrings", "$request.querystring."),
            ("StageVariables", "$stageVariables."),
            ("Context", "$context."),
        ];
        let named = |(list, prefix): (&str, &str)| -> Vec<Node> {
            let items = identity.get(list).map_or(&[][..], Node::items).iter();
            items.map(|item| Node::text(item.at, format!("{prefix}{}", words(Some(item))))).collect()
        };
        let sources: Vec<Node> = kinds.into_iter().flat_map(named).collect();
        if !sources.is_empty() {
            authorizer.push(("identitySource", Node::list(at, sources)));
        }
    }
    let scheme = [("type", "apiKey"), ("name", "Unused"), ("in", "header")];
    let mut scheme: Vec<(&str, Node)> = scheme.into_iter().map(|(name, text)| (name, Node::text(at, text))).collect();
    scheme.push(("x-amazon-apigateway-authorizer", Node::map(at, authorizer)));
    Node::map(at, scheme)
}

/// The permissions of Lambda authorizers that ask for them.
fn authorizer_permissions(resource: &Resource, made: &mut Vec<Resource>) {
    let authorizers = resource.properties.get("Auth").and_then(|auth| auth.get("Authorizers"));
    for entry in authorizers.map_or(&[][..], Node::entries) {
        let Some(function) = entry.node.get("FunctionArn") else { continue };
        if words(entry.node.get("EnableFunctionDefaultPermissions")) != "true" {
            continue;
        }
        let id = format!("{}{}AuthorizerPermission", resource.id, entry.key);
        let api = Node::map(entry.at, vec![("__ApiId__", Node::reference(entry.at, &resource.id))]);
        made.push(generated(
            resource,
            id,
            "AWS::Lambda::Permission",
            permission(function.clone(), "authorizers/*", api),
        ));
    }
}

/// A statement that lets API Gateway invoke a function for `resource` of the API that `names` has.
fn permission(function: Node, resource: &str, names: Node) -> Node {
    let at = function.at;
    let arn =
        format!("arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{__ApiId__}}/{resource}");
    Node::map(
        at,
        vec![
            ("Action", Node::text(at, "lambda:InvokeFunction")),
            ("FunctionName", function),
            ("Principal", Node::text(at, "apigateway.amazonaws.com")),
            ("SourceArn", Node::map(at, vec![("Fn::Sub", Node::list(at, vec![Node::text(at, arn), names]))])),
        ],
    )
}

/// Gives the routes to their APIs, each with its permission. `apis` are those that the template has; the API of routes
/// that name none is made as `shared`, the globals, says.
fn attach(
    routes: &[Route],
    mut apis: Vec<Resource>,
    shared: Option<&Node>,
    template: &mut Template,
    report: &mut Report,
) {
    if let Some(first) = routes.iter().find(|route| route.properties.get("ApiId").is_none()) {
        let properties = shared.cloned().unwrap_or_else(|| Node::map(first.at, Vec::new()));
        let mut api = generated(&first.function, IMPLICIT.to_owned(), "AWS::Serverless::HttpApi", properties);
        api.condition = None;
        expand(&api, &mut template.resources, report);
        apis.push(api);
    }
    let mut kept = Vec::new();
    for route in routes {
        let node = route.api();
        let id = graph::referred(&node, template).map(str::to_owned);
        let is_api =
            |resource: &&mut Resource| Some(&resource.id) == id.as_ref() && resource.kind == "AWS::ApiGatewayV2::Api";
        let Some(api) = template.resources.iter_mut().find(is_api) else {
            let why = format!(
                "Event with id [{}] is invalid. ApiId must be a valid reference to an 'AWS::Serverless::HttpApi' resource in same template.",
                route.event
            );
            report.aws(route.at, invalid(&route.function.id, &why));
            continue;
        };
        if !add(route, api, &apis, report) {
            let why = format!(
                "Event with id [{}] is invalid. API method \"{}\" already exists for path \"{}\".",
                route.event,
                route.method(),
                route.path()
            );
            report.aws(route.at, invalid(&route.function.id, &why));
        }
        settings(route, &api.id.clone(), template);
        // The permission of a function's route $default holds for its others too.
        let covers = |other: &&Route| {
            other.path() == "$default"
                && other.function.id == route.function.id
                && other.api().to_json() == node.to_json()
                && other.event != route.event
        };
        if !routes.iter().any(|other| covers(&other)) {
            kept.push((route, node));
        }
    }
    for (route, api) in kept {
        let verb = if route.method() == ANY { "*".to_owned() } else { route.method().to_ascii_uppercase() };
        let path = route.path();
        let resource = if path == "$default" {
            "${__Stage__}/*".to_owned()
        } else {
            format!("${{__Stage__}}/{verb}{}", with_stars(path.trim_end_matches('/')))
        };
        let names = Node::map(route.at, vec![("__ApiId__", api), ("__Stage__", Node::text(route.at, "*"))]);
        let function = Node::reference(route.at, &route.function.id);
        let id = format!("{}{}Permission", route.function.id, route.event);
        template.resources.push(generated(
            &route.function,
            id,
            "AWS::Lambda::Permission",
            permission(function, &resource, names),
        ));
    }
}

/// A path with a star in place of each parameter.
fn with_stars(path: &str) -> String {
    let star = |part: &str| if part.starts_with('{') && part.ends_with('}') { "*".to_owned() } else { part.to_owned() };
    path.split('/').map(star).collect::<Vec<_>>().join("/")
}

/// Adds a route to the document of its API. False when it has it already.
fn add(route: &Route, api: &mut Resource, apis: &[Resource], report: &mut Report) -> bool {
    let at = route.at;
    let uri = format!(
        "arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:{INVOCATIONS}${{{}.Arn}}/invocations",
        route.function.id
    );
    let mut integration = vec![
        ("httpMethod", Node::text(at, "POST")),
        ("type", Node::text(at, "aws_proxy")),
        ("uri", Node::map(at, vec![("Fn::Sub", Node::text(at, uri))])),
        (
            "payloadFormatVersion",
            route.properties.get("PayloadFormatVersion").cloned().unwrap_or_else(|| Node::text(at, "2.0")),
        ),
    ];
    integration.extend(route.properties.get("TimeoutInMillis").map(|node| ("timeoutInMillis", node.clone())));
    let mut operation = vec![("x-amazon-apigateway-integration", Node::map(at, integration))];
    if route.path() == "$default" {
        operation.push(("isDefaultRoute", Node { value: Value::Bool(true), at }));
    }
    operation.extend(security(route, &api.id, apis, report).map(|node| ("security", node)));
    operation.push(("responses", Node::map(at, Vec::new())));
    let path = route.path();
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameter = |name: &str| {
        let required = Node { value: Value::Bool(true), at };
        Node::map(at, vec![("required", required), ("name", Node::text(at, name)), ("in", Node::text(at, "path"))])
    };
    let parameters: Vec<Node> = names.map(parameter).collect();
    if !parameters.is_empty() {
        operation.push(("parameters", Node::list(at, parameters)));
    }
    let Some(body) = api.properties.get_or_insert("Body", Node::map(at, Vec::new())) else { return false };
    let paths = body.get_or_insert("paths", Node::map(at, Vec::new()));
    let Some(held) = paths.and_then(|paths| paths.get_or_insert(&route.path(), Node::map(at, Vec::new()))) else {
        return false;
    };
    let method = route.method();
    // A document of the template's own may have described the rest of an operation.
    if held.get(&method).is_some_and(|held| held.get("x-amazon-apigateway-integration").is_some()) {
        return false;
    }
    held.set(&method, Node::map(at, operation));
    true
}

/// Who may take a route: the authorizer that the event names, or else the API's default.
fn security(route: &Route, api: &str, apis: &[Resource], report: &mut Report) -> Option<Node> {
    let at = route.at;
    let defaults = apis.iter().find(|held| held.id == api).and_then(|held| held.properties.get("Auth"));
    let auth = route.properties.get("Auth");
    let named = auth.and_then(|auth| auth.get("Authorizer")).or_else(|| defaults?.get("DefaultAuthorizer"));
    let name = words(named);
    if name.is_empty() {
        return None;
    }
    let authorizer = defaults.and_then(|auth| auth.get("Authorizers")).and_then(|all| all.get(&name));
    if authorizer.is_none() && name != "NONE" && name != "AWS_IAM" {
        let why = format!(
            "Event with id [{}] is invalid. Unable to set Authorizer [{name}] on API method [{}] for path [{}] because it wasn't defined in the API's Authorizers.",
            route.event,
            route.method(),
            route.path()
        );
        report.aws(at, invalid(&route.function.id, &why));
        return None;
    }
    let scopes = auth.and_then(|auth| auth.get("AuthorizationScopes"));
    let scopes = scopes.or_else(|| authorizer?.get("AuthorizationScopes")).cloned();
    let mut wanted = Node::map(at, Vec::new());
    wanted.set(&name, scopes.unwrap_or_else(|| Node::list(at, Vec::new())));
    Some(Node::list(at, vec![wanted]))
}

/// Adds what an event says of its route's rate to the API's stage.
fn settings(route: &Route, api: &str, template: &mut Template) {
    let Some(given) = route.properties.get("RouteSettings") else { return };
    let of_api = |resource: &&mut Resource| {
        resource.kind == "AWS::ApiGatewayV2::Stage"
            && resource.properties.get("ApiId").and_then(|node| node.get("Ref")).and_then(Node::as_text) == Some(api)
    };
    let Some(stage) = template.resources.iter_mut().find(of_api) else { return };
    let verb = if route.method() == ANY { "ANY".to_owned() } else { route.method().to_ascii_uppercase() };
    let key = if route.path() == "$default" { route.path() } else { format!("{verb} {}", route.path()) };
    if let Some(held) = stage.properties.get_or_insert("RouteSettings", Node::map(route.at, Vec::new())) {
        held.set(&key, given.clone());
    }
}
