//! Moments made up to look at while the session is not there: `#fixture-a`, `#fixture-b`, `#fixture-c`.
//!
//! A small model of a run gives the stage, the messages and the sentence at any time, and plays by itself.

use std::sync::Arc;

use cloud::invocation::EnvironmentId;
use cloud::sim::trace::{HopId, MessageId, Place};
use cloud::view::caption::Caption;
use cloud::view::stage::{
    Contents, Edge, EdgeKind, EnvironmentState, EnvironmentView, FunctionView, Leg, Node, ObjectRef, ObjectView, Stage,
    Token,
};
use cloud::view::tape::{Arrow, Lane, Scheduled, SpanKind, Tape, TapeSpan};
use cloud::view::{Family, Number};
use gloo::timers::callback::Interval;
use leptos::prelude::*;

use crate::store::{Action, Direction, PictureRequest, Pictures, Selection, Store, Transport};

const PHOTOS: &str = "my-original-images";
const THUMBNAILS: &str = "my-thumbnails";
const FUNCTION: &str = "make-thumbnail";
const LOGS: &str = "/aws/lambda/make-thumbnail";

/// One photo's way: what happens when, milliseconds.
#[derive(Clone)]
struct Photo {
    name: &'static str,
    put: f64,
    stored: f64,
    event: f64,
    refused: Option<f64>,
    taken: f64,
    /// Where it runs, and when that environment began to start if it did so for this photo.
    environment: u32,
    cold: Option<f64>,
    get: f64,
    got: f64,
    write: f64,
    written: f64,
    done: f64,
    /// Whether S3 refuses the thumbnail.
    denied: bool,
}

/// Fills the store with the moment that the address names. Says whether it did.
pub fn maybe_mount(store: Store) -> bool {
    let hash = window().location().hash().unwrap_or_default();
    let (photos, at, playing) = match hash.as_str() {
        "#fixture-a" => (vec![first_photo()], 612.0, false),
        "#fixture-a-play" => (vec![first_photo()], 0.0, true),
        "#fixture-b" => (vec![first_photo()], 884.0, false),
        "#fixture-c" => (thousand(), 7_400.0, false),
        "#fixture-c-play" => (thousand(), 500.0, true),
        "#fixture-end" => (vec![first_photo()], 1_790.0, false),
        "#fixture-f" => (vec![Photo { denied: true, ..first_photo() }], 1_745.0, false),
        "#fixture-empty" => (Vec::new(), 0.0, false),
        _ => return false,
    };
    let mut tape = tape_of(&photos);
    if hash == "#fixture-end" {
        let what = "second attempt at ObjectCreated:Put".to_owned();
        tape.scheduled.push(Scheduled { at_us: 60_000_000.0, what, place: Place::Function(FUNCTION.into()) });
    }
    let end = tape.end_us;
    store.tape.set(Arc::new(tape));
    store.transport.set(Transport { playing, speed: if photos.len() > 1 { 1.0 } else { 0.2 }, rewound: !playing && at * 1000.0 < end });
    if hash == "#fixture-b" {
        store.selection.set(Some(Selection::Message(MessageId(1))));
    }
    let photos = Arc::new(photos);
    let shown = photos.clone();
    Effect::new(move |_| show(store, &shown, store.at_us.get() / 1_000.0));
    store.at_us.set(at * 1_000.0);
    let last = StoredValue::new(js_sys::Date::now());
    Interval::new(16, move || {
        let now = js_sys::Date::now();
        let passed = now - last.get_value();
        last.set_value(now);
        let transport = store.transport.get_untracked();
        if transport.playing {
            let next = store.at_us.get_untracked() + passed * 1_000.0 * transport.speed;
            store.at_us.set(if next > end + 400_000.0 { 0.0 } else { next });
        }
    })
    .forget();
    true
}

/// Plays the session's part for what moves the playhead. Says whether it did.
pub fn perform(store: Store, action: &Action) -> bool {
    let at = store.at_us.get_untracked();
    let end = store.tape.with_untracked(|tape| tape.end_us);
    let hops = store.tape.with_untracked(|tape| tape.hops_us.clone());
    let next = |forward: bool| {
        if forward {
            hops.iter().copied().find(|hop| *hop > at + 0.5).unwrap_or(end)
        } else {
            hops.iter().rev().copied().find(|hop| *hop < at - 0.5).unwrap_or(0.0)
        }
    };
    match action {
        Action::Select(selection) => store.selection.set(selection.clone()),
        Action::Seek(to) => store.at_us.set(to.clamp(0.0, end)),
        Action::Speed(speed) => store.transport.update(|transport| transport.speed = *speed),
        Action::TogglePlay => store.transport.update(|transport| transport.playing = !transport.playing),
        Action::Step(direction) | Action::NextEvent(direction) => store.at_us.set(next(*direction == Direction::Forward)),
        Action::ToEnd(Direction::Forward) => store.at_us.set(end),
        Action::ToEnd(Direction::Back) => store.at_us.set(0.0),
        _ => return false,
    }
    store.transport.update(|transport| transport.rewound = store.at_us.get_untracked() < end);
    true
}

