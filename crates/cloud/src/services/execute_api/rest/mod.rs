//! The data plane of REST APIs: what becomes of a request to a stage.
//!
//! A request is an [`Exchange`] from when it comes until it is answered. Its steps are, in this order: route, authorise,
//! throttle, validate, map, integrate, respond. Where it waits for a function or another backend, the exchange is kept
//! and goes on with the answer. Where a step fails, API Gateway answers itself ([`respond::refuse`]).

mod admit;
mod answer;
mod authorise;
mod authorizer;
mod event;
mod exchange;
mod integrate;
mod kind;
mod lambda;
mod logs;
mod mapping;
mod proxy;
mod respond;
mod route;
pub mod router;
mod template;
mod test_invoke;
#[cfg(test)]
mod tests;
mod validate;
mod variables;

pub use answer::sent_name;
pub use exchange::Exchange;
pub use proxy::{Malformed, ProxyAnswer};
pub use route::Compiled;
pub use test_invoke::{Test, test_authorizer, test_method};

use self::exchange::Step;
use self::respond::{Refusal, refuse, respond};
use super::host::Host;
use super::{Plane, wait};
use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Answer, Context, Reply};
use crate::sim::trace::Place;
use crate::world::World;

/// REST APIs, as the hosts see them.
pub struct Rest;

/// What a step leads to.
enum Next {
    /// A call was made: the request waits for its answer.
    Wait,
    /// The answer is there.
    Respond(Response),
}

/// How a step ends.
type Outcome = Result<Next, Refusal>;

impl Plane for Rest {
    fn has(&self, world: &World, host: Host<'_>) -> bool {
        matches!(host, Host::Api(id) if world.apigateway().apis.contains_key(id))
    }

    fn place(&self, world: &World, id: &str) -> Place {
        let name = world.apigateway().apis.get(id).map_or("", |api| api.draft.settings.name.as_str());
        Place::api(id, name)
    }

    fn begin(&self, context: &mut Context<'_>, request: &Request, id: &str) -> Result<Answer, ServiceError> {
        let Some(api) = context.world.apigateway().apis.get(id).cloned() else {
            return Err(ServiceError::new("ForbiddenException", 403, "Forbidden"));
        };
        let mut exchange = Exchange::new(context, request, &api);
        let outcome = route::route(context, &mut exchange, &api).and_then(|()| authorised(context, &mut exchange));
        Ok(ended(context, exchange, outcome))
    }
}

/// Goes on with a request that waited.
///
/// # Errors
/// None of its own: a request that fails is answered by a gateway response.
pub fn go_on(context: &mut Context<'_>, exchange: &Exchange, reply: Reply<'_>) -> Result<Answer, ServiceError> {
    let mut exchange = exchange.clone();
    let outcome = match exchange.step.clone() {
        Step::Authorizer(kept_under) => authorizer::decided(context, &mut exchange, &kept_under, reply)
            .and_then(|()| admitted(context, &mut exchange)),
        Step::AuthorizerTest => return Ok(test_invoke::authorizer_answered(context, &mut exchange, reply)),
        Step::Integration => integrate::answered(context, &mut exchange, reply),
    };
    Ok(ended(context, exchange, outcome))
}

/// From the resource that was found on.
fn authorised(context: &mut Context<'_>, exchange: &mut Exchange) -> Outcome {
    match authorise::authorise(context, exchange)? {
        authorise::Next::Allowed => admitted(context, exchange),
        authorise::Next::Wait => Ok(Next::Wait),
    }
}

/// From the caller's permission on.
fn admitted(context: &mut Context<'_>, exchange: &mut Exchange) -> Outcome {
    admit::admit(context, exchange)?;
    validate::validate(context, exchange)?;
    integrate::integrate(context, exchange)
}

/// Keeps the request, or answers it.
fn ended(context: &mut Context<'_>, exchange: Exchange, outcome: Outcome) -> Answer {
    match outcome {
        Ok(Next::Wait) => wait(context, super::Exchange::Rest(Box::new(exchange))),
        Ok(Next::Respond(response)) => respond(context, exchange, response),
        Err(refusal) => refuse(context, exchange, refusal),
    }
}
