//! `GetItem`: one item by its key.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html>

use serde_json::{Map, Value};

use super::super::capacity::{Consumed, Detail, Reading, read_units};
use super::super::error::Error;
use super::super::expressions::{Placeholders, Projection};
use super::super::input::{body, flag, missing, one_form, table_name, text};
use super::super::search::attributes_to_get;
use super::super::throughput::{Use, charge};
use super::super::value::item_size;
use super::super::wire::{push_item, read_item};
use super::find;
use crate::operation::{Call, Context};
use crate::protocol::json::{Object, write};

/// Gets an item.
pub fn get_item(context: &mut Context<'_>, call: &Call<'_>) -> Result<Object, Error> {
    let body = body(call)?;
    let name = table_name(&body)?;
    let detail = Detail::read(&body)?;
    let key = read_item(body.get("Key").ok_or_else(|| missing("Key"))?)?;
    let projection = projection(&body)?;
    let reading = Reading::of(flag(&body, "ConsistentRead")?.unwrap_or_default());
    let table = find(context, &name)?;
    let item = table.get(&table.schema.key_of(&key)?);
    let units = read_units(item.as_ref().map_or(0, |item| item_size(item)), reading);
    let consumed = Consumed { table: units, ..Consumed::default() };
    charge(context, &table, Use::Read, &consumed)?;
    let mut answer = Object::default();
    if let Some(item) = &item {
        let into = answer.field("Item");
        match &projection {
            Some(projection) => push_item(&projection.of_item(item), into),
            None => push_item(item, into),
        }
    }
    if let Some(consumed) = consumed.shown(detail, &table, None) {
        write(&consumed, answer.field("ConsumedCapacity"));
    }
    Ok(answer)
}

/// Which parts of items a request with `ProjectionExpression` or `AttributesToGet` asks for; all when there is none.
pub fn projection(body: &Map<String, Value>) -> Result<Option<Projection>, Error> {
    one_form(body, &["AttributesToGet"], &["ProjectionExpression"])?;
    let expression = text(body, "ProjectionExpression")?;
    let mut placeholders = Placeholders::read(body, expression.is_some(), None)?;
    let projection = expression.map(|text| Projection::parse(text, &mut placeholders)).transpose()?;
    placeholders.finish()?;
    Ok(attributes_to_get(body)?.or(projection))
}
