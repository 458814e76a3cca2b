//! The history of a run: messages, invocations, environments, and a hop for each moment at which something changed.
//!
//! History only grows, unless its host has no use for it and lets it go. A hop keeps the world as it was after it, by
//! structure sharing, so that any moment can be shown again; a message's later fields (`handled`, `answered`) are written
//! once, when they come to pass.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;

use super::time::Time;
use crate::http::{Request, Response};
use crate::invocation::{EnvironmentId, InvocationId};
use crate::operation::Timer;
use crate::verdict::Verdict;
use crate::world::World;

/// Numbers the messages of a run, from 0, in the order in which they were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct MessageId(pub u32);

/// Numbers the hops of a run, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct HopId(pub u32);

/// An API, among places. Behind a pointer there, since every message names two.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ApiPlace {
    /// Its id: `a1b2c3d4e5`.
    pub id: Arc<str>,
    /// Its name: `UserAPI`.
    pub name: Arc<str>,
}

/// Someone or something that sends or receives messages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Place {
    /// The learner's browser tab.
    Client,
    /// An S3 bucket, by name.
    Bucket(Arc<str>),
    /// A Lambda function, by name.
    Function(Arc<str>),
    /// A CloudWatch log group, by name.
    LogGroup(Arc<str>),
    /// A DynamoDB table, by name.
    Table(Arc<str>),
    /// An API of API Gateway.
    Api(Arc<ApiPlace>),
    /// A service as a whole, by its endpoint prefix: `iam`, `cloudformation`, `s3`.
    Service(&'static str),
}

impl Place {
    /// An API of API Gateway.
    #[must_use]
    pub fn api(id: impl Into<Arc<str>>, name: impl Into<Arc<str>>) -> Self {
        Self::Api(Arc::new(ApiPlace { id: id.into(), name: name.into() }))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client => formatter.write_str("You"),
            Self::Bucket(name) | Self::Function(name) | Self::LogGroup(name) | Self::Table(name) => {
                formatter.write_str(name)
            }
            Self::Api(api) => formatter.write_str(&api.name),
            Self::Service(prefix) => formatter.write_str(prefix),
        }
    }
}

/// Numbers the timers of a run that have gone off, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TimerId(pub u32);

/// What a message is.
#[derive(Clone, Debug, Serialize)]
pub enum Content {
    /// An AWS call, which is answered.
    Call(Arc<Request>),
    /// An event that one service tells another of; nobody waits for an answer.
    Event(#[serde(with = "crate::blob")] Bytes),
}

/// Why a message was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Cause {
    /// The learner asked for it.
    Learner,
    /// Another message brought it about.
    Message(MessageId),
    /// A running handler sent it.
    Invocation(InvocationId),
    /// The code at module level sent it, while its environment started.
    Init(EnvironmentId),
    /// A service did something of itself, and tells of it.
    Timer(TimerId),
}

/// The object that a message carries or speaks of, so that it can be shown as a print of its picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// The bucket's name.
    pub bucket: Arc<str>,
    /// The object's key, not encoded.
    pub key: Arc<str>,
    /// Whether the object's bytes travel in the request (`Request`), in the response (`Response`) or not at all.
    pub carried: Carried,
}

/// In which direction a message carries its subject's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Carried {
    /// Towards the receiver.
    Request,
    /// Back to the sender.
    Response,
    /// Not at all: the message only names it.
    Named,
}

/// One message: a call with its answer, or an event.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// Its number.
    pub id: MessageId,
    /// Why it was sent.
    pub cause: Cause,
    /// Who sent it.
    pub from: Place,
    /// To whom.
    pub to: Place,
    /// The operation or event in AWS's words: `PutObject`, `ObjectCreated:Put`.
    pub operation: &'static str,
    /// The service's endpoint prefix: `s3`, `lambda`.
    pub service: &'static str,
    /// What it says.
    pub content: Content,
    /// The object it is about, if it is about one.
    pub subject: Option<Subject>,
    /// When it left its sender.
    pub sent: Time,
    /// When its last byte reaches its receiver.
    pub arrives: Time,
    /// What its receiver did with it, once it has arrived.
    pub handled: Option<Handled>,
    /// When the answer reached the sender, once it has.
    pub answered: Option<Time>,
    /// For an event: when an environment first took it.
    pub taken: Option<Time>,
}

/// What the receiver of a message did with it.
#[derive(Clone, Debug, Serialize)]
pub struct Handled {
    /// When it arrived whole and was acted upon.
    pub at: Time,
    /// Whether it was permitted, and by what.
    pub verdict: Option<Arc<Verdict>>,
    /// What it changed.
    pub changes: Vec<Change>,
    /// The answer; none for an event, and none yet for a call that waits for a handler.
    pub response: Option<Arc<Response>>,
    /// The error code of AWS, when it was refused or failed.
    pub error: Option<String>,
    /// When the answer left the receiver: `at`, unless a handler had to end first.
    pub replied: Time,
    /// The steps in which it was handled, where the receiver has steps: API Gateway authorises, validates, maps, integrates.
    pub phases: Vec<Phase>,
}

