//! `Query`: the items of one partition, in order of their sort keys.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html>

use std::ops::Bound;
use std::sync::Arc;

use serde_json::Value;

use super::super::error::Error;
use super::super::expressions::key_condition::KeyCondition;
use super::super::input::{body, flag};
use super::super::key::Position;
use super::super::search::Search;
use super::super::table::{Tree, between};
use super::super::value::Item;
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
    let entries = entries(table.tree(index), found, start.map(|(_, position)| position), forward)?;
    Ok(search.answer(&table, index, entries))
}

/// The items of `found` behind the one at `start`.
///
/// # Errors
/// When `start` is not there.
pub fn entries(
    tree: &Tree,
    found: KeyCondition,
    start: Option<Position>,
    forward: bool,
) -> Result<impl Iterator<Item = &Arc<Item>>, Error> {
    let (mut low, mut high) = (found.low, found.high);
    if let Some(position) = start {
        if !contains(&low, &high, &position) {
            return Err(Error::invalid("The provided starting key does not match the range key predicate"));
        }
        if forward { low = Bound::Excluded(position) } else { high = Bound::Excluded(position) }
    }
    let entries = tree.get(&found.partition).into_iter();
    Ok(entries.flat_map(move |entries| between(entries, (low.clone(), high.clone()), forward)).map(|(_, item)| item))
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
