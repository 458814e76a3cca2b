//! Identity and Access Management: roles, policies, and the decision whether a call is permitted.

pub mod conditions;
pub mod context;
pub mod error;
pub mod evaluate;
pub mod glob;
mod grammar;
pub mod malformed;
pub mod managed;
mod operators;
pub mod pattern;
pub mod policy;
pub mod principals;
pub mod state;

use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Call, Context, Operation};
use crate::services::Service;

pub use evaluate::{arn_of, authorise};
pub use state::State;

/// The service, as the gateway sees it.
pub struct Iam;

impl Service for Iam {
    fn prefix(&self) -> &'static str {
        "iam"
    }

    fn operations(&self) -> &'static [Operation] {
        &[]
    }

    fn route<'a>(&self, request: &'a Request) -> Result<Call<'a>, ServiceError> {
        Err(ServiceError::not_simulated(self.prefix(), &request.path))
    }

    fn encode_error(&self, error: &ServiceError, _request: &Request, context: &mut Context<'_>) -> Response {
        crate::protocol::rest_json::error(error, context.request_id)
    }

    fn finish(&self, response: Response, _context: &mut Context<'_>) -> Response {
        response
    }
}
