//! What a deployment keeps of an API, in the form in which requests are answered from it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::plane::mapping::{self, Mapping};
use super::router::Router;
use super::shapes::{entries, flag, text, texts};
use super::state::{Api, Document};
use crate::operation::JsonBody;
use crate::sim::time::Span;

/// The longest that an integration may take. AWS's value.
const LONGEST_TIMEOUT_MS: u64 = 30_000;

/// All of an API that answers requests.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Finds the route of a request.
    pub router: Router,
    /// The routes, by the router's numbers.
    pub routes: Vec<Route>,
    /// How cross-origin requests are answered; none when that is left to the integrations.
    pub cors: Option<Cors>,
}

/// A route.
#[derive(Clone, Debug)]
pub struct Route {
    /// Its key: `GET /users/{id}`.
    pub key: Arc<str>,
    /// What answers; none when nothing was attached.
    pub integration: Option<Arc<Integration>>,
    /// Who may.
    pub authorization: Authorization,
    /// The scopes that a token must have one of.
    pub scopes: Vec<String>,
}

/// Who may take a route.
#[derive(Clone, Debug)]
pub enum Authorization {
    /// Everyone.
    None,
    /// Whoever IAM lets.
    Iam,
    /// Whoever has a token.
    Jwt(Arc<JwtAuthorizer>),
    /// Whoever a function lets.
    Lambda(Arc<LambdaAuthorizer>),
    /// Nobody: the authorizer is gone, or is none that is simulated.
    Broken,
}

/// Who has issued tokens, and for whom.
#[derive(Clone, Debug)]
pub struct JwtAuthorizer {
    /// Its id.
    pub id: Arc<str>,
    /// Where the token is: `$request.header.Authorization`.
    pub identity_source: String,
    /// The issuer's address.
    pub issuer: String,
    /// The audiences of which a token must have one.
    pub audience: Vec<String>,
}

/// A function that decides.
#[derive(Clone, Debug)]
pub struct LambdaAuthorizer {
    /// Its id.
    pub id: Arc<str>,
    /// The function's ARN.
    pub function: String,
    /// What must be there for it to be asked: `$request.header.Authorization`.
    pub identity_sources: Vec<String>,
    /// Whether its event has the format 2.0.
    pub is_v2: bool,
    /// Whether it answers yes or no rather than a policy.
    pub is_simple: bool,
    /// How long a decision holds.
    pub ttl: Span,
    /// The role that invokes it, by its ARN; empty when its own policy permits it.
    pub credentials: String,
}

/// What answers a route.
#[derive(Clone, Debug)]
pub struct Integration {
    /// Its id.
    pub id: Arc<str>,
    /// What it is.
    pub kind: Kind,
    /// How long its answer is waited for.
    pub timeout: Span,
    /// The role that makes the call, by its ARN; empty for none.
    pub credentials: String,
    /// What of a request is changed on its way.
    pub request: Vec<Mapping>,
    /// What of an answer is changed on its way back, by the integration's status.
    pub response: BTreeMap<String, Vec<Mapping>>,
}

/// What an integration is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A function.
    Lambda {
        /// Its ARN, which may name stage variables.
        function: String,
        /// Whether its event has the format 2.0.
        is_v2: bool,
    },
    /// An HTTP address.
    Http {
        /// The address, with parameters of the path in braces.
        url: String,
        /// The verb, or `ANY` for that of the request.
        method: String,
    },
    /// An operation of another service, by its subtype: `SQS-SendMessage`.
    Service(String),
}

/// How cross-origin requests are answered.
#[derive(Clone, Debug, Default)]
pub struct Cors {
    /// Whether credentials may be sent.
    pub credentials: bool,
    /// The origins that may.
    pub origins: Vec<String>,
    /// What they may do.
    pub methods: Vec<String>,
    /// The header fields that they may send.
    pub headers: Vec<String>,
    /// The header fields that they may read.
    pub exposed: Vec<String>,
    /// For how long they need not ask again, seconds.
    pub max_age_s: Option<i64>,
}

