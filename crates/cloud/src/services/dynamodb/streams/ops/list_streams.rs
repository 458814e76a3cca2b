//! `ListStreams`: the streams of the account, or of one table.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html>

use serde_json::{Value, json};

use super::super::super::error::Error;
use super::super::super::input::{body, plain_name, text};
use super::super::super::limits::MAX_LISTED;
use super::limit;
use crate::operation::{Call, Context};

/// Lists streams in the order of their ARNs, disabled ones too while they can be read.
pub fn list_streams(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let limit = limit(&body, MAX_LISTED)?;
    let table = text(&body, "TableName")?.map(plain_name);
    let after = text(&body, "ExclusiveStartStreamArn")?;
    let mut streams = (context.world.dynamodb().streams())
        .filter(|stream| !stream.is_gone(context.now) && table.is_none_or(|table| *stream.table == *table))
        .filter(|stream| after.is_none_or(|after| *stream.arn > *after));
    let page: Vec<_> = streams.by_ref().take(limit).collect();
    let shown: Vec<Value> = page
        .iter()
        .map(|stream| json!({"StreamArn": &*stream.arn, "TableName": &*stream.table, "StreamLabel": &*stream.label}))
        .collect();
    let mut answer = json!({"Streams": shown});
    if let Some(last) = page.last().filter(|_| streams.next().is_some()) {
        answer["LastEvaluatedStreamArn"] = json!(&*last.arn);
    }
    Ok(answer)
}
