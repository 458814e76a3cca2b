//! `Scan`: all items, partition by partition, or one segment of them.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html>

use serde_json::{Map, Value};

use super::super::error::Error;
use super::super::input::{body, integer};
use super::super::key::{Partition, Position};
use super::super::schema::Index;
use super::super::search::Search;
use super::super::table::{Items, Table};
use super::super::throughput::{Use, charge};
use super::find;
use crate::operation::{Call, Context};

/// Reads a page of a table or of an index.
pub fn scan(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let search = Search::read(&body, false)?;
    let (segment, total) = segments(&body)?;
    let table = find(context, &search.table)?;
    let index = search.index(&table)?;
    let start: Option<(Partition, Position)> = search.start(&table, index)?;
    if start.as_ref().is_some_and(|(partition, _)| segment_of(partition, total) != segment) {
        return Err(Error::invalid(
            "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: and Segment do not match the key",
        ));
    }
    let (answer, consumed) = search.answer(&table, index, entries(&table, index, start.as_ref(), segment, total));
    charge(context, &table, Use::Read, &consumed)?;
    Ok(answer)
}

/// The items of a segment behind the one at `start`. A segment is a stretch of the hash space, so its partitions lie
/// together.
pub fn entries<'a>(
    table: &'a Table,
    index: Option<&Index>,
    start: Option<&(Partition, Position)>,
    segment: u64,
    total: u64,
) -> Items<'a> {
    let first_of = |segment: u64| (segment << 32).div_ceil(total);
    table.stretch(index, &(first_of(segment)..first_of(segment + 1)), start)
}

fn segment_of(partition: &Partition, total: u64) -> u64 {
    (u64::from(partition.slot) * total) >> 32
}

fn segments(body: &Map<String, Value>) -> Result<(u64, u64), Error> {
    match (integer(body, "Segment", 0)?, integer(body, "TotalSegments", 1)?) {
        (None, None) => Ok((0, 1)),
        (Some(_), None) => Err(Error::invalid(
            "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
        )),
        (None, Some(_)) => Err(Error::invalid(
            "The Segment parameter is required but was not present in the request when parameter TotalSegments is present",
        )),
        (Some(segment), Some(total)) if segment >= total => Err(Error::Validation(format!(
            "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: {segment} is not less than TotalSegments: {total}"
        ))),
        (Some(segment), Some(total)) => Ok((segment, total)),
    }
}
