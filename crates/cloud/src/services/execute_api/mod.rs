//! The hosts at which APIs are called: `{id}.execute-api.us-east-1.amazonaws.com`, and function URLs.
//!
//! This service owns the hosts and knows which kind of API answers at one; each kind is a [`Plane`] of its own. A request
//! that waits for a function or another backend is an [`Exchange`], which the world keeps under the message that waits, so
//! that it can be seen at any moment.

pub mod decisions;
pub mod host;
pub mod lambda;
mod planes;
pub mod request;
pub mod rest;
#[cfg(test)]
pub mod testing;
pub mod texts;
pub mod throttle;
pub mod urls;

pub use planes::{Exchange, Plane};

use std::sync::Arc;

use imbl::OrdMap;

use self::host::Host;
use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Answer, Call, Context, Operation, Reply};
use crate::protocol::sigv4::Dialect;
use crate::protocol::uri;
use crate::services::Service;
use crate::sim::trace::{MessageId, Place};
use crate::verdict::Principal;
use crate::view::stage::ApiView;
use crate::world::World;

/// What is kept of requests on their way.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The requests that wait for the answer to a call, by their message.
    pub exchanges: OrdMap<MessageId, Arc<Exchange>>,
    /// How many requests may come at once now, by what limits them.
    pub buckets: throttle::Buckets,
    /// What was made of deployments to answer requests by, for each API and stage that was called.
    pub compiled: OrdMap<(Arc<str>, Arc<str>), Arc<rest::Compiled>>,
    /// What authorizers decided, as long as it holds.
    pub decisions: decisions::Decisions,
}

impl State {
    /// Forgets what is known of an API that is no longer there.
    pub fn forget(&mut self, api: &str) {
        let (first, part) = (format!("{api}/"), format!("/{api}/"));
        self.keep_decisions(|key, _| !key.starts_with(&first));
        let buckets = self.buckets.iter().filter(|(name, _)| !name.contains(&part));
        self.buckets = buckets.map(|(name, held)| (name.clone(), *held)).collect();
        let compiled = self.compiled.iter().filter(|((of, _), _)| **of != *api);
        self.compiled = compiled.map(|(key, held)| (key.clone(), held.clone())).collect();
    }
}

/// The service, as the gateway sees it.
pub struct ExecuteApi {
    /// Its operations that a cloud has.
    pub operations: &'static [Operation],
}

macro_rules! verb {
    ($name:literal) => {
        Operation { name: $name, access: |_| Vec::new(), run: begin }
    };
}

/// The verbs, in the place of operations: who may call is decided by the API, on the way.
pub static OPERATIONS: [Operation; 7] =
    [verb!("GET"), verb!("POST"), verb!("PUT"), verb!("PATCH"), verb!("DELETE"), verb!("HEAD"), verb!("OPTIONS")];

/// Begins to answer a request.
fn begin(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    match planes::of(context.world, call.request) {
        Some((plane, id)) => plane.begin(context, call.request, id),
        None => Err(ServiceError::new("ForbiddenException", 403, "Forbidden")),
    }
}

impl Service for ExecuteApi {
    fn prefix(&self) -> &'static str {
        "execute-api"
    }

    fn operations(&self) -> &'static [Operation] {
        self.operations
    }

    fn owns(&self, request: &Request) -> bool {
        host::read(&request.host).is_some()
    }

    fn route<'a>(&self, request: &'a Request) -> Result<Call<'a>, ServiceError> {
        let unknown = || ServiceError::new("MissingAuthenticationTokenException", 403, "Missing Authentication Token");
        let operation = self.operation(&request.method).map_err(|_| unknown())?;
        let name = match host::read(&request.host) {
            Some(Host::Api(id) | Host::Url(id)) => id.into(),
            None => Arc::default(),
        };
        Ok(Call { request, service: self.prefix(), operation, name, key: Arc::default(), json: None })
    }

    fn place(&self, call: &Call<'_>, world: &World) -> Place {
        planes::of(world, call.request).map_or(Place::Service(self.prefix()), |(plane, id)| plane.place(world, id))
    }

    fn apis(&self, world: &World) -> Vec<ApiView> {
        // REST APIs are API Gateway's own to show.
        urls::apis(world)
    }

    fn dialect(&self) -> Dialect {
        Dialect::RestJson
    }

    fn encode_error(&self, error: &ServiceError, _request: &Request, _context: &mut Context<'_>) -> Response {
        Response::new(error.status)
            .with_header("content-type", "application/json")
            .with_header("x-amzn-errortype", error.code.to_string())
            .with_body(serde_json::json!({"message": error.message}).to_string())
    }

    fn finish(&self, mut response: Response, context: &mut Context<'_>) -> Response {
        // An answer that had to be waited for has the id that its request came with. HTTP APIs give ids of their own.
        let has_id = |name| response.headers.get(name).is_some();
        if !has_id("x-amzn-requestid") && !has_id("apigw-requestid") {
            response.headers.set("x-amzn-requestid", context.request_id);
        }
        response.headers.set("date", context.now.rfc1123());
        response
    }

    fn go_on(&self, context: &mut Context<'_>, reply: Reply<'_>) -> Result<Answer, ServiceError> {
        go_on(context, reply)
    }
}

/// Whether a request to one of these hosts carries no signature of AWS's, whatever else is in its `Authorization`. Of
/// other hosts' requests it does not say so.
#[must_use]
pub fn is_unsigned(request: &Request) -> bool {
    host::read(&request.host).is_some() && !is_signed(request)
}

/// Whether a request carries a signature of AWS's, true or not.
fn is_signed(request: &Request) -> bool {
    request.headers.get("authorization").is_some_and(|held| held.trim_start().starts_with("AWS4-HMAC-SHA256"))
        || uri::has_parameter(&request.query, "X-Amz-Signature")
}

/// Who calls an API: who signed the request. What is not signed comes from nobody, whoever sent it.
#[must_use]
pub fn signer(context: &Context<'_>, request: &Request) -> Principal {
    if is_signed(request) { context.principal.clone() } else { Principal::Anonymous }
}

/// Goes on with the request of the context's message, which waited.
///
/// # Errors
/// As the plane's own.
pub fn go_on(context: &mut Context<'_>, reply: Reply<'_>) -> Result<Answer, ServiceError> {
    let waiting = context.message.and_then(|message| context.world.execute_api_mut().exchanges.remove(&message));
    match waiting {
        Some(exchange) => planes::go_on(context, &exchange, reply),
        // Nothing waits: there is nobody to answer.
        None => Ok(Answer::WhenHandled),
    }
}

/// Keeps `exchange` until the call that it waits for is answered.
pub fn wait(context: &mut Context<'_>, exchange: Exchange) -> Answer {
    if let Some(message) = context.message {
        context.world.execute_api_mut().exchanges.insert(message, Arc::new(exchange));
    }
    Answer::WhenHandled
}
