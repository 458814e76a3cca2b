//! `ListTables`: the names of all tables, in order.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html>

use serde_json::{Value, json};

use super::super::error::Error;
use super::super::input::{body, integer, text};
use super::super::limits::MAX_LISTED;
use crate::operation::{Call, Context};

/// Lists tables after a name, a page at a time.
pub fn list_tables(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let body = body(call)?;
    let after = text(&body, "ExclusiveStartTableName")?.unwrap_or_default();
    let limit = integer(&body, "Limit", 1)?.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(MAX_LISTED);
    let mut names = context.world.dynamodb().tables().map(|table| &*table.name).filter(|name| *name > after);
    let page: Vec<&str> = names.by_ref().take(limit).collect();
    let mut answer = json!({"TableNames": page});
    if names.next().is_some() {
        answer["LastEvaluatedTableName"] = json!(page.last());
    }
    Ok(answer)
}
