//! ImportApi and ReimportApi: an API from an OpenAPI 3 document with API Gateway's extensions.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html>

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::apis::{check, new_api, shown};
use super::deploy::keep_changed;
use super::parts::{add_authorizer, add_integration, add_route};
use super::{Error, answer, api, api_mut, body, put};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::protocol::uri;
use crate::services::apigatewayv2::shapes::{self, text};
use crate::services::apigatewayv2::state::Api;

/// The keys of a path that are verbs, and how routes name them.
const VERBS: [(&str, &str); 8] = [
    ("get", "GET"),
    ("put", "PUT"),
    ("post", "POST"),
    ("delete", "DELETE"),
    ("options", "OPTIONS"),
    ("head", "HEAD"),
    ("patch", "PATCH"),
    ("x-amazon-apigateway-any-method", "ANY"),
];

/// The members of integrations: what documents call each, and what the API calls it.
pub const INTEGRATION: [(&str, &str); 12] = [
    ("connectionId", "connectionId"),
    ("connectionType", "connectionType"),
    ("credentials", "credentialsArn"),
    ("description", "description"),
    ("httpMethod", "integrationMethod"),
    ("integrationSubtype", "integrationSubtype"),
    ("payloadFormatVersion", "payloadFormatVersion"),
    ("requestParameters", "requestParameters"),
    ("responseParameters", "responseParameters"),
    ("timeoutInMillis", "timeoutInMillis"),
    ("tlsConfig", "tlsConfig"),
    ("uri", "integrationUri"),
];

/// The same of authorizers.
pub const AUTHORIZER: [(&str, &str); 7] = [
    ("authorizerCredentials", "authorizerCredentialsArn"),
    ("authorizerPayloadFormatVersion", "authorizerPayloadFormatVersion"),
    ("authorizerResultTtlInSeconds", "authorizerResultTtlInSeconds"),
    ("authorizerUri", "authorizerUri"),
    ("enableSimpleResponses", "enableSimpleResponses"),
    ("identityValidationExpression", "identityValidationExpression"),
    ("jwtConfiguration", "jwtConfiguration"),
];

/// Makes an API as a document describes it.
pub fn import_api(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let import = read(call)?;
    let mut settings = import.settings()?;
    put(&mut settings, "protocolType", "HTTP");
    check(&settings)?;
    let mut api = new_api(context, settings)?;
    import.fill(context, &mut api)?;
    finish(context, call, api, import.warnings)
}

/// Makes an API anew as a document describes it: what it had is gone, its stages stay.
pub fn reimport_api(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = api(context, call)?;
    let import = read(call)?;
    let mut api = Api {
        routes: Default::default(),
        integrations: Default::default(),
        authorizers: Default::default(),
        ..(*held).clone()
    };
    let settings = import.settings()?;
    check(&settings)?;
    let kept = Arc::make_mut(&mut api.settings);
    kept.remove("corsConfiguration");
    kept.extend(settings);
    import.fill(context, &mut api)?;
    finish(context, call, api, import.warnings)
}

fn finish(context: &mut Context<'_>, call: &Call<'_>, api: Api, warnings: Vec<String>) -> Result<Answer, ServiceError> {
    let strict = uri::parameter(&call.request.query, "failOnWarnings").is_some_and(|given| given == "true");
    if strict && !warnings.is_empty() {
        return Err(Error::bad(format!("Warnings found during import: {}", warnings.join("; "))).into());
    }
    let id = api.id.clone();
    keep_changed(context, api);
    let mut document = shown(api_mut(context, &id));
    if !warnings.is_empty() {
        put(&mut document, "warnings", warnings);
    }
    Ok(answer(201, document))
}

/// A document that is read, and what of it is not taken over.
struct Import {
    document: Map<String, Value>,
    base: String,
    warnings: Vec<String>,
}