/// Pictures of the samples.
pub fn pictures() -> Pictures {
    Pictures(Callback::new(|request: PictureRequest| {
        let name = ["night", "ridge"].into_iter().find(|name| request.object.key.contains(name)).unwrap_or("harbour");
        Signal::derive(move || Some(format!("assets/samples/{name}-small.jpg")))
    }))
}

fn first_photo() -> Photo {
    Photo {
        name: "harbour",
        put: 0.0,
        stored: 96.0,
        event: 388.0,
        refused: None,
        taken: 826.0,
        environment: 1,
        cold: Some(388.0),
        get: 838.0,
        got: 930.0,
        write: 1_640.0,
        written: 1_690.0,
        done: 1_738.0,
        denied: false,
    }
}

/// A thousand photos in two seconds, and a function that may run at most a hundred at once.
fn thousand() -> Vec<Photo> {
    let mut free = vec![0.0_f64; 100];
    let mut started = vec![false; 100];
    (0..1_000_u32)
        .map(|number| {
            let put = f64::from(number) * 2.0;
            let (stored, event) = (put + 70.0, put + 70.0 + 230.0 + f64::from(number * 37 % 60));
            let slot = (0..100).min_by(|a, b| free[*a].total_cmp(&free[*b])).unwrap_or(0);
            let cold = (!started[slot]).then_some(event);
            started[slot] = true;
            let taken = if cold.is_some() { event + 438.0 } else { event.max(free[slot] + 8.0) };
            let work = 620.0 + f64::from(number * 7_919 % 300);
            free[slot] = taken + work;
            Photo {
                name: ["harbour", "night", "ridge"][(number % 3) as usize],
                put,
                stored,
                event,
                refused: (taken - event > 1_000.0 && number.is_multiple_of(4)).then_some(event + 20.0),
                taken,
                environment: slot as u32 + 1,
                cold,
                get: taken + 12.0,
                got: taken + 90.0,
                write: taken + work - 60.0,
                written: taken + work - 18.0,
                done: taken + work,
                denied: false,
            }
        })
        .collect()
}

fn place(at: usize) -> Place {
    match at {
        0 => Place::Client,
        1 => Place::Bucket(PHOTOS.into()),
        2 => Place::Function(FUNCTION.into()),
        3 => Place::Bucket(THUMBNAILS.into()),
        _ => Place::LogGroup(LOGS.into()),
    }
}

fn object(photo: &Photo, index: usize, thumbnail: bool) -> ObjectView {
    let folder = if thumbnail { "thumbnails" } else { "photos" };
    let key = if index == 0 { format!("{folder}/{}.jpg", photo.name) } else { format!("{folder}/{}-{index}.jpg", photo.name) };
    ObjectView {
        bucket: if thumbnail { THUMBNAILS } else { PHOTOS }.into(),
        key: key.into(),
        size: if thumbnail { 9_412 } else { 3_460_301 },
        etag: format!("{index}").into(),
        content_type: "image/jpeg".into(),
        modified_us: if thumbnail { photo.written } else { photo.stored } * 1_000.0,
    }
}

