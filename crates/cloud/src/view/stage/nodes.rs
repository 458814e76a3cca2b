//! The nodes of the map, in flow order: the learner, buckets that trigger, functions, other buckets, log groups.

use std::sync::Arc;

use super::{Contents, EnvironmentState, EnvironmentView, Failure, FunctionView, MAX_PRINTS, Node, ObjectView, route};
use crate::http::Request;
use crate::model::LAMBDA_CONCURRENCY;
use crate::services::lambda::{self, Function};
use crate::services::logs::LogGroup;
use crate::services::s3::{Bucket, Object};
use crate::sim::time::{Span, Time};
use crate::sim::trace::{Carried, Cause, Content, EnvironmentRecord, Message, MessageId, Place, Trace};
use crate::view::{Family, Number, grouped, micros};
use crate::world::World;

/// How many of the objects sent last the learner's node shows.
const SENT_SHOWN: usize = 3;

/// What happened lately at each place, up to a moment.
#[derive(Default)]
pub(super) struct Recent {
    /// The places that the learner has called.
    pub(super) called: Vec<Place>,
    /// The last message on each way: whether it was refused, and for want of which action.
    ways: Vec<Way>,
    /// When something last ended at each place, and its failure if it failed.
    failures: Vec<(Place, Time, Option<Failure>)>,
    sent: Vec<usize>,
}

struct Way {
    from: Place,
    to: Place,
    refused: bool,
    action: &'static str,
    operation: &'static str,
}

impl Recent {
    /// Reads history backwards, so that of each place and way only what came last is looked at closely. A map has few
    /// places, and lists of them are faster than trees.
    pub(super) fn read(trace: &Trace, at: Time) -> Self {
        let mut recent = Self::default();
        let own = sent_by(trace, at);
        recent.read_invocations(trace, at);
        for message in own.iter().rev() {
            recent.add(trace, message, at);
        }
        recent
    }

    /// The operation of the last message from one place to another.
    pub(super) fn operation(&self, from: &Place, to: &Place) -> Option<&'static str> {
        self.ways.iter().find(|way| way.from == *from && way.to == *to).map(|way| way.operation)
    }

    /// The action that was refused by the last message from one place to another, if it was.
    pub(super) fn refused(&self, from: &Place, to: &Place) -> Option<&'static str> {
        let way = self.ways.iter().find(|way| way.from == *from && way.to == *to)?;
        way.refused.then_some(way.action)
    }

    fn failure(&self, place: &Place) -> Option<Failure> {
        self.failures.iter().find(|(held, ..)| held == place)?.2.clone()
    }

    fn read_invocations(&mut self, trace: &Trace, at: Time) {
        let until = trace.invocations.partition_point(|invocation| invocation.started <= at);
        let mut seen: Vec<&Arc<str>> = Vec::new();
        for invocation in trace.invocations[..until].iter().rev() {
            let Some(ended) = invocation.ended.as_ref().filter(|ended| ended.at <= at) else { continue };
            if seen.iter().any(|name| **name == invocation.function) {
                continue;
            }
            seen.push(&invocation.function);
            let error = ended.error.as_ref().filter(|_| !is_past(trace, invocation.message, ended.at, at));
            let failure = error.map(|error| Failure { text: error.to_string(), message: invocation.message });
            self.ended(Place::Function(invocation.function.clone()), ended.at, failure);
        }
    }

    fn add(&mut self, trace: &Trace, message: &Message, at: Time) {
        if message.from == Place::Client {
            if !self.called.contains(&message.to) {
                self.called.push(message.to.clone());
            }
            let carries = message.subject.as_ref().is_some_and(|subject| subject.carried == Carried::Request);
            if carries && self.sent.len() < SENT_SHOWN {
                self.sent.push(message.id.0 as usize);
            }
        }
        let Some(handled) = message.handled.as_ref().filter(|handled| handled.at <= at) else { return };
        if self.ways.iter().any(|way| way.from == message.from && way.to == message.to) {
            return;
        }
        let is_refused = handled.verdict.as_ref().is_some_and(|verdict| !verdict.allowed);
        let failed = is_refused || handled.error.is_some();
        let is_past = failed && is_past(trace, message.id, handled.replied, at);
        let refused = is_refused && !is_past;
        let action = handled.verdict.as_ref().map_or("", |verdict| verdict.action);
        let (from, to, operation) = (message.from.clone(), message.to.clone(), message.operation);
        self.ways.push(Way { from, to, refused, action, operation });
        // That an event was accepted says nothing of how its handler fares.
        if matches!(message.content, Content::Event(_)) && handled.error.is_none() {
            return;
        }
        // An answer that is yet to come tells nothing yet.
        if handled.replied > at {
            return;
        }
        let what = if action.is_empty() { message.operation } else { action };
        let failure = handled.error.as_ref().filter(|_| !is_past).map(|error| {
            let status = handled.response.as_ref().map_or(0, |response| response.status);
            let text = match handled.phases.iter().find(|phase| phase.failed) {
                Some(phase) => format!("{status} {error}: {}", phase.name),
                None => format!("{error}: {what}"),
            };
            Failure { text, message: message.id }
        });
        self.ended(message.to.clone(), handled.replied, failure);
    }

    fn ended(&mut self, place: Place, at: Time, failure: Option<Failure>) {
        match self.failures.iter_mut().find(|(held, ..)| *held == place) {
            Some(held) if held.1 < at => *held = (place, at, failure),
            Some(_) => {}
            None => self.failures.push((place, at, failure)),
        }
    }
}

