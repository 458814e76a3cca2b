//! What templates may name.

use super::resources::{self, Kind, apigateway, http_api};
use super::transform::{self, Serverless};

/// The types of resource that a template may have.
///
/// There are two, as there are of services: the page carries code only for what it names, and a first lesson's template
/// names no table and no API.
#[derive(Debug)]
pub struct Catalog {
    /// CloudFormation's own, in lists.
    kinds: &'static [&'static [&'static Kind]],
    /// SAM's, beside the function.
    pub serverless: &'static [&'static Serverless],
}

/// What a first lesson's template names of CloudFormation's own.
const CORE_KINDS: &[&Kind] = &[
    &resources::BUCKET,
    &resources::BUCKET_POLICY,
    &resources::FUNCTION,
    &resources::PERMISSION,
    &resources::EVENT_INVOKE_CONFIG,
    &resources::ROLE,
    &resources::POLICY,
    &resources::LOG_GROUP,
];

/// The others that are simulated.
const FURTHER_KINDS: &[&Kind] = &[
    &resources::TABLE,
    &apigateway::REST_API,
    &apigateway::RESOURCE,
    &apigateway::METHOD,
    &apigateway::MODEL,
    &apigateway::REQUEST_VALIDATOR,
    &apigateway::AUTHORIZER,
    &apigateway::GATEWAY_RESPONSE,
    &apigateway::DEPLOYMENT,
    &apigateway::STAGE,
    &apigateway::API_KEY,
    &apigateway::USAGE_PLAN,
    &apigateway::USAGE_PLAN_KEY,
    &apigateway::ACCOUNT,
    &http_api::API,
    &http_api::ROUTE,
    &http_api::INTEGRATION,
    &http_api::AUTHORIZER,
    &http_api::DEPLOYMENT,
    &http_api::STAGE,
];

impl Catalog {
    /// What a first lesson's run needs.
    pub const CORE: &Self = &Self { kinds: &[CORE_KINDS], serverless: &[] };

    /// All that is simulated.
    pub const ALL: &Self = &Self {
        kinds: &[CORE_KINDS, FURTHER_KINDS],
        serverless: &[&transform::SIMPLE_TABLE, &transform::API, &transform::HTTP_API],
    };

    fn all_kinds(&self) -> impl Iterator<Item = &'static Kind> {
        self.kinds.iter().copied().flatten().copied()
    }

    /// CloudFormation's type called `name`, if it is simulated.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<&'static Kind> {
        self.all_kinds().find(|kind| kind.name == name)
    }

    /// What the serverless types are called under `Globals` and as events of functions.
    pub fn short_names(&self) -> impl Iterator<Item = &'static str> {
        self.serverless.iter().map(|serverless| serverless.short).filter(|short| !short.is_empty())
    }

    /// The names of all types that a template may use.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let serverless = self.serverless.iter().map(|serverless| serverless.name);
        std::iter::once(transform::FUNCTION).chain(serverless).chain(self.all_kinds().map(|kind| kind.name))
    }
}
