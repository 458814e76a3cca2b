//! A request to a REST API on its way, with all that is known of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::kind::Kind;
use super::logs::Log;
use crate::http::Request;
use crate::operation::{Context, JsonBody};
use crate::protocol::uri;
use crate::services::apigateway::state::{ApiKey, Integration, Method, Resource, RestApi, Snapshot, Stage};
use crate::services::execute_api::request::media_type;
use crate::services::execute_api::{host, texts};
use crate::sim::time::{Span, Time};
use crate::sim::trace::Place;
use crate::verdict::Principal;

/// A request on its way.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The request as it came.
    pub request: Request,
    /// The API's id.
    pub api: Arc<str>,
    /// The API's name.
    pub name: Arc<str>,
    /// The stage; the default, without a name, until it is known.
    pub stage: Arc<Stage>,
    /// The deployment's id.
    pub deployment: Arc<str>,
    /// What was deployed.
    pub snapshot: Arc<Snapshot>,
    /// The resource; the default until it is known.
    pub resource: Arc<Resource>,
    /// The method; the default until it is known.
    pub method: Arc<Method>,
    /// The path without its stage, as it was sent.
    pub path: String,
    /// The path's parameters, decoded.
    pub path_parameters: BTreeMap<String, String>,
    /// The query's parameters in order, decoded.
    pub query: Vec<(String, String)>,
    /// The request's id.
    pub id: String,
    /// Its longer id, `x-amz-apigw-id`.
    pub extended_id: String,
    /// Its part of `X-Amzn-Trace-Id`: `Root=1-…`.
    pub trace: String,
    /// When it came.
    pub began: Time,
    /// Who signed it, where the method asks for that.
    pub caller: Option<Principal>,
    /// The API key that it came with, where the method asks for one.
    pub key: Option<Arc<ApiKey>>,
    /// What the authorizer says of the caller.
    pub authorizer: Option<JsonBody>,
    /// The key that the authorizer names, where the API takes keys from there.
    pub usage_identifier: Option<String>,
    /// What it waits for.
    pub step: Step,
    /// When what it waits for was called.
    pub called: Option<Time>,
    /// How long the integration took, once it has answered.
    pub integration_latency: Option<Span>,
    /// The integration's status.
    pub integration_status: Option<u16>,
    /// Why the integration failed; empty while it did not.
    pub integration_error: String,
    /// What the template set of the request to the backend: `{"header": {}, "path": {}, "querystring": {}}`.
    pub request_override: Value,
    /// What templates set of the answer: `{"header": {}}`, with `status` where it was set.
    pub response_override: Value,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// Its lines of the execution log.
    pub log: Log,
    /// Whether it is a test, whose answer tells of it.
    pub is_test: bool,
}

/// What a request waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Its authorizer; the decision is kept under this.
    Authorizer(Arc<str>),
    /// The authorizer that it is a test of.
    AuthorizerTest,
    /// Its integration.
    Integration,
}

/// Why a request failed, for `$context.error`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The kind of gateway response.
    pub kind: Kind,
    /// The message; none is `null`.
    pub message: Option<String>,
    /// What the validation found, as a list in text.
    pub detail: Option<String>,
}

impl Exchange {
    /// A request that has just come to `api`.
    #[must_use]
    pub fn new(context: &mut Context<'_>, request: &Request, api: &RestApi) -> Self {
        let extended_id = context.rng.upper(15) + "=";
        let trace = format!("Root=1-{:08x}-{}", context.now.epoch_ms() / 1_000, context.rng.hex(24));
        Self {
            request: request.clone(),
            api: api.id.clone(),
            name: api.draft.settings.name.as_str().into(),
            stage: Arc::default(),
            deployment: Arc::default(),
            snapshot: Arc::default(),
            resource: Arc::default(),
            method: Arc::default(),
            path: request.path.clone(),
            path_parameters: BTreeMap::new(),
            query: uri::parameters(&request.query).collect(),
            id: context.request_id.to_owned(),
            extended_id,
            trace,
            began: context.now,
            caller: None,
            key: None,
            authorizer: None,
            usage_identifier: None,
            step: Step::Integration,
            called: None,
            integration_latency: None,
            integration_status: None,
            integration_error: String::new(),
            request_override: Value::Null,
            response_override: Value::Null,
            failure: None,
            log: Log::default(),
            is_test: false,
        }
    }

    /// The node of the map that it is at.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::api(self.api.clone(), self.name.clone())
    }

    /// The ARN of what is called: `arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/users/7`.
    #[must_use]
    pub fn method_arn(&self) -> String {
        let stage = &self.stage.name;
        let path = self.path.strip_prefix('/').unwrap_or(&self.path);
        host::arn(&self.api, &format!("{stage}/{}/{path}", self.request.method))
    }

    /// The ARN that the backend sees the API act for: like the method's, with the resource's path.
    #[must_use]
    pub fn source_arn(&self) -> String {
        let Self { api, stage, method, resource, .. } = self;
        host::arn(api, &format!("{}/{}{}", stage.name, method.http_method, resource.path))
    }

    /// The integration; the default when the method has none.
    #[must_use]
    pub fn integration(&self) -> Arc<Integration> {
        self.method.integration.clone().unwrap_or_default()
    }

    /// The request's content type without its parameters, in small letters; JSON when it has none.
    #[must_use]
    pub fn content_type(&self) -> String {
        media_type(self.request.headers.get("content-type").unwrap_or("application/json"))
    }

    /// Whether bodies of a media type are bytes in this API.
    #[must_use]
    pub fn is_binary(&self, media: &str) -> bool {
        let major = media.split('/').next().unwrap_or_default();
        let fits = |held: &String| {
            held == "*/*"
                || held.eq_ignore_ascii_case(media)
                || held.strip_suffix("/*").is_some_and(|kind| kind == major)
        };
        self.snapshot.settings.binary_media_types.iter().any(fits)
    }

    /// The media type that the client would have first.
    #[must_use]
    pub fn accepted(&self) -> Option<String> {
        let accept = self.request.headers.get("accept")?;
        Some(media_type(accept.split(',').next().unwrap_or_default()))
    }

    /// A text with its `${stageVariables.name}` replaced; what is not there is empty.
    #[must_use]
    pub fn with_variables(&self, text: &str) -> String {
        texts::with_variables(text, &|name| self.stage.variables.get(name).map(String::as_str))
    }
}
