//! What API Gateway knows of HTTP APIs: the documents that clients wrote, what was deployed of them, and what goes on at
//! their stages.
//!
//! Routes, integrations and authorizers are kept as the documents that they are shown as. A deployment makes a
//! [`Snapshot`] of them, which is all that answers requests.

use std::sync::Arc;

use imbl::OrdMap;

use super::plane::{Decision, Key};
use super::snapshot::Snapshot;
use crate::operation::JsonBody;
use crate::sim::time::Time;

/// A document as a client wrote it and is shown it, without what is computed.
pub type Document = Arc<JsonBody>;

/// Documents by their ids.
pub type Documents = OrdMap<Arc<str>, Document>;

/// API, stage and route key.
pub type OfRoute = (Arc<str>, Arc<str>, Arc<str>);
/// API, stage, authorizer and identity.
pub type OfIdentity = (Arc<str>, Arc<str>, Arc<str>, Arc<str>);

/// The HTTP APIs of the account.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The APIs by id.
    pub apis: OrdMap<Arc<str>, Arc<Api>>,
    /// What is left of the rate of a route: by API, stage and route key.
    pub buckets: OrdMap<OfRoute, Bucket>,
    /// What Lambda authorizers decided and what still holds: by API, stage and authorizer, then by identity.
    pub decisions: OrdMap<OfIdentity, Arc<Decision>>,
    /// The public keys of issuers, and until when they hold.
    pub keys: OrdMap<Arc<str>, (Arc<Vec<Key>>, Time)>,
}

/// One HTTP API.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// Its id, ten small letters and digits: the first part of its host.
    pub id: Arc<str>,
    /// When it was created.
    pub created: Time,
    /// Its own settings.
    pub settings: Document,
    /// The routes.
    pub routes: Documents,
    /// The integrations.
    pub integrations: Documents,
    /// The authorizers.
    pub authorizers: Documents,
    /// The deployments by id, in the order in which ids sort.
    pub deployments: OrdMap<Arc<str>, Arc<Deployment>>,
    /// The stages by name.
    pub stages: OrdMap<Arc<str>, Arc<Stage>>,
    /// Whether something was changed since it was last deployed to any stage.
    pub changed: bool,
}

/// What was deployed at one moment.
#[derive(Clone, Debug)]
pub struct Deployment {
    /// Its description.
    pub description: String,
    /// When it was made.
    pub created: Time,
    /// Whether a stage made it of itself.
    pub automatic: bool,
    /// What it keeps of the API.
    pub snapshot: Arc<Snapshot>,
}

/// A name under which a deployment is reached.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its settings.
    pub settings: Document,
    /// When it was created.
    pub created: Time,
    /// When it was last changed.
    pub updated: Time,
}

/// A bucket of tokens: each request takes one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// How many it holds.
    pub tokens: f64,
    /// When it held them.
    pub at: Time,
}

impl State {
    /// The API called `id`, to be changed; other holders of the world keep theirs.
    pub fn api_mut(&mut self, id: &str) -> Option<&mut Api> {
        self.apis.get_mut(id).map(Arc::make_mut)
    }

    /// Forgets what went on at the stages of an API that is no longer there.
    pub fn forget(&mut self, api: &str) {
        self.buckets = kept(&self.buckets, |(held, _, _), _| **held != *api);
        self.decisions = kept(&self.decisions, |(held, _, _, _), _| **held != *api);
    }

    /// Forgets what authorizers decided for a stage.
    pub fn forget_decisions(&mut self, api: &str, stage: &str) {
        self.decisions = kept(&self.decisions, |(of, at, _, _), _| **of != *api || **at != *stage);
    }

    /// Keeps a decision. Those that hold no longer make room, once there are many.
    pub fn decide(&mut self, key: OfIdentity, decision: Decision, now: Time) {
        if self.decisions.len() >= MANY_DECISIONS {
            self.decisions = kept(&self.decisions, |_, held| held.holds(now));
        }
        self.decisions.insert(key, Arc::new(decision));
    }
}

/// How many decisions are kept before those that hold no longer are looked for.
const MANY_DECISIONS: usize = 10_000;

fn kept<K: Ord + Clone, V: Clone>(map: &OrdMap<K, V>, keep: impl Fn(&K, &V) -> bool) -> OrdMap<K, V> {
    map.iter().filter(|(key, value)| keep(key, value)).map(|(key, value)| (key.clone(), value.clone())).collect()
}

impl Api {
    /// The stage that a request's path names by its first part, or the one that takes all: its name, the stage, and
    /// whether the path names it.
    #[must_use]
    pub fn stage_of(&self, path: &str) -> Option<(&Arc<str>, &Arc<Stage>, bool)> {
        let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let named = self.stages.get_key_value(first).filter(|_| !first.is_empty());
        let named = named.map(|(name, stage)| (name, stage, true));
        named.or_else(|| self.stages.get_key_value(DEFAULT_STAGE).map(|(name, stage)| (name, stage, false)))
    }

    /// What is deployed to a stage.
    #[must_use]
    pub fn deployed(&self, stage: &Stage) -> Option<&Arc<Snapshot>> {
        let id = super::shapes::text(&stage.settings, "deploymentId");
        self.deployments.get(id).map(|deployment| &deployment.snapshot)
    }
}

/// The stage that takes requests whose path names none.
pub const DEFAULT_STAGE: &str = "$default";
