//! Who may take a route: everyone, whom IAM lets, the bearers of tokens, or whom a function lets.

use super::super::snapshot::Authorization;
use super::{Flight, Identity, integrate, jwt, lambda_authorizer};
use crate::error::ServiceError;
use crate::operation::{Access, Answer, Context, PolicyOf};
use crate::services::execute_api::{self, host};
use crate::services::iam;
use crate::verdict::Principal;

/// Decides who may, and goes on if the caller does.
///
/// # Errors
/// As the integration's.
pub fn authorise(context: &mut Context<'_>, flight: Flight) -> Result<Answer, ServiceError> {
    let authorization = flight.route().map_or(Authorization::None, |route| route.authorization.clone());
    match authorization {
        Authorization::None => integrate::integrate(context, flight),
        Authorization::Iam => by_iam(context, flight),
        Authorization::Jwt(authorizer) => jwt::authorise(context, flight, &authorizer),
        Authorization::Lambda(authorizer) => lambda_authorizer::authorise(context, flight, &authorizer),
        Authorization::Broken => {
            context.phase_failed("authorise", "The authorizer of this route is gone. Give the route another, or none.");
            Ok(flight.refuse(context, 500, "Internal Server Error"))
        }
    }
}

fn by_iam(context: &mut Context<'_>, mut flight: Flight) -> Result<Answer, ServiceError> {
    let caller = execute_api::signer(context, &flight.request);
    if caller == Principal::Anonymous {
        context.phase_failed("authorise", "The route asks for AWS_IAM, and the request is not signed. Sign it with Signature Version 4 for the service execute-api.");
        return Ok(flight.refuse(context, 403, "Forbidden"));
    }
    let access = Access { action: "execute-api:Invoke", resource: flight.arn().into(), policy_of: PolicyOf::Nothing };
    let verdict = iam::authorise_at(context.world, context.now, &caller, &access);
    if !verdict.allowed {
        context
            .phase_failed("authorise", format!("{} Allow execute-api:Invoke on {}.", verdict.reason, access.resource));
        return Ok(flight.refuse(context, 403, "Forbidden"));
    }
    context.phase("authorise", format!("IAM lets {} call {}.", verdict.principal, access.resource));
    flight.identity = Identity::Iam(caller);
    integrate::integrate(context, flight)
}

impl Flight {
    /// The ARN of what is called, as policies name it.
    pub(super) fn arn(&self) -> String {
        host::arn(&self.api, &format!("{}/{}{}", self.stage, self.request.method, self.path))
    }
}
