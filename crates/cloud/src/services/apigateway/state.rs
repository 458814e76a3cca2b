//! What API Gateway knows of REST APIs: their resources and methods as they are drafted, what was deployed of them,
//! their stages, and keys and usage plans.
//!
//! A request to a stage is answered from the [`Snapshot`] that the stage's deployment took; the draft shows in it only
//! with the next deployment. Everything is plain data: an [`Arc`] is replaced, not changed, when something in it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use imbl::{OrdMap, OrdSet};

use super::patch::unescape;
use super::record::record;
use crate::sim::time::Time;

/// The REST APIs of the account, and what stands beside them.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The APIs by id.
    pub apis: OrdMap<Arc<str>, Arc<RestApi>>,
    /// The API keys by id.
    pub keys: OrdMap<Arc<str>, Arc<ApiKey>>,
    /// The usage plans by id.
    pub plans: OrdMap<Arc<str>, Arc<UsagePlan>>,
    /// Which keys are in which plans: plan and key.
    pub plan_keys: OrdSet<(Arc<str>, Arc<str>)>,
    /// What keys have used: by plan and key.
    pub usage: OrdMap<(Arc<str>, Arc<str>), Usage>,
    /// The account's settings.
    pub account: Account,
}

/// One REST API.
#[derive(Clone, Debug, Default)]
pub struct RestApi {
    /// Its id, ten small letters and digits: the first part of its host.
    pub id: Arc<str>,
    /// When it was created.
    pub created: Time,
    /// The resource whose path is `/`.
    pub root_id: Arc<str>,
    /// What it is now; requests see what was deployed of it.
    pub draft: Snapshot,
    /// The deployments by id.
    pub deployments: OrdMap<Arc<str>, Arc<Deployment>>,
    /// The stages by name.
    pub stages: OrdMap<Arc<str>, Arc<Stage>>,
}

/// All of an API that a deployment keeps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// The API's own settings.
    pub settings: Arc<Settings>,
    /// The resources by id.
    pub resources: OrdMap<Arc<str>, Arc<Resource>>,
    /// The models by name.
    pub models: OrdMap<Arc<str>, Arc<Model>>,
    /// The request validators by id.
    pub validators: OrdMap<Arc<str>, Arc<RequestValidator>>,
    /// The authorizers by id.
    pub authorizers: OrdMap<Arc<str>, Arc<Authorizer>>,
    /// The gateway responses that were set, by type: `DEFAULT_4XX`. Those that were not are AWS's.
    pub gateway_responses: OrdMap<Arc<str>, Arc<GatewayResponse>>,
}

record! {
    /// An API's own settings.
    Settings {
        /// Its name; others may have the same.
        "name" name: String,
        /// A description.
        "description" description: String,
        /// The version that its owner gives it.
        "version" version: String,
        /// The media types whose bodies are bytes and not text: `image/png`, `*/*`.
        "binaryMediaTypes" binary_media_types: Vec<String>,
        /// From which size bodies are compressed, bytes; none when they are not.
        "minimumCompressionSize" minimum_compression_size: Option<u64>,
        /// Where a request's API key is: `HEADER` or `AUTHORIZER`.
        "apiKeySource" api_key_source: String,
        /// How it is reached.
        "endpointConfiguration" endpoint: Endpoint,
        /// Its resource policy, JSON; empty when it has none.
        "policy" policy: String,
        /// Its tags.
        "tags" tags: BTreeMap<String, String>,
        /// Whether it does not answer at its own host.
        "disableExecuteApiEndpoint" disable_execute_api_endpoint: bool,
    }
}

record! {
    /// How an API is reached.
    Endpoint {
        /// One of `EDGE`, `REGIONAL`, `PRIVATE`.
        "types" types: Vec<String>,
        /// `ipv4` or `dualstack`.
        "ipAddressType" ip_address_type: String,
        /// The VPC endpoints of a private API.
        "vpcEndpointIds" vpc_endpoint_ids: Vec<String>,
    }
}

/// A resource: one path of an API.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resource {
    /// Its id.
    pub id: Arc<str>,
    /// The resource above it; none for the root.
    pub parent_id: Option<Arc<str>>,
    /// The last part of its path: `users`, `{id}`, `{proxy+}`; empty for the root.
    pub path_part: String,
    /// Its whole path: `/users/{id}`.
    pub path: String,
    /// Its methods by verb, `ANY` among them.
    pub methods: OrdMap<Arc<str>, Arc<Method>>,
}

