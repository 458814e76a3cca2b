//! DynamoDB Streams: what was written to a table, in order, to be read for 24 hours.
//!
//! A service of its own on the wire (`streams.dynamodb`), on the state of DynamoDB: each write that changes an item is
//! noted by [`change::note`], and the operations here only read. A stream has one shard for as long as it is enabled;
//! AWS splits shards with a table's partitions and rolls them every four hours.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html>

pub mod change;
mod cursor;
mod ops;
pub mod record;
pub mod specification;
pub mod stream;

pub use ops::OPERATIONS;
pub use stream::Stream;

use super::{envelope, error};
use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Call, Context, Operation};
use crate::protocol::{Protocol, json};
use crate::services::Service;

/// DynamoDB Streams, as the gateway sees it.
pub struct DynamoDbStreams {
    /// Its operations that a cloud has.
    pub operations: &'static [Operation],
}

/// The endpoint prefix, which unlike all others has a dot in it.
const PREFIX: &str = "streams.dynamodb";

impl Service for DynamoDbStreams {
    fn prefix(&self) -> &'static str {
        PREFIX
    }

    fn operations(&self) -> &'static [Operation] {
        self.operations
    }

    fn owns(&self, request: &Request) -> bool {
        request.host.strip_prefix(PREFIX).is_some_and(|rest| rest.starts_with('.') && rest.contains(".amazonaws.com"))
    }

    fn route<'a>(&self, request: &'a Request) -> Result<Call<'a>, ServiceError> {
        let operation = self.operation(json::operation(request).unwrap_or_default())?;
        Ok(Call { request, service: PREFIX, operation, name: "".into(), key: "".into(), json: None })
    }

    fn protocol(&self) -> Protocol {
        Protocol::Json("1.0")
    }

    fn encode_error(&self, error: &ServiceError, _: &Request, _: &mut Context<'_>) -> Response {
        error::answer(error)
    }

    fn finish(&self, response: Response, context: &mut Context<'_>) -> Response {
        envelope::finish(response, context)
    }
}
