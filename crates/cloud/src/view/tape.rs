//! The tape: a lane for each resource and environment, spans of work, and arrows for messages.

use serde::Serialize;

use super::{Family, Number};
use crate::invocation::EnvironmentId;
use crate::sim::trace::{MessageId, Place};

/// The whole run as lanes. It changes when the run grows, not when the playhead moves.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tape {
    /// The run's end so far, microseconds since its origin.
    pub end_us: f64,
    /// The lanes, top to bottom.
    pub lanes: Vec<Lane>,
    /// The messages, in order of number.
    pub arrows: Vec<Arrow>,
    /// What is due later and not yet run, earliest first.
    pub scheduled: Vec<Scheduled>,
    /// The times of all hops, microseconds since the origin, in order; the first is the origin itself.
    pub hops_us: Vec<f64>,
}

/// One lane.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lane {
    /// Whose.
    pub place: Place,
    /// The environment, where the lane is one environment's.
    pub environment: Option<EnvironmentId>,
    /// Its name.
    pub title: String,
    /// A second line: `environment 1`; empty for most.
    pub subtitle: String,
    /// Its family.
    pub family: Family,
    /// Its spans, by start.
    pub spans: Vec<TapeSpan>,
    /// Single moments, such as log lines: microseconds since the origin, and a label.
    pub ticks: Vec<(f64, String)>,
}

/// A stretch of a lane.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TapeSpan {
    /// When it begins, microseconds since the origin.
    pub from_us: f64,
    /// When it ends.
    pub to_us: f64,
    /// What it is.
    pub kind: SpanKind,
    /// A label, where there is room: `INIT, cold start`.
    pub label: String,
    /// The message it belongs to.
    pub message: Option<MessageId>,
}

/// What a span is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum SpanKind {
    /// A service at work, or an upload.
    Service,
    /// An environment starting cold.
    Init,
    /// A handler at work.
    Handler,
    /// A handler waiting for a reply.
    Reply,
    /// An event waiting in a queue.
    Queued,
    /// An environment frozen, kept for the next event.
    Frozen,
    /// It failed here.
    Failed,
}

/// A message as an arrow between lanes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Arrow {
    /// Which.
    pub number: Number,
    /// The operation: `PutObject`.
    pub operation: &'static str,
    /// Index of the sender's lane.
    pub from_lane: usize,
    /// Index of the receiver's lane.
    pub to_lane: usize,
    /// When it was sent, microseconds since the origin.
    pub sent_us: f64,
    /// When it arrived; its sending time while it has not.
    pub received_us: f64,
    /// When its answer arrived, if it was answered.
    pub answered_us: Option<f64>,
    /// Whether it was refused or failed.
    pub failed: bool,
}

/// Something that is due later.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scheduled {
    /// When, microseconds since the origin.
    pub at_us: f64,
    /// What, in a sentence part: `second attempt at ObjectCreated:Put`.
    pub what: String,
    /// Where.
    pub place: Place,
}

use std::collections::BTreeMap;

use crate::invocation::InvocationId;
use crate::kernel::{Cloud, Later};
use crate::sim::time::Time;
use crate::sim::trace::{Cause, Content, InvocationRecord, Trace};
use crate::view::message::calls_for;
use crate::view::micros;

/// How many environments of a function have a lane of their own; the others share the function's.
const ENVIRONMENT_LANES: usize = 5;
/// How many ticks a lane names; the others have no label.
const LABELLED_TICKS: usize = 200;

/// The whole run as lanes.
#[must_use]
pub fn tape(cloud: &Cloud) -> Tape {
    let trace = cloud.trace();
    let mut lanes = Lanes::default();
    for invocation in &trace.invocations {
        lanes.taker.entry(invocation.message).or_insert(invocation.environment);
    }
    let stage =
        crate::view::stage::stage(trace, HopId(u32::try_from(trace.hops.len().saturating_sub(1)).unwrap_or(u32::MAX)));
    for node in &stage.nodes {
        lanes.add(&node.place, &node.title);
        if matches!(node.place, Place::Function(_)) {
            environment_lanes(trace, &node.place, &mut lanes);
        }
    }
    let mut handlers: BTreeMap<u32, Vec<(Time, Time)>> = BTreeMap::new();
    let messages = trace.messages.iter().skip(trace.origin_message as usize);
    let arrows = messages.map(|message| arrow(trace, message, &mut lanes, &mut handlers)).collect();
    environment_spans(trace, cloud.now(), &mut lanes, &handlers);
    log_ticks(trace, cloud, &mut lanes);
    let first = trace.origin.0 as usize;
    Tape {
        end_us: micros(trace, cloud.now().max(trace.hops.last().map_or(Time::default(), |hop| hop.at))),
        lanes: lanes.lanes,
        arrows,
        scheduled: scheduled(cloud),
        hops_us: trace.hops.iter().skip(first).map(|hop| micros(trace, hop.at)).collect(),
    }
}

