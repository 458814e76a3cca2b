//! What hangs on a function beside its unpublished code: versions, aliases, a URL; and what stands beside the
//! functions: layers and event source mappings. Versions, aliases and URLs are true to AWS; layers and mappings are
//! records, and nothing is polled because of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use imbl::OrdMap;
use serde_json::Value;

use super::Function;
use crate::sim::rng::Rng;

/// The versions and aliases of one function.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// The number of the newest version there ever was; numbers are not used twice.
    pub newest: u32,
    /// The versions.
    pub versions: OrdMap<u32, Arc<Function>>,
    /// The aliases.
    pub aliases: OrdMap<Arc<str>, Alias>,
    /// Its URL's configuration, as the API shows it.
    pub url: Option<Value>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// A name for a version.
#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    /// The version: a number or `$LATEST`.
    pub version: String,
    /// A description.
    pub description: String,
    /// The share of invocations that goes to another version.
    pub weights: BTreeMap<String, f64>,
    /// Changes with each change of the alias.
    pub revision_id: String,
}

impl Alias {
    /// The version that one invocation by this name runs.
    pub fn drawn(&self, rng: &mut Rng) -> &str {
        // Weights have far fewer digits than this tells apart.
        const PARTS: u64 = 1 << 40;
        if self.weights.is_empty() {
            return &self.version;
        }
        let mut point = rng.below(PARTS) as f64 / PARTS as f64;
        for (version, weight) in &self.weights {
            if point < *weight {
                return version;
            }
            point -= weight;
        }
        &self.version
    }
}

/// Layers and event source mappings.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// The versions of each layer, as the API shows them, the first at 0; none where one was deleted.
    pub layers: OrdMap<Arc<str>, Vec<Value>>,
    /// The mappings by id, as the API shows them.
    pub mappings: OrdMap<String, Value>,
}
