//! `TransactGetItems`: up to 100 items as they are at one moment.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html>

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::capacity::{Consumed, Detail, Reading, read_units};
use super::super::error::Error;
use super::super::input::{body, missing, table_name};
use super::super::table::Table;
use super::super::throughput::{Use, charge_all};
use super::super::value::{Item, item_size};
use super::super::wire::{read_item, write_item};
use super::find;
use super::get_item::projection;
use super::transact_write_items::parts;
use crate::operation::{Call, Context};

/// Gets items, in the order asked for.
pub fn transact_get_items(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let detail = Detail::read(&body)?;
    let mut gets = Vec::new();
    for part in parts(&body)? {
        let get = part.get("Get").and_then(Value::as_object).ok_or_else(|| missing("Get"))?;
        let name = table_name(get)?;
        let key = read_item(get.get("Key").ok_or_else(|| missing("Key"))?)?;
        let projection = projection(get)?;
        let table = find(context, &name)?;
        let item = table.get(&table.schema.key_of(&key)?);
        let shown = item.as_deref().map(|item| match &projection {
            Some(projection) => projection.of_item(item),
            None => item.clone(),
        });
        gets.push(Get { table, item, shown });
    }
    answer(context, gets, detail)
}

/// One item of a transaction that reads.
pub struct Get {
    /// Its table.
    pub table: Arc<Table>,
    /// The item, if it is there.
    pub item: Option<Arc<Item>>,
    /// What is shown of it.
    pub shown: Option<Item>,
}

/// Answers what a transaction read and consumed.
///
/// # Errors
/// When a table has no units left.
pub fn answer(context: &mut Context<'_>, gets: Vec<Get>, detail: Detail) -> Result<Value, Error> {
    let cost = |get: &Get| {
        let units = read_units(get.item.as_ref().map_or(0, |item| item_size(item)), Reading::Transactional);
        Consumed { table: units, ..Consumed::default() }
    };
    let actions: Vec<_> = gets.iter().map(|get| (&get.table, cost(get))).collect();
    let consumed = charge_all(context, Use::Read, &actions, detail)?;
    let responses: Vec<Value> = gets
        .iter()
        .map(|get| get.shown.as_ref().map_or_else(|| json!({}), |item| json!({"Item": write_item(item)})))
        .collect();
    let mut answer = json!({"Responses": responses});
    if let Some(consumed) = consumed {
        answer["ConsumedCapacity"] = consumed;
    }
    Ok(answer)
}
