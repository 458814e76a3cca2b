//! DynamoDB: tables with their indexes, items, and the expressions that read and change them.
//!
//! It answers AWS JSON 1.0. Operations read a request, look at tables and answer JSON; expressions know documents
//! only; tables know items and keys, and neither requests nor expressions.

mod access;
mod capacity;
mod constraints;
mod declare;
mod describe;
mod envelope;
mod error;
mod expiry;
mod expressions;
mod glance;
mod input;
mod key;
mod lifecycle;
mod limits;
mod number;
mod open;
mod ops;
mod packed;
mod partiql;
mod place;
mod schema;
mod search;
pub mod state;
pub mod streams;
mod table;
mod throughput;
mod value;
mod wire;
mod write;

#[cfg(test)]
mod tests;

pub use open::opened;
pub use ops::OPERATIONS;
pub use state::State;

use std::sync::Arc;

use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Call, Context, JsonBody, Operation, Timer};
use crate::protocol::{Protocol, json};
use crate::services::Service;
use crate::sim::time::Time;
use crate::sim::trace::Place;
use crate::view::stage::TableView;
use crate::world::World;

/// DynamoDB, as the gateway sees it.
pub struct DynamoDb {
    /// Its operations that a cloud has.
    pub operations: &'static [Operation],
}

impl Service for DynamoDb {
    fn prefix(&self) -> &'static str {
        "dynamodb"
    }

    fn operations(&self) -> &'static [Operation] {
        self.operations
    }

    fn route<'a>(&self, request: &'a Request) -> Result<Call<'a>, ServiceError> {
        self.route_read(request, None)
    }

    fn route_read<'a>(&self, request: &'a Request, json: Option<Arc<JsonBody>>) -> Result<Call<'a>, ServiceError> {
        let operation = self.operation(json::operation(request).unwrap_or_default())?;
        let body = json.map_or_else(|| json::body(request).map(Arc::new), Ok)?;
        let name = partiql::table(&body).unwrap_or_else(|| input::named_table(&body).into());
        Ok(Call { request, service: "dynamodb", operation, name, key: "".into(), json: Some(body) })
    }

    fn protocol(&self) -> Protocol {
        Protocol::Json("1.0")
    }

    fn place(&self, call: &Call<'_>, _world: &World) -> Place {
        if call.name.is_empty() { Place::Service("dynamodb") } else { Place::Table(call.name.clone()) }
    }

    fn tables(&self, world: &World) -> Vec<Arc<str>> {
        world.dynamodb().tables().map(|table| table.name.clone()).collect()
    }

    fn table(&self, world: &World, name: &str, rows: usize) -> Option<TableView> {
        world.dynamodb().table(name).map(|table| glance::glance(table, rows))
    }

    fn is_due(&self, world: &World, timer: &Timer, at: Time) -> bool {
        lifecycle::is_due(world, timer, at)
    }

    fn on_timer(&self, context: &mut Context<'_>, timer: &Timer) {
        lifecycle::act(context, timer);
    }

    fn encode_error(&self, error: &ServiceError, _: &Request, _: &mut Context<'_>) -> Response {
        error::answer(error)
    }

    fn finish(&self, response: Response, context: &mut Context<'_>) -> Response {
        envelope::finish(response, context)
    }
}
