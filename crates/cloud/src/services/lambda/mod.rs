//! Lambda.

use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Call, Context, Operation};
use crate::services::Service;

/// The state of the service.
#[derive(Clone, Debug, Default)]
pub struct State {}

/// The service, as the gateway sees it.
pub struct Lambda;

impl Service for Lambda {
    fn prefix(&self) -> &'static str {
        "lambda"
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
