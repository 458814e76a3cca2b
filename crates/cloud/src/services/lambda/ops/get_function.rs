//! GetFunction, GetFunctionConfiguration and GetFunctionCodeSigningConfig.
//! <https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html>

use serde_json::json;

use super::download::address;
use super::find;
use super::qualified::resolve;
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::rest_json;

/// Shows a function: its configuration, where its code is, its limit of concurrency.
pub fn get_function(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let qualified = resolve(context, call)?;
    let function = &qualified.function;
    let mut document = json!({
        "Configuration": qualified.configuration(),
        "Code": {
            "RepositoryType": "S3",
            "Location": address(function),
        },
    });
    if let Some(limit) = function.reserved_concurrency {
        document["Concurrency"] = json!({"ReservedConcurrentExecutions": limit});
    }
    if let Some(published) = context.world.lambda().published(&call.name).filter(|held| !held.tags.is_empty()) {
        document["Tags"] = json!(published.tags);
    }
    Ok(Answer::Now(rest_json::answer(200, &document)))
}

/// Shows a function's configuration alone.
pub fn get_function_configuration(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(Answer::Now(rest_json::answer(200, &resolve(context, call)?.configuration())))
}

/// Shows which signatures a function's code must have: none. Terraform asks this of each function.
pub fn get_function_code_signing_config(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let function = find(context, call)?;
    Ok(Answer::Now(rest_json::answer(200, &json!({"FunctionName": &*function.name}))))
}
