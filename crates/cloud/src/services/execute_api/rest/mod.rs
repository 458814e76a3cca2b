//! The data plane of REST APIs.

mod exchange;

pub use exchange::Exchange;

use super::Plane;
use super::host::Host;
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Answer, Context, Reply};
use crate::sim::trace::Place;
use crate::world::World;

/// REST APIs, as the hosts see them.
pub struct Rest;

impl Plane for Rest {
    fn has(&self, world: &World, host: Host<'_>) -> bool {
        matches!(host, Host::Api(id) if world.apigateway().apis.contains_key(id))
    }

    fn place(&self, world: &World, id: &str) -> Place {
        let name = world.apigateway().apis.get(id).map_or("", |api| api.draft.settings.name.as_str());
        Place::Api { id: id.into(), name: name.into() }
    }

    fn begin(&self, _context: &mut Context<'_>, request: &Request, _id: &str) -> Result<Answer, ServiceError> {
        Err(ServiceError::not_simulated("execute-api", &request.method))
    }
}

/// Goes on with a request that waited.
///
/// # Errors
/// When it fails in a way that is not the API's own.
pub fn go_on(_context: &mut Context<'_>, exchange: &Exchange, _reply: Reply<'_>) -> Result<Answer, ServiceError> {
    Err(ServiceError::not_simulated("execute-api", &exchange.request.method))
}
