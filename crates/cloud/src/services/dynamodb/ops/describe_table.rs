//! `DescribeTable`: a table's keys, indexes, state and size.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html>

use serde_json::{Value, json};

use super::super::describe::describe;
use super::super::error::Error;
use super::super::input::{body, table_name};
use super::find_named;
use crate::operation::{Call, Context};

/// Describes a table, which is always active.
pub fn describe_table(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let table = find_named(context, &table_name(&body(call)?)?)?;
    Ok(json!({"Table": describe(&table, "ACTIVE")}))
}
