//! `DeleteTable`: deletes a table with its items.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html>

use serde_json::{Value, json};

use super::super::describe::describe;
use super::super::error::Error;
use super::super::input::{body, table_name};
use super::find_named;
use crate::operation::{Call, Context};

/// Deletes a table, at once although the answer says that it is being deleted.
pub fn delete_table(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let table = find_named(context, &table_name(&body(call)?)?)?;
    if table.protected {
        return Err(Error::invalid(
            "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
        ));
    }
    context.world.dynamodb_mut().remove(&table.name);
    context.changed(table.name.as_ref(), Some(format!("{} items", table.figures(None).0)), None);
    Ok(json!({"TableDescription": describe(&table, "DELETING", context.now)}))
}
