//! What Lambda knows: functions and, for each, its fleet of environments.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use imbl::{OrdMap, OrdSet};
use serde_json::Value;

use super::published::{Published, Records};
use crate::account::{ACCOUNT_ID, REGION};
use crate::invocation::{EnvironmentId, InvocationId};
use crate::model::LAMBDA_MAX_EVENT_AGE_S;
use crate::services::iam::policy::Policy;
use crate::sim::rng::Rng;
use crate::sim::time::Time;

/// What the function as it is goes by.
const LATEST: &str = "$LATEST";

/// A version as AWS writes it: its number, or `$LATEST` for 0.
#[must_use]
pub fn version_name(version: u32) -> String {
    if version == 0 { LATEST.to_owned() } else { version.to_string() }
}

/// The number of a version that AWS writes so, 0 for `$LATEST`; none when it is neither.
#[must_use]
pub fn version_number(name: &str) -> Option<u32> {
    if name == LATEST { Some(0) } else { name.parse().ok().filter(|number| *number > 0) }
}

/// All functions of the account.
#[derive(Clone, Debug, Default)]
pub struct State {
    functions: OrdMap<Arc<str>, Arc<Function>>,
    fleets: OrdMap<Arc<str>, Arc<Fleet>>,
    published: OrdMap<Arc<str>, Arc<Published>>,
    /// Layers and event source mappings.
    pub records: Records,
    /// Packages that the project itself brings, by the key under which they would stand in S3: zips.
    pub packages: OrdMap<Arc<str>, Bytes>,
}

/// One function's configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Its name.
    pub name: Arc<str>,
    /// Its runtime: `provided.al2023`.
    pub runtime: Arc<str>,
    /// Its handler.
    pub handler: Arc<str>,
    /// Its role's ARN.
    pub role_arn: Arc<str>,
    /// What runs: for a function in Rust its name in the `functions` crate.
    pub code: Arc<str>,
    /// The size of its code, bytes.
    pub code_size: u64,
    /// The SHA-256 of its code, base64.
    pub code_sha256: Arc<str>,
    /// The zip that its code came in; none when it came otherwise.
    pub package: Option<Bytes>,
    /// Memory, MB.
    pub memory_mb: u32,
    /// Timeout, seconds.
    pub timeout_s: u32,
    /// Environment variables.
    pub variables: BTreeMap<String, String>,
    /// A description.
    pub description: String,
    /// When it was last changed.
    pub modified: Time,
    /// Changes with each change of the function.
    pub revision_id: String,
    /// Who may invoke it, besides those whose own policies say so.
    pub policy: Option<Arc<Policy>>,
    /// How many environments it may have at once, where that is limited for it alone.
    pub reserved_concurrency: Option<u32>,
    /// How events are tried again.
    pub event_invoke: EventInvoke,
    /// Members of its configuration that change nothing here, as they are told.
    pub kept: BTreeMap<&'static str, Value>,
}

/// How asynchronous events are tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventInvoke {
    /// How often an event is tried again after its handler failed: 0 to 2.
    pub maximum_retry_attempts: u8,
    /// How old an event may become, seconds.
    pub maximum_event_age_s: u32,
}

impl Default for EventInvoke {
    fn default() -> Self {
        Self { maximum_retry_attempts: 2, maximum_event_age_s: LAMBDA_MAX_EVENT_AGE_S }
    }
}

impl Function {
    /// The function's ARN.
    #[must_use]
    pub fn arn(&self) -> String {
        function_arn(&self.name)
    }

    /// The name of the role in its ARN.
    #[must_use]
    pub fn role_name(&self) -> &str {
        self.role_arn.rsplit('/').next().unwrap_or_default()
    }
}

/// The ARN of the function called `name`.
#[must_use]
pub fn function_arn(name: &str) -> String {
    format!("arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:{name}")
}

/// The environments of one function, and counts of what waits for them.
#[derive(Clone, Debug, Default)]
pub struct Fleet {
    /// Environments that were started and not yet reclaimed.
    pub environments: OrdMap<EnvironmentId, Environment>,
    /// Those of them that are free.
    pub idle: OrdSet<EnvironmentId>,
    /// How many were ever started.
    pub started: u32,
    /// Events that were accepted and not yet tried.
    pub waiting: u32,
    /// Events that were refused an environment and wait to be tried again.
    pub throttled: u32,
    /// Invocations that ended well.
    pub succeeded: u32,
    /// Invocations that failed.
    pub failed: u32,
}

/// One environment, as it is now. What it did before is in the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// What it does.
    pub state: EnvironmentState,
    /// Since when.
    pub since: Time,
    /// Its current invocation, or its last.
    pub invocation: Option<InvocationId>,
    /// The version that it runs; 0 is the function as it is.
    pub version: u32,
    /// Whether it must be set up anew before it can run a handler, because the last one was cut off.
    pub reset: bool,
    /// What it holds from one event to the next, as its runtime told at its last end: globals and files, each with a
    /// short text.
    pub holds: Arc<[(String, String)]>,
}