pub(super) fn nodes(trace: &Trace, world: &World, at: Time, recent: &Recent) -> Vec<Node> {
    let mut nodes = vec![client(trace, at, recent)];
    let triggers = |bucket: &Bucket| !bucket.notification.functions.is_empty();
    nodes.extend(apis(world));
    let buckets: Vec<&Arc<Bucket>> = world.s3().buckets().collect();
    nodes.extend(buckets.iter().filter(|bucket| triggers(bucket)).map(|found| bucket(trace, found)));
    nodes.extend(world.lambda().functions().map(|found| function(trace, world, at, found)));
    nodes.extend(buckets.iter().filter(|bucket| !triggers(bucket)).map(|found| bucket(trace, found)));
    nodes.extend(tables(world));
    nodes.extend(world.lambda().functions().map(|function| {
        let name: Arc<str> = format!("/aws/lambda/{}", function.name).into();
        let group = world.logs().group(&name).cloned();
        log_group(name, group.as_deref())
    }));
    nodes.extend(services(recent));
    for node in &mut nodes {
        node.failure = recent.failure(&node.place);
        if let Contents::Api(view) = &node.contents {
            node.route = under_way(trace, &node.place, at).and_then(|request| route::taken(view, request));
        }
    }
    nodes
}

/// Whether the learner has asked anew, by `at`, for what led to a message that failed at `failed`: the map shows how that
/// fares.
fn is_past(trace: &Trace, id: MessageId, failed: Time, at: Time) -> bool {
    let mut first = trace.message(id);
    while let Some(cause) = match first.cause {
        Cause::Message(id) => Some(id),
        Cause::Invocation(invocation) => Some(trace.invocation(invocation).message),
        Cause::Learner | Cause::Init(_) | Cause::Timer(_) => None,
    } {
        first = trace.message(cause);
    }
    let later = sent_by(trace, at).iter().rev().take_while(|message| message.sent > failed);
    let asks = |message: &Message| message.from == Place::Client && message.to == first.to;
    matches!(first.cause, Cause::Learner)
        && later.into_iter().any(|message| asks(message) && message.operation == first.operation)
}

/// The run's own messages that were sent by a time, in order.
fn sent_by(trace: &Trace, at: Time) -> &[Message] {
    let own = &trace.messages[trace.origin_message as usize..];
    &own[..own.partition_point(|message| message.sent <= at)]
}

/// The request to an API that came last, while it is not answered.
fn under_way<'a>(trace: &'a Trace, api: &Place, at: Time) -> Option<&'a Request> {
    let own = sent_by(trace, at);
    let message = own.iter().rev().find(|message| message.to == *api && message.service == "execute-api")?;
    let is_under_way = message.answered.is_none_or(|answered| answered >= at);
    match &message.content {
        Content::Call(request) if is_under_way => Some(request),
        _ => None,
    }
}

fn node(place: Place, kind: String, contents: Contents) -> Node {
    Node { title: place.to_string(), family: Family::of(&place), place, kind, contents, failure: None, route: None }
}