record! {
    /// A method of a resource.
    Method {
        /// The verb, or `ANY`.
        "httpMethod" http_method: String,
        /// `NONE`, `AWS_IAM`, `CUSTOM` or `COGNITO_USER_POOLS`.
        "authorizationType" authorization_type: String,
        /// The authorizer of a method that has one.
        "authorizerId" authorizer_id: String,
        /// The scopes that a token must have one of.
        "authorizationScopes" authorization_scopes: Vec<String>,
        /// Whether a caller needs an API key.
        "apiKeyRequired" api_key_required: bool,
        /// The request validator, by id; empty when there is none.
        "requestValidatorId" request_validator_id: String,
        /// The name of the method in generated clients.
        "operationName" operation_name: String,
        /// What a request may have and, where true, must: `method.request.querystring.page`.
        "requestParameters" request_parameters: BTreeMap<String, bool>,
        /// The models of bodies by content type.
        "requestModels" request_models: BTreeMap<String, String>,
        /// The answers that it declares, by status.
        "methodResponses" responses: BTreeMap<String, MethodResponse>,
        /// What answers it; a method without one cannot be deployed.
        "methodIntegration" integration: Option<Arc<Integration>>,
    }
}

record! {
    /// An answer that a method declares.
    MethodResponse {
        /// The status.
        "statusCode" status_code: String,
        /// The headers that it may have: `method.response.header.Location`.
        "responseParameters" response_parameters: BTreeMap<String, bool>,
        /// The models of bodies by content type.
        "responseModels" response_models: BTreeMap<String, String>,
    }
}

/// What an integration has for credentials when its backend is called in the caller's own name.
pub const CALLERS_OWN: &str = "arn:aws:iam::*:user/*";

record! {
    /// What answers a method.
    Integration {
        /// `AWS`, `AWS_PROXY`, `HTTP`, `HTTP_PROXY` or `MOCK`.
        "type" kind: String,
        /// The verb of the request to the backend; empty for `MOCK`.
        "httpMethod" http_method: String,
        /// The backend.
        "uri" uri: String,
        /// `INTERNET` or `VPC_LINK`; empty when it was not said.
        "connectionType" connection_type: String,
        /// The VPC link.
        "connectionId" connection_id: String,
        /// The role that the backend is called with, by its ARN; empty when the backend's own policy decides.
        "credentials" credentials: String,
        /// What the backend is sent and where it comes from: `integration.request.path.id` from
        /// `method.request.path.id`.
        "requestParameters" request_parameters: BTreeMap<String, String>,
        /// The templates of bodies by content type.
        "requestTemplates" request_templates: BTreeMap<String, String>,
        /// What is done with a body that no template fits: `WHEN_NO_MATCH`, `WHEN_NO_TEMPLATES` or `NEVER`.
        "passthroughBehavior" passthrough_behavior: String,
        /// `CONVERT_TO_BINARY` or `CONVERT_TO_TEXT`; empty when bodies pass as they are.
        "contentHandling" content_handling: String,
        /// How long the backend may take, milliseconds.
        "timeoutInMillis" timeout_ms: u64,
        /// Which cached answers it shares.
        "cacheNamespace" cache_namespace: String,
        /// What of a request tells cached answers apart.
        "cacheKeyParameters" cache_key_parameters: Vec<String>,
        /// `BUFFERED` or `STREAM`; empty when it was not said.
        "responseTransferMode" response_transfer_mode: String,
        /// How the backend's answers become the method's, by status.
        "integrationResponses" responses: BTreeMap<String, IntegrationResponse>,
    }
}

record! {
    /// How one kind of a backend's answers becomes the method's.
    IntegrationResponse {
        /// The status that the client gets.
        "statusCode" status_code: String,
        /// The pattern of the backend's status or error that it is for; empty for the default.
        "selectionPattern" selection_pattern: String,
        /// The client's headers and where they come from: `method.response.header.Location` from
        /// `integration.response.header.Location`.
        "responseParameters" response_parameters: BTreeMap<String, String>,
        /// The templates of bodies by content type.
        "responseTemplates" response_templates: BTreeMap<String, String>,
        /// `CONVERT_TO_BINARY` or `CONVERT_TO_TEXT`; empty when bodies pass as they are.
        "contentHandling" content_handling: String,
    }
}

record! {
    /// The form of a body.
    Model {
        /// Its id.
        "id" id: String,
        /// Its name, by which it is known.
        "name" name: String,
        /// A description.
        "description" description: String,
        /// Its JSON schema.
        "schema" schema: String,
        /// The content type it is for.
        "contentType" content_type: String,
    }
}

record! {
    /// What of a request is checked before anything is called.
    RequestValidator {
        /// Its id.
        "id" id: String,
        /// Its name.
        "name" name: String,
        /// Whether the body must fit its model.
        "validateRequestBody" validate_request_body: bool,
        /// Whether required parameters must be there.
        "validateRequestParameters" validate_request_parameters: bool,
    }
}