/// Everything at `at` milliseconds.
fn show(store: Store, photos: &[Photo], at: f64) {
    let stage = stage_at(photos, at);
    let tokens = tokens_at(photos, at);
    let busy = photos.iter().filter(|photo| photo.taken <= at && at < photo.done).count();
    let waiting = photos.iter().filter(|photo| photo.event <= at && at < photo.taken).count();
    let text = if photos.is_empty() {
        "Nothing has happened yet. Drop a photo on `my-original-images`.".to_owned()
    } else if photos.len() > 1 {
        format!("{busy} environments of `{FUNCTION}` are busy. {waiting} events wait.")
    } else if at < 388.0 {
        format!("The photo is in `{PHOTOS}`. S3 tells `{FUNCTION}` of it.")
    } else if at < 826.0 {
        format!("No environment of `{FUNCTION}` is ready. Lambda starts one; the event waits.")
    } else if at < 930.0 {
        "The handler asked for the photo; its 3.3 MB are on the way.".to_owned()
    } else if at < 1_738.0 {
        "The handler makes the thumbnail.".to_owned()
    } else {
        format!("The thumbnail is in `{THUMBNAILS}`. The environment is kept for the next event.")
    };
    let hop = store.tape.with_untracked(|tape| tape.hops_us.partition_point(|hop| *hop <= at * 1_000.0));
    store.hop.set(HopId(hop as u32));
    if store.stage.with_untracked(|before| **before != stage) {
        store.stage.set(Arc::new(stage));
    }
    store.tokens.set(Arc::new(tokens));
    store.caption.maybe_update(|caption| {
        let changed = caption.text != text;
        *caption = Caption { text, failed: false };
        changed
    });
}

fn stage_at(photos: &[Photo], at: f64) -> Stage {
    let bucket = |thumbnail: bool| {
        let there = |photo: &Photo| if thumbnail { if photo.denied { f64::MAX } else { photo.written } } else { photo.stored } <= at;
        let total = photos.iter().filter(|photo| there(photo)).count();
        let objects: Vec<ObjectView> = photos
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, photo)| there(photo))
            .take(48)
            .map(|(index, photo)| object(photo, index, thumbnail))
            .collect();
        let bytes = objects.first().map_or(0, |object| object.size * total as u64);
        Contents::Bucket { objects, total, bytes }
    };
    let mut environments: Vec<EnvironmentView> = Vec::new();
    for (index, photo) in photos.iter().enumerate() {
        if photo.cold.is_none_or(|cold| cold > at) && photo.taken > at {
            continue;
        }
        let number = Number { message: MessageId(index as u32 * 4 + 1), number: index as u32 * 4 + 2 };
        let start = photo.cold.unwrap_or(photo.taken);
        let run = |state, since: f64| EnvironmentView {
            id: EnvironmentId(photo.environment),
            number: photo.environment,
            state,
            since_us: since * 1_000.0,
            phases: vec![
                ("Fetch the code", (start + 61.0) * 1_000.0),
                ("Start the runtime", (start + 158.0) * 1_000.0),
                ("Run the module", (start + 438.0) * 1_000.0),
            ],
            started_us: start * 1_000.0,
            handler_us: (photo.taken <= at).then_some(photo.taken * 1_000.0),
            ended_us: (photo.done <= at).then_some(photo.done * 1_000.0),
            deadline_us: Some((photo.taken + 10_000.0) * 1_000.0),
            message: Some(number),
            note: String::new(),
        };
        let mut view = if at < photo.taken {
            run(EnvironmentState::Starting, start)
        } else if at < photo.done {
            run(EnvironmentState::Busy, photo.taken)
        } else if photo.denied {
            run(EnvironmentState::Failed, photo.done)
        } else {
            run(EnvironmentState::Frozen, photo.done)
        };
        if view.state == EnvironmentState::Failed {
            view.note = "AccessDenied".to_owned();
        }
        if view.state == EnvironmentState::Starting {
            view.note = "running the module".to_owned();
        } else if view.state == EnvironmentState::Busy && photo.get <= at && at < photo.got {
            view.note = "waiting for S3".to_owned();
        }
        match environments.iter_mut().find(|one| one.number == photo.environment) {
            Some(one) => {
                let (phases, started) = (std::mem::take(&mut one.phases), one.started_us);
                *one = EnvironmentView { phases, started_us: started, ..view };
            }
            None => environments.push(view),
        }
    }
    let waiting = photos.iter().filter(|photo| photo.event <= at && at < photo.taken && photo.cold.is_none());
    let (refused, waiting): (Vec<_>, Vec<_>) = waiting.partition(|photo| photo.refused.is_some_and(|refused| refused <= at));
    let done = photos.iter().filter(|photo| photo.done <= at).count();
    let function = Contents::Function(FunctionView {
        runtime: "provided.al2023".into(),
        memory_mb: 512,
        timeout_s: 10,
        concurrency_limit: 100,
        environments,
        waiting: waiting.len(),
        throttled: refused.len(),
        failed: 0,
        succeeded: done,
    });
    let mut lines = Vec::new();
    if let Some(photo) = photos.first() {
        for (when, line) in [
            (photo.cold.unwrap_or(0.0), "INIT_START Runtime Version: provided:al2023.v107"),
            (photo.taken, "START RequestId: 8f2e1c4a-91d7-5c0e-b3a4 Version: $LATEST"),
            (photo.done, "END RequestId: 8f2e1c4a-91d7-5c0e-b3a4"),
            (photo.done, "REPORT RequestId: 8f2e1c4a-91d7-5c0e-b3a4 Duration: 912.40 ms Billed Duration: 1351 ms"),
        ] {
            if when <= at {
                lines.push(line.to_owned());
            }
        }
    }
    let total = lines.len();
    let lines = lines.split_off(total.saturating_sub(3));
    let sent = photos.iter().enumerate().rev().filter(|(_, photo)| photo.put <= at).take(3);
    let sent = sent.map(|(index, photo)| object(photo, index, false)).collect();
    let node = |index: usize, kind: String, contents: Contents| {
        let place = place(index);
        Node { title: place.to_string(), family: Family::of(&place), place, kind, contents, failure: None }
    };
    let kind = |contents: &Contents| match contents {
        Contents::Bucket { total: 0, .. } => "S3 bucket, empty".to_owned(),
        Contents::Bucket { total: 1, .. } => "S3 bucket, 1 object".to_owned(),
        Contents::Bucket { total, .. } => format!("S3 bucket, {total} objects"),
        _ => String::new(),
    };
    let (first, second) = (bucket(false), bucket(true));
    let nodes = vec![
        node(0, "this browser tab".to_owned(), Contents::Client { sent, waiting: 0 }),
        node(1, kind(&first), first),
        node(2, "Lambda, provided.al2023".to_owned(), function),
        node(3, kind(&second), second),
        node(4, "CloudWatch log group".to_owned(), Contents::Logs { lines, total }),
    ];
    let edge = |from, to, kind, label: &str| Edge { from: place(from), to: place(to), kind, label: label.to_owned(), refused: false };
    let edges = vec![
        edge(0, 1, EdgeKind::Call, "PutObject"),
        edge(1, 2, EdgeKind::Trigger, "ObjectCreated:*"),
        edge(2, 1, EdgeKind::Permitted, "s3:GetObject"),
        edge(2, 3, EdgeKind::Permitted, "s3:PutObject"),
        edge(2, 4, EdgeKind::Logs, "log lines"),
    ];
    let denied = photos.iter().any(|photo| photo.denied && photo.done <= at);
    let (mut nodes, mut edges) = (nodes, edges);
    if denied {
        let text = "AccessDenied: s3:PutObject".to_owned();
        nodes[2].failure = Some(cloud::view::stage::Failure { text, message: MessageId(3) });
        edges[3].kind = EdgeKind::Forbidden;
        edges[3].refused = true;
    }
    Stage { nodes, edges }
}

