//! Put, Get and DeleteFunctionEventInvokeConfig.
//! <https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html>

use serde_json::{Value, json};

use super::{body, find, whole};
use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::protocol::rest_json;
use crate::services::lambda::{Error, EventInvoke, Function, function_arn};

/// Sets how often and how long events are tried again. Destinations are not simulated.
pub fn put_function_event_invoke_config(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let body = body(call)?;
    if body.get("DestinationConfig").is_some_and(|value| value.as_object().is_some_and(|map| !map.is_empty())) {
        return Err(ServiceError::not_simulated("lambda", "destinations (DestinationConfig)"));
    }
    let retries = whole(&body, "MaximumRetryAttempts", 0..=2)?;
    let age = whole(&body, "MaximumEventAgeInSeconds", 60..=21_600)?;
    if retries.is_none() && age.is_none() {
        return Err(Error::InvalidParameterValue(
            "You must specify at least one of error handling or destination setting.".to_owned(),
        )
        .into());
    }
    let mut config = EventInvoke::default();
    if let Some(retries) = retries {
        config.maximum_retry_attempts = u8::try_from(retries).expect("it was checked to be at most 2");
    }
    if let Some(age) = age {
        config.maximum_event_age_s = age;
    }
    let function = set(context, call, config)?;
    Ok(Answer::Now(rest_json::answer(200, &document(&function))))
}

/// Shows it.
pub fn get_function_event_invoke_config(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let missing = || {
        let arn = function_arn(&call.name);
        Error::NotFound(format!("The function {arn}:$LATEST doesn't have an EventInvokeConfig"))
    };
    let function = find(context, call).map_err(|_| missing())?;
    if function.event_invoke == EventInvoke::default() {
        return Err(missing().into());
    }
    Ok(Answer::Now(rest_json::answer(200, &document(&function))))
}

/// Puts it back to Lambda's own: two more attempts, six hours.
pub fn delete_function_event_invoke_config(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    set(context, call, EventInvoke::default())?;
    Ok(Answer::Now(Response::new(204)))
}

fn set(context: &mut Context<'_>, call: &Call<'_>, config: EventInvoke) -> Result<Function, Error> {
    let before = find(context, call).map_err(|_| Error::NotFound("The function doesn't exist.".to_owned()))?;
    context.changed(
        format!("{} retries", before.name),
        Some(before.event_invoke.maximum_retry_attempts.to_string()),
        Some(config.maximum_retry_attempts.to_string()),
    );
    let mut function = Function::clone(&before);
    function.event_invoke = config;
    context.world.lambda_mut().put_function(function.clone());
    Ok(function)
}

fn document(function: &Function) -> Value {
    json!({
        "LastModified": function.modified.epoch_ms() as f64 / 1_000.0,
        "FunctionArn": format!("{}:$LATEST", function.arn()),
        "MaximumRetryAttempts": function.event_invoke.maximum_retry_attempts,
        "MaximumEventAgeInSeconds": function.event_invoke.maximum_event_age_s,
        "DestinationConfig": {"OnSuccess": {}, "OnFailure": {}},
    })
}