fn client(trace: &Trace, at: Time, recent: &Recent) -> Node {
    let sent = recent
        .sent
        .iter()
        .filter_map(|index| {
            let message = &trace.messages[*index];
            let subject = message.subject.as_ref()?;
            let Content::Call(request) = &message.content else { return None };
            Some(ObjectView {
                bucket: subject.bucket.clone(),
                key: subject.key.clone(),
                size: request.body.len() as u64,
                etag: "".into(),
                content_type: request.headers.get("content-type").unwrap_or_default().into(),
                modified_us: micros(trace, message.sent),
            })
        })
        .collect();
    let own = sent_by(trace, at);
    let last = own.iter().rev().find(|message| message.from == Place::Client);
    let is_upload = |message: &&Message| message.subject.as_ref().is_some_and(|held| held.carried == Carried::Request);
    let call = last.filter(|message| !is_upload(message)).map(|message| {
        let answered = message.handled.as_ref().filter(|_| message.answered.is_some_and(|answered| answered <= at));
        let status = answered.and_then(|handled| handled.response.as_ref());
        let status = status.map_or_else(String::new, |response| format!(", {}", response.status));
        (message.operation, format!("to {}{status}", message.to))
    });
    node(Place::Client, "this browser tab".to_owned(), Contents::Client { sent, waiting: 0, call })
}

/// An object as views show it.
#[must_use]
pub fn object_view(trace: &Trace, bucket: &Arc<str>, object: &Object) -> ObjectView {
    ObjectView {
        bucket: bucket.clone(),
        key: object.key.clone(),
        size: object.size(),
        etag: object.etag.clone(),
        content_type: object.content_type().into(),
        modified_us: micros(trace, object.modified),
    }
}

/// A bucket's newest objects, newest first, at most `limit`.
#[must_use]
pub fn newest(trace: &Trace, bucket: &Bucket, limit: usize) -> Vec<ObjectView> {
    let mut objects: Vec<&Arc<Object>> = bucket.objects().collect();
    let by_age = |a: &&Arc<Object>, b: &&Arc<Object>| (b.modified, &b.key).cmp(&(a.modified, &a.key));
    if objects.len() > limit {
        objects.select_nth_unstable_by(limit, by_age);
        objects.truncate(limit);
    }
    objects.sort_unstable_by(by_age);
    objects.into_iter().map(|object| object_view(trace, &bucket.name, object)).collect()
}

fn oldest(trace: &Trace, bucket: &Bucket, limit: usize) -> Vec<ObjectView> {
    let mut objects: Vec<&Arc<Object>> = bucket.objects().collect();
    let by_age = |a: &&Arc<Object>, b: &&Arc<Object>| (a.modified, &a.key).cmp(&(b.modified, &b.key));
    objects.select_nth_unstable_by(limit, by_age);
    objects.truncate(limit);
    objects.sort_unstable_by(by_age);
    objects.into_iter().map(|object| object_view(trace, &bucket.name, object)).collect()
}

fn bucket(trace: &Trace, bucket: &Bucket) -> Node {
    let total = bucket.object_count();
    let kind = match total {
        0 => "S3 bucket, empty".to_owned(),
        1 => "S3 bucket, 1 object".to_owned(),
        many => format!("S3 bucket, {} objects", grouped(many as u64)),
    };
    // A crowd stands still: the prints that came first stay, and only the count grows.
    let objects =
        if total > MAX_PRINTS { oldest(trace, bucket, MAX_PRINTS) } else { newest(trace, bucket, MAX_PRINTS) };
    node(Place::Bucket(bucket.name.clone()), kind, Contents::Bucket { objects, total, bytes: bucket.total_bytes })
}

fn function(trace: &Trace, world: &World, at: Time, function: &Function) -> Node {
    let empty = lambda::Fleet::default();
    let fleet = world.lambda().fleet(&function.name).unwrap_or(&empty);
    let environments = fleet
        .environments
        .iter()
        .map(|(id, held)| environment(trace, function, trace.environment(*id), held, at))
        .collect();
    let view = FunctionView {
        runtime: function.runtime.clone(),
        memory_mb: function.memory_mb,
        timeout_s: function.timeout_s,
        concurrency_limit: function.reserved_concurrency.unwrap_or(LAMBDA_CONCURRENCY),
        environments,
        waiting: fleet.waiting as usize,
        throttled: fleet.throttled as usize,
        failed: fleet.failed as usize,
        succeeded: fleet.succeeded as usize,
    };
    let kind = format!("Lambda, {}", function.runtime);
    node(Place::Function(function.name.clone()), kind, Contents::Function(view))
}

