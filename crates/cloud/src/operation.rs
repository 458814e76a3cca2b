//! An operation of a service: its name, what the caller must be allowed, and what it does.

use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;

use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::sim::{
    rng::Rng,
    time::{Span, Time},
    trace::{Change, MessageId, Phase, Place, Subject},
};
use crate::verdict::{Principal, Verdict};
use crate::world::World;

/// One operation of a service, as a static entry of the service's table.
#[derive(Clone, Copy)]
pub struct Operation {
    /// AWS's name: `PutObject`.
    pub name: &'static str,
    /// What the caller must be allowed, before anything runs.
    pub access: fn(&Call<'_>) -> Vec<Access>,
    /// Does it.
    pub run: fn(&mut Context<'_>, &Call<'_>) -> Result<Answer, ServiceError>,
}

impl Operation {
    /// The entries of a `table` that are called `names`, for a smaller one. A name that is not there fails the build.
    pub(crate) const fn pick<const N: usize>(table: &[Self], names: [&str; N]) -> [Self; N] {
        let mut picked = [table[0]; N];
        let mut at = 0;
        while at < N {
            let mut place = 0;
            while !is_same(table[place].name, names[at]) {
                place += 1;
            }
            picked[at] = table[place];
            at += 1;
        }
        picked
    }
}

/// Whether two texts are the same, while the program is built.
const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut same = a.len() == b.len();
    let mut at = 0;
    while same && at < a.len() {
        same = a[at] == b[at];
        at += 1;
    }
    same
}

/// A request that has found its operation.
pub struct Call<'a> {
    /// The request.
    pub request: &'a Request,
    /// The service's endpoint prefix: `s3`.
    pub service: &'static str,
    /// The operation.
    pub operation: &'static Operation,
    /// The resource that the address names: a bucket, a function; empty when it names none.
    pub name: Arc<str>,
    /// The part within it: an object's key (decoded), a statement id; empty when there is none.
    pub key: Arc<str>,
    /// The body, when it was read to find the rest.
    pub json: Option<Arc<JsonBody>>,
}

/// A body as services with JSON read it.
pub type JsonBody = serde_json::Map<String, serde_json::Value>;

/// One permission that a call needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The action: `s3:GetObject`.
    pub action: &'static str,
    /// The resource's ARN, or `*`.
    pub resource: Arc<str>,
    /// Whose own policy is asked too.
    pub policy_of: PolicyOf,
}

/// The resource whose own policy takes part in a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyOf {
    /// The resource can have none.
    Nothing,
    /// A bucket's policy.
    Bucket(Arc<str>),
    /// A function's policy.
    Function(Arc<str>),
}

/// What an operation answers.
pub enum Answer {
    /// This response, at once.
    Now(Response),
    /// This response, at once, which tells of a failure in the service's own form.
    Failed {
        /// The response.
        response: Response,
        /// What failed, in one of AWS's names: `MissingAuthenticationToken`.
        error: &'static str,
    },
    /// Nothing yet: the response comes when the handler has ended, or when a call of the service's own was answered.
    WhenHandled,
}

/// What became of a call that a service made for a request of its own ([`Effect::Call`]).
pub enum Reply<'a> {
    /// It was answered.
    Answered(&'a Response),
    /// The service waits no longer. What was called may go on; its answer will reach nobody.
    OutOfPatience,
}

