//! `DeleteTable`: deletes a table with its items.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html>

use serde_json::{Value, json};

use super::super::describe::describe;
use super::super::error::Error;
use super::super::input::{body, table_name};
use super::super::lifecycle::{Status, begin, keep};
use super::super::streams::specification;
use super::super::table::Table;
use super::find_named;
use crate::operation::{Call, Context};

/// Deletes a table, which takes some seconds. One that is being deleted already is no error.
pub fn delete_table(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let table = find_named(context, &table_name(&*body(call)?)?)?;
    if table.protected {
        return Err(Error::invalid(
            "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
        ));
    }
    let mut table = Table::clone(&table);
    if table.status() != Status::Deleting {
        table.check_active()?;
        begin(context, &mut table, "", Status::Deleting);
        specification::close(context, &table);
        context.changed(table.name.as_ref(), Some(format!("{} items", table.figures(None).0)), None);
    }
    let shown = describe(&table, context.now);
    keep(context, table);
    Ok(json!({"TableDescription": shown}))
}
