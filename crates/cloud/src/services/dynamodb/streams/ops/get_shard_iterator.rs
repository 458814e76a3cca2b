//! `GetShardIterator`: where to begin to read a shard.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html>

use serde_json::{Value, json};

use super::super::super::error::Error;
use super::super::super::input::{body, choice, missing, text};
use super::super::cursor::Cursor;
use super::super::stream::read_number;
use super::named;
use crate::operation::{Call, Context};

const TYPES: [&str; 4] = ["TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"];

/// Answers an iterator, which is good for 15 minutes.
pub fn get_shard_iterator(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let shard = text(&body, "ShardId")?.ok_or_else(|| missing("ShardId"))?;
    let kind = choice(&body, "ShardIteratorType", &TYPES, "")?;
    if kind.is_empty() {
        return Err(missing("ShardIteratorType"));
    }
    let sequence = text(&body, "SequenceNumber")?;
    let stream = named(context, &body)?;
    if stream.shard() != shard {
        return Err(Error::NotFound(format!(
            "Requested resource not found: Shard: {shard} in stream: {} not found",
            stream.arn
        )));
    }
    let oldest = stream.oldest(context.now);
    let number = match kind {
        "TRIM_HORIZON" => oldest,
        "LATEST" => stream.next,
        _ => {
            let sequence =
                sequence.ok_or_else(|| Error::Validation(format!("SequenceNumber is required for {kind}")))?;
            let held = read_number(sequence).filter(|number| (stream.first()..stream.next).contains(number));
            let number = held.ok_or_else(|| Error::Validation(format!("Invalid SequenceNumber: {sequence}")))?;
            if number < oldest {
                return Err(Error::Trimmed);
            }
            number + u64::from(kind.starts_with("AFTER"))
        }
    };
    let cursor = Cursor { arn: stream.arn.to_string(), number, issued: context.now };
    Ok(json!({"ShardIterator": cursor.write()}))
}