/// What follows from an operation, for the kernel to schedule. Services reach each other by nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A service tells a function of an event, asynchronously.
    Notify {
        /// The sender.
        from: Place,
        /// The sender's principal and the ARN of the resource it acts for.
        principal: Principal,
        /// The function's ARN.
        function_arn: Arc<str>,
        /// The event in AWS's words: `ObjectCreated:Put`.
        operation: &'static str,
        /// The event document, JSON.
        event: Bytes,
        /// The object it speaks of.
        subject: Option<Subject>,
    },
    /// A caller invokes a function.
    Invoke {
        /// The function's name.
        function: Arc<str>,
        /// The event, JSON.
        event: Bytes,
        /// Whether the caller waits for the outcome.
        synchronous: bool,
        /// Whether the caller wants the tail of the log.
        log_tail: bool,
        /// Whether the answer is a stream of events.
        streamed: bool,
        /// The version that runs; 0 is the function as it is.
        version: u32,
        /// The ARN that it is invoked by.
        arn: Arc<str>,
    },
    /// The service makes a call for the request that it handles, and goes on with it when the call is answered
    /// ([`Service::go_on`](crate::services::Service::go_on)). One at a time for each request.
    Call {
        /// The node of the map that it leaves from.
        from: Place,
        /// On whose behalf.
        principal: Principal,
        /// The call.
        request: Arc<Request>,
        /// How long the service waits for its answer.
        patience: Span,
    },
    /// A step of how the request is handled, for its message's record.
    Phase(Phase),
    /// The service writes to a log group.
    Log {
        /// The group's name.
        group: Arc<str>,
        /// The stream's name.
        stream: Arc<str>,
        /// Each event with its time.
        events: Vec<(Time, String)>,
        /// Whether the group is made when it is missing; otherwise nothing is written then.
        create: bool,
    },
    /// Events that wait for this function may now be tried: it changed.
    Wake {
        /// The function's name.
        function: Arc<str>,
    },
    /// The function's environments run code or configuration that is no longer its own.
    Retire {
        /// The function's name.
        function: Arc<str>,
    },
    /// The service will do something of itself, later.
    Schedule {
        /// When.
        at: Time,
        /// What.
        timer: Timer,
    },
}

/// What a service does of itself once its time has come: a table becomes ACTIVE, items expire. It comes back by
/// [`Service::on_timer`](crate::services::Service::on_timer), unless the service says by then that there is nothing to do.
///
/// Who acts on behalf of another service (a [`Context`] without a message) sets no timer that its caller would wait for:
/// CloudFormation answers when its resources are ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Timer {
    /// The service's endpoint prefix.
    pub service: &'static str,
    /// The node of the map at which it happens.
    pub place: Place,
    /// What happens, as the end of a sentence that begins with the place: `becomes ACTIVE`. Each kind of a service's
    /// timers has words of its own, and is known by them.
    pub what: &'static str,
    /// On what, when the place does not say it: an index of a table.
    pub part: Arc<str>,
    /// Whether clients only wait for it, asking again and again. A host that follows the wall clock lets it happen at once.
    pub awaited: bool,
}

impl Timer {
    /// What it happens to, in full: the place, and its part.
    #[must_use]
    pub fn subject(&self) -> String {
        if self.part.is_empty() { self.place.to_string() } else { format!("{}/{}", self.place, self.part) }
    }
}

/// What an operation may see and touch while it runs.
pub struct Context<'a> {
    /// Now.
    pub now: Time,
    /// The request's id, as the answer carries it.
    pub request_id: &'a str,
    /// The caller.
    pub principal: &'a Principal,
    /// The message that carries the call; none while one operation is done on behalf of another.
    pub message: Option<MessageId>,
    /// The state.
    pub world: &'a mut World,
    /// Seeded chance, for ids.
    pub rng: &'a mut Rng,
    /// What it changed, for the history.
    pub changes: &'a mut Vec<Change>,
    /// What follows.
    pub effects: &'a mut Vec<Effect>,
}

impl Context<'_> {
    /// Notes that `subject` changed from `before` to `after`.
    pub fn changed(&mut self, subject: impl Into<String>, before: Option<String>, after: Option<String>) {
        self.changes.push(Change { subject: subject.into(), before, after });
    }

    /// Notes a step of how the request is handled that went well, and what is to be said of it.
    pub fn phase(&mut self, name: &'static str, says: impl Into<String>) {
        self.note(name, says.into(), false, None);
    }

    /// Notes a step that was a decision.
    pub fn phase_decided(&mut self, name: &'static str, says: impl Into<String>, verdict: Verdict) {
        self.note(name, says.into(), !verdict.allowed, Some(Arc::new(verdict)));
    }

    /// Notes the step at which the request fails, why, and what to try.
    pub fn phase_failed(&mut self, name: &'static str, says: impl Into<String>) {
        self.note(name, says.into(), true, None);
    }

    fn note(&mut self, name: &'static str, says: String, failed: bool, verdict: Option<Arc<Verdict>>) {
        self.effects.push(Effect::Phase(Phase { name, at: self.now, says, failed, verdict }));
    }
}
