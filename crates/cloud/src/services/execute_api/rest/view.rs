//! REST APIs as the map shows them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::host;
use super::lambda;
use crate::services::apigateway::state::{Method, RestApi, Snapshot};
use crate::view::stage::{ApiView, RouteView};
use crate::world::World;

/// The REST APIs, in the order of their ids.
#[must_use]
pub fn apis(world: &World) -> Vec<ApiView> {
    world.apigateway().apis.values().map(|api| view(api)).collect()
}

fn view(api: &RestApi) -> ApiView {
    let deployed = api.stages.values().find_map(|stage| {
        let deployment = api.deployments.get(stage.deployment_id.as_str())?;
        Some((stage, deployment))
    });
    let stage = deployed.map(|(stage, _)| stage.name.as_str());
    ApiView {
        id: api.id.clone(),
        name: api.draft.settings.name.as_str().into(),
        kind: format!("API Gateway, REST, {}", stage.unwrap_or("not deployed")),
        address: stage.map(|stage| format!("https://{}/{stage}", host::of_api(&api.id))),
        routes: routes(&api.draft, deployed.map(|(_, deployment)| &*deployment.snapshot)),
        changed: deployed.is_some_and(|(_, deployment)| *deployment.snapshot != api.draft),
    }
}

/// The methods as they are drafted, and those that are only deployed any more, in the order of their paths.
fn routes(draft: &Snapshot, deployed: Option<&Snapshot>) -> Vec<RouteView> {
    let drafted = methods(draft);
    let deployed = deployed.map(methods).unwrap_or_default();
    let mut all = drafted.clone();
    for (route, method) in &deployed {
        all.entry(*route).or_insert(*method);
    }
    let view = |((path, verb), method): ((&str, &str), &Method)| {
        let uri = method.integration.as_ref().map_or("", |integration| integration.uri.as_str());
        let function: Option<Arc<str>> = lambda::arn_in(uri).map(lambda::name_in);
        let live = deployed.get(&(path, verb)).is_some_and(|held| held.integration == method.integration);
        RouteView { method: verb.to_owned(), path: path.to_owned(), function, live }
    };
    all.into_iter().map(view).collect()
}

/// The methods of a snapshot by path and verb.
fn methods(snapshot: &Snapshot) -> BTreeMap<(&str, &str), &Method> {
    let resources = snapshot.resources.values();
    resources
        .flat_map(|resource| {
            resource.methods.iter().map(|(verb, method)| ((resource.path.as_str(), &**verb), &**method))
        })
        .collect()
}
