//! `DescribeEndpoints`: where DynamoDB is reached, for clients that ask first.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeEndpoints.html>

use serde_json::{Value, json};

use super::super::error::Error;
use super::super::input::body;
use crate::account::REGION;
use crate::operation::{Call, Context};

/// For how long a client may keep the answer, minutes.
const CACHE_PERIOD_MIN: u32 = 1_440;

/// Tells the one endpoint there is.
pub fn describe_endpoints(_: &mut Context<'_>, call: &Call<'_>) -> Result<Value, Error> {
    body(call)?;
    let address = format!("dynamodb.{REGION}.amazonaws.com");
    Ok(json!({"Endpoints": [{"Address": address, "CachePeriodInMinutes": CACHE_PERIOD_MIN}]}))
}
