//! `DescribeStream`: a stream and its shard.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html>

use serde_json::{Value, json};

use super::super::super::describe::key_schema;
use super::super::super::error::Error;
use super::super::super::input::{body, object, text};
use super::super::super::limits::MAX_LISTED;
use super::super::stream::write_number;
use super::{limit, named};
use crate::operation::{Call, Context};

/// Describes a stream. Its one shard has no parent and no children.
pub fn describe_stream(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    limit(&body, MAX_LISTED)?;
    let children = object(&body, "ShardFilter")?.is_some();
    let after = text(&body, "ExclusiveStartShardId")?;
    let stream = named(context, &body)?;
    let mut range = json!({"StartingSequenceNumber": write_number(stream.first())});
    if stream.closed.is_some() {
        range["EndingSequenceNumber"] = json!(write_number((stream.next - 1).max(stream.first())));
    }
    let shard = stream.shard();
    let shown = !children && after.is_none_or(|after| *shard > *after);
    let shards: Vec<Value> =
        shown.then(|| json!({"ShardId": shard, "SequenceNumberRange": range})).into_iter().collect();
    Ok(json!({"StreamDescription": {
        "StreamArn": &*stream.arn,
        "StreamLabel": &*stream.label,
        "StreamStatus": if stream.closed.is_some() { "DISABLED" } else { "ENABLED" },
        "StreamViewType": stream.view,
        "CreationRequestDateTime": stream.created.epoch_ms() as f64 / 1_000.0,
        "TableName": &*stream.table,
        "KeySchema": key_schema(&stream.keys),
        "Shards": shards,
    }}))
}
