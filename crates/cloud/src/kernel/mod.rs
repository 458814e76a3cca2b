//! The kernel: takes requests in, lets virtual time pass, asks the host to run handlers, keeps the history.
//!
//! The world moves only when every running handler is parked: waiting for a reply, asleep, or ended. So two
//! handlers that run at once interleave the same way in every run, however fast the host's workers were.

mod calls;
mod environments;
mod inits;
mod invocations;
mod logging;
mod messages;
mod retries;
mod timers;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use bytes::Bytes;

use crate::http::{Request, Response};
use crate::invocation::{EnvironmentId, Init, InvocationId, Invoke, Next, Progress, Resume, RunId};
use crate::operation::{Context, Effect, JsonBody, Timer};
use crate::services::Services;
use crate::sim::queue::Queue;
use crate::sim::rng::Rng;
use crate::sim::time::{Span, Time};
use crate::sim::trace::{Change, Hop, HopId, MessageId, Moment, Trace};
use crate::verdict::Principal;
use crate::world::World;

/// The simulated cloud.
pub struct Cloud {
    now: Time,
    rng: Rng,
    queue: Queue<Event>,
    world: World,
    trace: Trace,
    running: BTreeMap<RunId, Running>,
    client: Client,
    /// On whose behalf events on their way were sent, and to which ARN.
    notifiers: BTreeMap<MessageId, (Principal, Arc<str>)>,
    /// Calls that services made for requests of their own, until they are answered.
    calls: BTreeMap<MessageId, ServiceCall>,
    attempts: BTreeMap<u32, Attempt>,
    next_attempt: u32,
    next_ticket: u32,
    /// Handlers that compute now: nothing moves until they are parked.
    computing: usize,
    /// Events in the queue that belong to work begun; the rest is scheduled for later.
    work: usize,
    outputs: Vec<Output>,
    /// Whether nobody looks at the world's pictures, so that none are taken.
    is_unseen: bool,
}

/// Numbers the requests that a host submits, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u32);

/// What the cloud tells its host.
#[derive(Clone, Debug)]
pub enum Output {
    /// A submitted request was answered.
    Response {
        /// The request.
        ticket: Ticket,
        /// The message that carried it.
        message: MessageId,
        /// The answer.
        response: Arc<Response>,
    },
    /// Start an environment, or start it anew.
    Init(Init),
    /// Run a handler.
    Invoke(Invoke),
    /// Let what is parked go on.
    Resume {
        /// Which.
        run: RunId,
        /// With what.
        resume: Resume,
        /// The virtual time, microseconds since 1970.
        epoch_us: u64,
    },
    /// An environment is gone, or its handler was cut off: stop it. It may be started again under the same id.
    Terminate(EnvironmentId),
}

impl Output {
    /// What the host is to compute, if it is asked to.
    #[must_use]
    pub const fn run(&self) -> Option<RunId> {
        match self {
            Self::Init(init) => Some(RunId::Init(init.environment)),
            Self::Invoke(invoke) => Some(RunId::Invocation(invoke.invocation)),
            Self::Resume { run, .. } => Some(*run),
            Self::Response { .. } | Self::Terminate(_) => None,
        }
    }
}

/// How far [`Cloud::step`] came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Something happened.
    Moved,
    /// Handlers compute: nothing can happen until each of them is parked.
    Waiting,
    /// Nothing is in flight and no handler runs. What is scheduled is for later.
    Settled,
}

/// Something scheduled for later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Later {
    /// A failed event will be tried again.
    Retry {
        /// The event.
        message: MessageId,
        /// Which attempt it will be.
        attempt: u8,
    },
    /// An idle environment will be reclaimed.
    Reclaim(EnvironmentId),
    /// A service will do something of itself.
    Timer(Timer),
}

enum Event {
    Arrive {
        message: MessageId,
        json: Option<Arc<JsonBody>>,
    },
    Answer {
        message: MessageId,
    },
    Dispatch {
        attempt: u32,
    },
    /// The runtime is up and runs the code at module level, for the environment's first event or within an invocation.
    InitBegins {
        environment: EnvironmentId,
        attempt: u32,
        within: Option<InvocationId>,
    },
    InitEnded {
        environment: EnvironmentId,
        attempt: u32,
    },
    Continue {
        of: Run,
        printed: Vec<String>,
        next: Next,
        holds: Vec<(String, String)>,
    },
    Awake {
        of: Run,
        pause: u32,
        resume: Resume,
    },
    Deadline {
        of: Run,
    },
    /// A service waits no longer for the answer to a call that it made.
    OutOfPatience {
        call: MessageId,
    },
    Retry {
        attempt: u32,
    },
    Reclaim {
        environment: EnvironmentId,
        since: Time,
    },
    Timer {
        timer: Arc<Timer>,
        at: Time,
    },
}

