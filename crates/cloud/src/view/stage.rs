//! The stage: resources as nodes, what may pass between them as edges, and messages on their way.

use std::sync::Arc;

use serde::Serialize;

use super::{Family, Number};
use crate::invocation::EnvironmentId;
use crate::sim::trace::{MessageId, Place};

/// The map at one hop. What moves between hops is in [`Token`].
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Stage {
    /// The nodes, in flow order.
    pub nodes: Vec<Node>,
    /// The edges.
    pub edges: Vec<Edge>,
}

/// One resource.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Node {
    /// Which.
    pub place: Place,
    /// Its name.
    pub title: String,
    /// What it is, one line: `S3 bucket, 1 object`.
    pub kind: String,
    /// Its family.
    pub family: Family,
    /// What it holds.
    pub contents: Contents,
    /// What last failed here, as AWS names it: `AccessDenied: s3:PutObject`; until the learner asks for the same again.
    pub failure: Option<Failure>,
    /// Which of an API's routes a request takes that is under way, by its place in the list.
    pub route: Option<usize>,
}

/// A failure shown where it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// AWS's name for it, and the action or reason.
    pub text: String,
    /// The message that failed, or that asked for what failed.
    pub message: MessageId,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Contents {
    /// The learner's tab: what was sent last, newest first, a few.
    Client {
        /// The objects sent last.
        sent: Vec<ObjectView>,
        /// How many uploads wait for a connection.
        waiting: usize,
        /// The call that was made last, if it was no upload: `PutItem`, and `to UsersTable, 200`.
        call: Option<(&'static str, String)>,
    },
    /// A bucket.
    Bucket {
        /// Its objects, newest first; when there are more than [`MAX_PRINTS`], the first that came.
        objects: Vec<ObjectView>,
        /// How many it has in all.
        total: usize,
        /// Their size in all, bytes.
        bytes: u64,
    },
    /// A function.
    Function(FunctionView),
    /// A log group.
    Logs {
        /// Its last lines, oldest first, at most three.
        lines: Vec<String>,
        /// How many log events it has in all.
        total: usize,
    },
    /// A table.
    Table(TableView),
    /// An API.
    Api(ApiView),
    /// Nothing to show.
    Nothing,
}

/// The most objects a node's view lists.
pub const MAX_PRINTS: usize = 48;

/// A table and its first items.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TableView {
    /// The attributes that are shown, the key's first.
    pub columns: Vec<Column>,
    /// Items, in the order in which a scan finds them; a cell for each column, none where an item lacks the attribute.
    pub rows: Vec<Vec<Option<String>>>,
    /// How many items there are in all.
    pub total: usize,
    /// What they weigh, bytes.
    pub bytes: u64,
    /// Whether it is billed by request rather than by provisioned units.
    pub on_demand: bool,
    /// The names of its indexes.
    pub indexes: Vec<Arc<str>>,
    /// Its status as DescribeTable tells it: `CREATING`.
    pub status: &'static str,
}

impl TableView {
    /// What it is, one line: with its status, while something about it is under way.
    #[must_use]
    pub fn kind(&self) -> String {
        match self.status {
            "ACTIVE" => "DynamoDB table".to_owned(),
            status => format!("DynamoDB, {status}"),
        }
    }
}

/// An API: what can be asked of it, and what answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ApiView {
    /// Its id: `a1b2c3d4e5`.
    pub id: Arc<str>,
    /// Its name: `UserAPI`.
    pub name: Arc<str>,
    /// What it is, one line: `API Gateway, REST, prod`.
    pub kind: String,
    /// The address at which its first stage can be called, without a slash at its end; none while nothing is deployed.
    pub address: Option<String>,
    /// The routes as they are set up, in the order of their paths.
    pub routes: Vec<RouteView>,
    /// Whether it was changed since it was last deployed, so that what is called is not what is shown elsewhere.
    pub changed: bool,
}

/// A route of an API.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RouteView {
    /// `GET`, or `ANY`.
    pub method: String,
    /// `/users/{id}`.
    pub path: String,
    /// The function that answers, if one does.
    pub function: Option<Arc<str>>,
    /// Whether callers get it: it is deployed, with the integration that is shown.
    pub live: bool,
    /// Whether the function is invoked with a role that the integration names, so that the function's policy does not
    /// decide alone.
    pub by_role: bool,
}

/// An attribute, as a table's column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: Arc<str>,
    /// Its type as the wire names it: `S`.
    pub type_name: &'static str,
    /// Its part in the key.
    pub role: Option<KeyRole>,
}

/// An attribute's part in a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum KeyRole {
    /// It says in which partition an item is kept.
    Partition,
    /// It orders the items of a partition.
    Sort,
}