record! {
    /// Who decides whether a caller may call a method.
    Authorizer {
        /// Its id.
        "id" id: String,
        /// Its name.
        "name" name: String,
        /// `TOKEN`, `REQUEST` or `COGNITO_USER_POOLS`.
        "type" kind: String,
        /// The user pools.
        "providerARNs" provider_arns: Vec<String>,
        /// `cognito_user_pools` or `custom`: what import and export call it.
        "authType" auth_type: String,
        /// The function that decides, as an integration names one.
        "authorizerUri" uri: String,
        /// The role that it is invoked with, by its ARN.
        "authorizerCredentials" credentials: String,
        /// Where it finds who is calling: `method.request.header.Authorization`, by commas.
        "identitySource" identity_source: String,
        /// The pattern that a token must fit for it to be asked at all.
        "identityValidationExpression" identity_validation_expression: String,
        /// How long its decisions hold, seconds; none is 300.
        "authorizerResultTtlInSeconds" result_ttl_s: Option<u64>,
    }
}

record! {
    /// What a client is answered when no integration is reached or its answer cannot be used.
    GatewayResponse {
        /// Its type: `UNAUTHORIZED`.
        "responseType" response_type: String,
        /// The status; empty for the defaults of several.
        "statusCode" status_code: String,
        /// The headers: `gatewayresponse.header.x` from `'a literal'` or a part of the request.
        "responseParameters" response_parameters: BTreeMap<String, String>,
        /// The templates of bodies by content type.
        "responseTemplates" response_templates: BTreeMap<String, String>,
        /// Whether it is AWS's and not the API's own.
        "defaultResponse" is_default: bool,
    }
}

/// What was deployed at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deployment {
    /// Its id.
    pub id: Arc<str>,
    /// A description.
    pub description: String,
    /// When it was made.
    pub created: Time,
    /// What it keeps of the API.
    pub snapshot: Arc<Snapshot>,
}

record! {
    /// A name under which a deployment is reached.
    Stage {
        /// The deployment's id.
        "deploymentId" deployment_id: String,
        /// The client certificate's id.
        "clientCertificateId" client_certificate_id: String,
        /// Its name: the first part of the path.
        "stageName" name: String,
        /// A description.
        "description" description: String,
        /// Whether answers are cached.
        "cacheClusterEnabled" cache_cluster_enabled: bool,
        /// The cache's size, GB.
        "cacheClusterSize" cache_cluster_size: String,
        /// `NOT_AVAILABLE` or `AVAILABLE`.
        "cacheClusterStatus" cache_cluster_status: String,
        /// Settings by method: `~1users/GET` for the resource `/users`, `*/*` for all.
        "methodSettings" method_settings: BTreeMap<String, MethodSetting>,
        /// The stage variables.
        "variables" variables: BTreeMap<String, String>,
        /// The documentation's version.
        "documentationVersion" documentation_version: String,
        /// Where the access log goes, and how a line is written; none when there is no log.
        "accessLogSettings" access_log: Option<AccessLog>,
        /// Whether requests are traced by X-Ray.
        "tracingEnabled" tracing_enabled: bool,
        /// Its tags.
        "tags" tags: BTreeMap<String, String>,
        /// When it was created.
        "createdDate" created: Time,
        /// When it was last changed.
        "lastUpdatedDate" updated: Time,
    }
}

record! {
    /// A stage's access log.
    AccessLog {
        /// A line, with `$context` variables.
        "format" format: String,
        /// The log group's ARN.
        "destinationArn" destination_arn: String,
    }
}

record! {
    /// A stage's settings of a method, or of all.
    MethodSetting {
        /// Whether CloudWatch gets metrics of it.
        "metricsEnabled" metrics_enabled: bool,
        /// `OFF`, `ERROR` or `INFO`.
        "loggingLevel" logging_level: String,
        /// Whether whole requests and answers are logged.
        "dataTraceEnabled" data_trace_enabled: bool,
        /// How many requests may come at once; none when nothing was said.
        "throttlingBurstLimit" throttling_burst_limit: Option<u64>,
        /// How many requests may come in a second; none when nothing was said.
        "throttlingRateLimit" throttling_rate_limit: Option<f64>,
        /// Whether answers are cached.
        "cachingEnabled" caching_enabled: bool,
        /// For how long, seconds.
        "cacheTtlInSeconds" cache_ttl_s: u64,
        /// Whether what is cached is encrypted.
        "cacheDataEncrypted" cache_data_encrypted: bool,
        /// Whether a client must be allowed to ask for a fresh answer.
        "requireAuthorizationForCacheControl" require_authorization_for_cache_control: bool,
        /// What is done with a client that is not.
        "unauthorizedCacheControlHeaderStrategy" unauthorized_cache_control_header_strategy: String,
    }
}

