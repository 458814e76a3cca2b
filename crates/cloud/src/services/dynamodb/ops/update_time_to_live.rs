//! `UpdateTimeToLive`: which attribute says when an item expires.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html>

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::error::Error;
use super::super::expiry;
use super::super::input::{body, flag, missing, object, table_name, text};
use super::find_named;
use crate::model::DYNAMODB_EXPIRY_CHANGE;
use crate::operation::{Call, Context};

/// Sets or clears the attribute, at once; AWS takes up to an hour.
pub fn update_time_to_live(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let name = table_name(&body)?;
    let asked = object(&body, "TimeToLiveSpecification")?.ok_or_else(|| missing("TimeToLiveSpecification"))?;
    let enabled = flag(asked, "Enabled")?.ok_or_else(|| missing("Enabled"))?;
    let attribute = text(asked, "AttributeName")?.ok_or_else(|| missing("AttributeName"))?;
    let table = find_named(context, &name)?;
    table.check_active()?;
    let held = table.expires_by.clone();
    match &held {
        Some(_) if enabled => return Err(Error::invalid("TimeToLive is already enabled")),
        None if !enabled => return Err(Error::invalid("TimeToLive is already disabled")),
        Some(held) if **held != *attribute => {
            return Err(Error::Validation(format!(
                "TimeToLive is active on a different AttributeName: current AttributeName is {held}"
            )));
        }
        _ => {}
    }
    if table.expiry_changed.is_some_and(|at| context.now - at < DYNAMODB_EXPIRY_CHANGE) {
        return Err(Error::invalid("Time to live has been modified multiple times within a fixed interval"));
    }
    let changed = Some(context.now);
    let now: Option<Arc<str>> = enabled.then(|| attribute.into());
    context.changed(
        format!("{name} time to live"),
        held.map(|held| held.to_string()),
        now.as_ref().map(|now| now.to_string()),
    );
    if let Some(table) = context.world.dynamodb_mut().table_mut(&name) {
        table.expire_by(now);
        table.expiry_changed = changed;
    }
    expiry::watch(context, &name);
    Ok(json!({"TimeToLiveSpecification": {"Enabled": enabled, "AttributeName": attribute}}))
}
