//! Security Token Service: who am I? It keeps no state of its own; whom it speaks of, IAM knows.

mod error;
mod ops;

use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Call, Context, Operation};
use crate::protocol::query::{self, Form};
use crate::services::Service;
use crate::verdict::Verdict;
use crate::world::World;

/// The namespace of STS's documents.
const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// The service, as the gateway sees it.
pub struct Sts;

impl Service for Sts {
    fn prefix(&self) -> &'static str {
        "sts"
    }

    fn operations(&self) -> &'static [Operation] {
        &ops::OPERATIONS
    }

    fn route<'a>(&self, request: &'a Request) -> Result<Call<'a>, ServiceError> {
        let form = Form::read(request);
        let operation = self.operation(form.get("Action").unwrap_or_default())?;
        Ok(Call { request, service: self.prefix(), operation, name: "".into(), key: "".into() })
    }

    fn denial(&self, verdict: &Verdict, _call: &Call<'_>, _world: &World) -> ServiceError {
        ServiceError::new("AccessDenied", 403, verdict.reason.as_ref())
    }

    fn encode_error(&self, error: &ServiceError, _request: &Request, context: &mut Context<'_>) -> Response {
        query::error(error, NAMESPACE, context.request_id)
    }

    fn finish(&self, response: Response, context: &mut Context<'_>) -> Response {
        response.with_header("x-amzn-requestid", context.request_id)
    }
}