record! {
    /// A key that a client sends as `x-api-key`.
    ApiKey {
        /// Its id.
        "id" id: String,
        /// The key itself.
        "value" value: String,
        /// Its name.
        "name" name: String,
        /// The id of a customer in AWS Marketplace.
        "customerId" customer_id: String,
        /// A description.
        "description" description: String,
        /// Whether it is taken.
        "enabled" enabled: bool,
        /// When it was created.
        "createdDate" created: Time,
        /// When it was last changed.
        "lastUpdatedDate" updated: Time,
        /// The stages, `api/stage`, that it was tied to in the days before usage plans.
        "stageKeys" stage_keys: Vec<String>,
        /// Its tags.
        "tags" tags: BTreeMap<String, String>,
    }
}

record! {
    /// How often the clients with certain keys may call certain stages.
    UsagePlan {
        /// Its id.
        "id" id: String,
        /// Its name.
        "name" name: String,
        /// A description.
        "description" description: String,
        /// The stages.
        "apiStages" api_stages: Vec<ApiStage>,
        /// How fast each key may call.
        "throttle" throttle: Option<Throttle>,
        /// How often each key may call in a period.
        "quota" quota: Option<Quota>,
        /// The product in AWS Marketplace.
        "productCode" product_code: String,
        /// Its tags.
        "tags" tags: BTreeMap<String, String>,
    }
}

record! {
    /// A stage of a usage plan.
    ApiStage {
        /// The API's id.
        "apiId" api_id: String,
        /// The stage's name.
        "stage" stage: String,
        /// How fast a key may call one method: by `/users/GET`.
        "throttle" throttle: BTreeMap<String, Throttle>,
    }
}

record! {
    /// How fast requests may come: a bucket of tokens.
    Throttle {
        /// The bucket's size.
        "burstLimit" burst_limit: u64,
        /// Tokens a second.
        "rateLimit" rate_limit: f64,
    }
}

record! {
    /// How many requests may come in a period.
    Quota {
        /// Requests.
        "limit" limit: u64,
        /// Requests that the first period has had already.
        "offset" offset: u64,
        /// `DAY`, `WEEK` or `MONTH`.
        "period" period: String,
    }
}

record! {
    /// The account's settings.
    Account {
        /// The role that writes execution logs, by its ARN; empty when there is none and so no logs.
        "cloudwatchRoleArn" cloudwatch_role_arn: String,
    }
}

/// What one key has used of one plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Requests by day, days since 1970.
    pub by_day: OrdMap<u64, u64>,
    /// Requests that UpdateUsage added to the quota of the period that began on a day, or took from it.
    pub extension: Option<(u64, i64)>,
}

impl Stage {
    /// The settings of a method: its own, or those of all; none when nothing was said of either.
    #[must_use]
    pub fn setting(&self, path: &str, verb: &str) -> Option<&MethodSetting> {
        // What a client writes may or may not have the first slash: `~1users/GET`, `users/GET`.
        let is_it = |key: &str| {
            let (resource, held) = key.rsplit_once('/').unwrap_or_default();
            held == verb && unescape(resource).trim_start_matches('/') == path.trim_start_matches('/')
        };
        let own = self.method_settings.iter().find(|(key, _)| is_it(key)).map(|(_, setting)| setting);
        own.or_else(|| self.method_settings.get("*/*"))
    }
}

impl State {
    /// The deployment that a stage of an API points to, and the stage.
    #[must_use]
    pub fn deployed(&self, api: &str, stage: &str) -> Option<(&Arc<Stage>, &Arc<Deployment>)> {
        let api = self.apis.get(api)?;
        let stage = api.stages.get(stage)?;
        Some((stage, api.deployments.get(stage.deployment_id.as_str())?))
    }

    /// The API called `id`, to be changed; other holders of the world keep theirs.
    pub fn api_mut(&mut self, id: &str) -> Option<&mut RestApi> {
        self.apis.get_mut(id).map(Arc::make_mut)
    }

    /// The plan that lets a key call a stage.
    #[must_use]
    pub fn plan_of(&self, key: &str, api: &str, stage: &str) -> Option<&Arc<UsagePlan>> {
        let covers = |plan: &UsagePlan| plan.api_stages.iter().any(|held| held.api_id == api && held.stage == stage);
        let plans =
            self.plan_keys.iter().filter(|(_, held)| **held == *key).filter_map(|(plan, _)| self.plans.get(plan));
        plans.into_iter().find(|plan| covers(plan))
    }
}
