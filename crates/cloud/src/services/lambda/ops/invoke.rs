//! Invoke and InvokeWithResponseStream. <https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html>

use std::sync::Arc;

use bytes::Bytes;

use super::qualified::qualifier;
use super::shape;
use crate::error::ServiceError;
use crate::http::Response;
use crate::model::{LAMBDA_ASYNC_PAYLOAD_MAX, LAMBDA_SYNC_PAYLOAD_MAX};
use crate::operation::{Answer, Call, Context, Effect};
use crate::services::lambda::{Error, function_arn};

/// Invokes a function: waits for the outcome, only queues the event, or only checks that the caller may.
pub fn invoke(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    invoke_as(context, call, "Event, RequestResponse, DryRun", false)
}

/// Invokes a function and streams the outcome. Handlers here return whole, so that it is a stream of one part.
/// <https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html>
pub fn invoke_with_response_stream(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    invoke_as(context, call, "RequestResponse, DryRun", true)
}

/// Invokes a function in one of the `kinds` that the operation has, as AWS lists them.
fn invoke_as(context: &mut Context<'_>, call: &Call<'_>, kinds: &str, streamed: bool) -> Result<Answer, ServiceError> {
    let (version, arn) = target(context, call)?;
    let kind = call.request.headers.get("x-amz-invocation-type").unwrap_or("RequestResponse");
    let is_known = kinds.split(", ").any(|known| known == kind);
    let limit = if is_known && kind == "Event" { LAMBDA_ASYNC_PAYLOAD_MAX } else { LAMBDA_SYNC_PAYLOAD_MAX };
    let event = event(call, limit)?;
    if !is_known {
        return Err(shape("invocationType", Some(kind), &format!("satisfy enum value set: [{kinds}]")).into());
    }
    if kind == "DryRun" {
        return Ok(Answer::Now(Response::new(204)));
    }
    let synchronous = kind == "RequestResponse";
    context.effects.push(Effect::Invoke {
        function: call.name.clone(),
        event,
        synchronous,
        log_tail: synchronous && call.request.headers.get("x-amz-log-type") == Some("Tail"),
        streamed,
        version,
        arn,
    });
    Ok(if synchronous { Answer::WhenHandled } else { Answer::Now(Response::new(202)) })
}

/// The version that runs, 0 for the function as it is, and the ARN that it is invoked by.
fn target(context: &mut Context<'_>, call: &Call<'_>) -> Result<(u32, Arc<str>), Error> {
    let qualifier = qualifier(call)?;
    let named = qualifier.as_deref();
    match context.world.lambda().drawn(&call.name, named, context.rng) {
        Some(version) => {
            let arn = function_arn(&call.name);
            Ok((version, named.map_or_else(|| arn.clone(), |named| format!("{arn}:{named}")).into()))
        }
        // Invoke alone says which version it looked for, even when the caller did not.
        None => {
            Err(Error::FunctionNotFound { arn: format!("{}:{}", function_arn(&call.name), named.unwrap_or("$LATEST")) })
        }
    }
}

fn event(call: &Call<'_>, limit: usize) -> Result<Bytes, Error> {
    if call.request.body.len() > limit {
        return Err(Error::RequestTooLarge { limit });
    }
    let event = if call.request.body.is_empty() { Bytes::from_static(b"{}") } else { call.request.body.clone() };
    match serde_json::from_slice::<serde::de::IgnoredAny>(&event) {
        Ok(_) => Ok(event),
        Err(error) => Err(Error::InvalidRequestContent(format!(
            "Could not parse request body into json: Could not parse payload into json: {error}"
        ))),
    }
}
