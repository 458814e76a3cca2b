//! HTTP APIs, as the hosts of APIs see them.

use super::begin;
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Answer, Context};
use crate::services::apigatewayv2::shapes::text;
use crate::services::execute_api::Plane;
use crate::services::execute_api::host::Host;
use crate::sim::trace::Place;
use crate::world::World;

/// HTTP APIs.
pub struct Http;

impl Plane for Http {
    fn has(&self, world: &World, host: Host<'_>) -> bool {
        matches!(host, Host::Api(id) if world.apigatewayv2().apis.contains_key(id))
    }

    fn place(&self, world: &World, id: &str) -> Place {
        let name = world.apigatewayv2().apis.get(id).map_or("", |api| text(&api.settings, "name"));
        Place::api(id, name)
    }

    fn begin(&self, context: &mut Context<'_>, request: &Request, id: &str) -> Result<Answer, ServiceError> {
        match context.world.apigatewayv2().apis.get(id).cloned() {
            Some(api) => begin(context, &api, request),
            None => Err(ServiceError::new("ForbiddenException", 403, "Forbidden")),
        }
    }
}
