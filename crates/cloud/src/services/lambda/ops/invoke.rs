//! Invoke. <https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html>

use bytes::Bytes;

use super::find;
use crate::error::ServiceError;
use crate::http::Response;
use crate::model::{LAMBDA_ASYNC_PAYLOAD_MAX, LAMBDA_SYNC_PAYLOAD_MAX};
use crate::operation::{Answer, Call, Context, Effect};
use crate::services::lambda::Error;

/// Invokes a function: waits for the outcome, only queues the event, or only checks that the caller may.
pub fn invoke(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let function = find(context, call)?;
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
