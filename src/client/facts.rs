//! The call at the playhead: from history to what the address bar shows.

use std::sync::Arc;

use cloud::http::Request;
use cloud::invocation::InvocationId;
use cloud::sim::time::Time;
use cloud::sim::trace::{Cause, Content, InvocationRecord, Message, MessageId, Place, Trace};
use cloud::view::{Family, Number, micros};
use leptos::prelude::*;

use super::desk::Desk;
use super::shares::{NETWORK, Stretch, shares};
use super::words;
use crate::store::Store;
use crate::store::client::{CallView, Failed, Ran};

/// How deep calls of calls are followed.
const DEEPEST: usize = 24;

/// Tells the store of the last call that the address bar has made, or that went to an API, until `at`.
pub fn show(store: Store, trace: &Trace, at: Time) {
    if store.address_bar.with_untracked(Option::is_none) {
        return;
    }
    let own = Desk::of_page().own();
    let is_ours = |message: &&Message| match (&message.content, &message.cause) {
        (Content::Call(request), Cause::Learner) if message.sent <= at => {
            is_api(&request.host) || own.contains(&asked(request))
        }
        _ => false,
    };
    let run = &trace.messages[(trace.origin_message as usize).min(trace.messages.len())..];
    let last = run.iter().rev().find(is_ours);
    let now = last.map(|message| Arc::new(call(trace, message.id, at)));
    if store.call.with_untracked(|held| *held != now) {
        store.call.set(now);
    }
}

/// What tells one request from another in the memory of what was sent: its method and its address.
#[must_use]
pub fn asked(request: &Request) -> String {
    format!("{} {}", request.method, request.url())
}

/// Whether an API or a function's own address answers there.
#[must_use]
pub fn is_api(host: &str) -> bool {
    host.contains(".execute-api.") || host.contains(".lambda-url.")
}

/// A call as it is known at `at`.
#[must_use]
pub fn call(trace: &Trace, id: MessageId, at: Time) -> CallView {
    let message = trace.message(id);
    let request = match &message.content {
        Content::Call(request) => request.clone(),
        Content::Event(_) => Arc::default(),
    };
    let answered = message.answered.filter(|answered| *answered <= at);
    let handled = message.handled.as_ref().filter(|handled| handled.at <= at);
    let until = answered.unwrap_or(at).max(message.sent);
    let mut stretches = Vec::new();
    of_message(trace, message, 0, &mut stretches);
    let response = answered.and(handled).and_then(|handled| handled.response.clone());
    let runs = runs(trace, id, until);
    let failed = response
        .as_ref()
        .filter(|response| response.status >= 400)
        .and_then(|response| failed(trace, message, &runs).or_else(|| words::of_answer(&request, response)));
    CallView {
        number: Some(Number::of(trace, id)),
        to: message.to.to_string(),
        sent_us: micros(trace, message.sent),
        took_us: answered.map(|answered| (answered - message.sent).as_ms() * 1_000.0),
        response,
        shares: shares(&stretches, message.sent.0, until.0),
        ran: runs
            .iter()
            .map(|run| Ran {
                function: run.function.to_string(),
                error: run.ended.as_ref().and_then(|ended| ended.error.as_ref()).map(ToString::to_string),
            })
            .collect(),
        failed,
        request,
    }
}

/// The stretches of a call and of all that it brings about.
fn of_message(trace: &Trace, message: &Message, depth: usize, stretches: &mut Vec<Stretch>) {
    // Who waits for no answer spends none of the caller's time.
    if depth > DEEPEST || !matches!(message.content, Content::Call(_)) {
        return;
    }
    const OPEN: u64 = u64::MAX;
    let mut add = |from: Time, to: Option<Time>, depth, name: String, token| {
        stretches.push(Stretch { from: from.0, to: to.map_or(OPEN, |to| to.0), depth, name, token });
    };
    add(message.sent, message.answered, depth, NETWORK.to_owned(), NETWORK);
    let replied = message.handled.as_ref().filter(|handled| handled.response.is_some()).map(|handled| handled.replied);
    let name = match &message.to {
        Place::Function(name) => format!("Lambda, for {name}"),
        place => place.to_string(),
    };
    add(message.arrives, replied, depth + 1, name, Family::of(&message.to).token());
    for run in trace.invocations.iter().filter(|run| run.message == message.id) {
        let environment = trace.environment(run.environment);
        if run.cold {
            let name = format!("{}, cold start", run.function);
            add(environment.started, Some(environment.ready), depth + 2, name, "ice");
        }
        let name = format!("{}, {}", run.function, if run.cold { "its handler" } else { "warm" });
        add(run.started, run.ended.as_ref().map(|ended| ended.at), depth + 2, name, "signal");
    }
    let caused = |cause: &Cause| match cause {
        Cause::Message(of) => *of == message.id,
        Cause::Invocation(of) => trace.invocation(*of).message == message.id,
        Cause::Init(of) => {
            trace.invocations.iter().any(|run| run.environment == *of && run.cold && run.message == message.id)
        }
        Cause::Learner | Cause::Timer(_) => false,
    };
    for inner in trace.messages.iter().skip(message.id.0 as usize + 1).filter(|inner| caused(&inner.cause)) {
        of_message(trace, inner, depth + 3, stretches);
    }
}

