//! Create, Get, Update, DeleteDeployment and GetDeployments.
//! <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-deployments.html>

use std::sync::Arc;

use super::deploy::{deploy, keep, point};
use super::{Error, answer, api, body, date, done, page, put};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::services::apigatewayv2::shapes::{self, text};
use crate::services::apigatewayv2::state::{Api, Deployment};

/// Deploys the API as it is now, to a stage if one is named.
pub fn create_deployment(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut api = (*api(context, call)?).clone();
    let given = shapes::read(shapes::DEPLOYMENT, &body(call)?, true)?;
    let stage = text(&given, "stageName");
    if let Some(held) = api.stages.get(stage) {
        if shapes::flag(&held.settings, "autoDeploy") {
            return Err(Error::bad("Deployment ID cannot be set on stages with AutoDeploy enabled").into());
        }
    } else if !stage.is_empty() {
        return Err(Error::unknown("stage").into());
    }
    let id = deploy(context, &mut api, text(&given, "description").to_owned(), false)?;
    if !stage.is_empty() {
        point(context, &mut api, stage, &id);
    }
    let shown = shown(&id, &api.deployments[&id]);
    keep(context, api);
    Ok(answer(201, shown))
}

/// Shows a deployment.
pub fn get_deployment(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    Ok(answer(200, shown(&call.key, &*held(&api, call)?)))
}

/// Lists the deployments, the first before the others.
pub fn get_deployments(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let api = api(context, call)?;
    let mut deployments: Vec<_> = api.deployments.iter().collect();
    deployments.sort_by_key(|(_, deployment)| deployment.created);
    Ok(page(call, deployments.into_iter().map(|(id, deployment)| (id.clone(), shown(id, deployment))))?)
}

/// Describes a deployment otherwise.
pub fn update_deployment(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut api = (*api(context, call)?).clone();
    let mut deployment = (*held(&api, call)?).clone();
    let given = shapes::read(shapes::DEPLOYMENT, &body(call)?, false)?;
    if given.contains_key("description") {
        text(&given, "description").clone_into(&mut deployment.description);
    }
    let shown = shown(&call.key, &deployment);
    api.deployments.insert(call.key.clone(), Arc::new(deployment));
    keep(context, api);
    Ok(answer(200, shown))
}

/// Takes a deployment away.
pub fn delete_deployment(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let mut api = (*api(context, call)?).clone();
    held(&api, call)?;
    if api.stages.values().any(|stage| text(&stage.settings, "deploymentId") == &*call.key) {
        return Err(Error::bad("Active stages pointing to this deployment must be moved or deleted").into());
    }
    api.deployments.remove(&call.key);
    keep(context, api);
    Ok(done())
}

fn held(api: &Api, call: &Call<'_>) -> Result<Arc<Deployment>, Error> {
    api.deployments.get(&call.key).cloned().ok_or_else(|| Error::unknown("Deployment"))
}

fn shown(id: &str, deployment: &Deployment) -> JsonBody {
    let mut document = JsonBody::new();
    put(&mut document, "autoDeployed", deployment.automatic);
    put(&mut document, "createdDate", date(deployment.created));
    put(&mut document, "deploymentId", id);
    put(&mut document, "deploymentStatus", "DEPLOYED");
    if !deployment.description.is_empty() {
        put(&mut document, "description", deployment.description.as_str());
    }
    document
}