fn environment(
    trace: &Trace,
    function: &Function,
    record: &EnvironmentRecord,
    held: &lambda::Environment,
    at: Time,
) -> EnvironmentView {
    let invocation = held.invocation.map(|id| trace.invocation(id));
    let ended = invocation.and_then(|invocation| invocation.ended.as_ref()).filter(|ended| ended.at <= at);
    let error = ended.and_then(|ended| ended.error.as_deref());
    let state = match (held.state, error) {
        (lambda::EnvironmentState::Starting, _) => EnvironmentState::Starting,
        (lambda::EnvironmentState::Busy, _) => EnvironmentState::Busy,
        (lambda::EnvironmentState::Idle, Some("Sandbox.Timedout")) => EnvironmentState::TimedOut,
        (lambda::EnvironmentState::Idle, Some(_)) => EnvironmentState::Failed,
        (lambda::EnvironmentState::Idle, None) => EnvironmentState::Frozen,
    };
    let note = match state {
        EnvironmentState::Starting => format!("starting {}", function.runtime),
        EnvironmentState::Busy => String::new(),
        EnvironmentState::Frozen => "kept for the next event".to_owned(),
        EnvironmentState::TimedOut => format!("Task timed out after {:.2} seconds", f64::from(function.timeout_s)),
        EnvironmentState::Failed => error.unwrap_or_default().to_owned(),
    };
    let timeout = Span::from_s(u64::from(function.timeout_s));
    EnvironmentView {
        id: record.id,
        number: record.number,
        state,
        since_us: micros(trace, held.since),
        phases: record.phases.iter().map(|(name, end)| (*name, micros(trace, *end))).collect(),
        started_us: micros(trace, record.started),
        handler_us: invocation.map(|invocation| micros(trace, invocation.started)),
        ended_us: ended.map(|ended| micros(trace, ended.at)),
        deadline_us: invocation
            .filter(|_| state == EnvironmentState::Busy)
            .map(|invocation| micros(trace, invocation.started + timeout)),
        message: invocation.map(|invocation| Number::of(trace, invocation.message)),
        note,
    }
}

fn apis(world: &World) -> impl Iterator<Item = Node> {
    world.services.apis(world).map(|view| {
        let place = Place::api(view.id.clone(), view.name.clone());
        node(place, view.kind.clone(), Contents::Api(view))
    })
}

/// How many items of a table its node shows.
const ROWS_SHOWN: usize = 3;

fn tables(world: &World) -> Vec<Node> {
    let names = world.services.list().iter().flat_map(|service| service.tables(world));
    names.filter_map(|name| table(world, name)).collect()
}

fn table(world: &World, name: Arc<str>) -> Option<Node> {
    let view = world.services.table(world, &name, ROWS_SHOWN)?;
    Some(node(Place::Table(name), view.kind(), Contents::Table(view)))
}

fn log_group(name: Arc<str>, group: Option<&LogGroup>) -> Node {
    let total = group.map_or(0, |group| group.events.len());
    let lines = group
        .map(|group| group.events.iter().skip(total.saturating_sub(3)).map(|event| event.message.to_string()).collect())
        .unwrap_or_default();
    node(Place::LogGroup(name), "CloudWatch log group".to_owned(), Contents::Logs { lines, total })
}

fn services(recent: &Recent) -> Vec<Node> {
    recent
        .called
        .iter()
        .filter_map(|place| {
            let Place::Service(prefix) = place else { return None };
            let title = match *prefix {
                "iam" => "IAM",
                "sts" => "STS",
                "s3" => "Amazon S3",
                "logs" => "CloudWatch Logs",
                "lambda" => "AWS Lambda",
                "cloudformation" => "CloudFormation",
                "dynamodb" => "Amazon DynamoDB",
                "streams.dynamodb" => "DynamoDB Streams",
                "apigateway" => "API Gateway",
                other => other,
            };
            let mut node = node(place.clone(), "service API".to_owned(), Contents::Nothing);
            node.title = title.to_owned();
            Some(node)
        })
        .collect()
}
