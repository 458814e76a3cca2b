//! The operations of DynamoDB Streams, one file each.

mod describe_stream;
mod get_records;
mod get_shard_iterator;
mod list_streams;

use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::access::{access, body, on_all};
use super::super::error::{Error, NO_TABLE};
use super::super::input::{missing, text};
use super::super::ops::operation;
use super::cursor::Cursor;
use super::stream::Stream;
use crate::operation::{Access, Call, Context, Operation};

/// The shortest ARN that a stream could have, characters.
const LEAST_ARN: usize = 37;

/// All of them.
pub static OPERATIONS: [Operation; 4] = [
    operation!("DescribeStream", describe_stream, |call| on_stream(call, "dynamodb:DescribeStream")),
    operation!("GetRecords", get_records, |call| on_stream(call, "dynamodb:GetRecords")),
    operation!("GetShardIterator", get_shard_iterator, |call| on_stream(call, "dynamodb:GetShardIterator")),
    operation!("ListStreams", list_streams, |_| on_all("dynamodb:ListStreams")),
];

/// Leave to do `action` with the stream that the call names, by its ARN or by an iterator.
fn on_stream(call: &Call<'_>, action: &'static str) -> Vec<Access> {
    let body = body(call);
    let named = |field: &str| body.get(field).and_then(Value::as_str);
    let by_iterator = || Cursor::read(named("ShardIterator")?).ok().map(|cursor| cursor.arn);
    let arn = named("StreamArn").map(str::to_owned).or_else(by_iterator);
    arn.map(|arn| access(action, arn)).into_iter().collect()
}

/// The stream of this ARN.
fn find(context: &Context<'_>, arn: &str) -> Result<Arc<Stream>, Error> {
    let stream = context.world.dynamodb().stream(arn).filter(|stream| !stream.is_gone(context.now));
    stream.cloned().ok_or_else(|| Error::NotFound(format!("{NO_TABLE}: Stream: {arn} not found")))
}

/// The stream that a body names.
fn named(context: &Context<'_>, body: &Map<String, Value>) -> Result<Arc<Stream>, Error> {
    let arn = text(body, "StreamArn")?.ok_or_else(|| missing("StreamArn"))?;
    if arn.len() < LEAST_ARN {
        return Err(Error::Validation(format!(
            "1 validation error detected: Value '{arn}' at 'streamArn' failed to satisfy constraint: Member must have length greater than or equal to {LEAST_ARN}"
        )));
    }
    find(context, arn)
}

/// `Limit`, up to `most`, which it is when the request does not say.
fn limit(body: &Map<String, Value>, most: usize) -> Result<usize, Error> {
    let Some(limit) = super::super::input::integer(body, "Limit", 1)? else { return Ok(most) };
    usize::try_from(limit).ok().filter(|limit| *limit <= most).ok_or_else(|| {
        Error::Validation(format!(
            "1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to {most}"
        ))
    })
}