/// One step of how a call was handled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Phase {
    /// Its name: `authorise`.
    pub name: &'static str,
    /// When it was done, or failed.
    pub at: Time,
    /// What there is to say of it, a sentence; for a failure with what to try.
    pub says: String,
    /// Whether the request failed here.
    pub failed: bool,
    /// Who decided, when the step was a decision.
    pub verdict: Option<Arc<Verdict>>,
}

/// One change of the world's state, as the inspector shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What changed: `my-thumbnails/thumbnails/harbour.jpg`.
    pub subject: String,
    /// What it was before; none when it is new.
    pub before: Option<String>,
    /// What it is now; none when it is gone.
    pub after: Option<String>,
}

/// A moment at which something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Moment {
    /// The run's first moment.
    Beginning,
    /// A message left its sender.
    Sent(MessageId),
    /// A message arrived and was acted upon.
    Handled(MessageId),
    /// The receiver of a message has its answer, for which it had to call another.
    Replied(MessageId),
    /// The answer to a message reached its sender.
    Answered(MessageId),
    /// No environment could be had for an event or call; an event waits to be tried again.
    Throttled(MessageId),
    /// An environment starts, cold.
    InitStarted(EnvironmentId),
    /// An environment is ready.
    InitEnded(EnvironmentId),
    /// A handler was given its event.
    Started(InvocationId),
    /// A handler printed to its log.
    Printed(InvocationId),
    /// A handler ended, in whichever way.
    Ended(InvocationId),
    /// A failed event will not be tried again.
    GivenUp(MessageId),
    /// An idle environment was reclaimed.
    Reclaimed(EnvironmentId),
    /// A service did something of itself.
    Acted(TimerId),
}

/// A moment, its time, and the world after it.
#[derive(Clone, Debug)]
pub struct Hop {
    /// When.
    pub at: Time,
    /// What happened.
    pub moment: Moment,
    /// The world after it.
    pub world: World,
}

/// One run of a handler.
#[derive(Clone, Debug, Serialize)]
pub struct InvocationRecord {
    /// Its number.
    pub id: InvocationId,
    /// The function's name.
    pub function: Arc<str>,
    /// Where it ran.
    pub environment: EnvironmentId,
    /// The message that asked for it.
    pub message: MessageId,
    /// The request id, a UUID. It stays the same when an event is tried again.
    pub request_id: Arc<str>,
    /// Which attempt at its event this is, from 1.
    pub attempt: u8,
    /// Whether its environment started for it.
    pub cold: bool,
    /// When the handler got its event.
    pub started: Time,
    /// When it ended, and how.
    pub ended: Option<Ended>,
}

/// How an invocation ended.
#[derive(Clone, Debug, Serialize)]
pub struct Ended {
    /// When.
    pub at: Time,
    /// The payload: what the handler returned, or the error document.
    #[serde(with = "crate::blob")]
    pub payload: Bytes,
    /// The error's type, such as `Sandbox.Timedout`, if it failed.
    pub error: Option<Arc<str>>,
    /// Milliseconds that are paid for.
    pub billed_ms: u64,
    /// The most memory it used, MB.
    pub max_memory_mb: u32,
    /// GB-milliseconds times 1,024 would lose fractions; the memory size says what one millisecond cost.
    pub memory_mb: u32,
}

/// When something comes to pass of which nobody knows yet.
pub const NOT_YET: Time = Time(u64::MAX >> 12);

/// The life of one execution environment.
#[derive(Clone, Debug, Serialize)]
pub struct EnvironmentRecord {
    /// Its number in the run.
    pub id: EnvironmentId,
    /// Its function's name.
    pub function: Arc<str>,
    /// Its number among the environments of its function, from 1.
    pub number: u32,
    /// The log stream it writes.
    pub log_stream: Arc<str>,
    /// When it began to start.
    pub started: Time,
    /// The phases of its start, each with when it ends: fetch the code, start the runtime, run the module.
    pub phases: Vec<(&'static str, Time)>,
    /// When it was ready: known when it starts, reached later; [`NOT_YET`] while code at module level runs, which takes
    /// as long as it takes.
    pub ready: Time,
    /// When it was reclaimed.
    pub reclaimed: Option<Time>,
}

/// What a service did of itself.
#[derive(Clone, Debug, Serialize)]
pub struct TimerRecord {
    /// When.
    pub at: Time,
    /// What.
    pub timer: Timer,
    /// What it changed.
    pub changes: Vec<Change>,
}

/// The whole history of a run.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Every moment, in order.
    pub hops: Vec<Hop>,
    /// Every message, in the order sent.
    pub messages: Vec<Message>,
    /// Every invocation, in the order started.
    pub invocations: Vec<InvocationRecord>,
    /// Every environment, in the order started.
    pub environments: Vec<EnvironmentRecord>,
    /// Every timer that went off, in order.
    pub timers: Vec<TimerRecord>,
    /// The first hop of the learner's own run: what came before it built the world.
    pub origin: HopId,
    /// The first message of the learner's own run.
    pub origin_message: u32,
    /// How many messages were let go: the first that is kept has this number.
    forgotten_messages: u32,
    /// How many invocations were let go.
    forgotten_invocations: u32,
    /// How many timers were let go.
    forgotten_timers: u32,
}

