//! From history to the store: what panels show, at the playhead.

use std::sync::Arc;

use cloud::sim::time::Time;
use cloud::sim::trace::{HopId, MessageId, Moment, Place, Trace};
use cloud::view::stage::{newest, object_view};
use cloud::view::{self, caption, micros, stage, tape};
use cloud::world::World;
use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use super::Session;
use super::pump::now_ms;
use crate::store::{Inspected, InvocationLine, Selection};

/// The most objects and log lines that the inspector lists.
const LISTED: usize = 500;
/// The most invocations that the inspector lists.
const INVOCATIONS: usize = 50;
/// How often what is costly is shown anew in play, milliseconds.
const DETAILS_EVERY_MS: f64 = 120.0;
/// The same when hops pass unseen: a message that is followed must stay long enough to be read at all.
const DENSE_DETAILS_EVERY_MS: f64 = 1_000.0;
/// How often the map is drawn anew in play when hops pass unseen, milliseconds.
const STAGE_EVERY_MS: f64 = 80.0;

impl Session {
    /// Shows the run as lanes.
    pub(super) fn show_run(&self) {
        let tape = tape::tape(self.0.playthrough.borrow().cloud());
        let played = self.0.hop.get();
        self.0.pace.borrow_mut().grow(&tape.hops_us, played);
        self.store().tape.set(Arc::new(tape));
    }

    /// Lets the playhead see hops that the lanes do not show yet.
    pub(super) fn follow_run(&self) {
        let playthrough = self.0.playthrough.borrow();
        let trace = playthrough.trace();
        let mut pace = self.0.pace.borrow_mut();
        let known = trace.origin.0 as usize + pace.len();
        pace.extend(trace.hops.iter().skip(known).map(|hop| micros(trace, hop.at)));
    }

    /// Shows what moves: time, messages on their way; and, at a new hop, the map and its caption.
    pub(super) fn show_frame(&self) {
        let store = self.store();
        let now = now_ms();
        let transport = store.transport.get_untracked();
        // Where the playhead jumps with each of a program's requests, a frame for each would show none of them.
        let since = now - self.0.requested_ms.get();
        let jumps = transport.playing && self.0.between_requests_ms.get().max(since) < STAGE_EVERY_MS;
        if jumps && now - self.0.stage_shown_ms.get() < STAGE_EVERY_MS {
            return;
        }
        let playthrough = self.0.playthrough.borrow();
        let trace = playthrough.trace();
        let hop = HopId(trace.origin.0 + u32::try_from(self.0.hop.get()).unwrap_or(u32::MAX));
        let at_us = self.0.at_us.get();
        // What is sent at the run's very beginning is on its way from the next hop on.
        let begins = self.0.hop.get() == 0 && at_us <= self.0.pace.borrow().at(0);
        let tokens = if begins { Vec::new() } else { stage::tokens(trace, at_us) };
        let at_end = self.0.hop.get() + 1 >= self.0.pace.borrow().len();
        let new_hop = store.hop.get_untracked() != hop || !self.0.stage_shown.get();
        // Where hops pass unseen, the map is drawn as often as its figures can be read; what flies, in each frame.
        let hurries = transport.playing && self.0.pace.borrow().is_dense(transport.speed);
        let new_hop = new_hop && (!hurries || now - self.0.stage_shown_ms.get() > STAGE_EVERY_MS);
        if new_hop {
            self.0.stage_shown.set(true);
            self.0.stage_shown_ms.set(now);
        }
        let map =
            new_hop.then(|| (stage::stage(trace, hop), caption::caption(trace, hop, at_end && self.0.settled.get())));
        drop(playthrough);
        store.at_us.set(at_us);
        if store.tokens.with_untracked(|shown| **shown != tokens) {
            store.tokens.set(Arc::new(tokens));
        }
        if let Some((stage, caption)) = map {
            store.hop.set(hop);
            set_changed(store.stage, Arc::new(stage));
            set_changed(store.caption, caption);
        }
        let details_every = if hurries || jumps { DENSE_DETAILS_EVERY_MS } else { DETAILS_EVERY_MS };
        if new_hop && now - self.0.details_shown_ms.get() > details_every {
            self.0.details_shown_ms.set(now);
            self.show_details_soon();
        }
    }

