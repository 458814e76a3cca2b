//! GetAccount and UpdateAccount.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_GetAccount.html>

use serde_json::{Map, Value, json};

use super::{answer, patched, state};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::services::apigateway::Error;
use crate::services::apigateway::patch::{ADD, Form, REMOVE, REPLACE, Style, Table, rule};
use crate::services::apigateway::record::document;
use crate::services::apigateway::state::Account;

/// Requests that may come at once to all APIs of an account in a region.
pub const BURST_LIMIT: u64 = 5_000;
/// Requests that may come in a second to all APIs of an account in a region.
pub const RATE_LIMIT: f64 = 10_000.0;

static PATCHES: Table = Table {
    rules: &[
        rule("/cloudwatchRoleArn", ADD | REPLACE | REMOVE, Form::Member),
        // Usage plans are there for every account; older ones had to ask.
        rule("/features", ADD | REMOVE, Form::Values),
    ],
    style: Style::Plain,
};

/// Shows the account's settings.
pub fn get_account(context: &mut Context<'_>, _: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(describe(&context.world.apigateway().account))
}

/// Changes them.
pub fn update_account(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let held = context.world.apigateway().account.clone();
    let account = patched(&held, &PATCHES, call)?;
    let role = account.cloudwatch_role_arn.as_str();
    let is_role = role.starts_with("arn:aws:iam::") && role.contains(":role/");
    if !role.is_empty() && !is_role {
        return Err(Error::bad("Invalid ARN specified in the request").into());
    }
    let (before, after) = (held.cloudwatch_role_arn, account.cloudwatch_role_arn.clone());
    context.changed("API Gateway's role for logs", Some(before), Some(after));
    let answer = describe(&account);
    state(context).account = account;
    Ok(answer)
}

fn describe(account: &Account) -> Answer {
    let mut document = document(account);
    let members = json!({
        "throttleSettings": {"burstLimit": BURST_LIMIT, "rateLimit": RATE_LIMIT},
        "features": ["UsagePlans"],
        "apiKeyVersion": "4",
    });
    document.extend(members.as_object().into_iter().flat_map(Map::clone));
    debug_assert!(document.values().all(|value| !Value::is_null(value)), "every member is told");
    answer(200, document)
}