impl Event {
    /// Whether the event belongs to work begun, rather than to what may come later.
    const fn is_work(&self) -> bool {
        !matches!(
            self,
            Self::Retry { .. }
                | Self::Reclaim { .. }
                | Self::Deadline { .. }
                | Self::OutOfPatience { .. }
                | Self::Timer { .. }
        )
    }
}

/// What is computed, told apart from what an environment computed before under the same id.
#[derive(Clone, Copy)]
struct Run {
    id: RunId,
    started: Time,
}

/// What came of a service's work.
struct Worked<T> {
    /// What it gave.
    outcome: T,
    /// The request id that it worked under.
    request_id: String,
    /// What it changed.
    changes: Vec<Change>,
    /// What follows.
    effects: Vec<Effect>,
}

/// A call that a service made for a request that it handles.
struct ServiceCall {
    /// The message that carried the request.
    of: MessageId,
    /// On whose behalf the call is made.
    principal: Principal,
}

/// The learner's browser: a few connections, and requests that wait for one.
#[derive(Default)]
struct Client {
    waiting: VecDeque<(Ticket, Principal, Request)>,
    busy: usize,
    tickets: BTreeMap<MessageId, (Ticket, Principal)>,
}

/// An event or call on its way to a handler, through all its attempts.
#[derive(Clone, Debug)]
struct Attempt {
    message: MessageId,
    function: Arc<str>,
    event: Bytes,
    request_id: Arc<str>,
    /// Which attempt at running the handler comes next, from 1.
    number: u8,
    /// How often it was refused an environment since its last run.
    throttles: u8,
    /// As what it is counted among the events that wait for its function.
    queued: Queued,
    accepted: Time,
    synchronous: bool,
    log_tail: bool,
    streamed: bool,
    /// The version that runs; 0 is the function as it is.
    version: u32,
    /// The ARN that it is invoked by.
    arn: Arc<str>,
}

/// As what an event is counted while it waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Queued {
    /// Not at all: it runs, or is scheduled for a later attempt.
    #[default]
    No,
    /// Accepted, and not yet tried.
    Waiting,
    /// Refused an environment, and to be tried again soon.
    Throttled,
}

/// A handler that was given its event and has not ended, or an environment's INIT phase.
struct Running {
    environment: EnvironmentId,
    /// The attempt that it runs for.
    attempt: u32,
    started: Time,
    /// Up to when it has computed.
    local: Time,
    memory_mb: u32,
    timeout: Span,
    max_memory_mb: u32,
    /// What it did next, once it is parked; held until all are, so that the order is by invocation.
    parked: Option<Progress>,
    principal: Principal,
    /// The calls under way, each with the number that a runtime of several gave it.
    calls: BTreeMap<MessageId, Option<u32>>,
    /// Replies that came while it computed.
    replies: Vec<(u32, Response)>,
    /// Whether it waits, for the how many-th time.
    waits: bool,
    pause: u32,
    /// Whether its environment had to be started anew within it.
    anew: bool,
    /// For an INIT phase: the invocation that pays for it, because the environment had to be started anew.
    within: Option<InvocationId>,
}

impl Running {
    fn run(&self, id: RunId) -> Run {
        Run { id, started: self.started }
    }
}