    /// Shows what is costly after this frame: the map and the inspector are each enough for one.
    pub(super) fn show_details_soon(&self) {
        let session = self.clone();
        Timeout::new(0, move || session.show_details()).forget();
    }

    /// Shows the function or table that is open.
    pub(super) fn show_opened(&self) {
        let Some(beyond) = self.0.beyond.get() else { return };
        let playthrough = self.0.playthrough.borrow();
        let trace = playthrough.trace();
        let hop = &trace.hops[self.hop_shown(trace)];
        (beyond.show_bench)(self.store(), trace, playthrough.cloud().world(), &hop.world, self.time_shown(trace));
    }

    /// The hop at the playhead.
    fn hop_shown(&self, trace: &Trace) -> usize {
        let origin = trace.origin.0 as usize;
        origin + self.0.hop.get().min(trace.hops.len() - 1 - origin)
    }

    /// The time at the playhead, no earlier than its hop.
    fn time_shown(&self, trace: &Trace) -> Time {
        let at = Time(trace.origin_at().0 + self.0.at_us.get().max(0.0) as u64);
        at.max(trace.hops[self.hop_shown(trace)].at)
    }

    /// Shows what is costly: the bill, the lesson, what is selected.
    pub(super) fn show_details(&self) {
        self.0.details_shown_ms.set(now_ms());
        let store = self.store();
        let playthrough = self.0.playthrough.borrow();
        let trace = playthrough.trace();
        let hop = &trace.hops[self.hop_shown(trace)];
        let at = self.time_shown(trace);
        let bill = view::bill::bill(trace, at);
        let mut lesson = playthrough.view(at);
        lesson.current = self.0.opened.get();
        let selection = store.selection.get_untracked().or_else(|| followed(trace, hop.moment).map(Selection::Message));
        let inspected = selection.and_then(|selection| inspect(trace, &hop.world, at, &selection)).map(Arc::new);
        if let Some(beyond) = self.0.beyond.get() {
            (beyond.show_call)(store, trace, at);
            (beyond.show_api)(store, playthrough.cloud().world());
        }
        drop(playthrough);
        self.show_opened();
        set_changed(store.bill, bill);
        set_changed(store.lesson, Arc::new(lesson));
        set_changed(store.inspected, inspected);
    }
}

/// Sets a signal only when its value differs, so that panels do not draw the same again.
fn set_changed<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|held| *held != value) {
        signal.set(value);
    }
}

/// The message that a moment is about: it is shown while nothing is selected.
fn followed(trace: &Trace, moment: Moment) -> Option<MessageId> {
    let of_environment = |id| {
        let first = trace.invocations.iter().find(|invocation| invocation.environment == id);
        first.map(|invocation| invocation.message)
    };
    match moment {
        Moment::Beginning | Moment::Acted(_) => None,
        Moment::Sent(id)
        | Moment::Handled(id)
        | Moment::Replied(id)
        | Moment::Answered(id)
        | Moment::Throttled(id)
        | Moment::GivenUp(id) => Some(id),
        Moment::InitStarted(id) | Moment::InitEnded(id) | Moment::Reclaimed(id) => of_environment(id),
        Moment::Started(id) | Moment::Printed(id) | Moment::Ended(id) => Some(trace.invocation(id).message),
    }
}