/// What an environment does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvironmentState {
    /// It starts.
    Starting,
    /// Its handler runs.
    Busy,
    /// It waits for the next event.
    Idle,
}

impl State {
    /// All functions, by name.
    pub fn functions(&self) -> impl Iterator<Item = &Arc<Function>> {
        self.functions.values()
    }

    /// The function called `name`.
    #[must_use]
    pub fn function(&self, name: &str) -> Option<&Arc<Function>> {
        self.functions.get(name)
    }

    /// The function called `name` as it was published as `version`; as it is for 0.
    #[must_use]
    pub fn version(&self, name: &str, version: u32) -> Option<&Arc<Function>> {
        let function = self.functions.get(name)?;
        if version == 0 { Some(function) } else { self.published.get(name)?.versions.get(&version) }
    }

    /// The version that an invocation by `qualifier` runs, 0 for the function as it is; an alias of two versions draws
    /// one by its weights. None when there is no such function, version or alias.
    #[must_use]
    pub fn drawn(&self, name: &str, qualifier: Option<&str>, rng: &mut Rng) -> Option<u32> {
        self.functions.get(name)?;
        let asked = qualifier.unwrap_or(LATEST);
        let alias = self.published.get(name).and_then(|published| published.aliases.get(asked));
        let number = version_number(alias.map_or(asked, |alias| alias.drawn(rng)))?;
        self.version(name, number).map(|_| number)
    }

    /// The policy of the function called `name`.
    #[must_use]
    pub fn policy_of(&self, name: &str) -> Option<&Policy> {
        self.functions.get(name)?.policy.as_deref()
    }

    /// Puts `function` in, in place of one with its name.
    pub fn put_function(&mut self, function: Function) {
        self.functions.insert(function.name.clone(), Arc::new(function));
    }

    /// Takes a function out, with its fleet.
    pub fn remove_function(&mut self, name: &str) -> Option<Arc<Function>> {
        self.fleets.remove(name);
        self.published.remove(name);
        self.functions.remove(name)
    }

    /// What was published of the function called `name`; none when nothing ever was.
    #[must_use]
    pub fn published(&self, name: &str) -> Option<&Published> {
        self.published.get(name).map(Arc::as_ref)
    }

    /// The function whose URL begins with `id`, and the URL's configuration as the API shows it.
    #[must_use]
    pub fn by_url(&self, id: &str) -> Option<(&Arc<str>, &Value)> {
        let is_it = |url: &Value| {
            let address = url["FunctionUrl"].as_str().and_then(|address| address.strip_prefix("https://"));
            address.and_then(|address| address.strip_prefix(id)).is_some_and(|rest| rest.starts_with('.'))
        };
        self.urls().find(|(_, url)| is_it(url))
    }

    /// The functions that have URLs, with these.
    pub fn urls(&self) -> impl Iterator<Item = (&Arc<str>, &Value)> {
        self.published.iter().filter_map(|(name, published)| Some((name, published.url.as_ref()?)))
    }

    /// What was published of the function called `name`, to be changed.
    pub fn published_mut(&mut self, name: &Arc<str>) -> &mut Published {
        Arc::make_mut(self.published.entry(name.clone()).or_default())
    }

    /// The fleet of the function called `name`.
    #[must_use]
    pub fn fleet(&self, name: &str) -> Option<&Fleet> {
        self.fleets.get(name).map(Arc::as_ref)
    }

    /// The fleet of the function called `name`, to be changed.
    pub fn fleet_mut(&mut self, name: &Arc<str>) -> &mut Fleet {
        if !self.fleets.contains_key(name) {
            self.fleets.insert(name.clone(), Arc::default());
        }
        Arc::make_mut(self.fleets.get_mut(name).expect("it was inserted above if it was missing"))
    }

    /// How many environments of all functions are starting or busy.
    #[must_use]
    pub fn concurrency(&self) -> u32 {
        self.fleets.values().map(|fleet| fleet.concurrency()).sum()
    }

    /// How many of them are of functions with the language of `runtime`, whatever its version.
    #[must_use]
    pub fn concurrency_of(&self, runtime: &str) -> u32 {
        let language = |runtime: &str| runtime.split(|c: char| c.is_ascii_digit()).next().map(str::to_owned);
        let asked = language(runtime);
        let like = |name: &Arc<str>| self.functions.get(name).is_some_and(|held| language(&held.runtime) == asked);
        self.fleets.iter().filter(|(name, _)| like(name)).map(|(_, fleet)| fleet.concurrency()).sum()
    }
}

impl Fleet {
    /// How many environments are starting or busy.
    #[must_use]
    pub fn concurrency(&self) -> u32 {
        u32::try_from(self.environments.len() - self.idle.len()).unwrap_or(u32::MAX)
    }
}
