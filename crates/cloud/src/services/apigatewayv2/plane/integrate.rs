//! The integration: what is called for a route, and what its answer becomes.

use super::super::snapshot::{Integration, Kind};
use super::mapping::{self, Mapping};
use super::variables::Scope;
use super::{Flight, Step, answer, event, invoke};
use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Answer, Context, Reply};
use crate::services::execute_api::lambda::invocation;
use crate::services::execute_api::request::{CLIENT_ADDRESS, pass_on};
use crate::verdict::Principal;

/// Fields that belong to the connection between two hosts.
const HOP_BY_HOP: [&str; 8] =
    ["connection", "content-length", "host", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade"];

/// Calls the integration of the flight's route.
///
/// # Errors
/// When it is an operation of a service that is not simulated.
pub fn integrate(context: &mut Context<'_>, mut flight: Flight) -> Result<Answer, ServiceError> {
    let Some(integration) = flight.route().and_then(|route| route.integration.clone()) else {
        let says = format!(
            "The route {} has no integration, so nothing answers. Attach one, by the route's target.",
            flight.route_key()
        );
        context.phase_failed("integrate", says);
        return Ok(flight.refuse(context, 404, "Not Found"));
    };
    flight.called = Some(context.now);
    let mut request = flight.request.clone();
    let scope = Scope { flight: &flight, request: &flight.request, response: None, now: context.now };
    let path = mapping::on_request(&integration.request, &mut request, &scope);
    match &integration.kind {
        Kind::Lambda { function, is_v2 } => {
            let function = flight.with_variables(function);
            event::added(&flight, &mut request);
            let event = event::event(&flight, &request, *is_v2);
            let principal = invoke::principal(&flight, context.principal, &integration.credentials, &source(&flight));
            let version = if *is_v2 { "2.0" } else { "1.0" };
            context.phase(
                "integrate",
                format!("The request becomes an event of the format {version}, with which the function is invoked."),
            );
            Ok(flight.call(
                context,
                principal,
                invocation(&function, event.to_string()),
                integration.timeout,
                Step::Integration,
            ))
        }
        Kind::Http { url, method } => {
            let method = if method == "ANY" { flight.request.method.clone() } else { method.clone() };
            let Some(request) = proxied(&flight, request, &flight.with_variables(url), method, path) else {
                context.phase_failed(
                    "integrate",
                    format!("The address {url} of the integration is none. Write https://, a host and a path."),
                );
                return Ok(flight.refuse(context, 500, "Internal Server Error"));
            };
            context.phase("integrate", format!("The request goes on to {} {}.", request.method, request.url()));
            Ok(flight.call(context, Principal::Anonymous, request, integration.timeout, Step::Integration))
        }
        Kind::Service(subtype) => {
            context.phase_failed(
                "integrate",
                format!("Integrations of the kind {subtype} are not simulated here. Let a function make the call."),
            );
            Err(ServiceError::not_simulated("execute-api", subtype))
        }
    }
}

/// What of the API invokes the function, as a permission's source ARN names it: stage, verb and the route's path.
fn source(flight: &Flight) -> String {
    match flight.route_key().split_once(' ') {
        Some((_, path)) => format!("{}/{}{path}", flight.stage, flight.request.method),
        None => format!("{}/$default", flight.stage),
    }
}

/// The request to an HTTP address. `path`, when a mapping gives one, stands in place of the address's own.
fn proxied(flight: &Flight, mut request: Request, url: &str, method: String, path: Option<String>) -> Option<Request> {
    let mut url = url.to_owned();
    for (name, value) in &flight.parameters {
        let value = crate::protocol::uri::encode_path(value);
        url = url.replace(&format!("{{{name}}}"), &value).replace(&format!("{{{name}+}}"), &value);
    }
    let target = Request::new(&method, &url).ok()?;
    let forwarded_host = request.host.clone();
    request.method = target.method;
    request.host = target.host;
    request.path = match path {
        Some(path) if path.starts_with('/') => path,
        Some(path) => format!("/{path}"),
        None => target.path,
    };
    request.query =
        [target.query, request.query].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&");
    request.headers.retain(|name| !HOP_BY_HOP.contains(&name));
    pass_on(&mut request, &flight.request.headers);
    let address = CLIENT_ADDRESS;
    request.headers.set("forwarded", format!("by={address};for={address};host={forwarded_host};proto=https"));
    Some(request)
}

/// The integration has answered, or has not in time.
///
/// # Errors
/// Never: whatever it answers becomes an answer.
pub fn answered(context: &mut Context<'_>, mut flight: Flight, reply: Reply<'_>) -> Result<Answer, ServiceError> {
    let Some(integration) = flight.route().and_then(|route| route.integration.clone()) else {
        return Ok(flight.refuse(context, 500, "Internal Server Error"));
    };
    flight.integration.latency = flight.called.map(|called| context.now - called);
    let response = match reply {
        Reply::Answered(response) => response,
        Reply::OutOfPatience => {
            let timeout_s = integration.timeout.as_ms() / 1_000.0;
            let says = format!(
                "The integration had not answered after {timeout_s} s, and the client is told so. A function goes on until it ends or its own timeout comes."
            );
            context.phase_failed("integrate", says);
            flight.integration.error = Some("Endpoint request timed out".to_owned());
            return Ok(flight.refuse(context, 503, "Service Unavailable"));
        }
    };
    flight.integration.status = Some(response.status);
    let response = match &integration.kind {
        Kind::Lambda { function, is_v2 } => {
            let function = flight.with_variables(function);
            if let Some(failure) = invoke::failure(&flight, &function, &source(&flight), response) {
                context.phase_failed("integrate", failure.says.clone());
                flight.integration.error = Some(failure.says);
                return Ok(flight.refuse(context, failure.status, failure.message));
            }
            match answer::read(&response.body, *is_v2) {
                Ok(response) => response,
                Err(why) => {
                    let says = format!("The function's answer {why}.");
                    context.phase_failed("respond", says.clone());
                    flight.integration.error = Some(says);
                    return Ok(flight.refuse(context, 500, "Internal Server Error"));
                }
            }
        }
        _ => {
            let mut response = response.clone();
            response.headers.retain(|name| !HOP_BY_HOP.contains(&name));
            response
        }
    };
    let response = mapped(context, &flight, &integration, response);
    context.phase("respond", format!("The client is answered {} with {} bytes.", response.status, response.body.len()));
    Ok(flight.respond(context, response))
}

/// An answer as the integration's mappings for its status change it.
fn mapped(context: &Context<'_>, flight: &Flight, integration: &Integration, mut response: Response) -> Response {
    let Some(mappings) = integration.response.get(&response.status.to_string()) else { return response };
    let scope = Scope { flight, request: &flight.request, response: Some(&response), now: context.now };
    let values: Vec<Option<String>> =
        mappings.iter().map(|held: &Mapping| mapping::resolve(&held.value, &scope)).collect();
    mapping::on_response(mappings, &mut response, &values);
    response
}
