//! API Gateway's HTTP APIs (version 2): what they are made of, the operations that make them, and how they answer.
//!
//! The control plane keeps documents as clients write them; a deployment makes a snapshot of them, from which the data
//! plane in `plane` answers.

mod error;
mod ops;
pub mod plane;
mod router;
mod routes;
mod shapes;
pub mod snapshot;
pub mod state;
mod view;

pub use error::Error;
pub use routes::OPERATIONS;
pub use state::State;

use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Call, Context, Operation};
use crate::services::{Service, is_host_of};
use crate::sim::trace::Place;
use crate::view::stage::ApiView;
use crate::world::World;

/// HTTP APIs, as the gateway sees them.
pub struct ApiGatewayV2 {
    /// Its operations that a cloud has.
    pub operations: &'static [Operation],
}

impl Service for ApiGatewayV2 {
    fn prefix(&self) -> &'static str {
        "apigatewayv2"
    }

    fn operations(&self) -> &'static [Operation] {
        self.operations
    }

    /// REST APIs are at the same host; the version stands first in the path.
    fn owns(&self, request: &Request) -> bool {
        is_host_of(&request.host, "apigateway") && request.path.starts_with("/v2/")
    }

    fn route<'a>(&self, request: &'a Request) -> Result<Call<'a>, ServiceError> {
        routes::route(self, request)
    }

    fn place(&self, call: &Call<'_>, world: &World) -> Place {
        match world.apigatewayv2().apis.get(&call.name) {
            Some(api) => Place::api(api.id.clone(), shapes::text(&api.settings, "name")),
            None => Place::Service("apigateway"),
        }
    }

    fn apis(&self, world: &World) -> Vec<ApiView> {
        view::apis(world)
    }

    fn encode_error(&self, error: &ServiceError, _request: &Request, _context: &mut Context<'_>) -> Response {
        Response::new(error.status)
            .with_header("content-type", "application/json")
            .with_header("x-amzn-errortype", error.code.to_string())
            .with_body(serde_json::json!({"message": error.message}).to_string())
    }
}
