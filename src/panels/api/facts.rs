//! The selected API at the run's end: what is set up, what was deployed, and which functions it may invoke.

use std::sync::Arc;

use cloud::account::REGION;
use cloud::services::apigateway::state::{ApiKey, Deployment, Integration, RestApi, Snapshot, Stage, UsagePlan};
use cloud::services::iam::glob::Glob;
use cloud::services::lambda::{Function, authorise_invoke, function_arn, function_name};
use cloud::sim::trace::Place;
use cloud::verdict::Principal;
use cloud::world::World;
use leptos::prelude::*;
use serde_json::Value;

use super::path;
use crate::store::{Selection, Store};

/// The principal that API Gateway is for a function's policy.
pub const PRINCIPAL: &str = "apigateway.amazonaws.com";
/// After this, an integration's address names the function.
const BEFORE_FUNCTION: &str = "/functions/";

/// A REST API, and what stands beside it. What can be changed is as it is at the run's end, since whatever a learner does
/// happens there.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The API.
    pub api: Arc<RestApi>,
    /// Its routes, by path and verb.
    pub routes: Vec<Route>,
    /// All functions that could answer.
    pub functions: Vec<Arc<str>>,
    /// The statements of their policies, by function and name.
    pub statements: Vec<(Arc<str>, Arc<str>)>,
    /// The usage plans that have one of its stages.
    pub plans: Vec<Arc<UsagePlan>>,
    /// All API keys, each with those of the plans that it is in.
    pub keys: Vec<(Arc<ApiKey>, Vec<Arc<str>>)>,
}

/// A route, and what answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The resource's id.
    pub resource: Arc<str>,
    /// `/users/{id}`.
    pub path: String,
    /// `GET`, or `ANY`.
    pub verb: Arc<str>,
    /// What answers.
    pub answers: Answers,
}

/// What answers a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answers {
    /// Nothing: it cannot be deployed.
    Nothing,
    /// API Gateway itself.
    Mock,
    /// A function.
    Function {
        /// Its name.
        name: Arc<str>,
        /// Whether there is such a function.
        exists: bool,
        /// In whose name it is invoked, by the ARN that the integration has for credentials; none for the API itself.
        role: Option<String>,
        /// Whether its policy lets the API invoke it for this route.
        allowed: bool,
        /// The statements of its policy that do.
        statements: Vec<String>,
    },
    /// Something else, by its kind: `HTTP`.
    Other(String),
}

impl PartialEq for Facts {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.api, &other.api)
            && self.routes == other.routes
            && self.functions == other.functions
            && self.statements == other.statements
            && self.plans == other.plans
            && self.keys == other.keys
    }
}

impl Facts {
    /// The API's stages with what each has deployed, the one deployed last first.
    pub fn stages(&self) -> Vec<(Arc<Stage>, Option<Arc<Deployment>>)> {
        let mut stages: Vec<_> = self
            .api
            .stages
            .values()
            .map(|stage| (stage.clone(), self.api.deployments.get(stage.deployment_id.as_str()).cloned()))
            .collect();
        stages.sort_by_key(|(_, deployment)| std::cmp::Reverse(deployment.as_ref().map(|held| held.created)));
        stages
    }

    /// The stages' names in the same order.
    pub fn stage_names(&self) -> Vec<String> {
        self.stages().iter().map(|(stage, _)| stage.name.clone()).collect()
    }

    /// All deployments, newest first.
    pub fn deployments(&self) -> Vec<Arc<Deployment>> {
        let mut all: Vec<_> = self.api.deployments.values().cloned().collect();
        all.sort_by_key(|deployment| std::cmp::Reverse(deployment.created));
        all
    }

    /// What was deployed last.
    pub fn deployed(&self) -> Option<Arc<Snapshot>> {
        self.deployments().first().map(|deployment| deployment.snapshot.clone())
    }
}

/// The address of a stage.
#[must_use]
pub fn address(api: &str, stage: &str) -> String {
    format!("https://{api}.execute-api.{REGION}.amazonaws.com/{stage}")
}

