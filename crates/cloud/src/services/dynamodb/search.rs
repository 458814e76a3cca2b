//! What queries and scans share: an index, a filter, a projection, a limit, and pages.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::capacity::{Consumed, Detail, Reading, read_units};
use super::error::Error;
use super::expressions::{Condition, Kind, Path, Placeholders, Projection, legacy};
use super::input::{choice, flag, integer, list, object, one_form, table_name, text};
use super::key::{Partition, Position, PrimaryKey, Tie};
use super::lifecycle::Status;
use super::limits::PAGE_BYTES;
use super::schema::{self, Index};
use super::table::{Items, Table};
use super::value::{Item, item_size};
use super::wire::{mismatch, read_item, write_item};

/// A query or a scan, apart from where it looks.
pub struct Search {
    /// The table.
    pub table: Arc<str>,
    /// The index's name.
    pub index: Option<Arc<str>>,
    /// What of the items found is answered.
    pub filter: Option<Condition>,
    /// For a query: which items are looked at.
    pub key_condition: Option<Condition>,
    /// What of each item is answered; everything when there is none.
    pub projection: Option<Projection>,
    /// Which attributes are answered, in the words of `Select`.
    pub select: &'static str,
    /// The most items that are looked at.
    pub limit: usize,
    /// Where the page before ended.
    pub start: Option<Item>,
    /// Whether it is strongly consistent.
    pub consistent: bool,
    /// How much is told of what it consumed.
    pub detail: Detail,
}

/// The older forms' operators that no key can be searched by.
const NOT_INDEXABLE: [&str; 6] = ["NE", "NULL", "NOT_NULL", "CONTAINS", "NOT_CONTAINS", "IN"];
const SELECTS: [&str; 4] = ["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"];

impl Search {
    /// Reads a search; `query` says which of the two it is.
    ///
    /// # Errors
    /// What can be wrong without looking at a table.
    pub fn read(body: &Map<String, Value>, query: bool) -> Result<Self, Error> {
        let table = table_name(body)?;
        let index = text(body, "IndexName")?.map(|name| super::input::check_name(name, "indexName")).transpose()?;
        let given = choice(body, "Select", &SELECTS, "")?;
        let limit = integer(body, "Limit", 1)?.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
        let detail = Detail::read(body)?;
        let start = body.get("ExclusiveStartKey").filter(|key| !key.is_null()).map(read_start).transpose()?;
        let old = ["AttributesToGet", "QueryFilter", "ScanFilter", "KeyConditions", "ConditionalOperator"];
        one_form(body, &old, &["ProjectionExpression", "FilterExpression", "KeyConditionExpression"])?;
        let filter = text(body, "FilterExpression")?;
        let key = text(body, "KeyConditionExpression")?.filter(|_| query);
        let projection = text(body, "ProjectionExpression")?;
        let without = match (query, filter.is_none() && key.is_none()) {
            (_, false) => None,
            (true, true) => Some("FilterExpression and KeyConditionExpression are null"),
            (false, true) => Some("FilterExpression is null"),
        };
        let any = filter.is_some() || key.is_some() || projection.is_some();
        let mut placeholders = Placeholders::read(body, any, without)?;
        let mut filter = filter.map(|text| Condition::parse(Kind::Filter, text, &mut placeholders)).transpose()?;
        let mut key_condition = key.map(|text| Condition::parse(Kind::Key, text, &mut placeholders)).transpose()?;
        let mut projection = projection.map(|text| Projection::parse(text, &mut placeholders)).transpose()?;
        placeholders.finish()?;
        filter = legacy::joined(body, if query { "QueryFilter" } else { "ScanFilter" })?.or(filter);
        if let Some(held) = object(body, "KeyConditions")?.filter(|_| query) {
            if !(1..=2).contains(&held.len()) {
                return Err(Error::invalid("Conditions can be of length 1 or 2 only"));
            }
            let mut operators = held.values().filter_map(|condition| condition.get("ComparisonOperator")?.as_str());
            if operators.any(|operator| NOT_INDEXABLE.contains(&operator)) {
                return Err(Error::invalid("Attempted conditional constraint is not an indexable operation"));
            }
            key_condition = Some(legacy::conditions(held, false)?);
        }
        projection = attributes_to_get(body)?.or(projection);
        let select = select(given, index.is_some(), projection.is_some())?;
        let consistent = flag(body, "ConsistentRead")?.unwrap_or_default();
        Ok(Self { table, index, filter, key_condition, projection, select, limit, start, consistent, detail })
    }