fn tokens_at(photos: &[Photo], at: f64) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (index, photo) in photos.iter().enumerate() {
        if at < photo.put || at > photo.done + 10.0 {
            continue;
        }
        let first = index as u32 * 4;
        let mut push = |message: u32, from, to, operation, leg, span: (f64, f64), print: Option<ObjectView>| {
            if at < span.0 || at >= span.1 {
                return;
            }
            let waits = leg == Leg::Waiting;
            tokens.push(Token {
                number: Number { message: MessageId(first + message), number: first + message + 1 },
                from: place(from),
                to: place(to),
                operation,
                leg,
                progress: if waits { 1.0 } else { ((at - span.0) / (span.1 - span.0)) as f32 },
                print: print.map(|object| ObjectRef { bucket: object.bucket, key: object.key }),
                failed: false,
                callout: "event, 0.7 KB".to_owned(),
                waited_ms: waits.then_some(at - span.0),
            });
        };
        push(0, 0, 1, "PutObject", Leg::Out, (photo.put, photo.stored), Some(object(photo, index, false)));
        push(1, 1, 2, "ObjectCreated:Put", Leg::Out, (photo.stored, photo.event), None);
        push(1, 1, 2, "ObjectCreated:Put", Leg::Waiting, (photo.event, photo.taken), None);
        push(2, 2, 1, "GetObject", Leg::Out, (photo.get, photo.get + 20.0), None);
        push(2, 2, 1, "GetObject", Leg::Back, (photo.get + 20.0, photo.got), Some(object(photo, index, false)));
        push(3, 2, 3, "PutObject", Leg::Out, (photo.write, photo.written), Some(object(photo, index, true)));
        if photo.denied {
            push(3, 2, 3, "PutObject", Leg::Back, (photo.written, photo.done + 10.0), None);
            tokens.iter_mut().filter(|token| token.leg == Leg::Back && token.number.number == 4).for_each(|token| token.failed = true);
        }
    }
    tokens
}