use crate::sim::trace::HopId;

#[derive(Default)]
struct Lanes {
    lanes: Vec<Lane>,
    of_place: BTreeMap<Place, usize>,
    of_environment: BTreeMap<EnvironmentId, usize>,
    /// The environment that takes a message first.
    taker: BTreeMap<MessageId, EnvironmentId>,
}

impl Lanes {
    fn add(&mut self, place: &Place, title: &str) -> usize {
        if let Some(index) = self.of_place.get(place) {
            return *index;
        }
        let index = self.lanes.len();
        self.lanes.push(Lane {
            place: place.clone(),
            environment: None,
            title: title.to_owned(),
            subtitle: String::new(),
            family: Family::of(place),
            spans: Vec::new(),
            ticks: Vec::new(),
        });
        self.of_place.insert(place.clone(), index);
        index
    }

    fn index(&mut self, place: &Place) -> usize {
        self.add(place, &place.to_string())
    }

    fn span(&mut self, lane: usize, span: TapeSpan) {
        if let Some(lane) = self.lanes.get_mut(lane) {
            lane.spans.push(span);
        }
    }
}

/// The first environment shares its function's lane; the next few have their own, below it, and all others share one.
fn environment_lanes(trace: &Trace, place: &Place, lanes: &mut Lanes) {
    let function = lanes.index(place);
    let own =
        trace.environments.iter().filter(|record| matches!(place, Place::Function(name) if *name == record.function));
    let mut index = function;
    for (count, record) in own.enumerate() {
        if (1..=ENVIRONMENT_LANES).contains(&count) {
            lanes.lanes.push(Lane { spans: Vec::new(), ticks: Vec::new(), ..lanes.lanes[function].clone() });
            index = lanes.lanes.len() - 1;
        }
        if count <= ENVIRONMENT_LANES {
            lanes.lanes[index].environment = Some(record.id);
            lanes.lanes[index].subtitle = format!("environment {}", record.number);
        }
        if count > ENVIRONMENT_LANES {
            lanes.lanes[index].environment = None;
            lanes.lanes[index].subtitle = format!("environments {} to {}", ENVIRONMENT_LANES + 1, record.number);
        }
        lanes.of_environment.insert(record.id, index);
    }
}

fn arrow(
    trace: &Trace,
    message: &crate::sim::trace::Message,
    lanes: &mut Lanes,
    handlers: &mut BTreeMap<u32, Vec<(Time, Time)>>,
) -> Arrow {
    let environment_of = |invocation: InvocationId| trace.invocation(invocation).environment;
    let from_lane = match message.cause {
        Cause::Invocation(invocation) => lanes.of_environment.get(&environment_of(invocation)).copied(),
        Cause::Init(environment) => lanes.of_environment.get(&environment).copied(),
        _ => None,
    };
    let from_lane = from_lane.unwrap_or_else(|| lanes.index(&message.from));
    // An event goes to the environment that takes it.
    let taker = lanes.taker.get(&message.id).and_then(|environment| lanes.of_environment.get(environment)).copied();
    let to_lane = taker.unwrap_or_else(|| lanes.index(&message.to));
    let id = Some(message.id);
    let label = String::new();
    if let Cause::Invocation(invocation) = message.cause {
        let until = message.answered.unwrap_or(message.arrives);
        handlers.entry(invocation.0).or_default().push((message.sent, until));
    } else if matches!(message.content, Content::Call(_)) && matches!(message.from, Place::Client) {
        let until = message.answered.unwrap_or(message.arrives);
        let label = match &message.content {
            Content::Call(request) if !request.body.is_empty() => {
                format!("{} {}", message.operation, crate::view::size(request.body.len() as u64))
            }
            _ => message.operation.to_owned(),
        };
        lanes.span(
            from_lane,
            TapeSpan {
                from_us: micros(trace, message.sent),
                to_us: micros(trace, until),
                kind: SpanKind::Service,
                label,
                message: id,
            },
        );
    }
    let failed = message.handled.as_ref().is_some_and(|handled| handled.error.is_some());
    if let Some(handled) = &message.handled {
        let kind = if failed { SpanKind::Failed } else { SpanKind::Service };
        let waits = matches!(message.content, Content::Event(_));
        let (from, to, kind) = match message.taken {
            Some(taken) if waits => (handled.at, taken, SpanKind::Queued),
            _ => (message.arrives, handled.at, kind),
        };
        if matches!(message.to, Place::Api(_)) {
            api_spans(trace, message, to_lane, failed, lanes);
        } else if !matches!(message.to, Place::Function(_)) || waits {
            lanes.span(
                to_lane,
                TapeSpan { from_us: micros(trace, from), to_us: micros(trace, to), kind, label, message: id },
            );
        }
    }
    Arrow {
        number: Number::of(trace, message.id),
        operation: message.operation,
        from_lane,
        to_lane,
        sent_us: micros(trace, message.sent),
        received_us: micros(trace, message.arrives),
        answered_us: message.answered.map(|at| micros(trace, at)),
        failed,
    }
}

