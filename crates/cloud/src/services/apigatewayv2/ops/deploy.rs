//! Deployments: what makes a change answer requests, by a call or by a stage that deploys of itself.

use std::sync::Arc;

use super::{Error, put};
use crate::operation::{Context, JsonBody};
use crate::services::apigatewayv2::shapes::{flag, text};
use crate::services::apigatewayv2::snapshot::Snapshot;
use crate::services::apigatewayv2::state::{Api, Deployment};

/// How many deployments that stages made of themselves are kept beside those that a stage points to. AWS keeps them all;
/// each holds the whole API.
const KEPT: usize = 10;
/// The length of a deployment's id.
const ID_LENGTH: usize = 6;
/// What AWS writes of a deployment that a stage made.
const AUTOMATIC: &str = "Automatic deployment triggered by changes to the Api configuration";
/// Why an API cannot be deployed.
const NO_ROUTES: &str = "Unable to deploy API because no routes exist in this API";

/// Keeps what the API is now as a deployment.
///
/// # Errors
/// When it has no routes.
pub fn deploy(
    context: &mut Context<'_>,
    api: &mut Api,
    description: String,
    automatic: bool,
) -> Result<Arc<str>, Error> {
    if api.routes.is_empty() {
        return Err(Error::bad(NO_ROUTES));
    }
    let id: Arc<str> = context.rng.lower(ID_LENGTH).into();
    let snapshot = Arc::new(Snapshot::of(api));
    let deployment = Deployment { description, created: context.now, automatic, snapshot };
    api.deployments.insert(id.clone(), Arc::new(deployment));
    api.changed = false;
    Ok(id)
}

/// Points a stage of `api` to a deployment.
pub fn point(context: &mut Context<'_>, api: &mut Api, stage: &str, deployment: &str) {
    let name = format!("{} stage {stage}", text(&api.settings, "name"));
    let Some(held) = api.stages.get_mut(stage).map(Arc::make_mut) else { return };
    let before = text(&held.settings, "deploymentId").to_owned();
    let settings = Arc::make_mut(&mut held.settings);
    put(settings, "deploymentId", deployment);
    put(
        settings,
        "lastDeploymentStatusMessage",
        format!("Successfully deployed stage with deployment ID '{deployment}'"),
    );
    held.updated = context.now;
    context.changed(name, (!before.is_empty()).then_some(before), Some(format!("deployment {deployment}")));
}

/// Keeps an API that was changed, and deploys it to the stages that do so of themselves.
pub fn keep_changed(context: &mut Context<'_>, mut api: Api) {
    api.changed = true;
    let stages = api.stages.iter().filter(|(_, stage)| flag(&stage.settings, "autoDeploy"));
    let stages: Vec<Arc<str>> = stages.map(|(name, _)| name.clone()).collect();
    if !stages.is_empty() {
        match deploy(context, &mut api, AUTOMATIC.to_owned(), true) {
            Ok(id) => {
                for stage in &stages {
                    point(context, &mut api, stage, &id);
                }
                prune(&mut api);
            }
            Err(_) => {
                for stage in &stages {
                    failed(&mut api, stage);
                }
            }
        }
    }
    keep(context, api);
}

/// Keeps an API.
pub fn keep(context: &mut Context<'_>, api: Api) {
    context.world.apigatewayv2_mut().apis.insert(api.id.clone(), Arc::new(api));
}

fn failed(api: &mut Api, stage: &str) {
    if let Some(held) = api.stages.get_mut(stage).map(Arc::make_mut) {
        let settings: &mut JsonBody = Arc::make_mut(&mut held.settings);
        put(settings, "lastDeploymentStatusMessage", format!("Deployment attempt failed: {NO_ROUTES}"));
    }
}

/// Forgets the oldest deployments that stages made and left.
fn prune(api: &mut Api) {
    let used: Vec<String> = api.stages.values().map(|stage| text(&stage.settings, "deploymentId").to_owned()).collect();
    let is_left = |id: &str, deployment: &Deployment| deployment.automatic && !used.iter().any(|held| held == id);
    let mut left: Vec<_> = api.deployments.iter().filter(|(id, held)| is_left(id, held)).collect();
    left.sort_by_key(|(_, deployment)| std::cmp::Reverse(deployment.created));
    let gone: Vec<Arc<str>> = left.into_iter().skip(KEPT).map(|(id, _)| id.clone()).collect();
    for id in gone {
        api.deployments.remove(&id);
    }
}
