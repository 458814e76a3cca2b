//! `UpdateItem`: changes an item, or makes it.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html>

use serde_json::{Value, json};

use super::super::capacity::Detail;
use super::super::error::Error;
use super::super::expressions::Projection;
use super::super::input::{body, choice};
use super::super::wire::write_item;
use super::super::write::{Action, Form, Write};
use super::{collection_metrics, find};
use crate::operation::{Call, Context};

/// Changes an item.
pub fn update_item(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let returned =
        choice(&body, "ReturnValues", &["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"], "NONE")?;
    let detail = Detail::read(&body)?;
    let metrics = choice(&body, "ReturnItemCollectionMetrics", &["SIZE", "NONE"], "NONE")?;
    let write = Write::read(Form::Update, &body)?;
    let table = find(context, &write.table)?;
    let (plan, consumed) = write.prepare(context, &table)?;
    plan.carry_out(&write.table, context);
    let mut answer = json!({});
    let shown = if returned.ends_with("OLD") { &plan.before } else { &plan.after };
    if let Some(shown) = shown.as_ref().filter(|_| returned != "NONE") {
        let attributes = match &write.action {
            Action::Update(_, update) if returned.starts_with("UPDATED") => {
                Projection::of(update.paths()).of_item(shown)
            }
            _ => shown.as_ref().clone(),
        };
        if !attributes.is_empty() {
            answer["Attributes"] = write_item(&attributes);
        }
    }
    if let Some(consumed) = consumed.shown(detail, &table, None) {
        answer["ConsumedCapacity"] = consumed;
    }
    if let Some(metrics) = plan.after.as_ref().and_then(|item| collection_metrics(&table, item, metrics)) {
        answer["ItemCollectionMetrics"] = metrics;
    }
    Ok(answer)
}