/// The runs that a call brought about until `at`, in the order in which they began.
fn runs(trace: &Trace, id: MessageId, at: Time) -> Vec<&InvocationRecord> {
    let mut messages = vec![id];
    let mut found: Vec<InvocationId> = Vec::new();
    for message in trace.messages.iter().skip(id.0 as usize) {
        let caused = match message.cause {
            Cause::Message(of) => messages.contains(&of),
            Cause::Invocation(of) => messages.contains(&trace.invocation(of).message),
            Cause::Learner | Cause::Timer(_) | Cause::Init(_) => false,
        };
        if caused && matches!(message.content, Content::Call(_)) {
            messages.push(message.id);
        }
    }
    let runs = trace.invocations.iter().filter(|run| run.started <= at && messages.contains(&run.message));
    found.extend(runs.map(|run| run.id));
    found.into_iter().map(|run| trace.invocation(run)).collect()
}

/// Why a call failed, as far as history tells: a permission that was missing, or a handler that failed.
fn failed(trace: &Trace, message: &Message, runs: &[&InvocationRecord]) -> Option<Failed> {
    let handled = message.handled.as_ref()?;
    let broken =
        runs.iter().rev().find_map(|run| Some((run, run.ended.as_ref()?, run.ended.as_ref()?.error.as_deref()?)));
    if let Some((run, ended, error)) = broken {
        let number = (run.message != message.id).then(|| Number::of(trace, run.message));
        return Some(Failed { message: number, ..words::of_run(&run.function, error, &ended.payload) });
    }
    if let Some(phase) = handled.phases.iter().find(|phase| phase.failed) {
        return Some(Failed { says: phase.says.clone(), mend: String::new(), message: None });
    }
    let verdict = handled.verdict.as_ref().filter(|verdict| !verdict.allowed)?;
    Some(Failed { says: format!("{} refused it. {}", message.to, verdict.reason), mend: String::new(), message: None })
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use cloud::kernel::{Cloud, Output};
    use cloud::verdict::Principal;

    use super::*;

    fn send(cloud: &mut Cloud, principal: Principal, method: &str, url: &str, body: &str) -> CallView {
        let request = Request::new(method, url).expect("an address");
        let request =
            request.with_header("content-length", body.len().to_string()).with_body(Bytes::from(body.to_owned()));
        cloud.submit(principal, request);
        cloud.run(1_000);
        let answer = cloud.take_outputs().into_iter().find_map(|output| match output {
            Output::Response { message, .. } => Some(message),
            _ => None,
        });
        call(cloud.trace(), answer.expect("it is answered"), cloud.now())
    }

    #[test]
    fn the_shares_of_a_call_are_its_whole_time() {
        let mut cloud = Cloud::new(1);
        send(&mut cloud, Principal::Root, "PUT", "https://photos.s3.us-east-1.amazonaws.com/", "");
        let put = send(&mut cloud, Principal::Root, "PUT", "https://photos.s3.us-east-1.amazonaws.com/a", "hello");
        let took = put.took_us.expect("it was answered");
        let sum: f64 = put.shares.iter().map(|share| share.us).sum();
        assert!((sum - took).abs() < 1e-6, "{sum} of {took}");
        let tokens: Vec<&str> = put.shares.iter().map(|share| share.token).collect();
        assert_eq!(tokens, ["storage", NETWORK]);
        assert_eq!((put.response.map(|response| response.status), put.failed), (Some(200), None));
    }

    #[test]
    fn what_nobody_may_read_says_who_refused_it() {
        let mut cloud = Cloud::new(1);
        send(&mut cloud, Principal::Root, "PUT", "https://photos.s3.us-east-1.amazonaws.com/", "");
        let get = send(&mut cloud, Principal::Anonymous, "GET", "https://photos.s3.us-east-1.amazonaws.com/a", "");
        assert_eq!(get.response.map(|response| response.status), Some(403));
        let failed = get.failed.expect("it was refused");
        assert!(failed.says.starts_with("photos refused it. "), "{}", failed.says);
    }

    #[test]
    fn before_its_answer_a_call_is_under_way() {
        let mut cloud = Cloud::new(1);
        let put = send(&mut cloud, Principal::Root, "PUT", "https://photos.s3.us-east-1.amazonaws.com/", "");
        let id = put.number.expect("it was sent").message;
        let message = cloud.trace().message(id);
        let early = call(cloud.trace(), id, Time(message.sent.0 + 1));
        assert_eq!((early.took_us, early.response), (None, None));
        assert_eq!(early.shares.iter().map(|share| share.us).sum::<f64>(), 1.0);
    }
}
