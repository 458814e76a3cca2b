//! `SELECT`, lowered to the search that `Query` and `Scan` make.

use std::sync::Arc;

use serde_json::Value;

use super::super::capacity::{Consumed, Detail};
use super::super::error::Error;
use super::super::expressions::key_condition::KeyCondition;
use super::super::expressions::{Condition, Projection};
use super::super::key::KeyPart;
use super::super::ops::{query, scan};
use super::super::schema::Index;
use super::super::search::Search;
use super::super::table::Table;
use super::super::value::Item;
use super::keys::{Looked, looked, primary};
use super::statement::Select;

/// How a `SELECT` is carried out.
pub struct Page {
    /// The most items that are looked at.
    pub limit: usize,
    /// Where the page before ended.
    pub start: Option<Item>,
    /// Whether it is strongly consistent.
    pub consistent: bool,
    /// How much is told of what it consumed.
    pub detail: Detail,
}

/// Reads a page of what `select` asks for, answered as `Query` answers, and what it costs.
///
/// # Errors
/// When the table has no such index, or keys or order do not fit it.
pub fn page(select: &Select, table: &Table, page: Page) -> Result<(Value, Consumed), Error> {
    let name = select.source.index.as_ref();
    let index = name
        .map(|name| table.schema.indexes.get(name))
        .map(|index| index.ok_or_else(|| Error::invalid("The table does not have the specified index")))
        .transpose()?;
    if page.consistent && index.is_some_and(|index| index.global) {
        return Err(Error::invalid("Strongly consistent read is not supported on Global Secondary Indexes"));
    }
    let keys = index.map_or(&table.schema.keys, |index| &index.keys);
    let Looked { ranges, filter } = looked(select.condition.as_ref(), keys, &table.schema)?;
    let projection = projection(select);
    let search = Search {
        table: table.name.clone(),
        index: name.cloned(),
        filter,
        key_condition: None,
        select: match (&projection, index) {
            (Some(_), _) => "SPECIFIC_ATTRIBUTES",
            (None, Some(_)) => "ALL_PROJECTED_ATTRIBUTES",
            (None, None) => "ALL_ATTRIBUTES",
        },
        projection,
        limit: page.limit,
        start: page.start,
        consistent: page.consistent,
        detail: page.detail,
    };
    let index = search.index(table)?;
    if let Some(index) = index {
        check_filter(search.filter.as_ref(), table, index)?;
    }
    let start = search.start(table, index)?;
    let Some(ranges) = ranges else {
        ordered(select, None, table, index)?;
        return Ok(search.answer(table, index, scan::entries(table, index, start.as_ref(), 0, 1)));
    };
    let (ranges, forward) = ordered(select, Some(ranges), table, index)?;
    let from = match &start {
        None => 0,
        Some((partition, _)) => ranges
            .iter()
            .position(|range| range.partition == *partition)
            .ok_or_else(|| Error::invalid("Invalid NextToken"))?,
    };
    let mut pieces = Vec::new();
    for range in ranges.into_iter().skip(from) {
        let after = start.as_ref().filter(|(partition, _)| *partition == range.partition);
        pieces.push(query::entries(table, index, range, after.map(|(_, position)| position.clone()), forward)?);
    }
    Ok(search.answer(table, index, Box::new(pieces.into_iter().flatten())))
}

fn projection(select: &Select) -> Option<Projection> {
    if select.columns.is_empty() {
        return None;
    }
    Some(Projection::named(select.columns.iter().map(|column| (column.name.clone(), column.path.clone())).collect()))
}

/// A filter on an index sees what the index holds, and no more.
fn check_filter(filter: Option<&Condition>, table: &Table, index: &Index) -> Result<(), Error> {
    let mut lacking: Vec<&str> = filter
        .map(Condition::paths)
        .unwrap_or_default()
        .into_iter()
        .map(|path| &**path.attribute())
        .filter(|name| !table.schema.projects(index, name))
        .collect();
    lacking.dedup();
    if lacking.is_empty() {
        return Ok(());
    }
    Err(Error::wrong(&format!(
        "Secondary index {} does not project one or more filter attributes: [{}]",
        index.name,
        lacking.join(", ")
    )))
}

/// The ranges in the order asked for, and whether each is read forward.
fn ordered(
    select: &Select,
    ranges: Option<Vec<KeyCondition>>,
    table: &Table,
    index: Option<&Index>,
) -> Result<(Vec<KeyCondition>, bool), Error> {
    let keys = index.map_or(&table.schema.keys, |index| &index.keys);
    if select.order.is_empty() {
        return Ok((ranges.unwrap_or_default(), true));
    }
    if select.condition.is_none() {
        return Err(Error::invalid("Must have WHERE clause in the statement when using ORDER BY clause."));
    }
    if let Some(order) = select.order.iter().find(|order| !keys.has(&order.name)) {
        return Err(Error::Validation(format!(
            "Variable reference {} in ORDER BY clause must be part of the primary key",
            order.name
        )));
    }
    let Some(mut ranges) = ranges else {
        return Err(Error::invalid(
            "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.",
        ));
    };
    let asked = |name: &Arc<str>| select.order.iter().find(|order| order.name == *name).map(|order| order.ascending);
    match asked(&keys.hash) {
        Some(ascending) => {
            let key = |range: &KeyCondition| -> KeyPart { range.partition.key.clone() };
            ranges.sort_by_key(key);
            if !ascending {
                ranges.reverse();
            }
        }
        None if ranges.len() > 1 => {
            return Err(Error::invalid(
                "Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.",
            ));
        }
        None => {}
    }
    Ok((ranges, keys.range.as_ref().and_then(asked).unwrap_or(true)))
}

/// The one item that `select` names by its whole key and by nothing else, as batches and transactions read.
///
/// # Errors
/// When it names something else.
pub fn single(select: &Select, table: &Table, within: &str) -> Result<Option<Arc<Item>>, Error> {
    match primary(select.condition.as_ref(), &table.schema)? {
        Some((key, None)) if select.source.index.is_none() => Ok(table.get(&table.schema.key_of(&key)?)),
        _ => Err(Error::Validation(format!(
            "Select statements within {within} must specify the primary key in the where clause."
        ))),
    }
}

/// What `select` shows of `item`.
#[must_use]
pub fn of_item(select: &Select, item: &Item) -> Item {
    projection(select).map_or_else(|| item.clone(), |projection| projection.of_item(item))
}
