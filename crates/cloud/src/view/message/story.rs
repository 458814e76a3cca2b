//! What happens to a message, why, and where its time goes.

use super::{AttemptView, CauseView, Phase, Status, Step};
use crate::sim::time::Time;
use crate::sim::trace::{Carried, Cause, Content, Handled, Message, MessageId, Place, Trace};
use crate::view::tape::SpanKind;
use crate::view::{Number, micros, size};

/// How long a chain of causes is shown.
const CAUSES_MAX: usize = 32;

pub(super) fn attempts(trace: &Trace, id: MessageId, at: Time) -> Vec<AttemptView> {
    trace
        .invocations
        .iter()
        .filter(|invocation| invocation.message == id && invocation.started <= at)
        .map(|invocation| {
            let ended = invocation.ended.as_ref().filter(|ended| ended.at <= at);
            AttemptView {
                attempt: invocation.attempt,
                environment_number: trace.environment(invocation.environment).number,
                environment: invocation.environment,
                cold: invocation.cold,
                request_id: invocation.request_id.clone(),
                started_us: micros(trace, invocation.started),
                ended_us: ended.map(|ended| micros(trace, ended.at)),
                billed_ms: ended.map(|ended| ended.billed_ms),
                max_memory_mb: ended.map(|ended| ended.max_memory_mb),
                result: ended.map(|ended| pretty(&ended.payload)),
                error: ended.and_then(|ended| ended.error.as_ref()).map(ToString::to_string),
            }
        })
        .collect()
}

fn pretty(payload: &[u8]) -> String {
    serde_json::from_slice::<serde_json::Value>(payload)
        .ok()
        .and_then(|value| serde_json::to_string_pretty(&value).ok())
        .unwrap_or_else(|| String::from_utf8_lossy(payload).into_owned())
}

pub(super) fn status(message: &Message, attempts: &[AttemptView], at: Time) -> Status {
    let Some(handled) = message.handled.as_ref().filter(|handled| handled.at <= at) else {
        return Status::InFlight;
    };
    if handled.verdict.as_ref().is_some_and(|verdict| !verdict.allowed) {
        return Status::Denied;
    }
    if let Some(attempt) = attempts.last() {
        return match (&attempt.ended_us, &attempt.error) {
            (None, _) => Status::AtWork,
            (_, Some(_)) => Status::Failed,
            _ => Status::Done,
        };
    }
    if handled.error.is_some() && handled.replied <= at {
        return Status::Failed;
    }
    match &message.content {
        Content::Event(_) => Status::Waiting,
        Content::Call(_) => match message.answered {
            Some(answered) if answered <= at => Status::Done,
            _ if handled.response.is_none() || handled.replied > at => Status::AtWork,
            _ => Status::Returning,
        },
    }
}

/// The steps in which an API handled a message, as far as they have come to pass.
pub(super) fn steps(trace: &Trace, message: &Message, at: Time) -> Vec<Step> {
    let phases = message.handled.iter().flat_map(|handled| &handled.phases);
    phases
        .filter(|phase| phase.at <= at)
        .map(|phase| Step {
            name: phase.name,
            at_us: micros(trace, phase.at),
            says: phase.says.clone(),
            failed: phase.failed,
            verdict: phase.verdict.clone(),
        })
        .collect()
}

/// The calls that a service made for a message, in order: an API's to its function.
pub(crate) fn calls_for(trace: &Trace, id: MessageId) -> impl Iterator<Item = &Message> {
    let later = trace.messages.get(id.0 as usize..).unwrap_or_default();
    let until = later.first().and_then(|own| own.answered);
    // None is made for what was answered.
    let during = later.iter().take_while(move |message| until.is_none_or(|until| message.sent <= until));
    during.filter(move |message| message.cause == Cause::Message(id) && matches!(message.content, Content::Call(_)))
}

/// Whether a message goes to an API, which may call others for it.
fn is_to_api(message: &Message) -> bool {
    matches!(message.to, Place::Api(_))
}

