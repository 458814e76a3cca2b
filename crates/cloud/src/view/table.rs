//! A table opened: what it declares, a window of its items, and the calls that were made to it.

use std::sync::Arc;

use serde_json::Value;

use crate::sim::time::Time;
use crate::sim::trace::{Content, MessageId, Place, Trace};

use super::stage::Column;
use super::{Number, micros};

/// A table at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpenTable {
    /// Its ARN.
    pub arn: String,
    /// Its status as DescribeTable tells it: `CREATING`.
    pub status: &'static str,
    /// Its key: the partition key, then the sort key if it has one.
    pub keys: Vec<Column>,
    /// How many items there are.
    pub total: usize,
    /// What they weigh, bytes.
    pub bytes: u64,
    /// Whether it is billed by request rather than by provisioned units.
    pub on_demand: bool,
    /// The read and write units a second that it has.
    pub units: (u64, u64),
    /// Whether it may not be deleted.
    pub protected: bool,
    /// The attribute that says when an item expires.
    pub expires_by: Option<Arc<str>>,
    /// What its stream's records show, in AWS's words, while it has one: `NEW_IMAGE`.
    pub stream: Option<&'static str>,
    /// Its indexes.
    pub indexes: Vec<OpenIndex>,
    /// The first item of the window, counted from 0 in the order in which a scan finds them.
    pub from: usize,
    /// The window's items, each in DynamoDB's JSON.
    pub items: Arc<Vec<Value>>,
}

/// A secondary index.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenIndex {
    /// Its name.
    pub name: Arc<str>,
    /// Whether its partitions are its own; a local index shares the table's.
    pub global: bool,
    /// Its key.
    pub keys: Vec<Column>,
    /// What of an item it holds: `ALL`, `KEYS_ONLY`, or the names.
    pub holds: String,
    /// How many items stand in it.
    pub total: u64,
    /// What they weigh there, bytes.
    pub bytes: u64,
    /// Its status, for a global index.
    pub status: &'static str,
}

/// A call to a table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableCall {
    /// The message that carried it.
    pub message: MessageId,
    /// Its number.
    pub number: u32,
    /// The operation: `PutItem`.
    pub operation: &'static str,
    /// When it was acted upon, microseconds since the origin.
    pub at_us: f64,
    /// The capacity units that its answer tells, when the caller asked.
    pub units: Option<f64>,
    /// The error code, when it was refused.
    pub error: Option<String>,
}

/// The last calls to the table called `name` that were acted upon by `at`, newest first.
#[must_use]
pub fn calls(trace: &Trace, name: &str, at: Time, most: usize) -> Vec<TableCall> {
    let own = trace.messages.iter().skip(trace.origin_message as usize).rev();
    let own = own.filter(|message| match (&message.to, &message.content) {
        (Place::Table(table), Content::Call(_)) => **table == *name,
        // Batches and transactions go to the service, and name their tables inside.
        (Place::Service("dynamodb"), Content::Call(request)) => names(&request.body, name),
        _ => false,
    });
    let done = own.filter_map(|message| Some((message, message.handled.as_ref().filter(|done| done.at <= at)?)));
    done.take(most)
        .map(|(message, done)| TableCall {
            message: message.id,
            number: Number::of(trace, message.id).number,
            operation: message.operation,
            at_us: micros(trace, done.at),
            units: done.response.as_ref().and_then(|response| units(&response.body)),
            error: done.error.clone(),
        })
        .collect()
}

/// Whether a request names a table anywhere.
fn names(body: &[u8], table: &str) -> bool {
    let quoted = [b"\"", table.as_bytes(), b"\""].concat();
    body.windows(quoted.len()).any(|part| part == quoted)
}

/// Within so many bytes of its end an answer tells what it consumed.
const TAIL: usize = 8_192;

/// The units that an answer says were consumed, of one table or of several.
fn units(answer: &[u8]) -> Option<f64> {
    // It stands behind the items, so that a page of a megabyte need not be read for it.
    const NAME: &[u8] = b"\"ConsumedCapacity\":";
    let tail = &answer[answer.len().saturating_sub(TAIL)..];
    let at = tail.windows(NAME.len()).rposition(|part| part == NAME)? + NAME.len();
    let told: Value = serde_json::Deserializer::from_slice(&tail[at..]).into_iter().next()?.ok()?;
    match &told {
        Value::Array(tables) => tables.iter().map(|table| table["CapacityUnits"].as_f64()).sum(),
        table => table["CapacityUnits"].as_f64(),
    }
}

#[cfg(test)]
mod tests {
    use super::{names, units};

    #[test]
    fn a_batch_is_of_the_tables_that_it_names() {
        let batch = br#"{"RequestItems":{"Users":[{"DeleteRequest":{"Key":{"id":{"S":"1"}}}}]}}"#;
        assert!(names(batch, "Users") && !names(batch, "User") && !names(b"{}", "Users"));
    }

    #[test]
    fn units_are_told_of_one_table_and_of_several() {
        for (answer, told) in [
            (r#"{"ConsumedCapacity":{"TableName": "T", "CapacityUnits": 1.5}}"#, Some(1.5)),
            (r#"{"ConsumedCapacity":[{"CapacityUnits": 20.0}, {"CapacityUnits": 5.0}]}"#, Some(25.0)),
            (r#"{"Items":[{"a":{"S":"x"}}],"ConsumedCapacity":{"CapacityUnits":0.5},"Count":1}"#, Some(0.5)),
            (r#"{"Items": []}"#, None),
        ] {
            assert_eq!(units(answer.as_bytes()), told, "{answer}");
        }
    }
}
