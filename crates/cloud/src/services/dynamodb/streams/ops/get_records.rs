//! `GetRecords`: the records from an iterator on.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html>

use serde_json::{Value, json};

use super::super::super::error::Error;
use super::super::super::input::{body, missing, text};
use super::super::super::limits::{MAX_RECORDS, PAGE_BYTES};
use super::super::cursor::Cursor;
use super::{find, limit};
use crate::operation::{Call, Context};

/// Answers up to 1,000 records or 1 MB, and the iterator to go on with; none once a closed shard is read to its end.
pub fn get_records(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let limit = limit(&body, MAX_RECORDS)?;
    let iterator = text(&body, "ShardIterator")?.ok_or_else(|| missing("ShardIterator"))?;
    let cursor = Cursor::read(iterator)?;
    let stream = find(context, &cursor.arn)?;
    cursor.check_age(context.now)?;
    if cursor.number < stream.oldest(context.now) {
        return Err(Error::Trimmed);
    }
    let (mut records, mut bytes, mut number) = (Vec::new(), 0, cursor.number);
    for (at, record) in stream.from(cursor.number).take(limit) {
        let (shown, size) = record.shown(&stream, at);
        if bytes + size > PAGE_BYTES && !records.is_empty() {
            break;
        }
        bytes += size;
        number = at + 1;
        records.push(shown);
    }
    let mut answer = json!({"Records": records});
    if stream.closed.is_none() || number < stream.next {
        let next = Cursor { number, issued: context.now, ..cursor };
        answer["NextShardIterator"] = json!(next.write());
    }
    Ok(answer)
}