fn read(call: &Call<'_>) -> Result<Import, Error> {
    let given = body(call)?;
    let text = given
        .get("body")
        .and_then(Value::as_str)
        .ok_or_else(|| Error::bad("Invalid request input: body is required"))?;
    let document: Map<String, Value> = serde_json::from_str(text)
        .map_err(|error| Error::bad(format!("Invalid OpenAPI input: it is no JSON object ({error})")))?;
    let version = shapes::text(&document, "openapi");
    if !version.starts_with("3.") {
        return Err(Error::bad(
            "Invalid OpenAPI input: HTTP APIs are imported from OpenAPI 3, and the document has no openapi: 3.0.1",
        ));
    }
    let mut warnings = Vec::new();
    if !document.get("paths").is_some_and(Value::is_object) {
        return Err(Error::bad("Invalid OpenAPI input: paths is missing, or is no object"));
    }
    let base = match uri::parameter(&call.request.query, "basepath").as_deref() {
        None | Some("ignore") => String::new(),
        Some("prepend") => base_path(&document),
        Some(other) => {
            warnings.push(format!("basepath {other} is not simulated; the servers' paths are left out"));
            String::new()
        }
    };
    Ok(Import { document, base, warnings })
}

/// The path of the document's first server, without a slash at its end.
fn base_path(document: &Map<String, Value>) -> String {
    let server = document.get("servers").and_then(|servers| servers.get(0));
    let mut url = server.and_then(|server| server.get("url")).and_then(Value::as_str).unwrap_or_default().to_owned();
    let variables = server.and_then(|server| server.get("variables")).and_then(Value::as_object);
    for (name, variable) in variables.into_iter().flatten() {
        let default = variable.get("default").and_then(Value::as_str).unwrap_or_default();
        url = url.replace(&format!("{{{name}}}"), default);
    }
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |slash| &rest[slash..]),
        None => &url,
    };
    path.trim_end_matches('/').to_owned()
}

impl Import {
    /// The API's own settings.
    fn settings(&self) -> Result<JsonBody, Error> {
        let empty = Map::new();
        let info = self.document.get("info").and_then(Value::as_object).unwrap_or(&empty);
        let mut settings = JsonBody::new();
        for (from, to) in [("title", "name"), ("description", "description"), ("version", "version")] {
            if let Some(value) = info.get(from) {
                put(&mut settings, to, value.clone());
            }
        }
        settings.entry("name").or_insert_with(|| Value::from("imported"));
        if let Some(cors) = self.document.get("x-amazon-apigateway-cors") {
            put(&mut settings, "corsConfiguration", cors.clone());
        }
        let tags = self.document.get("tags").and_then(Value::as_array);
        let tags = tags.into_iter().flatten().filter_map(|tag| {
            Some((tag.get("name")?.as_str()?.to_owned(), tag.get("x-amazon-apigateway-tag-value")?.clone()))
        });
        let tags: Map<String, Value> = tags.collect();
        if !tags.is_empty() {
            put(&mut settings, "tags", tags);
        }
        shapes::read(shapes::API, &settings, false)
    }

    /// Adds all that the document describes to an API that has nothing.
    fn fill(&self, context: &mut Context<'_>, api: &mut Api) -> Result<(), Error> {
        let schemes = self.schemes(context, api)?;
        let paths = self.document.get("paths").and_then(Value::as_object);
        for (path, operations) in paths.into_iter().flatten() {
            let operations = operations
                .as_object()
                .ok_or_else(|| Error::bad(format!("Invalid OpenAPI input: the path {path} is no object")))?;
            for (name, verb) in VERBS {
                let Some(operation) = operations.get(name) else { continue };
                let operation = operation.as_object().ok_or_else(|| {
                    Error::bad(format!("Invalid OpenAPI input: {name} of the path {path} is no object"))
                })?;
                let key = if path == "/$default" || path == "$default" {
                    "$default".to_owned()
                } else {
                    format!("{verb} {}{path}", self.base)
                };
                let route = self.route(context, api, &schemes, key, operation)?;
                add_route(context, api, route)?;
            }
        }
        Ok(())
    }

