//! One message in full: what the inspector shows.

use std::sync::Arc;

use serde::Serialize;

use super::Number;
use super::stage::ObjectRef;
use crate::invocation::EnvironmentId;
use crate::sim::trace::{Change, Place};
use crate::verdict::Verdict;

/// A message as it is known at the playhead: what has not happened yet is not there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MessageView {
    /// Its number.
    pub number: Number,
    /// How many messages the run has in all.
    pub of: u32,
    /// The operation: `ObjectCreated:Put`.
    pub operation: &'static str,
    /// The service: `s3`.
    pub service: &'static str,
    /// From.
    pub from: Place,
    /// To.
    pub to: Place,
    /// Where it stands.
    pub status: Status,
    /// What happens to it now, in one or two sentences.
    pub now: String,
    /// When it was sent, microseconds since the run's origin.
    pub sent_us: f64,
    /// When it was received.
    pub received_us: Option<f64>,
    /// When its answer arrived, or when an environment took the event.
    pub done_us: Option<f64>,
    /// Where the time went: name and milliseconds, in order.
    pub phases: Vec<Phase>,
    /// The steps in which an API handled it, in order, as far as they have come to pass.
    pub steps: Vec<Step>,
    /// The request, or the event.
    pub request: Payload,
    /// The answer.
    pub response: Option<Payload>,
    /// The same call as a line for the AWS CLI; none for an event.
    pub cli: Option<String>,
    /// What led to it, the first cause first, itself last.
    pub causes: Vec<CauseView>,
    /// Whether it was permitted.
    pub verdict: Option<Arc<Verdict>>,
    /// What it changed.
    pub changes: Vec<Change>,
    /// The object it is about.
    pub object: Option<ObjectRef>,
    /// The attempts at running a handler for it.
    pub attempts: Vec<AttemptView>,
    /// The error, as AWS names it.
    pub error: Option<String>,
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Status {
    /// On its way.
    InFlight,
    /// Waiting to be taken.
    Waiting,
    /// Being acted upon: a handler runs.
    AtWork,
    /// Its answer is on the way back.
    Returning,
    /// Done.
    Done,
    /// Refused for want of a permission.
    Denied,
    /// Failed.
    Failed,
    /// Refused for want of an environment; it will be tried again.
    Throttled,
}

/// A stretch of a message's time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Phase {
    /// What: `upload`, `S3 to Lambda`, `cold start`.
    pub name: String,
    /// How long, milliseconds.
    pub ms: f64,
    /// How it is drawn.
    pub kind: super::tape::SpanKind,
}

/// One step of how an API handled a call.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// Its name: `authorise`.
    pub name: &'static str,
    /// When it was done, or failed, microseconds since the run's origin.
    pub at_us: f64,
    /// What there is to say of it; for a failure with what to try.
    pub says: String,
    /// Whether the call failed here.
    pub failed: bool,
    /// Who decided, when the step was a decision.
    pub verdict: Option<Arc<Verdict>>,
}

/// What a message says, each way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Payload {
    /// The first line: `PUT /photos/harbour.jpg` or `200 OK`; empty for an event.
    pub line: String,
    /// Header fields, in order.
    pub headers: Vec<(String, String)>,
    /// The body as text, pretty where it is JSON or XML; none where it is binary or empty.
    pub text: Option<String>,
    /// The language of `text`: `json`, `xml` or `text`.
    pub language: &'static str,
    /// The size of the body, bytes.
    pub size: u64,
    /// The body's content type; empty when there is none.
    pub content_type: String,
}

/// One link of the chain of causes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CauseView {
    /// The message, if it is one.
    pub number: Option<Number>,
    /// What: `PutObject`.
    pub title: String,
    /// Why or how: `You sent photos/harbour.jpg`.
    pub detail: String,
    /// When, microseconds since the run's origin.
    pub at_us: f64,
}

/// One attempt at running a handler.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AttemptView {
    /// Which attempt, from 1.
    pub attempt: u8,
    /// The environment's number among its function's.
    pub environment_number: u32,
    /// The environment.
    pub environment: EnvironmentId,
    /// Whether it started cold for it.
    pub cold: bool,
    /// The request id.
    pub request_id: Arc<str>,
    /// When it started.
    pub started_us: f64,
    /// When it ended.
    pub ended_us: Option<f64>,
    /// Milliseconds paid for.
    pub billed_ms: Option<u64>,
    /// The most memory it used, MB.
    pub max_memory_mb: Option<u32>,
    /// What the handler returned, or the error document, JSON.
    pub result: Option<String>,
    /// The error's type.
    pub error: Option<String>,
}

mod payload;
mod story;

pub(crate) use story::calls_for;

use crate::sim::time::Time;
use crate::sim::trace::{Carried, Content, Message, MessageId, Trace};
use crate::view::{cli, micros};

/// A message as it is known at `at`; none before it was sent.
#[must_use]
pub fn message(trace: &Trace, id: MessageId, at: Time) -> Option<MessageView> {
    let message = trace.messages.get(id.0 as usize).filter(|message| message.sent <= at)?;
    let handled = message.handled.as_ref().filter(|handled| handled.at <= at);
    let answered = message.answered.filter(|answered| *answered <= at);
    let taken = message.taken.filter(|taken| *taken <= at);
    let attempts = story::attempts(trace, id, at);
    let status = story::status(message, &attempts, at);
    let response = handled
        .filter(|handled| handled.replied <= at)
        .and_then(|handled| handled.response.as_ref())
        .map(|response| payload::of_response(response));
    let (request, cli) = match &message.content {
        Content::Call(request) => (payload::of_request(request), cli::line(message, request)),
        Content::Event(event) => (payload::of_event(event), None),
    };
    let of = trace.messages.iter().skip(trace.origin_message as usize).take_while(|held| held.sent <= at).count();
    Some(MessageView {
        number: Number::of(trace, id),
        of: u32::try_from(of).unwrap_or(u32::MAX),
        operation: message.operation,
        service: message.service,
        from: message.from.clone(),
        to: message.to.clone(),
        status,
        now: story::now(trace, message, status, &attempts, at),
        sent_us: micros(trace, message.sent),
        received_us: (message.arrives <= at).then(|| micros(trace, message.arrives)),
        done_us: answered.or(taken).map(|done| micros(trace, done)),
        phases: story::phases(trace, message, at),
        steps: story::steps(trace, message, at),
        request,
        response,
        cli,
        causes: story::causes(trace, id, at),
        verdict: handled.and_then(|handled| handled.verdict.clone()).filter(|verdict| {
            // A decision on the way is there once its step is.
            let is_later = |phase: &crate::sim::trace::Phase| phase.at > at && phase.verdict.as_ref() == Some(verdict);
            !message.handled.iter().flat_map(|handled| &handled.phases).any(is_later)
        }),
        changes: handled.map(|handled| handled.changes.clone()).unwrap_or_default(),
        object: object_of(message),
        attempts,
        error: handled.filter(|handled| handled.replied <= at).and_then(|handled| handled.error.clone()),
    })
}

fn object_of(message: &Message) -> Option<ObjectRef> {
    message
        .subject
        .as_ref()
        .filter(|subject| !subject.key.is_empty() || subject.carried != Carried::Named)
        .map(|subject| ObjectRef { bucket: subject.bucket.clone(), key: subject.key.clone() })
}
