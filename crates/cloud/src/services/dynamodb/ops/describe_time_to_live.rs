//! `DescribeTimeToLive`: which attribute says when an item expires.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html>

use serde_json::{Value, json};

use super::super::error::Error;
use super::super::input::{body, table_name};
use super::find_named;
use crate::operation::{Call, Context};

/// Says whether items expire, and by which attribute.
pub fn describe_time_to_live(context: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    let table = find_named(context, &table_name(&*body(call)?)?)?;
    let shown = match &table.expires_by {
        Some(attribute) => json!({"TimeToLiveStatus": "ENABLED", "AttributeName": &**attribute}),
        None => json!({"TimeToLiveStatus": "DISABLED"}),
    };
    Ok(json!({"TimeToLiveDescription": shown}))
}
