//! `DescribeContinuousBackups`: what a table can be restored from.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html>

use serde_json::{Value, json};

use super::super::error::Error;
use super::super::input::{body, table_name};
use super::find_named;
use crate::operation::{Call, Context};

/// Says that recovery to a point in time is off, as it is for every table on which no one has switched it on.
/// Terraform asks this of each table.
pub fn describe_continuous_backups(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    find_named(context, &table_name(&*body(call)?)?)?;
    Ok(json!({"ContinuousBackupsDescription": {
        "ContinuousBackupsStatus": "ENABLED",
        "PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "DISABLED"},
    }}))
}
