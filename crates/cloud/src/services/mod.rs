//! The simulated services. Each has its state, its operations (one file each), its errors and its routes.
//!
//! Services reach each other by effects and by calls through the gateway, never by each other's state.

pub mod apigateway;
pub mod apigatewayv2;
pub mod cloudformation;
pub mod coverage;
pub mod dynamodb;
pub mod execute_api;
pub mod iam;
pub mod lambda;
pub mod logs;
pub mod registry;
pub mod s3;
pub mod sts;

use std::sync::Arc;

use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Answer, Call, Context, JsonBody, Operation, Reply, Timer};
use crate::protocol::Protocol;
use crate::protocol::sigv4::Dialect;
use crate::sim::time::Time;
use crate::sim::trace::{Place, Subject};
use crate::verdict::Verdict;
use crate::view::stage::{ApiView, TableView};
use crate::world::World;

pub use registry::Services;

/// What the gateway needs of a service.
pub trait Service: Sync {
    /// The endpoint prefix: `s3`.
    fn prefix(&self) -> &'static str;

    /// The service's operations that this cloud has.
    fn operations(&self) -> &'static [Operation];

    /// The operation called `name`.
    ///
    /// # Errors
    /// When it is not simulated; the error names it.
    fn operation(&self, name: &str) -> Result<&'static Operation, ServiceError> {
        self.operations()
            .iter()
            .find(|operation| operation.name == name)
            .ok_or_else(|| ServiceError::not_simulated(self.prefix(), name))
    }

    /// Whether a request's host is this service's.
    fn owns(&self, request: &Request) -> bool {
        is_host_of(&request.host, self.prefix())
    }

    /// Finds the operation that a request asks for.
    ///
    /// # Errors
    /// When the request fits no operation, or one that is not simulated.
    fn route<'a>(&self, request: &'a Request) -> Result<Call<'a>, ServiceError>;

    /// The same, with the body that was read when the request was routed before.
    ///
    /// # Errors
    /// As those of [`Self::route`].
    fn route_read<'a>(&self, request: &'a Request, _json: Option<Arc<JsonBody>>) -> Result<Call<'a>, ServiceError> {
        self.route(request)
    }

    /// The node of the map that receives a call.
    fn place(&self, _call: &Call<'_>, _world: &World) -> Place {
        Place::Service(self.prefix())
    }

    /// The object that a call carries or names, so that the map can show its picture on the way.
    fn subject(&self, _call: &Call<'_>) -> Option<Subject> {
        None
    }

    /// Whether its operations call other services, as their input says.
    fn calls_others(&self) -> bool {
        false
    }

    /// The protocol that its refusals and errors are written in. S3, which writes them its own way, need not say.
    fn protocol(&self) -> Protocol {
        Protocol::RestJson
    }

    /// What a refused caller is told.
    fn denial(&self, verdict: &Verdict, _call: &Call<'_>, _world: &World) -> ServiceError {
        let (code, status) = self.protocol().denial();
        ServiceError::new(code, status, verdict.reason.as_ref())
    }

    /// How the service words a signature that does not hold.
    fn dialect(&self) -> Dialect {
        match self.protocol() {
            Protocol::Query { .. } => Dialect::Query,
            Protocol::Json(_) => Dialect::Json,
            Protocol::RestJson => Dialect::RestJson,
        }
    }

    /// Writes an error in the service's protocol.
    fn encode_error(&self, error: &ServiceError, _request: &Request, context: &mut Context<'_>) -> Response {
        self.protocol().encode_error(error, context.request_id)
    }

    /// Its tables, by name.
    fn tables(&self, _world: &World) -> Vec<Arc<str>> {
        Vec::new()
    }

    /// The table called `name`, with its first items, at most `rows`.
    fn table(&self, _world: &World, _name: &str, _rows: usize) -> Option<TableView> {
        None
    }

    /// Its APIs, in the order of their ids.
    fn apis(&self, _world: &World) -> Vec<ApiView> {
        Vec::new()
    }

    /// Whether a timer that was set for `at` still has something to do. One that has not passes unseen.
    fn is_due(&self, _world: &World, _timer: &Timer, _at: Time) -> bool {
        false
    }

    /// Does what a timer was set for.
    fn on_timer(&self, _context: &mut Context<'_>, _timer: &Timer) {}

    /// Goes on with a request of the service's own that waited for the answer to a call it had made
    /// ([`Effect::Call`](crate::operation::Effect::Call)). The context's message is the one that waits.
    ///
    /// # Errors
    /// When the request fails; it is written as an error of the service's operations would be.
    fn go_on(&self, _context: &mut Context<'_>, _reply: Reply<'_>) -> Result<Answer, ServiceError> {
        Ok(Answer::WhenHandled)
    }

    /// Adds the headers that every answer of the service has.
    fn finish(&self, mut response: Response, context: &mut Context<'_>) -> Response {
        response.headers.set("x-amzn-requestid", context.request_id);
        response.headers.set("date", context.now.rfc1123());
        response
    }
}

/// Whether `prefix` is the part of an AWS host before the region: `lambda` of `lambda.us-east-1.amazonaws.com`, `iam` of
/// `iam.amazonaws.com`.
#[must_use]
pub fn is_host_of(host: &str, prefix: &str) -> bool {
    host.strip_prefix(prefix).is_some_and(|rest| {
        let name = rest.split(':').next().unwrap_or_default();
        rest.starts_with('.') && name.ends_with(".amazonaws.com")
    })
}
