//! `PutItem`: puts an item in place of any of the same key.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html>

use serde_json::{Value, json};

use super::super::capacity::Detail;
use super::super::error::Error;
use super::super::input::{body, choice};
use super::super::wire::write_item;
use super::super::write::{Form, Write};
use super::{collection_metrics, find};
use crate::operation::{Call, Context};

/// Puts an item.
pub fn put_item(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    put_or_delete(context, call, Form::Put)
}

/// What `PutItem` and `DeleteItem` share: they answer the old item or nothing.
pub fn put_or_delete(context: &mut Context<'_>, call: &Call<'_>, form: Form) -> Result<Value, Error> {
    let body = body(call)?;
    let returned =
        choice(&body, "ReturnValues", &["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"], "NONE")?;
    let detail = Detail::read(&body)?;
    let metrics = choice(&body, "ReturnItemCollectionMetrics", &["SIZE", "NONE"], "NONE")?;
    if !["ALL_OLD", "NONE"].contains(&returned) {
        return Err(Error::invalid("ReturnValues can only be ALL_OLD or NONE"));
    }
    let write = Write::read(form, &body)?;
    let table = find(context, &write.table)?;
    let (plan, consumed) = write.prepare(context, &table)?;
    plan.carry_out(&write.table, context);
    let mut answer = json!({});
    if let Some(before) = plan.before.as_ref().filter(|_| returned == "ALL_OLD") {
        answer["Attributes"] = write_item(before);
    }
    if let Some(consumed) = consumed.shown(detail, &table, None) {
        answer["ConsumedCapacity"] = consumed;
    }
    let named = plan.after.as_ref().or(plan.before.as_ref());
    if let Some(metrics) = named.and_then(|item| collection_metrics(&table, item, metrics)) {
        answer["ItemCollectionMetrics"] = metrics;
    }
    Ok(answer)
}
