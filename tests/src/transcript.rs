//! A run as text: every hop at its exact time, so that two runs are compared byte for byte and read by people.

use std::fmt::Write as _;

use cloud::sim::trace::{Content, Moment, Trace};

/// The learner's run of a history, one line a hop, microseconds since the run's origin.
#[must_use]
pub fn transcript(trace: &Trace) -> String {
    let mut text = String::new();
    let origin = trace.origin_at();
    for hop in trace.hops.iter().skip(trace.origin.0 as usize) {
        let at = (hop.at - origin).0;
        let _ = writeln!(text, "{at:>10} {}", moment(trace, hop.moment));
    }
    text
}

fn moment(trace: &Trace, moment: Moment) -> String {
    match moment {
        Moment::Beginning => "at rest".to_owned(),
        Moment::Sent(id) => {
            let message = trace.message(id);
            let size = match &message.content {
                Content::Call(request) => request.body.len(),
                Content::Event(event) => event.len(),
            };
            format!("{} -> {}: {} ({size} bytes)", message.from, message.to, message.operation)
        }
        Moment::Handled(id) => {
            let message = trace.message(id);
            let outcome = message.handled.as_ref().map_or_else(String::new, |handled| {
                match (&handled.error, &handled.response) {
                    (Some(error), _) => error.clone(),
                    (None, Some(response)) => response.status.to_string(),
                    (None, None) => "accepted".to_owned(),
                }
            });
            format!("{} has {}: {outcome}", message.to, message.operation)
        }
        Moment::Replied(id) => {
            let message = trace.message(id);
            let response = message.handled.as_ref().and_then(|handled| handled.response.as_ref());
            format!(
                "{} replies to {}: {}",
                message.to,
                message.operation,
                response.map_or(0, |response| response.status)
            )
        }
        Moment::Answered(id) => {
            let message = trace.message(id);
            format!("{} <- {}: {}", message.from, message.to, message.operation)
        }
        Moment::Throttled(id) => format!("throttled: {}", trace.message(id).operation),
        Moment::GivenUp(id) => format!("given up: {}", trace.message(id).operation),
        Moment::InitStarted(id) => format!("environment {} starts", id.0),
        Moment::InitEnded(id) => format!("environment {} is ready", id.0),
        Moment::Reclaimed(id) => format!("environment {} is reclaimed", id.0),
        Moment::Acted(id) => {
            let timer = &trace.timer(id).timer;
            format!("{} {}", timer.place, timer.what)
        }
        Moment::Printed(id) => format!("invocation {} prints", id.0),
        Moment::Started(id) => {
            let record = trace.invocation(id);
            format!("invocation {} starts in environment {}, attempt {}", id.0, record.environment.0, record.attempt)
        }
        Moment::Ended(id) => {
            let record = trace.invocation(id);
            let ended = record.ended.as_ref();
            let error = ended.and_then(|ended| ended.error.as_deref()).unwrap_or("returned");
            format!("invocation {} ends: {error}, {} ms billed", id.0, ended.map_or(0, |ended| ended.billed_ms))
        }
    }
}
