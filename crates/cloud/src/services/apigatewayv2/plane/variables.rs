//! What parameter mappings, identity sources and access logs may name: parts of the request and of the answer,
//! `$context` and stage variables.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html>

use super::{Flight, Identity};
use crate::account::ACCOUNT_ID;
use crate::http::{Request, Response};
use crate::protocol::uri;
use crate::services::execute_api::request::{CLIENT_ADDRESS, request_time};
use crate::services::execute_api::texts;
use crate::services::iam;
use crate::sim::time::Time;

/// What can be named at one moment.
pub struct Scope<'a> {
    /// The request on its way.
    pub flight: &'a Flight,
    /// The request as it is now.
    pub request: &'a Request,
    /// The answer, once there is one.
    pub response: Option<&'a Response>,
    /// Now.
    pub now: Time,
}

impl Scope<'_> {
    /// The value of `request.header.x`, `context.requestId`, …; none when there is none.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        let (kind, rest) = name.split_once('.')?;
        match kind {
            "request" => self.of_request(rest),
            "response" => {
                let response = self.response?;
                match rest.split_once('.') {
                    Some(("header", name)) => response.headers.get(name).map(str::to_owned),
                    Some(("body", path)) => of_body(&response.body, path),
                    None if rest == "body" => Some(String::from_utf8_lossy(&response.body).into_owned()),
                    _ => None,
                }
            }
            "stageVariables" => self.flight.variable(rest).map(str::to_owned),
            "context" => self.of_context(rest),
            _ => None,
        }
    }

    fn of_request(&self, name: &str) -> Option<String> {
        let request = self.request;
        match name.split_once('.') {
            None if name == "path" => Some(self.flight.path.clone()),
            None if name == "body" => Some(String::from_utf8_lossy(&request.body).into_owned()),
            Some(("header", name)) => joined(request, name),
            Some(("querystring", name)) => {
                let values: Vec<String> =
                    uri::parameters(&request.query).filter(|(held, _)| held == name).map(|(_, value)| value).collect();
                (!values.is_empty()).then(|| values.join(","))
            }
            Some(("path", name)) => {
                self.flight.parameters.iter().find(|(held, _)| held == name).map(|(_, value)| value.clone())
            }
            Some(("body", path)) => of_body(&request.body, path),
            _ => None,
        }
    }

    fn of_context(&self, name: &str) -> Option<String> {
        let flight = self.flight;
        let latency = |span: Option<crate::sim::time::Span>| span.map(|span| format!("{:.0}", span.as_ms()));
        Some(match name {
            "accountId" => ACCOUNT_ID.to_owned(),
            "apiId" | "domainPrefix" => flight.api.to_string(),
            "domainName" => flight.request.host.clone(),
            "error.message" | "error.responseType" => (!flight.error.is_empty()).then(|| flight.error.to_owned())?,
            "error.messageString" => (!flight.error.is_empty()).then(|| format!("\"{}\"", flight.error))?,
            "extendedRequestId" | "requestId" => flight.id.clone(),
            "httpMethod" => flight.request.method.clone(),
            "identity.sourceIp" => CLIENT_ADDRESS.to_owned(),
            "identity.userAgent" => flight.request.headers.get("user-agent")?.to_owned(),
            "identity.userArn" | "identity.caller" | "identity.user" => match &flight.identity {
                Identity::Iam(principal) => iam::arn_of(principal).to_string(),
                _ => return None,
            },
            "integrationErrorMessage" | "integration.error" => flight.integration.error.clone()?,
            "integrationLatency" | "integration.latency" => latency(flight.integration.latency)?,
            "integrationStatus" | "integration.integrationStatus" | "integration.status" => {
                flight.integration.status?.to_string()
            }
            "path" => flight.request.path.clone(),
            "protocol" => "HTTP/1.1".to_owned(),
            "requestTime" => request_time(flight.began),
            "requestTimeEpoch" => flight.began.epoch_ms().to_string(),
            "responseLatency" => latency(Some(self.now - flight.began))?,
            "responseLength" => self.response?.body.len().to_string(),
            "routeKey" => Some(flight.route_key()).filter(|key| !key.is_empty())?.to_owned(),
            "stage" => flight.stage.to_string(),
            "status" => self.response?.status.to_string(),
            _ => return self.of_authorizer(name.strip_prefix("authorizer.")?),
        })
    }

    fn of_authorizer(&self, name: &str) -> Option<String> {
        match &self.flight.identity {
            Identity::Jwt { claims, .. } => texts::text(claims.get(name.strip_prefix("claims.").unwrap_or(name))?),
            Identity::Lambda { principal, .. } if name == "principalId" => principal.clone(),
            Identity::Lambda { context, .. } => texts::text(context.get(name)?),
            _ => None,
        }
    }
}

/// All values of a header field, joined as one.
#[must_use]
pub fn joined(request: &Request, name: &str) -> Option<String> {
    let mut values = request.headers.iter().filter(|(held, _)| held.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    let first = values.next()?.to_owned();
    Some(values.fold(first, |joined, value| joined + "," + value))
}

/// A part of a JSON body by a path of names: `a.b`.
fn of_body(body: &[u8], path: &str) -> Option<String> {
    texts::part(&serde_json::from_slice(body).ok()?, path)
}
