//! `BatchWriteItem`: up to 25 puts and deletes, each for itself.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html>

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::capacity::{Consumed, Detail};
use super::super::error::Error;
use super::super::input::{body, check_name, missing, object, plain_name};
use super::super::limits::MAX_BATCH_WRITE;
use super::super::throughput::{Use, charge};
use super::super::wire::read_item;
use super::super::write::{Action, Write};
use super::find;
use crate::operation::{Call, Context};

/// Puts and deletes items. Everything is checked before anything is done; what the tables have no units for is left
/// unprocessed.
pub fn batch_write_item(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let detail = Detail::read(&body)?;
    let requests =
        object(&body, "RequestItems")?.filter(|map| !map.is_empty()).ok_or_else(|| missing("RequestItems"))?;
    let count: usize = requests.values().map(|list| list.as_array().map_or(0, Vec::len)).sum();
    if count > MAX_BATCH_WRITE || requests.values().any(|list| list.as_array().is_none_or(Vec::is_empty)) {
        let tables: Vec<String> = requests.keys().map(|table| format!("{table}=[...]")).collect();
        return Err(Error::Validation(format!(
            "1 validation error detected: Value '{{{}}}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to {MAX_BATCH_WRITE}, Member must have length greater than or equal to 1]",
            tables.join(", ")
        )));
    }
    let mut writes = Vec::new();
    for (name, list) in requests {
        let name = check_name(plain_name(name), "requestItems")?;
        for request in list.as_array().into_iter().flatten() {
            writes.push(Write::of(name.clone(), read(request)?, None, false)?);
        }
    }
    let mut seen = BTreeSet::new();
    let mut plans = Vec::new();
    for write in &writes {
        let table = find(context, &write.table)?;
        let plan = write.plan(&table)?;
        if !seen.insert((write.table.clone(), plan.key.clone())) {
            return Err(Error::invalid("Provided list of item keys contains duplicates"));
        }
        plans.push((table, plan));
    }
    let (mut capacities, mut unprocessed, mut throttled) = (Vec::new(), json!({}), None);
    let mut done = 0;
    let mut plans = plans.iter();
    for (name, list) in requests {
        let (mut consumed, mut left) = (Consumed::default(), Vec::new());
        let mut own = None;
        for (request, (table, plan)) in list.as_array().into_iter().flatten().zip(plans.by_ref()) {
            own = Some(table);
            let cost = plan.consumed(table);
            if let Err(error) = charge(context, table, Use::Write, &cost) {
                left.push(request.clone());
                throttled = Some(error);
                continue;
            }
            plan.carry_out(&table.name, context);
            consumed.add(&cost);
            done += 1;
        }
        if !left.is_empty() {
            unprocessed[name] = Value::Array(left);
        }
        capacities.extend(own.and_then(|table| consumed.shown(detail, table, None)));
    }
    // A batch of which nothing could be written has failed; of another, the rest may be sent again.
    if let Some(error) = throttled.filter(|_| done == 0) {
        return Err(error);
    }
    let mut answer = json!({"UnprocessedItems": unprocessed});
    if detail != Detail::None {
        answer["ConsumedCapacity"] = Value::Array(capacities);
    }
    Ok(answer)
}

fn read(request: &Value) -> Result<Action, Error> {
    let part =
        |name: &str, field: &str| request.get(name).and_then(|inner| inner.get(field)).map(read_item).transpose();
    match (part("PutRequest", "Item")?, part("DeleteRequest", "Key")?) {
        (Some(item), None) => Ok(Action::Put(item)),
        (None, Some(key)) => Ok(Action::Delete(key)),
        _ => Err(Error::invalid(
            "Supplied WriteRequest is invalid, must contain exactly one of PutRequest and DeleteRequest",
        )),
    }
}
