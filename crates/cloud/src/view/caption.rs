//! The caption: what is true at this moment, in one sentence.

use serde::Serialize;

/// The caption under the stage.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Caption {
    /// The sentence, plain. Resource names stand in backquotes, to be set in bold.
    pub text: String,
    /// Whether it tells of a failure.
    pub failed: bool,
}

use crate::sim::trace::{Carried, Content, HopId, Message, Moment, Place, Trace};
use crate::view::{Number, size};

/// The caption after `hop`. `settled` says that the run has come to rest there.
#[must_use]
pub fn caption(trace: &Trace, hop: HopId, settled: bool) -> Caption {
    let Some(held) = trace.hops.get(hop.0 as usize) else { return Caption::default() };
    let (text, failed) = match held.moment {
        Moment::Beginning => {
            ("Everything is at rest. Nothing runs, and nothing costs, until something is sent.".to_owned(), false)
        }
        Moment::Sent(id) => (sent(trace, trace.message(id)), false),
        Moment::Handled(id) => handled(trace.message(id)),
        Moment::Replied(id) => replied(trace.message(id)),
        Moment::Answered(id) => answered(trace.message(id), settled),
        Moment::Throttled(id) => (
            format!(
                "{} had no environment to run in: the limit is reached. It waits and is tried again.",
                subject(trace, id)
            ),
            true,
        ),
        Moment::InitStarted(id) => {
            let function = &trace.environment(id).function;
            (format!("No environment of `{function}` is ready. Lambda starts one; the event waits."), false)
        }
        Moment::InitEnded(id) => {
            let record = trace.environment(id);
            let ms = (record.ready - record.started).as_ms();
            (format!("Environment {} of `{}` is ready, after {ms:.0} ms.", record.number, record.function), false)
        }
        Moment::Started(id) => {
            let record = trace.invocation(id);
            let number = trace.environment(record.environment).number;
            let how = if record.cold { "" } else { ", already warm," };
            let again = if record.attempt > 1 { format!(" Attempt {}.", record.attempt) } else { String::new() };
            (
                format!("Environment {number} of `{}`{how} gets the event. The handler runs.{again}", record.function),
                false,
            )
        }
        Moment::Printed(id) => (format!("`{}` wrote to its log.", trace.invocation(id).function), false),
        Moment::Ended(id) => ended(trace, id, settled),
        Moment::GivenUp(id) => (format!("{} will not be tried again. The event is dropped.", subject(trace, id)), true),
        Moment::Reclaimed(id) => {
            let record = trace.environment(id);
            (
                format!(
                    "Environment {} of `{}` is gone. The next event starts a new one.",
                    record.number, record.function
                ),
                false,
            )
        }
        Moment::Acted(id) => {
            let timer = &trace.timer(id).timer;
            (format!("`{}` {}.", timer.subject(), timer.what), false)
        }
    };
    Caption { text, failed }
}

fn subject(trace: &Trace, id: crate::sim::trace::MessageId) -> String {
    format!("Message {}, {},", Number::of(trace, id).number, trace.message(id).operation)
}

/// The most letters of a sentence that quotes what somebody else wrote: two lines. The inspector shows all of it.
const QUOTED: usize = 150;

/// What was quoted as a sentence that ends, cut at a word where it is too long.
fn sentence(text: &str) -> String {
    let mut text = text.trim_end();
    let is_cut = text.chars().count() > QUOTED;
    if is_cut {
        let end = text.char_indices().nth(QUOTED).map_or(text.len(), |(end, _)| end);
        text = text[..end].rsplit_once(char::is_whitespace).map_or(&text[..end], |(whole, _)| whole);
    }
    let ends = text.ends_with(['.', '!', '?']);
    format!(
        "{text}{}",
        if is_cut {
            "\u{2026}"
        } else if ends {
            ""
        } else {
            "."
        }
    )
}

fn who(place: &Place) -> String {
    match place {
        Place::Client => "You".to_owned(),
        Place::Service(prefix) => format!("`{prefix}`"),
        other => format!("`{other}`"),
    }
}