impl Snapshot {
    /// What `api` is now.
    #[must_use]
    pub fn of(api: &Api) -> Self {
        let mut integrations = BTreeMap::new();
        for (id, document) in &api.integrations {
            integrations.insert(id.clone(), Arc::new(integration(id, document)));
        }
        let route = |document: &Document| {
            let target = text(document, "target").strip_prefix("integrations/").unwrap_or_default();
            Route {
                key: text(document, "routeKey").into(),
                integration: integrations.get(target).cloned(),
                authorization: authorization(api, document),
                scopes: texts(document, "authorizationScopes"),
            }
        };
        let routes: Vec<Route> = api.routes.values().map(route).collect();
        let cors = api.settings.get("corsConfiguration").and_then(Value::as_object).map(cors);
        Self { router: Router::new(routes.iter().map(|route| &*route.key)), routes, cors }
    }
}

fn cors(document: &JsonBody) -> Cors {
    Cors {
        credentials: flag(document, "allowCredentials"),
        origins: texts(document, "allowOrigins"),
        methods: texts(document, "allowMethods"),
        headers: texts(document, "allowHeaders"),
        exposed: texts(document, "exposeHeaders"),
        max_age_s: document.get("maxAge").and_then(Value::as_i64),
    }
}

fn authorization(api: &Api, route: &Document) -> Authorization {
    let id = text(route, "authorizerId");
    match (text(route, "authorizationType"), api.authorizers.get_key_value(id)) {
        ("" | "NONE", _) => Authorization::None,
        ("AWS_IAM", _) => Authorization::Iam,
        ("JWT", Some((id, document))) => {
            let empty = JsonBody::new();
            let jwt = document.get("jwtConfiguration").and_then(Value::as_object).unwrap_or(&empty);
            Authorization::Jwt(Arc::new(JwtAuthorizer {
                id: id.clone(),
                identity_source: texts(document, "identitySource").into_iter().next().unwrap_or_default(),
                issuer: text(jwt, "issuer").to_owned(),
                audience: texts(jwt, "audience"),
            }))
        }
        ("CUSTOM", Some((id, document))) => {
            let ttl_s = document.get("authorizerResultTtlInSeconds").and_then(Value::as_u64).unwrap_or_default();
            Authorization::Lambda(Arc::new(LambdaAuthorizer {
                id: id.clone(),
                function: function_of(text(document, "authorizerUri")).to_owned(),
                identity_sources: texts(document, "identitySource"),
                is_v2: text(document, "authorizerPayloadFormatVersion") != "1.0",
                is_simple: flag(document, "enableSimpleResponses"),
                ttl: Span::from_s(ttl_s),
                credentials: text(document, "authorizerCredentialsArn").to_owned(),
            }))
        }
        _ => Authorization::Broken,
    }
}

fn integration(id: &Arc<str>, document: &Document) -> Integration {
    let uri = text(document, "integrationUri");
    let subtype = text(document, "integrationSubtype");
    let kind = match text(document, "integrationType") {
        "AWS_PROXY" if subtype.is_empty() => Kind::Lambda {
            function: function_of(uri).to_owned(),
            is_v2: text(document, "payloadFormatVersion") != "1.0",
        },
        "AWS_PROXY" => Kind::Service(subtype.to_owned()),
        _ => Kind::Http { url: uri.to_owned(), method: text(document, "integrationMethod").to_owned() },
    };
    let timeout_ms = document.get("timeoutInMillis").and_then(Value::as_u64).unwrap_or(LONGEST_TIMEOUT_MS);
    let responses = document.get("responseParameters").and_then(Value::as_object);
    let mappings = |(status, held): (&String, &Value)| {
        let entries = held.as_object().into_iter().flatten();
        let pairs = entries.map(|(key, value)| (key.as_str(), value.as_str().unwrap_or_default()));
        (status.clone(), pairs.filter_map(|(key, value)| mapping::read(key, value)).collect())
    };
    Integration {
        id: id.clone(),
        timeout: Span::from_ms(timeout_ms.min(LONGEST_TIMEOUT_MS)),
        credentials: text(document, "credentialsArn").to_owned(),
        request: match kind {
            Kind::Service(_) => Vec::new(),
            _ => entries(document, "requestParameters").filter_map(|(key, value)| mapping::read(key, value)).collect(),
        },
        response: responses.into_iter().flatten().map(mappings).collect(),
        kind,
    }
}

/// The ARN of the function in an integration's address, which is the ARN itself or
/// `arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{ARN}/invocations`.
#[must_use]
pub fn function_of(uri: &str) -> &str {
    let named = uri.split_once(":lambda:path/").and_then(|(_, path)| path.split_once("/functions/"));
    named.map_or(uri, |(_, rest)| rest.strip_suffix("/invocations").unwrap_or(rest))
}
