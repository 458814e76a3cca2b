//! What API Gateway knows of HTTP APIs: the documents that clients wrote, what was deployed of them, and the
//! keys of those who issue tokens for them.
//!
//! Routes, integrations and authorizers are kept as the documents that they are shown as. A deployment makes a
//! [`Snapshot`] of them, which is all that answers requests.

use std::sync::Arc;

use imbl::OrdMap;

use super::plane::Key;
use super::snapshot::Snapshot;
use crate::operation::JsonBody;
use crate::sim::time::Time;

/// A document as a client wrote it and is shown it, without what is computed.
pub type Document = Arc<JsonBody>;

/// Documents by their ids.
pub type Documents = OrdMap<Arc<str>, Document>;

/// The HTTP APIs of the account.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The APIs by id.
    pub apis: OrdMap<Arc<str>, Arc<Api>>,
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

impl State {
    /// The API called `id`, to be changed; other holders of the world keep theirs.
    pub fn api_mut(&mut self, id: &str) -> Option<&mut Api> {
        self.apis.get_mut(id).map(Arc::make_mut)
    }
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
