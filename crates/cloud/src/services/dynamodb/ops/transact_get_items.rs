//! `TransactGetItems`: up to 100 items as they are at one moment.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html>

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::super::capacity::{Consumed, Detail, Reading, read_units};
use super::super::error::Error;
use super::super::input::{body, missing, table_name};
use super::super::table::Table;
use super::super::throughput::{Use, charge};
use super::super::value::item_size;
use super::super::wire::{read_item, write_item};
use super::find;
use super::get_item::projection;
use super::transact_write_items::parts;
use crate::operation::{Call, Context};

/// Gets items, in the order asked for.
pub fn transact_get_items(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let detail = Detail::read(&body)?;
    let (mut responses, mut names) = (Vec::new(), Vec::new());
    let mut consumed: BTreeMap<Arc<str>, (Arc<Table>, Consumed)> = BTreeMap::new();
    for part in parts(&body)? {
        let get = part.get("Get").and_then(Value::as_object).ok_or_else(|| missing("Get"))?;
        let name = table_name(get)?;
        let key = read_item(get.get("Key").ok_or_else(|| missing("Key"))?)?;
        let projection = projection(get)?;
        let table = find(context, &name)?;
        let item = table.get(&table.schema.key_of(&key)?);
        let units = read_units(item.as_ref().map_or(0, |item| item_size(item)), Reading::Transactional);
        names.push(name.clone());
        consumed.entry(name).or_insert_with(|| (table, Consumed::default())).1.table += units;
        responses.push(item.map_or_else(
            || json!({}),
            |item| match &projection {
                Some(projection) => json!({"Item": write_item(&projection.of_item(&item))}),
                None => json!({"Item": write_item(&item)}),
            },
        ));
    }
    let refused: Vec<Option<Error>> =
        consumed.values().map(|(table, sum)| charge(context, table, Use::Read, sum).err()).collect();
    if refused.iter().any(Option::is_some) {
        let tables: Vec<&Arc<str>> = consumed.keys().collect();
        let of = |name: &Arc<str>| tables.iter().position(|held| *held == name).and_then(|at| refused[at].clone());
        return Err(Error::Cancelled(names.iter().map(of).collect()));
    }
    let mut answer = json!({"Responses": responses});
    if detail != Detail::None {
        let shown = consumed.values().filter_map(|(table, sum)| sum.shown(detail, table, Some("ReadCapacityUnits")));
        answer["ConsumedCapacity"] = Value::Array(shown.collect());
    }
    Ok(answer)
}
