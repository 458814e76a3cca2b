//! `Query`: the items of one partition, in order of their sort keys.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html>

use std::ops::Bound;

use serde_json::Value;

use super::super::error::Error;
use super::super::expressions::key_condition::KeyCondition;
use super::super::input::{body, flag};
use super::super::key::Position;
use super::super::schema::Index;
use super::super::search::Search;
use super::super::table::{Items, Table};
use super::super::throughput::{Use, charge};
use super::find;
use crate::operation::{Call, Context};

/// Reads a page of one partition.
pub fn query(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let forward = flag(&body, "ScanIndexForward")?.unwrap_or(true);
    let search = Search::read(&body, true)?;
    let Some(condition) = &search.key_condition else {
        return Err(Error::invalid(
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
        ));
    };
    let table = find(context, &search.table)?;
    let index = search.index(&table)?;
    let keys = index.map_or(&table.schema.keys, |index| &index.keys);
    let found = KeyCondition::of(condition, keys, &table.schema)?;
    let filtered = search.filter.as_ref().map(|filter| filter.paths()).unwrap_or_default();
    if let Some(path) = filtered.iter().find(|path| keys.has(path.attribute())) {
        let name = path.attribute();
        return Err(Error::Validation(format!(
            "Filter Expression can only contain non-primary key attributes: Primary key attribute: {name}"
        )));
    }
    let start = search.start(&table, index)?;
    if start.as_ref().is_some_and(|(partition, _)| *partition != found.partition) {
        return Err(Error::invalid(
            "The provided starting key is outside query boundaries based on provided conditions",
        ));
    }
    let entries = entries(&table, index, found, start.map(|(_, position)| position), forward)?;
    let (answer, consumed) = search.answer(&table, index, entries);
    charge(context, &table, Use::Read, &consumed)?;
    Ok(answer)
}

/// The items of `found` behind the one at `start`.
///
/// # Errors
/// When `start` is not there.
pub fn entries<'a>(
    table: &'a Table,
    index: Option<&Index>,
    found: KeyCondition,
    start: Option<Position>,
    forward: bool,
) -> Result<Items<'a>, Error> {
    let (mut low, mut high) = (found.low, found.high);
    if let Some(position) = start {
        if !contains(&low, &high, &position) {
            return Err(Error::invalid("The provided starting key does not match the range key predicate"));
        }
        if forward { low = Bound::Excluded(position) } else { high = Bound::Excluded(position) }
    }
    Ok(table.partition(index, &found.partition, &(low, high), forward))
}

fn contains(low: &Bound<Position>, high: &Bound<Position>, position: &Position) -> bool {
    let above = match low {
        Bound::Included(low) | Bound::Excluded(low) => position >= low,
        Bound::Unbounded => true,
    };
    above
        && match high {
            Bound::Included(high) | Bound::Excluded(high) => position <= high,
            Bound::Unbounded => true,
        }
}
