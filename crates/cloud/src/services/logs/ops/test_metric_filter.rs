//! TestMetricFilter: tries a pattern on texts that the caller brings.
//! <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TestMetricFilter.html>

use serde_json::{Value, json};

use super::answer;
use super::filter_log_events::pattern;
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::json::body;
use crate::services::logs::Error;

/// How many texts one call may bring.
const MAX_MESSAGES: usize = 50;

/// Says which of the texts the pattern wants, counted from 1. The values that it names are not told.
pub fn test_metric_filter(_: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call.request)?;
    let pattern = pattern(&body)?;
    let messages = body.get("logEventMessages").and_then(Value::as_array);
    let messages = messages.ok_or_else(|| Error::missing("logEventMessages"))?;
    if messages.len() > MAX_MESSAGES {
        let rule = format!("have length less than or equal to {MAX_MESSAGES}");
        return Err(Error::shape("logEventMessages", Some("[...]"), &rule).into());
    }
    let matches: Value = (1..)
        .zip(messages.iter().filter_map(Value::as_str))
        .filter(|(_, message)| pattern.matches(message))
        .map(|(number, message): (u32, &str)| json!({"eventNumber": number, "eventMessage": message, "extractedValues": {}}))
        .collect();
    answer(&json!({"matches": matches}))
}