fn tape_of(photos: &[Photo]) -> Tape {
    let lane = |index: usize, title: &str| Lane {
        place: place(index),
        environment: None,
        title: title.to_owned(),
        subtitle: String::new(),
        family: Family::of(&place(index)),
        spans: Vec::new(),
        ticks: Vec::new(),
    };
    let last = photos.iter().map(|photo| photo.environment).max().unwrap_or(1) as usize;
    let mut lanes = vec![lane(0, "You"), lane(1, PHOTOS)];
    for number in 1..=last {
        lanes.push(Lane {
            environment: Some(EnvironmentId(number as u32)),
            subtitle: format!("environment {number}"),
            ..lane(2, FUNCTION)
        });
    }
    let (second, logs) = (lanes.len(), lanes.len() + 1);
    lanes.push(lane(3, THUMBNAILS));
    lanes.push(lane(4, "log group"));
    let mut arrows = Vec::new();
    let mut hops = vec![0.0];
    for (index, photo) in photos.iter().enumerate() {
        let first = index as u32 * 4;
        let own = 1 + photo.environment as usize;
        let mut span = |lane: usize, from: f64, to: f64, kind, label: &str, message: u32| {
            lanes[lane].spans.push(TapeSpan {
                from_us: from * 1_000.0,
                to_us: to * 1_000.0,
                kind,
                label: label.to_owned(),
                message: Some(MessageId(first + message)),
            });
            hops.extend([from * 1_000.0, to * 1_000.0]);
        };
        span(0, photo.put, photo.stored, SpanKind::Service, "upload 3.3 MB", 0);
        span(1, photo.put + 30.0, photo.stored, SpanKind::Service, "", 0);
        if photo.taken > photo.event + 1.0 {
            span(own, photo.event, photo.taken, SpanKind::Queued, "", 1);
        }
        if let Some(cold) = photo.cold {
            span(own, cold, photo.taken, SpanKind::Init, "INIT, cold start", 1);
        }
        span(own, photo.taken, photo.get, SpanKind::Handler, "", 1);
        span(own, photo.get, photo.got, SpanKind::Reply, "", 2);
        span(own, photo.got, photo.write, SpanKind::Handler, "handler", 1);
        span(own, photo.write, photo.written, SpanKind::Reply, "", 3);
        span(own, photo.written, photo.done, if photo.denied { SpanKind::Failed } else { SpanKind::Handler }, "", 1);
        span(1, photo.get + 20.0, photo.get + 34.0, SpanKind::Service, "", 2);
        span(second, photo.write + 30.0, photo.write + 38.0, SpanKind::Service, "", 3);
        let mut arrow = |message: u32, operation, from_lane, to_lane, sent: f64, received: f64, answered: Option<f64>| {
            arrows.push(Arrow {
                number: Number { message: MessageId(first + message), number: first + message + 1 },
                operation,
                from_lane,
                to_lane,
                sent_us: sent * 1_000.0,
                received_us: received * 1_000.0,
                answered_us: answered.map(|at| at * 1_000.0),
                failed: photo.denied && message == 3,
            });
        };
        arrow(0, "PutObject", 0, 1, photo.put, photo.stored, Some(photo.stored + 14.0));
        arrow(1, "ObjectCreated:Put", 1, own, photo.stored, photo.event, None);
        arrow(2, "GetObject", own, 1, photo.get, photo.get + 20.0, Some(photo.got));
        arrow(3, "PutObject", own, second, photo.write, photo.write + 30.0, Some(photo.written));
        if photos.len() < 10 {
            let line = |at: f64, text: &str| (at * 1_000.0, text.to_owned());
            lanes[logs].ticks = vec![line(392.0, "INIT_START"), line(830.0, "START"), line(1_742.0, "REPORT")];
        }
        if let Some(refused) = photo.refused {
            lanes[own].ticks.push((refused * 1_000.0, "throttled".to_owned()));
        }
    }
    arrows.sort_by(|a, b| a.sent_us.total_cmp(&b.sent_us));
    hops.sort_by(f64::total_cmp);
    hops.dedup();
    let end_us = photos.iter().map(|photo| photo.done).fold(0.0, f64::max) * 1_000.0;
    Tape { end_us, lanes, arrows, scheduled: Vec::new(), hops_us: hops }
}
