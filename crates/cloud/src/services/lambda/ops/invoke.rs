//! Invoke. <https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html>

use bytes::Bytes;

use super::find;
use super::qualified::resolve;
use crate::error::ServiceError;
use crate::http::Response;
use crate::model::{LAMBDA_ASYNC_PAYLOAD_MAX, LAMBDA_SYNC_PAYLOAD_MAX};
use crate::operation::{Answer, Call, Context, Effect};
use crate::services::lambda::{Error, function_arn};

/// Invokes a function: waits for the outcome, only queues the event, or only checks that the caller may.
pub fn invoke(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let qualified = resolve(context, call).map_err(|error| match error {
        // Invoke alone says which version it looked for, even when the caller did not.
        Error::FunctionNotFound { arn } if arn == function_arn(&call.name) => {
            Error::FunctionNotFound { arn: format!("{arn}:$LATEST") }
        }
        other => other,
    })?;
    let function = find(context, call)?;
    // Environments run the function as it is now; a version that is no longer that cannot be run truly.
    if *qualified.version != *"$LATEST" && qualified.function.code_sha256 != function.code_sha256 {
        return Err(ServiceError::not_simulated("lambda", "Invoke of a version whose code is not that of $LATEST"));
    }
    let kind = call.request.headers.get("x-amz-invocation-type").unwrap_or("RequestResponse");
    let limit = if kind == "Event" { LAMBDA_ASYNC_PAYLOAD_MAX } else { LAMBDA_SYNC_PAYLOAD_MAX };
    if call.request.body.len() > limit {
        return Err(Error::RequestTooLarge { limit }.into());
    }
    let event = if call.request.body.is_empty() { Bytes::from_static(b"{}") } else { call.request.body.clone() };
    if let Err(error) = serde_json::from_slice::<serde::de::IgnoredAny>(&event) {
        return Err(Error::InvalidRequestContent(format!(
            "Could not parse request body into json: Could not parse payload into json: {error}"
        ))
        .into());
    }
    match kind {
        "DryRun" => Ok(Answer::Now(Response::new(204))),
        "Event" | "RequestResponse" => {
            let synchronous = kind == "RequestResponse";
            context.effects.push(Effect::Invoke {
                function: function.name.clone(),
                event,
                synchronous,
                log_tail: synchronous && call.request.headers.get("x-amz-log-type") == Some("Tail"),
            });
            Ok(if synchronous { Answer::WhenHandled } else { Answer::Now(Response::new(202)) })
        }
        other => Err(Error::Validation(format!(
            "1 validation error detected: Value '{other}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]"
        )).into()),
    }
}
