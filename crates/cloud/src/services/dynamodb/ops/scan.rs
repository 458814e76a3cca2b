//! `Scan`: all items, partition by partition, or one segment of them.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html>

use std::ops::Bound;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::error::Error;
use super::super::input::{body, integer};
use super::super::key::{Partition, Position};
use super::super::limits::MAX_SEGMENTS;
use super::super::search::Search;
use super::super::table::{Tree, between};
use super::super::value::Item;
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
    Ok(search.answer(&table, index, entries(table.tree(index), start.as_ref(), segment, total)))
}

/// The items of a segment behind the one at `start`.
pub fn entries<'a>(
    tree: &'a Tree,
    start: Option<&'a (Partition, Position)>,
    segment: u64,
    total: u64,
) -> impl Iterator<Item = &'a Arc<Item>> {
    // A segment is a stretch of the hash space, so its partitions lie together.
    let first = Partition::first_of(u32::try_from((segment << 32).div_ceil(total)).unwrap_or(u32::MAX));
    let from = start.map_or(&first, |(partition, _)| partition);
    tree.range::<_, Partition>((Bound::Included(from), Bound::Unbounded))
        .take_while(move |(partition, _)| segment_of(partition, total) == segment)
        .flat_map(move |(partition, entries)| {
            let after = start.filter(|(held, _)| held == partition).map(|(_, position)| position.clone());
            between(entries, (after.map_or(Bound::Unbounded, Bound::Excluded), Bound::Unbounded), true)
        })
        .map(|(_, item)| item)
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
        (Some(_), Some(total)) if total > MAX_SEGMENTS => Err(Error::Validation(format!(
            "1 validation error detected: Value '{total}' at 'totalSegments' failed to satisfy constraint: Member must have value less than or equal to {MAX_SEGMENTS}"
        ))),
        (Some(segment), Some(total)) if segment >= total => Err(Error::Validation(format!(
            "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: {segment} is not less than TotalSegments: {total}"
        ))),
        (Some(segment), Some(total)) => Ok((segment, total)),
    }
}
