//! The end of a request: the answer with the headers that every one has, its logs; and gateway responses, which API
//! Gateway writes itself.

use serde_json::json;

use super::exchange::{Exchange, Failure};
use super::kind::{self, Kind};
use super::logs::{self, Level};
use super::variables;
use crate::http::Response;
use crate::operation::{Answer, Context};
use crate::protocol::rest_json;

/// Why a request comes to no answer of its backend.
#[derive(Clone, Debug)]
pub struct Refusal(Box<Parts>);

#[derive(Clone, Debug)]
struct Parts {
    /// The kind of gateway response.
    kind: Kind,
    /// The step at which it failed.
    phase: &'static str,
    /// Why, and what to try, for the learner.
    says: String,
    /// Another message than the kind's.
    message: Option<String>,
    /// What a validation found.
    detail: Option<String>,
    /// The line of the execution log.
    log: String,
    /// Whether the step has its phase already.
    is_told: bool,
}

impl Refusal {
    /// A refusal with the kind's own message.
    #[must_use]
    pub fn new(kind: Kind, phase: &'static str, says: impl Into<String>) -> Self {
        let says = says.into();
        Self(Box::new(Parts { kind, phase, says, message: None, detail: None, log: String::new(), is_told: false }))
    }

    /// One of the API's configuration, which the log tells of as AWS does.
    #[must_use]
    pub fn misconfigured(phase: &'static str, says: impl Into<String>, log: &str) -> Self {
        let log = format!("Execution failed due to configuration error: {log}");
        Self::new(kind::API_CONFIGURATION_ERROR, phase, says).logged(log)
    }

    /// The same with another message.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<String>) -> Self {
        self.0.message = Some(message.into());
        self
    }

    /// The same with what a validation found.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// The same with a line for the execution log.
    #[must_use]
    pub fn logged(mut self, log: impl Into<String>) -> Self {
        self.0.log = log.into();
        self
    }

    /// The status that the client gets, unless the API says otherwise.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.0.kind.status
    }

    /// Why, for the learner.
    #[must_use]
    pub fn says(&self) -> &str {
        &self.0.says
    }

    /// The same, whose phase was noted already.
    #[must_use]
    pub fn told(mut self) -> Self {
        self.0.is_told = true;
        self
    }
}

/// Answers a request that failed.
pub fn refuse(context: &mut Context<'_>, mut exchange: Exchange, refusal: Refusal) -> Answer {
    let Parts { kind, phase, says, message, detail, log, is_told } = *refusal.0;
    if !is_told {
        context.phase_failed(phase, says);
    }
    let message = message.or_else(|| kind.message.map(str::to_owned));
    exchange.failure = Some(Failure { kind, message, detail });
    if !log.is_empty() {
        exchange.log.write(Level::Error, context.now, || log);
    }
    let response = gateway_response(context, &exchange, &kind);
    exchange.log.write(Level::Error, context.now, || {
        format!("Gateway response type: {} with status code: {}", kind.name, response.status)
    });
    let response = finished(context, &mut exchange, response);
    if exchange.is_test {
        return Answer::Now(response);
    }
    Answer::Failed { response, error: kind.error }
}

/// What the API has set for a kind, or AWS's own.
fn gateway_response(context: &Context<'_>, exchange: &Exchange, kind: &Kind) -> Response {
    let set = &exchange.snapshot.gateway_responses;
    let own = set.get(kind.name).or_else(|| set.get(kind.fallback()));
    let variables = variables::context(exchange, None, context.now);
    let status = own.and_then(|own| own.status_code.parse().ok()).unwrap_or(kind.status);
    let template = own.and_then(|own| {
        let templates = &own.response_templates;
        let accepted = exchange.accepted().and_then(|media| templates.get_key_value(&media));
        accepted.or_else(|| templates.get_key_value("application/json")).or_else(|| templates.iter().next())
    });
    let (media, template) = template.map_or(("application/json", kind.template()), |(media, text)| (media, text));
    let mut response = Response::new(status)
        .with_header("x-amzn-errortype", format!("{}Exception", kind.error))
        .with_header("content-type", media.to_owned())
        .with_body(variables::filled(template, exchange, &variables, ""));
    for (name, expression) in own.into_iter().flat_map(|own| &own.response_parameters) {
        let Some(name) = name.strip_prefix("gatewayresponse.header.") else { continue };
        if let Some(value) = variables::source(expression, exchange, &variables) {
            response.headers.set(name.to_owned(), value);
        }
    }
    response
}

/// Answers a request with what its backend said.
pub fn respond(context: &mut Context<'_>, mut exchange: Exchange, response: Response) -> Answer {
    exchange.log.write(Level::Data, context.now, || {
        let text = String::from_utf8_lossy(&response.body);
        format!("Method response body after transformations: {}", logs::shown(&text))
    });
    exchange
        .log
        .write(Level::Data, context.now, || format!("Method response headers: {}", logs::map(response.headers.iter())));
    exchange.log.write(Level::Info, context.now, || "Successfully completed execution".to_owned());
    Answer::Now(finished(context, &mut exchange, response))
}

/// The answer with the headers that every one has; its logs are written. A test's answer tells of the answer.
fn finished(context: &mut Context<'_>, exchange: &mut Exchange, mut response: Response) -> Response {
    let status = response.status;
    exchange.log.write(Level::Error, context.now, || format!("Method completed with status: {status}"));
    if exchange.is_test {
        return told(context, exchange, &response);
    }
    logs::write(context, exchange, &response);
    response.headers.set("x-amzn-requestid", exchange.id.as_str());
    response.headers.set("x-amz-apigw-id", exchange.extended_id.as_str());
    response.headers.set("x-amzn-trace-id", exchange.trace.as_str());
    if exchange.request.method == "HEAD" {
        response.headers.set("content-length", response.body.len().to_string());
        response.body = bytes::Bytes::new();
    }
    response
}

/// The answer of TestInvokeMethod.
fn told(context: &Context<'_>, exchange: &Exchange, response: &Response) -> Response {
    let mut headers = serde_json::Map::new();
    let mut multi_headers = serde_json::Map::new();
    for (name, _) in response.headers.iter() {
        let values: Vec<&str> = response.headers.all(name).collect();
        headers.insert(name.to_owned(), values.last().copied().into());
        multi_headers.insert(name.to_owned(), values.into());
    }
    rest_json::answer(
        200,
        &json!({
            "status": response.status,
            "body": String::from_utf8_lossy(&response.body),
            "headers": headers,
            "multiValueHeaders": multi_headers,
            "log": log_text(exchange),
            "latency": (context.now - exchange.began).0 / 1_000,
        }),
    )
}

/// The log of a test, as its answer tells it.
#[must_use]
pub fn log_text(exchange: &Exchange) -> String {
    let mut log = format!("Execution log for request {}\n", exchange.id);
    for (at, line) in &exchange.log.lines {
        log.push_str(&format!("{} : {line}\n", in_java(*at)));
    }
    log
}

/// A moment as Java writes one: `Mon Jan 05 09:00:00 UTC 2026`.
fn in_java(at: crate::sim::time::Time) -> String {
    // `Mon, 05 Jan 2026 09:00:00 GMT`
    let text = at.rfc1123();
    let mut parts = text.split(' ');
    let [weekday, day, month, year, clock] = std::array::from_fn(|_| parts.next().unwrap_or_default());
    format!("{} {month} {day} {clock} UTC {year}", weekday.trim_end_matches(','))
}