impl Cloud {
    /// A cloud of all services, with nothing in it. The same `seed` and inputs give the same history.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self::with(seed, Services::ALL)
    }

    /// A cloud of these services, with nothing in it.
    #[must_use]
    pub fn with(seed: u64, services: Services) -> Self {
        let mut cloud = Self {
            now: Time::default(),
            rng: Rng::new(seed),
            queue: Queue::default(),
            world: World::of(services),
            trace: Trace::default(),
            running: BTreeMap::new(),
            client: Client::default(),
            notifiers: BTreeMap::new(),
            calls: BTreeMap::new(),
            attempts: BTreeMap::new(),
            next_attempt: 0,
            next_ticket: 0,
            computing: 0,
            work: 0,
            outputs: Vec::new(),
            is_unseen: false,
        };
        cloud.hop(Moment::Beginning);
        cloud
    }

    /// Takes services and operations that were not there before, or that are no longer wanted. What they know between
    /// them is done alike by both, so that a history does not tell when they came.
    pub fn extend(&mut self, services: Services) {
        self.world.services = services;
    }

    /// The history so far.
    #[must_use]
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The world as it is now.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The world, to be set up for a test of what answers in it.
    #[cfg(test)]
    pub(crate) fn world_mut(&mut self) -> &mut World {
        &mut self.world
    }

    /// The virtual time.
    #[must_use]
    pub fn now(&self) -> Time {
        self.now
    }

    /// Begins the learner's own run: what came before built the world and is not shown.
    pub fn mark_origin(&mut self) {
        self.hop(Moment::Beginning);
        self.trace.origin = HopId(u32::try_from(self.trace.hops.len() - 1).expect("a run is shorter than 2^32 hops"));
        self.trace.origin_message = self.trace.next_message().0;
    }

    /// Takes no pictures of the world from now on, for a host that shows none: while a picture holds a part of the world,
    /// the first change to that part copies it.
    pub fn go_unseen(&mut self) {
        self.is_unseen = true;
    }

    /// Lets the history go of all that is done, for a host that shows none and runs for long. The state stays, and so do
    /// events that will be tried again. While something is in flight, nothing is let go.
    pub fn forget_history(&mut self) {
        if self.work > 0 || !self.running.is_empty() || self.client.busy > 0 {
            return;
        }
        let first = self.attempts.values().map(|attempt| attempt.message).min();
        self.trace.forget(first.unwrap_or_else(|| self.trace.next_message()));
    }

    /// Submits a request from the learner's tab: as the account's owner, or anonymously. It is sent as soon as
    /// a connection is free, and answered by an [`Output::Response`] with the ticket.
    pub fn submit(&mut self, principal: Principal, request: Request) -> Ticket {
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        self.client.waiting.push_back((ticket, principal, request));
        self.send_waiting();
        ticket
    }

    /// Takes the host's word for the MD5 of a body that it is about to send, so that a large one is hashed by the
    /// host, a slice at a time.
    pub fn know_digest(&mut self, body: Bytes, digest: crate::services::s3::digest::Digest) {
        self.world.s3_mut().know_digest(body, digest);
    }

    /// Takes a package that the project itself brings, a zip, which templates then name by `key`.
    pub fn bring_package(&mut self, key: &str, zip: Bytes) {
        self.world.lambda_mut().packages.insert(key.into(), zip);
    }

    /// How many requests of the tab wait for a connection.
    #[must_use]
    pub fn requests_waiting(&self) -> usize {
        self.client.waiting.len()
    }

    /// Tells the cloud that a handler is parked or ended. What comes after the handler was cut off is ignored.
    pub fn progress(&mut self, run: RunId, progress: Progress) {
        let Some(running) = self.running.get_mut(&run) else { return };
        if running.parked.is_none() {
            running.parked = Some(progress);
            self.computing -= 1;
        }
    }

    /// Lets the next thing happen, if it may.
    pub fn step(&mut self) -> Step {
        if self.computing > 0 {
            return Step::Waiting;
        }
        self.schedule_parked();
        if self.work == 0 && self.running.is_empty() {
            return Step::Settled;
        }
        self.pop();
        Step::Moved
    }

    /// Lets things happen until the work is done, handlers must compute, or `limit` things have happened.
    pub fn run(&mut self, limit: usize) -> Step {
        for _ in 0..limit {
            match self.step() {
                Step::Moved => {}
                end => return end,
            }
        }
        Step::Moved
    }

    /// Takes what the cloud has to tell its host.
    pub fn take_outputs(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.outputs)
    }

    /// What is scheduled for later, earliest first.
    #[must_use]
    pub fn scheduled(&self) -> Vec<(Time, Later)> {
        let mut later: Vec<(Time, Later)> = self
            .queue
            .iter()
            .filter_map(|(at, event)| match event {
                Event::Retry { attempt } => {
                    let attempt = self.attempts.get(attempt)?;
                    Some((at, Later::Retry { message: attempt.message, attempt: attempt.number }))
                }
                Event::Reclaim { environment, since } if self.is_idle_since(*environment, *since) => {
                    Some((at, Later::Reclaim(*environment)))
                }
                Event::Timer { timer, .. } if !self.is_stale(event) => Some((at, Later::Timer(Timer::clone(timer)))),
                _ => None,
            })
            .collect();
        later.sort_by_key(|(at, later)| {
            (
                *at,
                match later {
                    Later::Retry { message, .. } => message.0,
                    Later::Reclaim(environment) => environment.0,
                    Later::Timer(_) => u32::MAX,
                },
            )
        });
        later
    }

    /// Lets time pass up to what is scheduled next, and lets that happen. Call [`Self::run`] after it. Says
    /// whether there was anything.
    pub fn run_to_scheduled(&mut self) -> bool {
        let Some((at, _)) = self.scheduled().into_iter().next() else { return false };
        self.pass_until(at);
        true
    }

    /// Lets `span` pass, and what is scheduled within it happen.
    pub fn pass(&mut self, span: Span) {
        let until = self.now + span;
        self.pass_until(until);
        if self.work == 0 && self.running.is_empty() {
            self.now = self.now.max(until);
        }
    }

    fn pass_until(&mut self, until: Time) {
        while self.work == 0 && self.running.is_empty() && self.queue.next_at().is_some_and(|at| at <= until) {
            self.pop();
        }
    }

    fn pop(&mut self) {
        let Some((at, event)) = self.queue.pop() else { return };
        if event.is_work() {
            self.work -= 1;
        }
        // What is stale by now must not move the clock.
        if self.is_stale(&event) {
            return;
        }
        self.now = self.now.max(at);
        match event {
            Event::Arrive { message, json } => self.arrive(message, json),
            Event::Answer { message } => self.answer(message),
            Event::Dispatch { attempt } | Event::Retry { attempt } => self.dispatch(attempt),
            Event::InitBegins { environment, attempt, within } => self.begin_init(environment, attempt, within),
            Event::InitEnded { environment, attempt } => self.init_ended(environment, attempt),
            Event::Continue { of, printed, next, holds } => self.continue_run(of.id, printed, next, holds),
            Event::Awake { of, resume, .. } => self.resume(of.id, resume),
            Event::Deadline { of } => self.time_out(of.id),
            Event::OutOfPatience { call } => self.give_up(call),
            Event::Reclaim { environment, .. } => self.reclaim(environment),
            Event::Timer { timer, .. } => self.act(&timer),
        }
    }

    fn is_stale(&self, event: &Event) -> bool {
        match event {
            Event::Continue { of, .. } | Event::Deadline { of } => self.current(of).is_none(),
            Event::Awake { of, pause, .. } => {
                self.current(of).is_none_or(|running| !running.waits || running.pause != *pause)
            }
            Event::InitBegins { within: Some(invocation), .. } => {
                !self.running.contains_key(&RunId::Invocation(*invocation))
            }
            Event::Reclaim { environment, since } => !self.is_idle_since(*environment, *since),
            Event::Dispatch { attempt } | Event::Retry { attempt } => !self.attempts.contains_key(attempt),
            Event::OutOfPatience { call } => !self.calls.contains_key(call),
            Event::Timer { timer, at } => !self.is_due(timer, *at),
            _ => false,
        }
    }

    /// What is computed as `of`, if it still is.
    fn current(&self, of: &Run) -> Option<&Running> {
        self.running.get(&of.id).filter(|running| running.started == of.started)
    }

    /// Lets a service work on the world as `principal`, for the message that carries the request if there is one.
    fn work<T>(
        &mut self,
        principal: &Principal,
        message: Option<MessageId>,
        work: impl FnOnce(&mut Context<'_>) -> T,
    ) -> Worked<T> {
        let request_id = self.rng.uuid();
        let (mut changes, mut effects) = (Vec::new(), Vec::new());
        let outcome = work(&mut Context {
            now: self.now,
            request_id: &request_id,
            principal,
            message,
            world: &mut self.world,
            rng: &mut self.rng,
            changes: &mut changes,
            effects: &mut effects,
        });
        Worked { outcome, request_id, changes, effects }
    }

    fn schedule(&mut self, at: Time, event: Event) {
        if event.is_work() {
            self.work += 1;
        }
        self.queue.push(at, event);
    }

    fn hop(&mut self, moment: Moment) {
        if self.is_unseen {
            return;
        }
        self.trace.hops.push(Hop { at: self.now, moment, world: self.world.clone() });
    }
}
