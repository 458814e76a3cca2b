//! API Gateway's REST APIs (version 1): what they are made of, and the operations that make them.
//!
//! Answering requests to a stage is the data plane's affair; it reads the state here and changes what is counted.

mod error;
mod glance;
pub mod openapi;
mod ops;
mod patch;
pub mod record;
mod routes;
pub mod schema;
pub mod state;
#[cfg(test)]
mod tests;
pub mod usage;
pub mod vtl;

pub use error::Error;
pub use ops::authorizers::TTL_S as AUTHORIZER_TTL_S;
pub use ops::gateway_responses::effective as gateway_response;
pub use routes::OPERATIONS;
pub use state::State;

use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Answer, Call, Context, Operation, Reply};
use crate::protocol::rest_json;
use crate::services::{Service, execute_api, is_host_of};
use crate::sim::trace::Place;
use crate::view::stage::ApiView;
use crate::world::World;

/// API Gateway's REST APIs, as the gateway sees them.
pub struct ApiGateway {
    /// Its operations that a cloud has.
    pub operations: &'static [Operation],
}

impl Service for ApiGateway {
    fn prefix(&self) -> &'static str {
        "apigateway"
    }

    fn operations(&self) -> &'static [Operation] {
        self.operations
    }

    fn owns(&self, request: &Request) -> bool {
        // Version 2 has the same host.
        is_host_of(&request.host, self.prefix()) && !request.path.starts_with("/v2/")
    }

    fn go_on(&self, context: &mut Context<'_>, reply: Reply<'_>) -> Result<Answer, ServiceError> {
        // A test of a method is a request like any other.
        execute_api::go_on(context, reply)
    }

    fn route<'a>(&self, request: &'a Request) -> Result<Call<'a>, ServiceError> {
        routes::route(self, request)
    }

    fn place(&self, call: &Call<'_>, world: &World) -> Place {
        match world.apigateway().apis.get(&call.name) {
            Some(api) => Place::api(api.id.clone(), api.draft.settings.name.as_str()),
            None => Place::Service(self.prefix()),
        }
    }

    fn apis(&self, world: &World) -> Vec<ApiView> {
        glance::apis(world)
    }

    fn encode_error(&self, error: &ServiceError, _request: &Request, context: &mut Context<'_>) -> Response {
        // Unlike Lambda, API Gateway does not say whose fault it is.
        let mut response = rest_json::error(error, context.request_id);
        if let Ok(mut body) = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&response.body) {
            body.retain(|name, _| name != "Type");
            response.body = serde_json::Value::Object(body).to_string().into();
        }
        response
    }
}
