//! `DescribeLimits`: how many units an account and a table may have.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeLimits.html>

use serde_json::{Value, json};

use super::super::error::Error;
use super::super::input::body;
use super::super::limits::{MAX_ACCOUNT_UNITS, MAX_TABLE_UNITS};
use crate::operation::{Call, Context};

/// Tells the quotas of a new account.
pub fn describe_limits(_: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    body(call)?;
    Ok(json!({
        "AccountMaxReadCapacityUnits": MAX_ACCOUNT_UNITS,
        "AccountMaxWriteCapacityUnits": MAX_ACCOUNT_UNITS,
        "TableMaxReadCapacityUnits": MAX_TABLE_UNITS,
        "TableMaxWriteCapacityUnits": MAX_TABLE_UNITS,
    }))
}
