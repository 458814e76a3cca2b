//! What passes between the cloud and whoever runs the functions' code.
//!
//! The cloud never runs code. It hands out an [`Invoke`], and is told of each point at which the handler
//! stopped computing: it made a call, went to sleep, or ended. Between two such points the handler's own
//! computing time passes; it is measured by the host and recorded, so that a replay is exact.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::http::{Request, Response};

/// Numbers the invocations of a run, from 1, in the order in which handlers start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct InvocationId(pub u32);

/// Numbers the execution environments of a run, from 1, in the order in which they start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EnvironmentId(pub u32);

/// What a host computes: the start of an environment, or an invocation in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RunId {
    /// The INIT phase: the code at module level.
    Init(EnvironmentId),
    /// The handler's run for one event.
    Invocation(InvocationId),
}

/// A request to start an environment whose runtime runs the code at module level before any event. An environment that
/// the host has already is to be started anew: its process is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Init {
    /// Which environment.
    pub environment: EnvironmentId,
    /// The function's runtime, such as `nodejs24.x`.
    pub runtime: String,
    /// The handler, as the function's configuration names it: `index.handler`.
    pub handler: String,
    /// The function's code, a zip; none when the function was made without one.
    pub package: Option<Bytes>,
    /// The environment variables, Lambda's own and the function's.
    pub variables: BTreeMap<String, String>,
    /// What chance in the environment begins with; another in each environment.
    pub seed: String,
    /// The function's memory, MB.
    pub memory_mb: u32,
    /// How long it may compute at a stretch, virtual milliseconds.
    pub timeout_ms: u64,
    /// The virtual time at which it begins, microseconds since 1970.
    pub epoch_us: u64,
}

/// A request to run a handler once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoke {
    /// Which invocation this is.
    pub invocation: InvocationId,
    /// The environment to run in. One that the host has not seen is to be started.
    pub environment: EnvironmentId,
    /// The function's runtime, such as `provided.al2023`.
    pub runtime: String,
    /// What to run: for a function in Rust its name in the `functions` crate, `thumbnail`.
    pub code: String,
    /// The handler, as the function's configuration names it.
    pub handler: String,
    /// The event, JSON.
    pub event: Bytes,
    /// The environment variables, Lambda's own and the function's.
    pub variables: BTreeMap<String, String>,
    /// The request id, a UUID, as the handler's context has it.
    pub request_id: String,
    /// The ARN the function was invoked by.
    pub function_arn: String,
    /// The function's memory, MB.
    pub memory_mb: u32,
    /// How long the handler may run, virtual milliseconds.
    pub timeout_ms: u64,
    /// The virtual time at which the handler starts, microseconds since 1970.
    pub epoch_us: u64,
    /// The virtual time at which its timeout ends it, microseconds since 1970.
    pub deadline_us: u64,
}

/// One stretch of a handler's computing, up to the point at which it stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Computing time since the handler was last given control, microseconds of one full vCPU.
    pub computed_us: u64,
    /// Lines the handler printed in that time.
    pub printed: Vec<String>,
    /// Memory the environment holds now, bytes, runtime included where it can be known.
    pub memory_bytes: u64,
    /// Why it stopped.
    pub next: Next,
    /// What the environment holds from one event to the next, where its runtime can tell at an end: the globals of the
    /// function's module and the files in /tmp, each with a short text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<(String, String)>,
}

impl Progress {
    /// A stretch of computing that printed nothing and tells nothing of what the environment holds.
    #[must_use]
    pub const fn new(computed_us: u64, memory_bytes: u64, next: Next) -> Self {
        Self { computed_us, printed: Vec::new(), memory_bytes, next, holds: Vec::new() }
    }
}

/// Why a handler stopped computing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Next {
    /// It sent an AWS call and waits for the reply.
    Call(Request),
    /// It sleeps for this many virtual microseconds.
    Sleep(u64),
    /// It sent calls, maybe none, and waits for the answer to any that is under way, or for a timer.
    Wait {
        /// The calls, each with the number that the runtime gave it.
        calls: Vec<(u32, Request)>,
        /// How long from now until the first timer is due, virtual microseconds.
        sleep_us: Option<u64>,
    },
    /// It ended.
    End(Outcome),
}

/// What a parked handler is given so that it can go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resume {
    /// The reply to the call it made.
    Reply(Response),
    /// Its sleep is over.
    Awake,
    /// Replies to calls under way, by their numbers; none when a timer is due.
    Replies(Vec<(u32, Response)>),
}

/// How a handler ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The code at module level has run, and the handler is there. Only an INIT phase ends so.
    Initialised,
    /// It returned this JSON.
    Returned(#[serde(with = "crate::blob")] Bytes),
    /// It returned an error.
    Failed {
        /// The error's type, such as `UnreadableImage`.
        error_type: String,
        /// The error's text.
        message: String,
        /// Lines of its stack, innermost first; empty where the runtime gives none.
        stack: Vec<String>,
    },
    /// The code raised an error, which its runtime wrote down.
    Raised {
        /// The error's type, such as `TypeError` or `Runtime.ImportModuleError`.
        error_type: String,
        /// The JSON that the caller gets.
        document: String,
        /// Whether the process is gone with it.
        exits: bool,
    },
    /// The process ended before it answered: `exit status 1`, `signal: segmentation fault`.
    Exited(String),
    /// It asked for more memory than the function has.
    OutOfMemory,
    /// The host stopped it, because it computed for longer than the host lets any handler compute.
    Stopped,
}
