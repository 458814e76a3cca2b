//! What the map shows of REST APIs: what can be called, and which function answers.

use std::sync::Arc;

use super::state::{Integration, Method, Resource, RestApi, Snapshot};
use crate::account::REGION;
use crate::view::stage::{ApiView, RouteView};
use crate::world::World;

/// The APIs, in the order of their ids.
#[must_use]
pub fn apis(world: &World) -> Vec<ApiView> {
    world.apigateway().apis.values().map(|api| view(api)).collect()
}

fn view(api: &RestApi) -> ApiView {
    let stage = api.stages.values().next();
    let deployed = stage.and_then(|stage| api.deployments.get(stage.deployment_id.as_str()));
    let name = stage.map_or("not deployed", |stage| stage.name.as_str());
    ApiView {
        id: api.id.clone(),
        name: api.draft.settings.name.as_str().into(),
        kind: format!("API Gateway, REST, {name}"),
        address: stage.map(|stage| format!("https://{}.execute-api.{REGION}.amazonaws.com/{}", api.id, stage.name)),
        routes: routes(&api.draft, deployed.map(|deployment| &*deployment.snapshot)),
        changed: deployed.is_some_and(|deployment| *deployment.snapshot != api.draft),
    }
}

/// The routes as they are drafted, and whether what was deployed has them so.
fn routes(draft: &Snapshot, deployed: Option<&Snapshot>) -> Vec<RouteView> {
    let live = |path: &str, method: &Method| {
        let resource = deployed?.resources.values().find(|resource| resource.path == path)?;
        Some(resource.methods.get(method.http_method.as_str())?.integration == method.integration)
    };
    let of_resource = |resource: &Resource| {
        let route = |method: &Arc<Method>| RouteView {
            method: method.http_method.clone(),
            path: resource.path.clone(),
            function: method.integration.as_deref().and_then(function),
            live: live(&resource.path, method) == Some(true),
            by_role: method.integration.as_ref().is_some_and(|integration| !integration.credentials.is_empty()),
        };
        resource.methods.values().map(route).collect::<Vec<_>>()
    };
    let mut routes: Vec<RouteView> = draft.resources.values().flat_map(|resource| of_resource(resource)).collect();
    routes.sort_by(|one, other| (&one.path, &one.method).cmp(&(&other.path, &other.method)));
    routes
}

/// The name of the function that an integration invokes, when its address says it.
fn function(integration: &Integration) -> Option<Arc<str>> {
    let (_, arn) = integration.uri.split_once("/functions/")?;
    let (_, name) = arn.strip_suffix("/invocations")?.split_once(":function:")?;
    name.split(':').next().map(Arc::from)
}