    /// The index of `table` that is searched, checked against what is asked of it.
    ///
    /// # Errors
    /// When the table has no such index, or the index cannot answer.
    pub fn index<'a>(&self, table: &'a Table) -> Result<Option<&'a Index>, Error> {
        let Some(name) = &self.index else { return Ok(None) };
        let index = table
            .schema
            .indexes
            .get(name)
            .ok_or_else(|| Error::Validation(format!("The table does not have the specified index: {name}")))?;
        if !index.global {
            return Ok(Some(index));
        }
        if table.index_status(name) == Status::Creating {
            return Err(Error::Validation(format!("Cannot read from backfilling global secondary index: {name}")));
        }
        if self.consistent {
            return Err(Error::invalid("Consistent reads are not supported on global secondary indexes"));
        }
        if self.select == "ALL_ATTRIBUTES" && index.projection != schema::Projection::All {
            return Err(Error::wrong(&format!(
                "Select type ALL_ATTRIBUTES is not supported for global secondary index {name} because its projection type is not ALL"
            )));
        }
        let wanted = self.projection.iter().flat_map(Projection::attributes);
        let lacking: Vec<&str> =
            wanted.filter(|wanted| !table.schema.projects(index, wanted)).map(|wanted| &**wanted).collect();
        if !lacking.is_empty() {
            let lacking = lacking.join(", ");
            return Err(Error::wrong(&format!("Global secondary index {name} does not project [{lacking}]")));
        }
        Ok(Some(index))
    }

    /// Where the page before ended.
    ///
    /// # Errors
    /// When the start key has not the attributes of such a key.
    pub fn start(&self, table: &Table, index: Option<&Index>) -> Result<Option<(Partition, Position)>, Error> {
        let Some(start) = &self.start else { return Ok(None) };
        let invalid = || Error::invalid("The provided starting key is invalid");
        let keys = table.schema.keys_only(index, start);
        let typed = keys.iter().all(|(name, value)| value.type_name() == table.schema.type_of(name));
        let primary: PrimaryKey = table.schema.key_of(&table.schema.keys_only(None, start)).map_err(|_| invalid())?;
        if keys.len() != start.len() || !typed {
            return Err(invalid());
        }
        match index {
            Some(index) => table.schema.place_in(index, start, &primary).ok_or_else(invalid).map(Some),
            None => Ok(Some((primary.partition, Position { sort: primary.sort, tie: Tie::Own }))),
        }
    }

    /// Reads a page of `entries`: the answer, and what it costs.
    pub fn answer(&self, table: &Table, index: Option<&Index>, entries: Items<'_>) -> (Value, Consumed) {
        let (mut items, mut count, mut scanned, mut bytes) = (Vec::new(), 0_usize, 0_usize, 0_usize);
        let mut last = None;
        for item in entries {
            let narrow = index.filter(|index| index.projection != schema::Projection::All);
            let projected = narrow.map(|index| table.schema.projected(index, &item));
            let held = projected.as_ref().unwrap_or(&item);
            bytes += item_size(held);
            scanned += 1;
            if self.filter.as_ref().is_none_or(|filter| filter.holds(held)) {
                count += 1;
                if self.select != "COUNT" {
                    items.push(self.shown(&item, held, index));
                }
            }
            if scanned == self.limit || bytes >= PAGE_BYTES {
                last = Some(write_item(&table.schema.keys_only(index, &item)));
                break;
            }
        }
        let mut answer = json!({});
        if self.select != "COUNT" {
            answer["Items"] = Value::Array(items);
        }
        answer["Count"] = json!(count);
        answer["ScannedCount"] = json!(scanned);
        if let Some(last) = last {
            answer["LastEvaluatedKey"] = last;
        }
        let consumed = self.consumed(bytes, index);
        if let Some(consumed) = consumed.shown(self.detail, table, None) {
            answer["ConsumedCapacity"] = consumed;
        }
        (answer, consumed)
    }

    /// A local index fetches from the table what it does not hold itself.
    fn shown(&self, item: &Item, held: &Item, index: Option<&Index>) -> Value {
        let whole = index.is_some_and(|index| !index.global);
        match &self.projection {
            Some(projection) => write_item(&projection.of_item(if whole { item } else { held })),
            None if self.select == "ALL_ATTRIBUTES" => write_item(item),
            None => write_item(held),
        }
    }

    fn consumed(&self, bytes: usize, index: Option<&Index>) -> Consumed {
        let units = read_units(bytes, Reading::of(self.consistent));
        match index {
            Some(index) => Consumed { table: 0.0, indexes: [(index.name.clone(), units)].into() },
            None => Consumed { table: units, ..Consumed::default() },
        }
    }
}

fn read_start(key: &Value) -> Result<Item, Error> {
    read_item(key).map_err(|error| match error {
        Error::Validation(text) => Error::Validation(format!("The provided starting key is invalid: {text}")),
        other => other,
    })
}

/// What `AttributesToGet` asks for, in place of a projection.
///
/// # Errors
/// When it is no list of names.
pub fn attributes_to_get(body: &Map<String, Value>) -> Result<Option<Projection>, Error> {
    let Some(names) = list(body, "AttributesToGet")? else { return Ok(None) };
    let mut seen = BTreeSet::new();
    if let Some(name) = names.iter().filter_map(Value::as_str).find(|name| !seen.insert(*name)) {
        return Err(Error::wrong(&format!("Duplicate value in attribute name: {name}")));
    }
    let paths = names
        .iter()
        .map(|name| Ok(Path::to(name.as_str().ok_or_else(|| mismatch(name, "String"))?)))
        .collect::<Result<Vec<_>, Error>>()?;
    Ok(Some(Projection::of(paths.iter())))
}

fn select(given: &'static str, index: bool, projection: bool) -> Result<&'static str, Error> {
    match given {
        "" if projection => Ok("SPECIFIC_ATTRIBUTES"),
        "" if index => Ok("ALL_PROJECTED_ATTRIBUTES"),
        "" => Ok("ALL_ATTRIBUTES"),
        "SPECIFIC_ATTRIBUTES" if !projection => Err(Error::wrong(
            "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
        )),
        "ALL_PROJECTED_ATTRIBUTES" if !index => {
            Err(Error::wrong("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"))
        }
        given if projection && given != "SPECIFIC_ATTRIBUTES" => {
            Err(Error::Validation(format!("Cannot specify the ProjectionExpression when choosing to get {given}")))
        }
        given => Ok(given),
    }
}