/// What an API does with a request: its own work, and the waiting for the answers of those that it calls, which is drawn
/// as a handler's waiting is.
fn api_spans(trace: &Trace, message: &crate::sim::trace::Message, lane: usize, failed: bool, lanes: &mut Lanes) {
    let Some(handled) = &message.handled else { return };
    let mut span = |from: Time, to: Time, kind| {
        if to > from {
            lanes.span(
                lane,
                TapeSpan {
                    from_us: micros(trace, from),
                    to_us: micros(trace, to),
                    kind,
                    label: String::new(),
                    message: Some(message.id),
                },
            );
        }
    };
    let now = trace.hops.last().map_or(handled.at, |hop| hop.at);
    let mut from = message.arrives;
    for call in calls_for(trace, message.id) {
        span(from, call.sent, SpanKind::Service);
        let until = call.answered.unwrap_or(now).max(call.sent);
        span(call.sent, until, SpanKind::Reply);
        from = until;
    }
    let end = handled.replied.max(handled.at);
    span(from, end, if failed { SpanKind::Failed } else { SpanKind::Service });
}

fn environment_spans(trace: &Trace, now: Time, lanes: &mut Lanes, handlers: &BTreeMap<u32, Vec<(Time, Time)>>) {
    let mut runs: BTreeMap<EnvironmentId, Vec<&InvocationRecord>> = BTreeMap::new();
    for invocation in &trace.invocations {
        runs.entry(invocation.environment).or_default().push(invocation);
    }
    for record in &trace.environments {
        let Some(lane) = lanes.of_environment.get(&record.id).copied() else { continue };
        let span = |from: Time, to: Time, kind, label: String, message| TapeSpan {
            from_us: micros(trace, from),
            to_us: micros(trace, to),
            kind,
            label,
            message,
        };
        let runs = runs.get(&record.id).map_or(&[][..], Vec::as_slice);
        let first = runs.first().map(|run| run.message);
        lanes.span(
            lane,
            span(record.started, record.ready.min(now), SpanKind::Init, "INIT, cold start".to_owned(), first),
        );
        let mut idle_from = record.ready;
        for run in runs {
            if run.started > idle_from {
                lanes.span(lane, span(idle_from, run.started, SpanKind::Frozen, "frozen".to_owned(), None));
            }
            let end = run.ended.as_ref().map_or(now, |ended| ended.at);
            let failed = run.ended.as_ref().is_some_and(|ended| ended.error.is_some());
            let kind = if failed { SpanKind::Failed } else { SpanKind::Handler };
            let label = format!("handler {:.0} ms", (end - run.started).as_ms());
            lanes.span(lane, span(run.started, end, kind, label, Some(run.message)));
            for (from, to) in handlers.get(&run.id.0).into_iter().flatten() {
                lanes.span(lane, span(*from, (*to).min(end), SpanKind::Reply, String::new(), Some(run.message)));
            }
            idle_from = end;
        }
        let end = record.reclaimed.unwrap_or(now);
        if end > idle_from {
            lanes.span(lane, span(idle_from, end, SpanKind::Frozen, "frozen".to_owned(), None));
        }
    }
}

fn log_ticks(trace: &Trace, cloud: &Cloud, lanes: &mut Lanes) {
    for group in cloud.world().logs().groups() {
        let index = lanes.index(&Place::LogGroup(group.name.clone()));
        let labelled = group.events.len() <= LABELLED_TICKS;
        lanes.lanes[index].ticks = group
            .events
            .iter()
            .map(|event| {
                let word = event.message.split_whitespace().next().filter(|_| labelled);
                (micros(trace, event.at), word.unwrap_or_default().to_owned())
            })
            .collect();
    }
}

fn scheduled(cloud: &Cloud) -> Vec<Scheduled> {
    let trace = cloud.trace();
    cloud
        .scheduled()
        .into_iter()
        .map(|(at, later)| {
            let (what, place) = match later {
                Later::Retry { message, attempt } => {
                    let message = trace.message(message);
                    (format!("attempt {attempt} at {}", message.operation), message.to.clone())
                }
                Later::Reclaim(environment) => {
                    let record = trace.environment(environment);
                    (format!("environment {} is reclaimed", record.number), Place::Function(record.function.clone()))
                }
                Later::Timer(timer) => (format!("{} {}", timer.subject(), timer.what), timer.place),
            };
            Scheduled { at_us: micros(trace, at), what, place }
        })
        .collect()
}