pub(super) fn now(trace: &Trace, message: &Message, status: Status, attempts: &[AttemptView], at: Time) -> String {
    let to = &message.to;
    let error = message.handled.as_ref().and_then(|handled| handled.error.as_deref()).unwrap_or_default();
    let reason = message
        .handled
        .as_ref()
        .and_then(|handled| handled.verdict.as_ref())
        .map(|verdict| verdict.reason.to_string())
        .unwrap_or_default();
    match status {
        Status::InFlight => match &message.content {
            Content::Call(request)
                if message.subject.as_ref().is_some_and(|subject| subject.carried == Carried::Request) =>
            {
                format!("{} travel to {to}.", size(request.body.len() as u64))
            }
            Content::Event(_) => {
                format!("The event is on its way to {to}. It names the object; it does not contain it.")
            }
            Content::Call(_) => format!("The request is on its way to {to}."),
        },
        Status::Waiting => waiting(trace, message),
        Status::AtWork if attempts.is_empty() => {
            let calls = calls_for(trace, message.id).filter(|_| is_to_api(message));
            let open =
                calls.filter(|call| call.sent <= at && call.answered.is_none_or(|answered| answered > at)).last();
            match open {
                Some(call) => {
                    format!("{to} waits for {}: message {}.", call.to, Number::of(trace, call.id).number)
                }
                None => format!("{to} works on it."),
            }
        }
        Status::AtWork => {
            format!("Environment {} of {to} runs the handler.", attempts[attempts.len() - 1].environment_number)
        }
        Status::Returning => "The answer is on its way back.".to_owned(),
        Status::Done => match (&message.content, attempts.last()) {
            (_, Some(attempt)) => format!(
                "The handler returned. {} ms are paid for, {} MB of memory were used.",
                attempt.billed_ms.unwrap_or_default(),
                attempt.max_memory_mb.unwrap_or_default()
            ),
            _ => "Done, and answered.".to_owned(),
        },
        Status::Denied => reason,
        Status::Failed => match attempts.last().and_then(|attempt| attempt.error.as_deref()) {
            Some(error) => format!("The handler failed with {error}."),
            None => match message.handled.iter().flat_map(|handled| &handled.phases).find(|phase| phase.failed) {
                Some(phase) => phase.says.clone(),
                None => format!("{to} answered with {error}."),
            },
        },
        Status::Throttled => format!("All environments that {to} may have are busy."),
    }
}

fn waiting(trace: &Trace, message: &Message) -> String {
    let Place::Function(name) = &message.to else { return "It waits.".to_owned() };
    let starting = trace.environments.iter().rev().find(|record| {
        record.function == *name
            && record.started >= message.arrives
            && message.taken.is_none_or(|taken| record.ready <= taken)
    });
    match starting {
        Some(record) => format!("No environment of {name} was free. Lambda starts environment {}.", record.number),
        None => format!("Lambda keeps the event in {name}'s queue until an environment takes it."),
    }
}

pub(super) fn phases(trace: &Trace, message: &Message, at: Time) -> Vec<Phase> {
    let mut phases = Vec::new();
    let mut add = |name: &str, from: Time, to: Time, kind| {
        let to = to.min(at);
        if to > from {
            phases.push(Phase { name: name.to_owned(), ms: (to - from).as_ms(), kind });
        }
    };
    match &message.content {
        Content::Call(request) => {
            let name = if request.body.len() > 100_000 { "upload" } else { "request" };
            add(name, message.sent, message.arrives, SpanKind::Service);
            if let Some(handled) = &message.handled {
                let mut from = message.arrives;
                for call in calls_for(trace, message.id).filter(|_| is_to_api(message)) {
                    let until = call.answered.unwrap_or(at);
                    add(&format!("{}, before it calls", message.to), from, call.sent, SpanKind::Service);
                    add(&format!("waits for {}", call.to), call.sent.max(from), until, SpanKind::Reply);
                    from = until.max(from);
                }
                if is_to_api(message) {
                    let name = if from == message.arrives { "" } else { ", after the answer" };
                    add(&format!("{}{name}", message.to), from, handled.replied.max(handled.at), SpanKind::Service);
                } else if !waits(handled) {
                    add("at work", message.arrives, handled.at, SpanKind::Handler);
                } else if let Some(run) = trace.invocations.iter().find(|run| run.message == message.id) {
                    // Who invokes and waits for the answer waits for a start as well.
                    add("Lambda", message.arrives, handled.at, SpanKind::Service);
                    let wait = if run.cold { ("cold start", SpanKind::Init) } else { ("Lambda", SpanKind::Service) };
                    add(wait.0, handled.at, run.started, wait.1);
                    add("handler", run.started, run.ended.as_ref().map_or(at, |ended| ended.at), SpanKind::Handler);
                } else {
                    let until = if handled.response.is_none() { at } else { handled.replied };
                    add("at work", message.arrives, handled.at, SpanKind::Handler);
                    add("waits for an environment", handled.at, until, SpanKind::Queued);
                }
                if let Some(answered) = message.answered {
                    add("answer", handled.replied, answered, SpanKind::Service);
                }
                // Who invokes and does not wait has the answer before the handler runs.
                if !is_to_api(message) && !waits(handled) {
                    run_of_event(trace, message, handled.at, at, &mut add);
                }
            }
        }
        Content::Event(_) => {
            let name = format!("{} to {}", message.from, message.to);
            add(&name, message.sent, message.arrives, SpanKind::Service);
            run_of_event(trace, message, message.arrives, at, &mut add);
        }
    }
    phases
}