fn sent(trace: &Trace, message: &Message) -> String {
    let from = who(&message.from);
    let to = who(&message.to);
    match (&message.content, &message.subject) {
        (Content::Event(event), _) => {
            format!("{from} tells {to}: {}. The event is {}.", message.operation, size(event.len() as u64))
        }
        (Content::Call(request), Some(subject)) if subject.carried == Carried::Request => {
            let verb = if message.from == Place::Client { "send" } else { "sends" };
            format!("{from} {verb} {} to {to}: {}.", subject.key, size(request.body.len() as u64))
        }
        (Content::Call(_), Some(subject)) => {
            let verb = if message.from == Place::Client { "ask" } else { "asks" };
            format!("{from} {verb} {to} for {}.", subject.key)
        }
        (Content::Call(_), None) => {
            let verb = if message.from == Place::Client { "call" } else { "calls" };
            let number = Number::of(trace, message.id).number;
            format!("{from} {verb} {} of {to}, message {number}.", message.operation)
        }
    }
}

fn handled(message: &Message) -> (String, bool) {
    let Some(handled) = &message.handled else { return (String::new(), false) };
    let to = who(&message.to);
    if let Some(phase) = handled.phases.iter().find(|phase| phase.failed) {
        let status = handled.response.as_ref().map_or(0, |response| response.status);
        return (format!("{to} answers {status}. {}", phase.says), true);
    }
    if let Some(error) = &handled.error {
        let denied = handled.verdict.as_ref().filter(|verdict| !verdict.allowed);
        return match denied {
            Some(verdict) => (sentence(&format!("{to} refused {}: {}", message.operation, verdict.reason)), true),
            None => (format!("{to} answered {} with {error}.", message.operation), true),
        };
    }
    let text = match (&message.content, &message.subject) {
        (Content::Event(_), _) => format!("Lambda has accepted the event for {to}. Nobody waits for an answer."),
        (_, Some(subject)) if subject.carried == Carried::Request => format!("{} is in {to}.", subject.key),
        (_, Some(subject)) if subject.carried == Carried::Response => {
            let bytes = handled.response.as_ref().map_or(0, |response| response.body.len());
            format!("{to} hands out {}; its {} are on the way.", subject.key, size(bytes as u64))
        }
        _ => format!("{to} has done {}.", message.operation),
    };
    (text, false)
}

fn replied(message: &Message) -> (String, bool) {
    let Some(handled) = &message.handled else { return (String::new(), false) };
    let (to, status) = (who(&message.to), handled.response.as_ref().map_or(0, |response| response.status));
    match handled.phases.iter().rev().find(|phase| phase.failed) {
        Some(phase) => (format!("{to} answers {status}. {}", phase.says), true),
        None => (format!("{to} answers {status}."), status >= 400),
    }
}

fn answered(message: &Message, settled: bool) -> (String, bool) {
    let status =
        message.handled.as_ref().and_then(|handled| handled.response.as_ref()).map_or(0, |response| response.status);
    let (from, failed) = (who(&message.from), status >= 400);
    let verb = if message.from == Place::Client { "have" } else { "has" };
    let rest = if settled { " Nothing is in flight." } else { "" };
    (format!("{from} {verb} the answer to {}: {status}.{rest}", message.operation), failed)
}

fn ended(trace: &Trace, id: crate::invocation::InvocationId, settled: bool) -> (String, bool) {
    let record = trace.invocation(id);
    let function = &record.function;
    let Some(ended) = &record.ended else { return (String::new(), false) };
    let ms = (ended.at - record.started).as_ms();
    let rest = if settled { " Nothing is in flight." } else { "" };
    match ended.error.as_deref() {
        None => (
            format!(
                "`{function}` returned after {ms:.0} ms. Its environment is frozen, kept for the next event.{rest}"
            ),
            false,
        ),
        Some("Sandbox.Timedout") => {
            (format!("`{function}` was stopped: it ran for {:.0} seconds, its limit.{rest}", ms / 1_000.0), true)
        }
        Some(error) => {
            let message = serde_json::from_slice::<serde_json::Value>(&ended.payload)
                .ok()
                .and_then(|document| Some(document.get("errorMessage")?.as_str()?.to_owned()))
                .unwrap_or_default();
            let what = format!("`{function}` failed with {error}");
            (
                format!(
                    "{}{rest}",
                    if message.is_empty() { what + "." } else { sentence(&format!("{what}: {message}")) }
                ),
                true,
            )
        }
    }
}
