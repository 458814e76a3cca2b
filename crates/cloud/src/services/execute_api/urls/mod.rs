//! Function URLs: an address that a function has of its own, without an API.
//! <https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html>

mod answer;
mod authorise;
mod cors;
mod event;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde_json::Value;

use super::host::Host;
use super::lambda::invocation;
use super::request::head_bytes;
use super::{Plane, wait};
use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::model::{API_HEAD_MAX, FUNCTION_URL_TIMEOUT, LAMBDA_SYNC_PAYLOAD_MAX};
use crate::operation::{Answer, Context, Effect, Reply};
use crate::services::lambda::{self, function_arn};
use crate::sim::time::Time;
use crate::sim::trace::Place;
use crate::verdict::Principal;
use crate::view::stage::{ApiView, RouteView};
use crate::world::World;

/// Function URLs, as the hosts see them.
pub struct Urls;

/// A request that waits for its function.
#[derive(Clone, Debug)]
pub struct Exchange {
    request: Request,
    /// The URL's id.
    id: Arc<str>,
    /// The function's name.
    function: Arc<str>,
    /// The function's ARN, with the alias that the URL belongs to, if it belongs to one.
    arn: String,
    /// The URL's configuration.
    url: Value,
    request_id: String,
    began: Time,
    /// Who signed it, where the URL asks for that.
    caller: Option<Principal>,
}

impl Plane for Urls {
    fn has(&self, world: &World, host: Host<'_>) -> bool {
        matches!(host, Host::Url(id) if world.lambda().by_url(id).is_some())
    }

    fn place(&self, world: &World, id: &str) -> Place {
        let name = world.lambda().by_url(id).map_or_else(Arc::default, |(function, _)| title(function));
        Place::api(id, name)
    }

    fn begin(&self, context: &mut Context<'_>, request: &Request, id: &str) -> Result<Answer, ServiceError> {
        let Some((function, url)) = context.world.lambda().by_url(id) else {
            return Err(ServiceError::new("AccessDeniedException", 403, "Forbidden"));
        };
        let mut exchange = Exchange {
            request: request.clone(),
            id: id.into(),
            function: function.clone(),
            arn: url["FunctionArn"].as_str().map_or_else(|| function_arn(function), str::to_owned),
            url: url.clone(),
            request_id: context.request_id.to_owned(),
            began: context.now,
            caller: None,
        };
        if let Some(answer) = cors::preflight(&exchange) {
            context.phase("respond", "The URL answers the browser's question itself, by its CORS configuration; the function is not invoked.");
            return Ok(Answer::Now(answer));
        }
        if let Some(answer) = too_large(context, &exchange) {
            return Ok(answer);
        }
        let principal = match authorise::authorise(context, &mut exchange) {
            Ok(principal) => principal,
            Err(answer) => return Ok(answer),
        };
        let request = invocation(&exchange.arn, event::event(&exchange).to_string());
        context.phase("integrate", format!("The function {} is invoked.", exchange.function));
        context.effects.push(Effect::Call {
            from: exchange.place(),
            principal,
            request: Arc::new(request),
            patience: FUNCTION_URL_TIMEOUT,
        });
        Ok(wait(context, super::Exchange::Url(Box::new(exchange))))
    }
}

/// Goes on with a request whose function has answered.
#[must_use]
pub fn go_on(context: &mut Context<'_>, exchange: &Exchange, reply: Reply<'_>) -> Answer {
    answer::answer(context, exchange, reply)
}

/// The functions' URLs, as the map shows them.
#[must_use]
pub fn apis(world: &World) -> Vec<ApiView> {
    let view = |(function, url): (&Arc<str>, &Value)| {
        let address = url["FunctionUrl"].as_str().unwrap_or_default().trim_end_matches('/');
        let id = address.trim_start_matches("https://").split('.').next().unwrap_or_default();
        ApiView {
            id: id.into(),
            name: title(function),
            kind: format!("Function URL, {}", url["AuthType"].as_str().unwrap_or("NONE")),
            address: Some(address.to_owned()),
            routes: vec![RouteView {
                method: "ANY".to_owned(),
                path: "/".to_owned(),
                function: Some(function.clone()),
                live: true,
                by_role: false,
            }],
            changed: false,
        }
    };
    world.lambda().urls().map(view).collect()
}

/// What the URL of a function is called on the map.
fn title(function: &str) -> Arc<str> {
    format!("{function} URL").into()
}

impl Exchange {
    fn place(&self) -> Place {
        Place::api(self.id.clone(), title(lambda::function_name(&self.function)))
    }

    /// An answer of the URL itself, whose text stands under `Message`.
    fn refusal(&self, status: u16, error: &'static str, text: &str) -> Answer {
        let response = Response::new(status)
            .with_header("content-type", "application/json")
            .with_header("x-amzn-errortype", format!("{error}Exception"))
            .with_header("x-amzn-requestid", self.request_id.as_str())
            .with_body(serde_json::json!({"Message": text}).to_string());
        Answer::Failed { response, error }
    }
}

fn too_large(context: &mut Context<'_>, exchange: &Exchange) -> Option<Answer> {
    if head_bytes(&exchange.request) > API_HEAD_MAX {
        context.phase_failed(
            "route",
            format!(
                "The address and the headers have more than {API_HEAD_MAX} bytes. Send less in cookies and headers."
            ),
        );
        return Some(exchange.refusal(431, "RequestHeaderFieldsTooLarge", "Request header fields too large"));
    }
    if exchange.request.body.len() > LAMBDA_SYNC_PAYLOAD_MAX {
        context.phase_failed("route", "The body has more than the 6 MB that a function takes. Let clients send large files to S3, by a presigned address.");
        return Some(exchange.refusal(413, "RequestEntityTooLarge", "Request Entity Too Large"));
    }
    None
}
