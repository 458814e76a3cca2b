//! Put, Get and DeleteFunctionConcurrency.
//! <https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html>

use serde_json::json;

use super::qualified::qualifier;
use super::{body, find, whole};
use crate::error::ServiceError;
use crate::http::Response;
use crate::model::LAMBDA_CONCURRENCY;
use crate::operation::{Answer, Call, Context, Effect};
use crate::protocol::rest_json;
use crate::services::lambda::{Error, Function};

/// What must stay for functions without a limit of their own. AWS keeps 100.
const UNRESERVED_MIN: u32 = 100;

/// Limits how many environments a function may have at once, and keeps as many for it.
pub fn put_function_concurrency(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    if qualifier(call)?.is_some() {
        return Err(Error::InvalidParameterValue(
            "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.".to_owned(),
        )
        .into());
    }
    let body = body(call)?;
    let limit = whole(&body, "ReservedConcurrentExecutions", 0..=u32::MAX)?.unwrap_or_default();
    if limit > LAMBDA_CONCURRENCY - UNRESERVED_MIN {
        return Err(Error::InvalidParameterValue(format!(
            "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [{UNRESERVED_MIN}]."
        )).into());
    }
    set(context, call, Some(limit))?;
    Ok(Answer::Now(rest_json::answer(200, &json!({"ReservedConcurrentExecutions": limit}))))
}

/// Shows the limit; an empty document when there is none.
pub fn get_function_concurrency(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let document = match find(context, call)?.reserved_concurrency {
        Some(limit) => json!({"ReservedConcurrentExecutions": limit}),
        None => json!({}),
    };
    Ok(Answer::Now(rest_json::answer(200, &document)))
}

/// Takes the limit away.
pub fn delete_function_concurrency(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    set(context, call, None)?;
    Ok(Answer::Now(Response::new(204)))
}

fn set(context: &mut Context<'_>, call: &Call<'_>, limit: Option<u32>) -> Result<(), Error> {
    let before = find(context, call)?;
    let text = |limit: Option<u32>| limit.map(|limit| format!("at most {limit} at once"));
    context.changed(format!("{} reserved concurrency", before.name), text(before.reserved_concurrency), text(limit));
    let mut function = Function::clone(&before);
    function.reserved_concurrency = limit;
    context.effects.push(Effect::Wake { function: function.name.clone() });
    context.world.lambda_mut().put_function(function);
    Ok(())
}
