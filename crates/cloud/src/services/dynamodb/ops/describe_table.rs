//! `DescribeTable`: a table's keys, indexes, state and size.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html>

use serde_json::{Value, json};

use super::super::describe::describe;
use super::super::error::Error;
use super::super::input::{body, table_name};
use super::super::limits::ON_DEMAND_UNITS;
use super::find_named;
use crate::operation::{Call, Context};

/// Describes a table.
pub fn describe_table(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let table = find_named(context, &table_name(&*body(call)?)?)?;
    let mut shown = describe(&table, context.now);
    if table.on_demand {
        let (read, write) = ON_DEMAND_UNITS;
        shown["WarmThroughput"] = json!({"ReadUnitsPerSecond": read, "WriteUnitsPerSecond": write, "Status": "ACTIVE"});
    }
    Ok(json!({"Table": shown}))
}
