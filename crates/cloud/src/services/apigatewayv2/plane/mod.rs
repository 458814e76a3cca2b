//! The data plane: what becomes of a request to an HTTP API.
//!
//! A request is a [`Flight`] from when its route is looked for until it is answered: route, authorise, integrate, respond.
//! Where it waits for a call, the flight is kept and goes on with the answer.

mod answer;
mod authorise;
mod begin;
mod cors;
mod event;
mod host;
mod integrate;
mod invoke;
mod jwt;
mod lambda_authorizer;
mod limits;
mod log;
pub mod mapping;
mod respond;
mod rs256;
mod variables;

pub use begin::begin;
pub use host::Http;
pub use jwt::Key;

use std::sync::Arc;

use serde_json::Value;

use super::shapes::{entries, text};
use super::snapshot::{Route, Snapshot};
use super::state::Document;
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Answer, Context, Effect, JsonBody, Reply};
use crate::services::execute_api::{self, Exchange, texts};
use crate::sim::time::{Span, Time};
use crate::sim::trace::Place;
use crate::verdict::Principal;

/// A request on its way through an HTTP API.
#[derive(Clone, Debug)]
pub struct Flight {
    /// The request as it came.
    pub request: Request,
    /// The API's id.
    pub api: Arc<str>,
    /// The API's name.
    pub name: Arc<str>,
    /// The stage's name; empty when the path leads to none.
    pub stage: Arc<str>,
    /// The stage's settings.
    pub settings: Document,
    /// What was deployed to it when the request came.
    pub snapshot: Arc<Snapshot>,
    /// The number of the route, once it is found.
    pub route: Option<usize>,
    /// The path without the stage.
    pub path: String,
    /// The path's parameters, decoded.
    pub parameters: Vec<(String, String)>,
    /// The id that the answer carries.
    pub id: String,
    /// When it came.
    pub began: Time,
    /// What is known of the caller.
    pub identity: Identity,
    /// What it waits for.
    pub step: Step,
    /// When the integration was called.
    pub called: Option<Time>,
    /// What became of the integration.
    pub integration: Outcome,
    /// Why it fails, in the words of `$context.error.message`; empty while it does not.
    pub error: &'static str,
}

/// Who calls, as the event tells of it.
#[derive(Clone, Debug, Default)]
pub enum Identity {
    /// Nobody asked.
    #[default]
    Unknown,
    /// The bearer of a token.
    Jwt {
        /// The token's claims, each a text.
        claims: JsonBody,
        /// The token's scopes, when the route asks for some.
        scopes: Option<Vec<String>>,
    },
    /// Whom a function let through, with what it says of them.
    Lambda {
        /// The context that it gave.
        context: JsonBody,
        /// The principal's id, of a policy.
        principal: Option<String>,
    },
    /// Someone whom IAM knows.
    Iam(Principal),
}

/// What a flight waits for.
#[derive(Clone, Debug, Default)]
pub enum Step {
    /// Nothing.
    #[default]
    Under,
    /// The issuer's own description.
    Discovery,
    /// The issuer's keys.
    Keys,
    /// A Lambda authorizer.
    Authorizer {
        /// What its decision is kept under.
        kept_under: Arc<str>,
    },
    /// The integration.
    Integration,
}

/// What became of a call to an integration.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Its status.
    pub status: Option<u16>,
    /// How long it took.
    pub latency: Option<Span>,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// Goes on with a request that waited.
///
/// # Errors
/// When it asks for what is not simulated.
pub fn go_on(context: &mut Context<'_>, flight: &Flight, reply: Reply<'_>) -> Result<Answer, ServiceError> {
    let mut flight = flight.clone();
    match std::mem::take(&mut flight.step) {
        Step::Under => Ok(Answer::WhenHandled),
        Step::Discovery => jwt::discovered(context, flight, reply),
        Step::Keys => jwt::keys_came(context, flight, reply),
        Step::Authorizer { kept_under } => lambda_authorizer::decided(context, flight, kept_under, reply),
        Step::Integration => integrate::answered(context, flight, reply),
    }
}

impl Flight {
    /// The route that it takes.
    fn route(&self) -> Option<&Route> {
        self.snapshot.routes.get(self.route?)
    }

    /// The route's key; empty when there is none.
    fn route_key(&self) -> &str {
        self.route().map_or("", |route| &route.key)
    }

    /// A stage variable.
    fn variable(&self, name: &str) -> Option<&str> {
        entries(&self.settings, "stageVariables").find(|(held, _)| *held == name).map(|(_, value)| value)
    }

    /// A text with its `${stageVariables.name}` replaced. What is not there is empty.
    fn with_variables(&self, text: &str) -> String {
        texts::with_variables(text, &|name| self.variable(name))
    }

    /// The node of the map that it is at.
    fn place(&self) -> Place {
        Place::api(self.api.clone(), self.name.clone())
    }

    /// Whether the stage has an access log, and how its lines are written.
    fn access_log(&self) -> Option<(&str, &str)> {
        let log = self.settings.get("accessLogSettings").and_then(Value::as_object)?;
        Some((text(log, "destinationArn"), text(log, "format")))
    }

    /// Makes a call, and waits.
    fn call(
        mut self,
        context: &mut Context<'_>,
        principal: Principal,
        request: Request,
        patience: Span,
        step: Step,
    ) -> Answer {
        self.step = step;
        let from = self.place();
        context.effects.push(Effect::Call { from, principal, request: Arc::new(request), patience });
        execute_api::wait(context, Exchange::Http(Box::new(self)))
    }
}