/// One object, as a node or list shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ObjectView {
    /// Its bucket.
    pub bucket: Arc<str>,
    /// Its key.
    pub key: Arc<str>,
    /// Its size, bytes.
    pub size: u64,
    /// Its ETag, without quotes: tells one version of its bytes from another.
    pub etag: Arc<str>,
    /// Its content type.
    pub content_type: Arc<str>,
    /// When it was written, microseconds since the run's origin.
    pub modified_us: f64,
}

/// A function's node.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FunctionView {
    /// Its runtime: `provided.al2023`.
    pub runtime: Arc<str>,
    /// Its memory, MB.
    pub memory_mb: u32,
    /// Its timeout, seconds.
    pub timeout_s: u32,
    /// How many environments it may have at once.
    pub concurrency_limit: u32,
    /// Its environments, in the order started, the reclaimed ones left out.
    pub environments: Vec<EnvironmentView>,
    /// Events that wait in its queue and were not tried yet.
    pub waiting: usize,
    /// Events that were refused an environment and wait to be tried again.
    pub throttled: usize,
    /// Invocations that have failed so far.
    pub failed: usize,
    /// Invocations that have ended well so far.
    pub succeeded: usize,
}

/// One environment's cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EnvironmentView {
    /// Which.
    pub id: EnvironmentId,
    /// Its number among its function's, from 1.
    pub number: u32,
    /// What it does.
    pub state: EnvironmentState,
    /// Since when, microseconds since the run's origin.
    pub since_us: f64,
    /// The end of each phase of its start: name, microseconds since the run's origin.
    pub phases: Vec<(&'static str, f64)>,
    /// When it began to start.
    pub started_us: f64,
    /// When its current or last handler got its event.
    pub handler_us: Option<f64>,
    /// When its last handler ended; none while one runs.
    pub ended_us: Option<f64>,
    /// When the current handler will have run for as long as the function's timeout lets it.
    pub deadline_us: Option<f64>,
    /// The message it works for, or worked for last.
    pub message: Option<Number>,
    /// What it does in a few words: `importing…`, `waiting for S3`, an error's text.
    pub note: String,
}

/// What an environment does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum EnvironmentState {
    /// It starts, cold.
    Starting,
    /// Its handler runs.
    Busy,
    /// It is kept for the next event.
    Frozen,
    /// Its last handler failed; it is kept all the same.
    Failed,
    /// Its last handler ran out of time.
    TimedOut,
}

/// Something that may pass between two nodes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edge {
    /// From.
    pub from: Place,
    /// To.
    pub to: Place,
    /// What kind.
    pub kind: EdgeKind,
    /// Its label: `ObjectCreated:*`, `s3:PutObject`, `log lines`.
    pub label: String,
    /// The last message on this edge was refused.
    pub refused: bool,
}

/// What kind of edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum EdgeKind {
    /// The learner's own calls.
    Call,
    /// A configured trigger.
    Trigger,
    /// A call that the function's role permits.
    Permitted,
    /// A call that was made without permission.
    Forbidden,
    /// Log lines.
    Logs,
}

/// A message on its way, or waiting before its target.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Token {
    /// Which.
    pub number: Number,
    /// From.
    pub from: Place,
    /// To.
    pub to: Place,
    /// The operation: `PutObject`.
    pub operation: &'static str,
    /// Which leg it is on.
    pub leg: Leg,
    /// How far along the leg, 0 to 1.
    pub progress: f32,
    /// The object whose picture travels with it, on this leg.
    pub print: Option<ObjectRef>,
    /// Whether it was refused or failed.
    pub failed: bool,
    /// What it is and how big: `event, 0.7 KB`.
    pub callout: String,
    /// How long it has waited, milliseconds, when it waits.
    pub waited_ms: Option<f64>,
}

/// An object by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ObjectRef {
    /// The bucket.
    pub bucket: Arc<str>,
    /// The key.
    pub key: Arc<str>,
}

/// Which leg of its way a message is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Leg {
    /// Towards the receiver.
    Out,
    /// At the receiver's door, waiting to be taken.
    Waiting,
    /// The answer on its way back.
    Back,
}

mod edges;
mod nodes;
mod route;
mod tokens;

pub use nodes::{newest, object_view};
pub use tokens::tokens;

use crate::sim::trace::{HopId, Trace};

/// The map as it was after `hop`.
#[must_use]
pub fn stage(trace: &Trace, hop: HopId) -> Stage {
    let Some(held) = trace.hops.get(hop.0 as usize) else { return Stage::default() };
    let recent = nodes::Recent::read(trace, held.at);
    let nodes = nodes::nodes(trace, &held.world, held.at, &recent);
    let edges = edges::edges(&held.world, &nodes, &recent);
    Stage { nodes, edges }
}