    fn route(
        &self,
        context: &mut Context<'_>,
        api: &mut Api,
        schemes: &BTreeMap<String, Scheme>,
        key: String,
        operation: &Map<String, Value>,
    ) -> Result<JsonBody, Error> {
        let mut route = JsonBody::new();
        if let Some(held) = operation.get("x-amazon-apigateway-integration") {
            let integration = self.referred(held).ok_or_else(|| {
                Error::bad(format!("Unable to parse API definition because of a malformed integration at path {key}"))
            })?;
            let id = add_integration(context, api, renamed_integration(integration)?)?;
            put(&mut route, "target", format!("integrations/{id}"));
        }
        if let Some(name) = operation.get("operationId").and_then(Value::as_str).filter(|name| name.len() <= 64) {
            put(&mut route, "operationName", name);
        }
        let security = operation.get("security").or_else(|| self.document.get("security")).and_then(Value::as_array);
        let wanted =
            security.and_then(|list| list.first()).and_then(Value::as_object).and_then(|all| all.iter().next());
        match wanted.and_then(|(name, scopes)| Some((schemes.get(name)?, scopes))) {
            Some((Scheme::Iam, _)) => put(&mut route, "authorizationType", "AWS_IAM"),
            Some((Scheme::Authorizer(id, kind), scopes)) => {
                put(&mut route, "authorizationType", *kind);
                put(&mut route, "authorizerId", &**id);
                if scopes.as_array().is_some_and(|scopes| !scopes.is_empty()) {
                    put(&mut route, "authorizationScopes", scopes.clone());
                }
            }
            None => {}
        }
        put(&mut route, "routeKey", key);
        shapes::read(shapes::ROUTE, &route, true)
    }

    /// The integration itself, or the one that a `$ref` names.
    fn referred<'a>(&'a self, held: &'a Value) -> Option<&'a Map<String, Value>> {
        let held = match held.get("$ref").and_then(Value::as_str) {
            Some(reference) => self
                .document
                .get("components")?
                .get("x-amazon-apigateway-integrations")?
                .get(reference.rsplit('/').next()?)?,
            None => held,
        };
        held.as_object()
    }

    /// Makes the authorizers, and tells which scheme is which.
    fn schemes(&self, context: &mut Context<'_>, api: &mut Api) -> Result<BTreeMap<String, Scheme>, Error> {
        let mut schemes = BTreeMap::new();
        let held =
            self.document.get("components").and_then(|all| all.get("securitySchemes")).and_then(Value::as_object);
        for (name, scheme) in held.into_iter().flatten() {
            if scheme.get("x-amazon-apigateway-authtype").and_then(Value::as_str) == Some("awsSigv4") {
                schemes.insert(name.clone(), Scheme::Iam);
                continue;
            }
            let Some(held) = scheme.get("x-amazon-apigateway-authorizer").and_then(Value::as_object) else { continue };
            let is_jwt = text(held, "type").eq_ignore_ascii_case("jwt");
            let mut authorizer = renamed(held, &AUTHORIZER);
            put(&mut authorizer, "name", name.as_str());
            put(&mut authorizer, "authorizerType", if is_jwt { "JWT" } else { "REQUEST" });
            let sources: Vec<Value> = match held.get("identitySource") {
                Some(Value::String(all)) => all.split(',').map(|one| Value::from(one.trim())).collect(),
                Some(Value::Array(all)) => all.clone(),
                _ => Vec::new(),
            };
            put(&mut authorizer, "identitySource", sources);
            let authorizer = shapes::read(shapes::AUTHORIZER, &authorizer, true)?;
            let id = add_authorizer(context, api, authorizer)?;
            schemes.insert(name.clone(), Scheme::Authorizer(id, if is_jwt { "JWT" } else { "CUSTOM" }));
        }
        Ok(schemes)
    }
}

/// What a security scheme stands for.
enum Scheme {
    Iam,
    /// An authorizer, and what routes with it are called.
    Authorizer(Arc<str>, &'static str),
}

fn renamed_integration(held: &Map<String, Value>) -> Result<JsonBody, Error> {
    let mut integration = renamed(held, &INTEGRATION);
    put(&mut integration, "integrationType", text(held, "type").to_ascii_uppercase());
    // Numbers may stand as texts in a document.
    if let Some(given) =
        integration.get("timeoutInMillis").and_then(Value::as_str).and_then(|given| given.parse::<i64>().ok())
    {
        put(&mut integration, "timeoutInMillis", given);
    }
    if let Some(version) = integration.get("payloadFormatVersion").filter(|version| version.is_number()) {
        let version = version.to_string();
        put(&mut integration, "payloadFormatVersion", if version.contains('.') { version } else { version + ".0" });
    }
    shapes::read(shapes::INTEGRATION, &integration, true)
}

fn renamed(held: &Map<String, Value>, names: &[(&str, &str)]) -> JsonBody {
    let members = names.iter().filter_map(|(from, to)| Some(((*to).to_owned(), held.get(*from)?.clone())));
    members.collect()
}