impl Trace {
    /// The message numbered `id`, which must be kept.
    #[must_use]
    pub fn message(&self, id: MessageId) -> &Message {
        &self.messages[(id.0 - self.forgotten_messages) as usize]
    }

    /// The message numbered `id`, to be written on.
    pub(crate) fn message_mut(&mut self, id: MessageId) -> &mut Message {
        &mut self.messages[(id.0 - self.forgotten_messages) as usize]
    }

    /// The message numbered `id`; none when it was let go.
    pub(crate) fn kept_message(&self, id: MessageId) -> Option<&Message> {
        self.messages.get(id.0.checked_sub(self.forgotten_messages)? as usize)
    }

    /// The number of the next message.
    pub(crate) fn next_message(&self) -> MessageId {
        let kept = u32::try_from(self.messages.len()).ok();
        let next = kept.and_then(|kept| self.forgotten_messages.checked_add(kept));
        MessageId(next.expect("a run has fewer than 2^32 messages"))
    }

    /// The invocation numbered `id`, which must be kept.
    #[must_use]
    pub fn invocation(&self, id: InvocationId) -> &InvocationRecord {
        &self.invocations[(id.0 - self.forgotten_invocations) as usize - 1]
    }

    /// The invocation numbered `id`, to be written on.
    pub(crate) fn invocation_mut(&mut self, id: InvocationId) -> &mut InvocationRecord {
        &mut self.invocations[(id.0 - self.forgotten_invocations) as usize - 1]
    }

    /// The invocation numbered `id`; none when it was let go.
    pub(crate) fn kept_invocation(&self, id: InvocationId) -> Option<&InvocationRecord> {
        self.invocations.get(id.0.checked_sub(self.forgotten_invocations)?.checked_sub(1)? as usize)
    }

    /// The number of the next invocation.
    pub(crate) fn next_invocation(&self) -> InvocationId {
        let kept = u32::try_from(self.invocations.len() + 1).ok();
        let next = kept.and_then(|kept| self.forgotten_invocations.checked_add(kept));
        InvocationId(next.expect("a run has fewer than 2^32 invocations"))
    }

    /// Lets go all hops, all invocations, all timers that went off, and all messages before `first`.
    pub(crate) fn forget(&mut self, first: MessageId) {
        self.hops.clear();
        self.forgotten_timers = self.next_timer().0;
        self.timers.clear();
        let (messages, invocations) = (first.0 - self.forgotten_messages, self.invocations.len());
        self.messages.drain(..messages as usize);
        self.forgotten_messages = first.0;
        self.invocations.clear();
        self.forgotten_invocations += u32::try_from(invocations).expect("they are numbered by 32 bits");
    }

    /// The environment numbered `id`.
    #[must_use]
    pub fn environment(&self, id: EnvironmentId) -> &EnvironmentRecord {
        &self.environments[id.0 as usize - 1]
    }

    /// The environment numbered `id`, to be written on.
    pub(crate) fn environment_mut(&mut self, id: EnvironmentId) -> &mut EnvironmentRecord {
        &mut self.environments[id.0 as usize - 1]
    }

    /// The timer numbered `id`, which must be kept.
    #[must_use]
    pub fn timer(&self, id: TimerId) -> &TimerRecord {
        &self.timers[(id.0 - self.forgotten_timers) as usize]
    }

    /// The number of the next timer that goes off.
    pub(crate) fn next_timer(&self) -> TimerId {
        let kept = u32::try_from(self.timers.len()).ok();
        let next = kept.and_then(|kept| self.forgotten_timers.checked_add(kept));
        TimerId(next.expect("a run has fewer than 2^32 timers"))
    }

    /// The last hop that is not later than `at`.
    #[must_use]
    pub fn hop_at(&self, at: Time) -> HopId {
        let after = self.hops.partition_point(|hop| hop.at <= at);
        HopId(u32::try_from(after.saturating_sub(1)).expect("a run is shorter than 2^32 hops"))
    }

    /// The time at which the learner's own run begins.
    #[must_use]
    pub fn origin_at(&self) -> Time {
        self.hops.get(self.origin.0 as usize).map_or(Time::default(), |hop| hop.at)
    }
}
