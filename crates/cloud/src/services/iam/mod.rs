//! Identity and Access Management.

pub mod policy;

use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Access, Call, Context, Operation};
use crate::services::Service;
use crate::verdict::{Finding, Principal, Verdict};
use crate::world::World;

/// The state of the service.
#[derive(Clone, Debug, Default)]
pub struct State {}

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

/// Decides whether `principal` may do what `access` names. The owner may do everything.
#[must_use]
pub fn authorise(_world: &World, principal: &Principal, access: &Access) -> Verdict {
    Verdict {
        allowed: true,
        principal: format!("{principal:?}").into(),
        action: access.action,
        resource: access.resource.clone(),
        explicit_deny: Finding::NotNeeded,
        resource_policy: Finding::NotNeeded,
        identity_policy: Finding::NotNeeded,
        decided_by: None,
        reason: "".into(),
    }
}