/// Whether the answer to a call waited, or waits, for something else that has to end first.
fn waits(handled: &Handled) -> bool {
    handled.response.is_none() || handled.replied > handled.at
}

/// What becomes of an event that Lambda has had since `from`: it waits, perhaps for a start, and is handled.
fn run_of_event(
    trace: &Trace,
    message: &Message,
    from: Time,
    at: Time,
    add: &mut impl FnMut(&str, Time, Time, SpanKind),
) {
    if !matches!(message.to, Place::Function(_)) {
        return;
    }
    let invocation = trace.invocations.iter().find(|invocation| invocation.message == message.id);
    let until = message.taken.or(invocation.map(|invocation| invocation.started)).unwrap_or(at);
    let cold =
        invocation.filter(|invocation| invocation.cold).map(|invocation| trace.environment(invocation.environment));
    match cold {
        Some(record) => {
            add("in the queue", from, record.started, SpanKind::Queued);
            add("cold start", record.started, until, SpanKind::Init);
        }
        None if invocation.is_some() || matches!(message.content, Content::Event(_)) => {
            add("in the queue", from, until, SpanKind::Queued);
        }
        None => {}
    }
    if let Some(invocation) = invocation {
        let end = invocation.ended.as_ref().map_or(at, |ended| ended.at);
        add("handler", invocation.started, end, SpanKind::Handler);
    }
}

pub(super) fn causes(trace: &Trace, id: MessageId, at: Time) -> Vec<CauseView> {
    let mut chain = Vec::new();
    let mut next = Some(id);
    while let Some(id) = next.filter(|_| chain.len() < CAUSES_MAX) {
        let message = trace.message(id);
        let detail = match message.cause {
            Cause::Learner => match &message.subject {
                Some(subject) if subject.carried == Carried::Request => format!("You sent {}", subject.key),
                _ => "You asked for it".to_owned(),
            },
            Cause::Message(_) | Cause::Timer(_) => {
                let verb = if matches!(message.content, Content::Call(_)) { "calls" } else { "notifies" };
                format!("{} {verb} {}", message.from, message.to)
            }
            Cause::Invocation(invocation) => {
                let record = trace.invocation(invocation);
                format!("The handler of {}, attempt {}", record.function, record.attempt)
            }
            Cause::Init(environment) => {
                format!("The code of {} at module level", trace.environment(environment).function)
            }
        };
        chain.push(CauseView {
            number: Some(Number::of(trace, id)),
            title: message.operation.to_owned(),
            detail,
            at_us: micros(trace, message.sent),
        });
        next = match message.cause {
            Cause::Learner => None,
            Cause::Timer(timer) => {
                let record = trace.timer(timer);
                chain.push(CauseView {
                    number: None,
                    title: record.timer.place.to_string(),
                    detail: record.timer.what.to_owned(),
                    at_us: micros(trace, record.at),
                });
                None
            }
            Cause::Message(cause) => Some(cause),
            Cause::Init(environment) => {
                let record = trace.environment(environment);
                chain.push(CauseView {
                    number: None,
                    title: format!("INIT of {}", record.function),
                    detail: format!("while environment {} started", record.number),
                    at_us: micros(trace, record.started),
                });
                None
            }
            Cause::Invocation(invocation) => {
                let record = trace.invocation(invocation);
                chain.push(CauseView {
                    number: None,
                    title: format!("Handler of {}", record.function),
                    detail: if record.cold {
                        "after a cold start".to_owned()
                    } else {
                        "in a warm environment".to_owned()
                    },
                    at_us: micros(trace, record.started),
                });
                Some(record.message)
            }
        };
    }
    chain.reverse();
    let effects = trace.messages.iter().filter(|message| message.cause == Cause::Message(id) && message.sent <= at);
    chain.extend(effects.map(|message| CauseView {
        number: Some(Number::of(trace, message.id)),
        title: message.operation.to_owned(),
        detail: format!("brought about by message {}", Number::of(trace, id).number),
        at_us: micros(trace, message.sent),
    }));
    chain
}
