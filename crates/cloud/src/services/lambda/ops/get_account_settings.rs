//! GetAccountSettings. <https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html>

use serde_json::json;

use crate::error::ServiceError;
use crate::model::LAMBDA_CONCURRENCY;
use crate::operation::{Answer, Call, Context};
use crate::protocol::rest_json;

/// The code that an account may store, bytes: 75 GiB.
const TOTAL_CODE_SIZE: u64 = 80_530_636_800;

/// Shows the account's limits and how much of them is in use.
pub fn get_account_settings(context: &mut Context<'_>, _: &Call<'_>) -> Result<Answer, ServiceError> {
    let functions = || context.world.lambda().functions();
    let reserved: u32 = functions().filter_map(|function| function.reserved_concurrency).sum();
    let document = json!({
        "AccountLimit": {
            "TotalCodeSize": TOTAL_CODE_SIZE,
            "CodeSizeUnzipped": 262_144_000,
            "CodeSizeZipped": 52_428_800,
            "ConcurrentExecutions": LAMBDA_CONCURRENCY,
            "UnreservedConcurrentExecutions": LAMBDA_CONCURRENCY.saturating_sub(reserved),
        },
        "AccountUsage": {
            "TotalCodeSize": functions().map(|function| function.code_size).sum::<u64>(),
            "FunctionCount": functions().count(),
        },
    });
    Ok(Answer::Now(rest_json::answer(200, &document)))
}
