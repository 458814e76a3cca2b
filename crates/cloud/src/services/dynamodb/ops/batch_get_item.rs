//! `BatchGetItem`: up to 100 items of several tables.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html>

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::super::capacity::{Consumed, Detail, Reading, read_units};
use super::super::error::Error;
use super::super::input::{body, flag, list, missing, object, plain_name};
use super::super::limits::{BATCH_GET_BYTES, MAX_BATCH_GET};
use super::super::throughput::{Use, charge};
use super::super::value::item_size;
use super::super::wire::{read_item, write_item};
use super::find;
use super::get_item::projection;
use crate::operation::{Call, Context};

/// Gets items; those beyond 16 MB are left unprocessed.
pub fn batch_get_item(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let detail = Detail::read(&body)?;
    let requests =
        object(&body, "RequestItems")?.filter(|map| !map.is_empty()).ok_or_else(|| missing("RequestItems"))?;
    let empty = Map::new();
    let asked = |request: &Value| request.get("Keys").and_then(Value::as_array).map_or(0, Vec::len);
    if requests.values().map(asked).sum::<usize>() > MAX_BATCH_GET {
        return Err(Error::invalid("Too many items requested for the BatchGetItem call"));
    }
    let (mut responses, mut unprocessed, mut capacities) = (json!({}), json!({}), Vec::new());
    let (mut bytes, mut done, mut throttled) = (0, 0, None);
    for (table_name, request) in requests {
        let request = request.as_object().unwrap_or(&empty);
        let keys = list(request, "Keys")?.filter(|keys| !keys.is_empty()).ok_or_else(|| missing("Keys"))?;
        let projection = projection(request)?;
        let reading = Reading::of(flag(request, "ConsistentRead")?.unwrap_or_default());
        let table = find(context, plain_name(table_name))?;
        let (mut seen, mut items, mut left) = (BTreeSet::new(), Vec::new(), Vec::new());
        let mut consumed = Consumed::default();
        for json in keys {
            let key = table.schema.key_of(&read_item(json)?)?;
            let item = table.get(&key);
            if !seen.insert(key) {
                return Err(Error::invalid("Provided list of item keys contains duplicates"));
            }
            let size = item.as_ref().map_or(0, |item| item_size(item));
            let cost = Consumed { table: read_units(size, reading), ..Consumed::default() };
            if bytes + size > BATCH_GET_BYTES {
                left.push(json.clone());
                continue;
            }
            if let Err(error) = charge(context, &table, Use::Read, &cost) {
                left.push(json.clone());
                throttled = Some(error);
                continue;
            }
            bytes += size;
            done += 1;
            consumed.add(&cost);
            items.extend(item.as_ref().map(|item| match &projection {
                Some(projection) => write_item(&projection.of_item(item)),
                None => write_item(item),
            }));
        }
        responses[table_name] = Value::Array(items);
        if !left.is_empty() {
            let mut again = request.clone();
            again.insert("Keys".to_owned(), Value::Array(left));
            unprocessed[table_name] = Value::Object(again);
        }
        capacities.extend(consumed.shown(detail, &table, None));
    }
    // A batch of which nothing could be read has failed; of another, the rest may be asked for again.
    if let Some(error) = throttled.filter(|_| done == 0) {
        return Err(error);
    }
    let mut answer = json!({"Responses": responses, "UnprocessedKeys": unprocessed});
    if detail != Detail::None {
        answer["ConsumedCapacity"] = Value::Array(capacities);
    }
    Ok(answer)
}
