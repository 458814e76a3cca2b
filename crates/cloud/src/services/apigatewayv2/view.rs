//! HTTP APIs as the map shows them.

use std::sync::Arc;

use serde_json::Value;

use super::router::{RouteKey, route_key};
use super::shapes::text;
use super::snapshot::{Integration, Kind, Route, Snapshot};
use super::state::{Api, DEFAULT_STAGE};
use crate::account::REGION;
use crate::services::lambda;
use crate::view::stage::{ApiView, RouteView};
use crate::world::World;

/// The HTTP APIs, in the order of their ids.
pub fn apis(world: &World) -> Vec<ApiView> {
    world.apigatewayv2().apis.values().map(|api| view(api)).collect()
}

fn view(api: &Api) -> ApiView {
    let stage = api.stages.get_key_value(DEFAULT_STAGE).or_else(|| api.stages.iter().next());
    let deployed = stage.and_then(|(name, stage)| Some((name, api.deployed(stage)?)));
    let kind = match stage {
        Some((name, _)) => format!("API Gateway, HTTP, {name}"),
        None => "API Gateway, HTTP, no stage".to_owned(),
    };
    let host = format!("https://{}.execute-api.{REGION}.amazonaws.com", api.id);
    // What is drafted is shown; what is deployed with the same integration is live.
    let deployed_routes = deployed.map_or(&[][..], |(_, snapshot)| &snapshot.routes);
    let mut routes: Vec<RouteView> = Snapshot::of(api)
        .routes
        .iter()
        .map(|route| {
            let (method, path) = match route_key(&route.key) {
                Some(RouteKey::Path(verb, path)) => (verb, path),
                _ => ("ANY", "$default"),
            };
            let function = route.integration.as_deref().and_then(|integration| function(api, integration));
            let id = |route: &Route| route.integration.as_ref().map(|integration| integration.id.clone());
            let live = deployed_routes.iter().any(|held| held.key == route.key && id(held) == id(route));
            let by_role = route.integration.as_ref().is_some_and(|integration| !integration.credentials.is_empty());
            RouteView { method: method.to_owned(), path: path.to_owned(), function, live, by_role }
        })
        .collect();
    routes.sort_by(|a, b| (&a.path, &a.method).cmp(&(&b.path, &b.method)));
    ApiView {
        id: api.id.clone(),
        name: text(&api.settings, "name").into(),
        kind,
        address: deployed.map(|(name, _)| if **name == *DEFAULT_STAGE { host } else { format!("{host}/{name}") }),
        routes,
        changed: api.changed,
    }
}

fn function(api: &Api, integration: &Integration) -> Option<Arc<str>> {
    let Kind::Lambda { function, .. } = &integration.kind else { return None };
    // A function that stage variables name is that of the stage that is shown.
    let named = function.split_once("${stageVariables.").and_then(|(_, rest)| rest.split_once('}'));
    let function = match named {
        Some((name, _)) => {
            let stage = api.stages.get(DEFAULT_STAGE).or_else(|| api.stages.values().next())?;
            let value = stage.settings.get("stageVariables").and_then(|all| all.get(name)).and_then(Value::as_str)?;
            function.replace(&format!("${{stageVariables.{name}}}"), value)
        }
        None => function.clone(),
    };
    Some(lambda::function_name(&function).into())
}
