//! `CreateTable`: makes an empty table.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html>

use serde_json::{Value, json};

use super::super::declare::declaration;
use super::super::describe::describe;
use super::super::error::Error;
use super::super::input::body;
use super::super::lifecycle::{Status, begin, keep};
use super::super::limits::MAX_TABLES;
use super::super::streams::specification::{self, Asked};
use super::super::table::Table;
use crate::operation::{Call, Context};

/// Makes a table, which takes some seconds until it is active.
pub fn create_table(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let declared = declaration(&body)?;
    let stream = specification::read(&body)?;
    let state = context.world.dynamodb();
    if state.table(&declared.name).is_some() {
        return Err(Error::InUse(format!("Table already exists: {}", declared.name)));
    }
    if state.table_count() >= MAX_TABLES {
        return Err(Error::LimitExceeded(format!(
            "Subscriber limit exceeded: There is a limit of {MAX_TABLES} tables per account"
        )));
    }
    let mut table = Table::new(declared, &context.rng.uuid(), context.now);
    begin(context, &mut table, "", Status::Creating);
    if let Some(Asked::Enabled(view)) = stream {
        specification::open(context, &mut table, view);
    }
    let shown = describe(&table, context.now);
    context.changed(table.name.as_ref(), None, Some("table".to_owned()));
    keep(context, table);
    Ok(json!({"TableDescription": shown}))
}