fn inspect(trace: &Trace, world: &World, at: Time, selection: &Selection) -> Option<Inspected> {
    match selection {
        Selection::Message(id) => view::message::message(trace, *id, at).map(|view| Inspected::Message(Box::new(view))),
        Selection::Environment(id) => function(trace, world, at, &trace.environments.get(id.0 as usize - 1)?.function),
        Selection::Object(object) => {
            let held = world.s3().object(&object.bucket, &object.key)?;
            Some(Inspected::Object {
                object: object_view(trace, &object.bucket, held),
                headers: object_headers(held),
                counterpart: counterpart(trace, world, &object.bucket, &object.key),
            })
        }
        Selection::Place(place) => match place {
            Place::Client => Some(Inspected::Client),
            Place::Bucket(name) => {
                let bucket = world.s3().bucket(name)?;
                Some(Inspected::Bucket {
                    name: name.to_string(),
                    objects: newest(trace, bucket, LISTED),
                    total: bucket.object_count(),
                    bytes: bucket.total_bytes,
                })
            }
            Place::Function(name) => function(trace, world, at, name),
            Place::Table(name) => {
                let view = world.services.table(world, name, LISTED)?;
                Some(Inspected::Table { name: name.to_string(), view })
            }
            Place::LogGroup(name) => {
                let group = world.logs().group(name);
                Some(Inspected::Logs {
                    name: name.to_string(),
                    lines: group.map(|group| view::logs::last_lines(trace, group, LISTED)).unwrap_or_default(),
                    total: group.map_or(0, |group| group.events.len()),
                })
            }
            Place::Api(own) => {
                let view = world.services.apis(world).find(|api| api.id == own.id)?;
                Some(Inspected::Api { place: place.clone(), view })
            }
            Place::Service(name) => Some(Inspected::Service { name: (*name).to_owned() }),
        },
    }
}

fn object_headers(object: &cloud::services::s3::Object) -> Vec<(String, String)> {
    let mut headers = vec![
        ("content-length".to_owned(), object.size().to_string()),
        ("content-type".to_owned(), object.content_type().to_owned()),
        ("etag".to_owned(), format!("\"{}\"", object.etag)),
        ("last-modified".to_owned(), object.modified.rfc1123()),
    ];
    for (name, value) in &object.attributes.metadata {
        headers.push((format!("x-amz-meta-{name}"), value.to_string()));
    }
    for (name, value) in &object.attributes.headers {
        headers.push(((*name).to_owned(), value.to_string()));
    }
    headers
}

/// The thumbnail made of an object, or the photo that it was made of: the write and the read of one invocation.
fn counterpart(trace: &Trace, world: &World, bucket: &str, key: &str) -> Option<view::stage::ObjectView> {
    use cloud::sim::trace::Cause;
    let about = |bucket: &str, key: &str| {
        let (bucket, key) = (bucket.to_owned(), key.to_owned());
        move |message: &&cloud::sim::trace::Message| {
            matches!(message.cause, Cause::Invocation(_))
                && message.subject.as_ref().is_some_and(|subject| *subject.bucket == *bucket && *subject.key == *key)
        }
    };
    let own = trace.messages.iter().rev().find(about(bucket, key))?;
    let other = trace.messages.iter().rev().find(|message| {
        message.cause == own.cause && message.operation != own.operation && message.subject.is_some()
    })?;
    let subject = other.subject.as_ref()?;
    let held = world.s3().object(&subject.bucket, &subject.key)?;
    Some(object_view(trace, &subject.bucket, held))
}

fn function(trace: &Trace, world: &World, at: Time, name: &str) -> Option<Inspected> {
    let function = world.lambda().function(name)?;
    let mut documents = vec![("Configuration".to_owned(), pretty(&cloud::services::lambda::configuration(function)))];
    if let Some(policy) = &function.policy {
        documents.push(("Who may invoke it (resource policy)".to_owned(), pretty_text(&policy.to_json())));
    }
    if let Some(role) = world.iam().role(function.role_name()) {
        for (name, policy) in world.iam().policies_of(role) {
            documents.push((format!("What it may do: {name}"), pretty_text(&policy.to_json())));
        }
    }
    let invocations = trace
        .invocations
        .iter()
        .rev()
        .filter(|invocation| *invocation.function == *name && invocation.started <= at)
        .take(INVOCATIONS)
        .map(|invocation| {
            let ended = invocation.ended.as_ref().filter(|ended| ended.at <= at);
            InvocationLine {
                message: invocation.message,
                number: view::Number::of(trace, invocation.message).number,
                attempt: invocation.attempt,
                started_us: micros(trace, invocation.started),
                duration_ms: ended.map(|ended| (ended.at - invocation.started).as_ms()),
                cold: invocation.cold,
                error: ended.and_then(|ended| ended.error.as_ref()).map(ToString::to_string),
            }
        })
        .collect();
    Some(Inspected::Function { name: name.to_owned(), documents, invocations })
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn pretty_text(text: &str) -> String {
    serde_json::from_str::<serde_json::Value>(text).map_or_else(|_| text.to_owned(), |value| pretty(&value))
}
