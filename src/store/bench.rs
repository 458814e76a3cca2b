//! A function or table that is open, as the bench shows it.

use std::sync::Arc;

use cloud::invocation::EnvironmentId;
use cloud::services::lambda::Function;
use cloud::services::s3::notification::Configuration;
use cloud::sim::trace::Place;
use cloud::view::logs::LogLine;
use cloud::view::table::{OpenTable, TableCall};

/// A function on the bench. What can be changed is as it is at the run's end, since whatever a learner does happens
/// there; what it did is as it was at the playhead.
#[derive(Clone, Debug, PartialEq)]
pub struct Bench {
    /// The function at the run's end.
    pub function: Arc<Function>,
    /// The function as the lesson made it, if it did.
    pub begun: Option<Arc<Function>>,
    /// Whether the function at the playhead runs other code or has other settings.
    pub behind: bool,
    /// What is known of its environments beyond what the map shows.
    pub environments: Vec<EnvironmentFacts>,
    /// Its log's last events, oldest first.
    pub lines: Vec<LogLine>,
    /// How many log streams there are among them.
    pub streams: usize,
    /// Its last run that has ended.
    pub last: Option<LastRun>,
    /// The name of its role.
    pub role: String,
    /// The role's own policies at the run's end, each with its name: JSON, pretty.
    pub policies: Vec<(String, String)>,
    /// The managed policies that are attached to the role, by name.
    pub managed: Vec<String>,
    /// Who may invoke it: the statements of its own policy, each with its id: JSON.
    pub grants: Vec<(String, String)>,
    /// What calls it by itself, as it is set up at the run's end.
    pub triggers: Vec<Trigger>,
    /// The buckets at the run's end.
    pub buckets: Vec<BucketFacts>,
}

/// A bucket, as one that may call a function.
#[derive(Clone, Debug, PartialEq)]
pub struct BucketFacts {
    /// Its name.
    pub name: Arc<str>,
    /// Whom it tells of what happens in it.
    pub tells: Arc<Configuration>,
    /// Whether the function's policy lets it call.
    pub may_call: bool,
}

/// What calls a function by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// Where the call comes from.
    pub from: Place,
    /// What is set up there: `bucket notification`.
    pub kind: &'static str,
    /// When it calls, in words.
    pub when: String,
    /// Whether the function's policy lets it; none where the policy alone does not say.
    pub permitted: Option<bool>,
    /// The id of a bucket's notification.
    pub id: Option<Arc<str>>,
}

/// Names, and what each holds in a few words.
pub type Holds = Arc<[(String, String)]>;

/// What an environment did and holds.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvironmentFacts {
    /// Which.
    pub id: EnvironmentId,
    /// How many handlers have ended in it.
    pub runs: usize,
    /// Its globals and the files of its /tmp, each with what it holds in a few words; none while nothing is known.
    pub holds: Option<Holds>,
}

/// One run of a handler, as it is paid for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LastRun {
    /// How long it took, milliseconds.
    pub duration_ms: f64,
    /// For how much of that it waited for answers, milliseconds.
    pub waited_ms: f64,
    /// What is paid for, milliseconds.
    pub billed_ms: u64,
    /// With how much memory, MB.
    pub memory_mb: u32,
    /// The most memory it used, MB.
    pub max_memory_mb: u32,
    /// What the start of an environment adds to what is paid for, milliseconds, where a start was seen.
    pub init_ms: Option<f64>,
}

/// A table on the bench. It is shown as it was at the playhead; what is written is written at the run's end.
#[derive(Clone, Debug, PartialEq)]
pub struct TableBench {
    /// The table at the playhead; none while it is not there yet or is there no longer.
    pub shown: Option<OpenTable>,
    /// Whether it is there at the run's end.
    pub lasts: bool,
    /// Whether the table at the run's end differs from what is shown.
    pub behind: bool,
    /// The last calls to it, newest first.
    pub calls: Vec<TableCall>,
}
