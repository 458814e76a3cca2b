//! The kinds of APIs that are called, each of which answers in its own way, and what each keeps of a request that waits.
//!
//! A kind more is a type that is a [`Plane`], an entry in [`PLANES`], a variant of [`Exchange`] and an arm of [`go_on`].

use super::host::{self, Host};
use super::rest;
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Answer, Context, Reply};
use crate::services::apigatewayv2::plane;
use crate::sim::trace::Place;
use crate::world::World;

/// One kind of APIs.
pub trait Plane: Sync {
    /// Whether an API of this kind is called at `host`.
    fn has(&self, world: &World, host: Host<'_>) -> bool;

    /// The node of the map for its API called `id`.
    fn place(&self, world: &World, id: &str) -> Place;

    /// Answers a request to the API called `id`, or begins to: then it makes an
    /// [`Effect::Call`](crate::operation::Effect::Call) and [waits](super::wait).
    ///
    /// # Errors
    /// An error is answered as `{"message":…}` with its code as the error's type.
    fn begin(&self, context: &mut Context<'_>, request: &Request, id: &str) -> Result<Answer, ServiceError>;
}

/// The kinds, in the order in which they are asked.
static PLANES: [&dyn Plane; 2] = [&rest::Rest, &plane::Http];

/// A request that waits for the answer to a call.
#[derive(Clone, Debug)]
pub enum Exchange {
    /// To a REST API.
    Rest(Box<rest::Exchange>),
    /// To an HTTP API.
    Http(Box<plane::Flight>),
}

/// The kind that a request is for, and the id at its host.
pub(super) fn of<'r>(world: &World, request: &'r Request) -> Option<(&'static dyn Plane, &'r str)> {
    let host = host::read(&request.host)?;
    let (Host::Api(id) | Host::Url(id)) = host;
    PLANES.into_iter().find(|plane| plane.has(world, host)).map(|plane| (plane, id))
}

/// Lets the kind of a request go on with it.
pub(super) fn go_on(context: &mut Context<'_>, exchange: &Exchange, reply: Reply<'_>) -> Result<Answer, ServiceError> {
    match exchange {
        Exchange::Rest(exchange) => rest::go_on(context, exchange, reply),
        Exchange::Http(flight) => plane::go_on(context, flight, reply),
    }
}
