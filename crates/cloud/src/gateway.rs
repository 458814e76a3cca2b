//! The path of a request through the cloud, as one list: route, authorise, run, encode.

use std::sync::Arc;

use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Answer, Context, JsonBody, Reply};
use crate::protocol::sigv4::{Dialect, Refusal};
use crate::services::{Service, Services, iam};
use crate::sim::rng::Rng;
use crate::sim::time::Time;
use crate::sim::trace::{Place, Subject};
use crate::verdict::{Principal, Verdict};
use crate::world::World;

/// What became of a request.
pub struct Performed {
    /// Who acted on it.
    pub verdict: Option<Arc<Verdict>>,
    /// The answer; none when it comes once a handler has ended.
    pub response: Option<Response>,
    /// AWS's error code, when it was refused or failed.
    pub error: Option<String>,
}

/// Where a request goes and what it asks for, found before it is sent so that the map can draw it.
pub struct Destination {
    /// The service's endpoint prefix.
    pub service: &'static str,
    /// The operation's name.
    pub operation: &'static str,
    /// The node that receives it.
    pub place: Place,
    /// The object it carries or names.
    pub subject: Option<Subject>,
    /// Its body, when it was read to find the rest.
    pub json: Option<Arc<JsonBody>>,
}

/// Where `request` goes.
#[must_use]
pub fn destination(world: &World, request: &Request) -> Destination {
    let Some(service) = world.services.of(request) else {
        let place = Place::Service("aws");
        return Destination { service: "aws", operation: "Unknown", place, subject: None, json: None };
    };
    match service.route(request) {
        Ok(call) => Destination {
            service: call.service,
            operation: call.operation.name,
            place: service.place(&call, world),
            subject: service.subject(&call),
            json: call.json,
        },
        Err(_) => Destination {
            service: service.prefix(),
            operation: "Unknown",
            place: Place::Service(service.prefix()),
            subject: None,
            json: None,
        },
    }
}

/// The answer to a `request` whose signature does not hold, in the form of its service. The world is not asked.
#[must_use]
pub fn refuse(refusal: &Refusal, request: &Request, now: Time, request_id: &str) -> Response {
    let dialect = Services::ALL.of(request).map_or(Dialect::RestJson, |service| service.dialect());
    answer_error(&refusal.error(dialect), request, now, request_id)
}

/// An error found before `request` reached the cloud, in the form of its service. The world is not asked.
#[must_use]
pub fn answer_error(error: &ServiceError, request: &Request, now: Time, request_id: &str) -> Response {
    let Some(service) = Services::ALL.of(request) else {
        return crate::protocol::rest_json::error(error, request_id);
    };
    // Errors are encoded within a context; this one leads nowhere.
    let mut context = Context {
        now,
        request_id,
        principal: &Principal::Anonymous,
        message: None,
        world: &mut World::default(),
        rng: &mut Rng::new(0),
        changes: &mut Vec::new(),
        effects: &mut Vec::new(),
    };
    let response = service.encode_error(error, request, &mut context);
    service.finish(response, &mut context)
}

/// Takes `request` through the whole path and answers it.
pub fn perform(context: &mut Context<'_>, request: &Request) -> Performed {
    perform_read(context, request, None)
}

/// The same, with the body as JSON if it was read before.
pub fn perform_read(context: &mut Context<'_>, request: &Request, json: Option<Arc<JsonBody>>) -> Performed {
    let Some(service) = context.world.services.of(request) else {
        let error = ServiceError::not_simulated(&request.host, &request.method);
        let response = crate::protocol::rest_json::error(&error, context.request_id);
        return Performed { verdict: None, response: Some(response), error: Some("NotImplemented".into()) };
    };
    let mut verdict = None;
    let result = route_authorise_run(service, context, request, json, &mut verdict);
    performed(service, context, request, verdict, result)
}

/// Lets the service `prefix` go on with `request`, which waited for the answer to a call of the service's own.
pub fn go_on(context: &mut Context<'_>, prefix: &str, request: &Request, reply: Reply<'_>) -> Performed {
    let Some(service) = context.world.services.called(prefix) else {
        return Performed { verdict: None, response: None, error: None };
    };
    let result = service.go_on(context, reply);
    performed(service, context, request, None, result)
}

fn performed(
    service: &dyn Service,
    context: &mut Context<'_>,
    request: &Request,
    verdict: Option<Arc<Verdict>>,
    result: Result<Answer, ServiceError>,
) -> Performed {
    match result {
        Ok(Answer::Now(response)) => {
            let response = service.finish(response, context);
            Performed { verdict, response: Some(response), error: None }
        }
        Ok(Answer::Failed { response, error }) => {
            let response = service.finish(response, context);
            Performed { verdict, response: Some(response), error: Some(error.to_owned()) }
        }
        Ok(Answer::WhenHandled) => Performed { verdict, response: None, error: None },
        Err(error) => {
            let code = error.code.to_string();
            let response = service.encode_error(&error, request, context);
            let response = service.finish(response, context);
            Performed { verdict, response: Some(response), error: Some(code) }
        }
    }
}

fn route_authorise_run(
    service: &dyn Service,
    context: &mut Context<'_>,
    request: &Request,
    json: Option<Arc<JsonBody>>,
    verdict: &mut Option<Arc<Verdict>>,
) -> Result<Answer, ServiceError> {
    let call = service.route_read(request, json)?;
    for access in (call.operation.access)(&call) {
        let decision = Arc::new(iam::authorise(context.world, context.principal, &access));
        let allowed = decision.allowed;
        // The verdict kept is the first refusal, or else the first permission: one arrow shows one reason.
        if verdict.is_none() || !allowed {
            *verdict = Some(Arc::clone(&decision));
        }
        if !allowed {
            return Err(service.denial(&decision, &call, context.world));
        }
    }
    (call.operation.run)(context, &call)
}

/// Performs `request` as part of another operation, at once and without a message of its own, as
/// CloudFormation does with each resource of a template.
///
/// # Errors
/// The response, when its status says that the call failed.
pub fn perform_within(context: &mut Context<'_>, request: &Request) -> Result<Response, Response> {
    let response = perform(context, request)
        .response
        .expect("an operation within another is never an invocation, and all others answer at once");
    if response.is_success() { Ok(response) } else { Err(response) }
}
