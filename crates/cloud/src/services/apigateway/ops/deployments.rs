//! Create, Get, Update and DeleteDeployment, and GetDeployments.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDeployment.html>

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{answer, api, api_mut, body, done, page, parts, patched, stages};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::protocol::uri;
use crate::services::apigateway::Error;
use crate::services::apigateway::patch::{Form, REPLACE, Style, Table, rule};
use crate::services::apigateway::record::{Member, record, take};
use crate::services::apigateway::state::{Deployment, RestApi, Snapshot, Stage};

static PATCHES: Table = Table { rules: &[rule("/description", REPLACE, Form::Member)], style: Style::Listed };

record! {
    /// What of a deployment can be patched.
    Patchable {
        /// Its description.
        "description" description: String,
    }
}

/// Keeps what an API is now, and points a stage to it if one is named.
pub fn create_deployment(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    let api = api(context, call)?;
    check(&api.draft)?;
    let stage: String = take(&body, "stageName")?;
    let deployment = Deployment {
        id: context.rng.lower(6).into(),
        description: take(&body, "description")?,
        created: context.now,
        snapshot: Arc::new(api.draft.clone()),
    };
    let answer = answer(201, describe(&deployment, false));
    let id = deployment.id.clone();
    let stage = (!stage.is_empty()).then(|| point(context, &api, &stage, &id, &body)).transpose()?;
    let held = api_mut(context, call);
    held.deployments.insert(id.clone(), Arc::new(deployment));
    if let Some(stage) = stage {
        let before = held.stages.get(stage.name.as_str()).map(|stage| stage.deployment_id.clone());
        let subject = format!("{} stage {}", api.draft.settings.name, stage.name);
        held.stages.insert(stage.name.as_str().into(), Arc::new(stage));
        context.changed(subject, before, Some(id.to_string()));
    }
    Ok(answer)
}

/// Shows a deployment.
pub fn get_deployment(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let embed = uri::parameter(&call.request.query, "embed").is_some_and(|part| part == "apisummary");
    Ok(answer(200, describe(&*find(context, call)?, embed)))
}

/// Lists an API's deployments, newest first.
pub fn get_deployments(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    let mut deployments: Vec<&Arc<Deployment>> = api.deployments.values().collect();
    deployments.sort_by_key(|deployment| std::cmp::Reverse(deployment.created));
    Ok(page(call, deployments.into_iter().map(|held| (held.id.to_string(), describe(held, false))))?)
}

/// Changes a deployment's description.
pub fn update_deployment(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = find(context, call)?;
    let patchable = Patchable { description: held.description.clone() };
    let Patchable { description } = patched(&patchable, &PATCHES, call)?;
    let changed = Deployment { description, ..Deployment::clone(&held) };
    let answer = answer(200, describe(&changed, false));
    api_mut(context, call).deployments.insert(held.id.clone(), Arc::new(changed));
    Ok(answer)
}

/// Deletes a deployment that no stage points to.
pub fn delete_deployment(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = find(context, call)?;
    let api = api_mut(context, call);
    if api.stages.values().any(|stage| stage.deployment_id == *held.id) {
        return Err(Error::bad("Active stages pointing to this deployment must be moved or deleted").into());
    }
    api.deployments.remove(&held.id);
    Ok(done(202))
}

fn find(context: &Context<'_>, call: &Call<'_>) -> Result<Arc<Deployment>, Error> {
    let [id] = parts(call);
    let held = api(context, call)?.deployments.get(id).cloned();
    held.ok_or_else(|| Error::unknown("Deployment"))
}

/// The stage that a deployment makes, or points to itself.
fn point(context: &Context<'_>, api: &RestApi, name: &str, deployment: &str, body: &JsonBody) -> Result<Stage, Error> {
    let mut stage = match api.stages.get(name) {
        Some(held) => Stage::clone(held),
        None => stages::fresh(context, api, name)?,
    };
    deployment.clone_into(&mut stage.deployment_id);
    stage.updated = context.now;
    for (member, source) in [("description", "stageDescription"), ("cacheClusterSize", "cacheClusterSize")] {
        let text: String = take(body, source)?;
        if !text.is_empty() {
            match member {
                "description" => stage.description = text,
                _ => stage.cache_cluster_size = text,
            }
        }
    }
    if body.contains_key("variables") {
        stage.variables = take(body, "variables")?;
    }
    let flag = |name: &str, held: bool| body.get(name).map_or(Ok(held), bool::read);
    stage.tracing_enabled = flag("tracingEnabled", stage.tracing_enabled)?;
    stage.cache_cluster_enabled = flag("cacheClusterEnabled", stage.cache_cluster_enabled)?;
    stages::check(&mut stage)?;
    Ok(stage)
}

/// Refuses an API that could answer nothing.
fn check(draft: &Snapshot) -> Result<(), Error> {
    let mut methods = draft.resources.values().flat_map(|resource| resource.methods.values()).peekable();
    if methods.peek().is_none() {
        return Err(Error::bad("The REST API doesn't contain any methods"));
    }
    if methods.any(|method| method.integration.is_none()) {
        return Err(Error::bad("No integration defined for method"));
    }
    Ok(())
}

fn describe(deployment: &Deployment, summary: bool) -> JsonBody {
    let mut document = Map::new();
    document.insert("id".to_owned(), Value::from(&*deployment.id));
    if !deployment.description.is_empty() {
        document.insert("description".to_owned(), Value::from(deployment.description.as_str()));
    }
    document.insert("createdDate".to_owned(), Value::from(deployment.created.epoch_s()));
    if summary {
        let mut paths = Map::new();
        for resource in deployment.snapshot.resources.values().filter(|resource| !resource.methods.is_empty()) {
            let methods = resource.methods.values().map(|method| {
                let about = json!({
                    "authorizationType": method.authorization_type,
                    "apiKeyRequired": method.api_key_required,
                });
                (method.http_method.clone(), about)
            });
            paths.insert(resource.path.clone(), Value::Object(methods.collect()));
        }
        document.insert("apiSummary".to_owned(), Value::Object(paths));
    }
    document
}
