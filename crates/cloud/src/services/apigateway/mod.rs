//! API Gateway's REST APIs (version 1): what they are made of, and the operations that make them.
//!
//! Answering requests to a stage is the data plane's affair; it reads the state here and changes what is counted.

mod error;
mod ops;
mod patch;
pub mod record;
mod routes;
pub mod state;
#[cfg(test)]
mod tests;
pub mod usage;

pub use error::Error;
pub use ops::gateway_responses::effective as gateway_response;
pub use routes::OPERATIONS;
pub use state::State;

use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Call, Operation};
use crate::services::{Service, is_host_of};

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

    fn route<'a>(&self, request: &'a Request) -> Result<Call<'a>, ServiceError> {
        routes::route(self, request)
    }
}