/// Tells the store of the API that is selected, as it is in `latest`.
pub fn show(store: Store, latest: &World) {
    let selected = store.selection.with_untracked(|selection| match selection {
        Some(Selection::Place(Place::Api(api))) => Some(api.id.clone()),
        _ => None,
    });
    let now = selected.and_then(|id| facts(latest, &id));
    let is_same = store
        .drafted
        .with_untracked(|held| held.as_ref().and_then(|held| held.downcast_ref::<Facts>()) == now.as_ref());
    if !is_same {
        store.drafted.set(now.map(|facts| Arc::new(facts) as crate::store::api::Drafted));
    }
}

fn facts(world: &World, id: &str) -> Option<Facts> {
    let state = world.apigateway();
    let api = state.apis.get(id)?.clone();
    let stage = api.stages.keys().next().cloned().unwrap_or_else(|| "prod".into());
    let mut routes: Vec<Route> = api
        .draft
        .resources
        .values()
        .flat_map(|resource| resource.methods.iter().map(move |(verb, method)| (resource, verb, method)))
        .map(|(resource, verb, method)| Route {
            resource: resource.id.clone(),
            path: resource.path.clone(),
            verb: verb.clone(),
            answers: method.integration.as_deref().map_or(Answers::Nothing, |integration| {
                let call = path::call_arn(id, &stage, verb, &resource.path);
                answers(world, integration, &call)
            }),
        })
        .collect();
    routes.sort_by(|a, b| (&a.path, &a.verb).cmp(&(&b.path, &b.verb)));
    let plans: Vec<Arc<UsagePlan>> =
        state.plans.values().filter(|plan| plan.api_stages.iter().any(|held| held.api_id == id)).cloned().collect();
    let in_plan = |key: &str| {
        let held = |plan: &&Arc<UsagePlan>| state.plan_keys.contains(&(plan.id.as_str().into(), key.into()));
        plans.iter().filter(held).map(|plan| plan.id.as_str().into()).collect()
    };
    Some(Facts {
        routes,
        functions: world.lambda().functions().map(|function| function.name.clone()).collect(),
        statements: world.lambda().functions().flat_map(named).collect(),
        keys: state.keys.values().map(|key| (key.clone(), in_plan(&key.id))).collect(),
        plans,
        api,
    })
}

fn answers(world: &World, integration: &Integration, call: &str) -> Answers {
    match integration.kind.as_str() {
        "MOCK" => Answers::Mock,
        "AWS_PROXY" | "AWS" if integration.uri.contains(BEFORE_FUNCTION) => {
            let (_, arn) = integration.uri.split_once(BEFORE_FUNCTION).unwrap_or_default();
            let role = Some(&integration.credentials).filter(|role| !role.is_empty()).cloned();
            function(world, function_name(arn.trim_end_matches("/invocations")), role, call)
        }
        other => Answers::Other(other.to_owned()),
    }
}

fn function(world: &World, name: &str, role: Option<String>, call: &str) -> Answers {
    let held = world.lambda().function(name);
    let principal = Principal::Service { service: PRINCIPAL, source_arn: call.into() };
    Answers::Function {
        name: name.into(),
        exists: held.is_some(),
        role,
        allowed: held.is_some() && authorise_invoke(world, &principal, name, function_arn(name)).allowed,
        statements: held.map(|function| statements(function, call)).unwrap_or_default(),
    }
}

/// The names of all statements of a function's policy.
fn named(function: &Arc<Function>) -> Vec<(Arc<str>, Arc<str>)> {
    let all = function.policy.iter().flat_map(|policy| policy.statements());
    all.filter_map(|statement| statement.sid.clone()).map(|sid| (function.name.clone(), sid)).collect()
}

/// The statements of a function's policy that let API Gateway invoke it for `call`, by their names.
fn statements(function: &Function, call: &str) -> Vec<String> {
    let Some(policy) = &function.policy else { return Vec::new() };
    let reaches = |text: &str| {
        let statement: Value = serde_json::from_str(text).unwrap_or_default();
        let source = &statement["Condition"]["ArnLike"]["AWS:SourceArn"];
        statement["Principal"]["Service"] == PRINCIPAL
            && source.as_str().is_none_or(|pattern| Glob::new(pattern).matches(call))
    };
    let own = policy.statements().iter().filter(|statement| reaches(&statement.text));
    own.filter_map(|statement| statement.sid.as_ref()).map(ToString::to_string).collect()
}
