//! Messages on their way at a moment between two hops.

use super::{Leg, ObjectRef, Token};
use crate::sim::time::Time;
use crate::sim::trace::{Carried, Content, Message, Trace};
use crate::view::{Number, size};

/// The messages on their way, or waiting, at `at_us` microseconds since the run's origin, in the order sent.
#[must_use]
pub fn tokens(trace: &Trace, at_us: f64) -> Vec<Token> {
    let at = at_us + trace.origin_at().0 as f64;
    let mut tokens = Vec::new();
    for message in trace.messages.iter().skip(trace.origin_message as usize) {
        if us(message.sent) > at {
            break;
        }
        if let Some((leg, progress)) = leg(message, at) {
            tokens.push(token(trace, message, leg, progress, at));
        }
    }
    tokens
}

fn us(time: Time) -> f64 {
    time.0 as f64
}

/// Which leg a message is on, and how far along; none before it is sent and after it is done.
fn leg(message: &Message, at: f64) -> Option<(Leg, f32)> {
    if at < us(message.arrives) {
        return Some((Leg::Out, part(message.sent, message.arrives, at)));
    }
    let Some(handled) = message.handled.as_ref().filter(|handled| us(handled.at) <= at) else {
        return Some((Leg::Waiting, 1.0));
    };
    if matches!(message.content, Content::Event(_)) {
        // A refused event stays at the door: it went nowhere.
        let over = handled.error.is_some() || message.taken.is_some_and(|taken| us(taken) <= at);
        return (!over).then_some((Leg::Waiting, 1.0));
    }
    if handled.response.is_none() || at < us(handled.replied) {
        return Some((Leg::Waiting, 1.0));
    }
    match message.answered {
        Some(answered) if us(answered) <= at => None,
        Some(answered) => Some((Leg::Back, part(handled.replied, answered, at))),
        None => Some((Leg::Back, 0.0)),
    }
}

fn part(from: Time, to: Time, at: f64) -> f32 {
    let length = us(to) - us(from);
    if length <= 0.0 { 1.0 } else { ((at - us(from)) / length).clamp(0.0, 1.0) as f32 }
}

fn token(trace: &Trace, message: &Message, leg: Leg, progress: f32, at: f64) -> Token {
    let handled = message.handled.as_ref().filter(|handled| us(handled.at) <= at);
    let travels = match leg {
        Leg::Back => Carried::Response,
        Leg::Out | Leg::Waiting => Carried::Request,
    };
    let failed = handled.is_some_and(|handled| handled.error.is_some());
    let print = message
        .subject
        .as_ref()
        .filter(|subject| subject.carried == travels && !failed)
        .map(|subject| ObjectRef { bucket: subject.bucket.clone(), key: subject.key.clone() });
    let is_event = matches!(message.content, Content::Event(_));
    let callout = match &message.content {
        Content::Event(event) => format!("event, {}", size(event.len() as u64)),
        Content::Call(request) if request.body.is_empty() => message.operation.to_owned(),
        Content::Call(request) => format!("{}, {}", message.operation, size(request.body.len() as u64)),
    };
    Token {
        number: Number::of(trace, message.id),
        from: message.from.clone(),
        to: message.to.clone(),
        operation: message.operation,
        leg,
        progress,
        print,
        failed,
        callout,
        waited_ms: (leg == Leg::Waiting && is_event).then(|| (at - us(message.arrives)).max(0.0) / 1_000.0),
    }
}
