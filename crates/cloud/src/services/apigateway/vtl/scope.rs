//! What a template may read, and what it may change.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// The parameters of a request. Of those with several values, the last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params {
    /// `$input.params().path`
    pub path: BTreeMap<String, String>,
    /// `$input.params().querystring`
    pub querystring: BTreeMap<String, String>,
    /// `$input.params().header`
    pub header: BTreeMap<String, String>,
}

/// What a template may read. What it set of the overrides stands here after it was rendered.
#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    /// `$input.body`, and what `$input.json` and `$input.path` look into.
    pub body: String,
    /// `$input.params()`.
    pub params: Params,
    /// `$context`, an object, without the overrides.
    pub context: Value,
    /// `$stageVariables`.
    pub stage_variables: BTreeMap<String, String>,
    /// `$context.requestOverride`: `{"header": {}, "path": {}, "querystring": {}}` and what was set.
    pub request_override: Value,
    /// `$context.responseOverride`: `{"header": {}}` and what was set, `status` among it.
    pub response_override: Value,
}

impl Default for Scope {
    fn default() -> Self {
        Self {
            body: String::new(),
            params: Params::default(),
            context: Value::Object(Map::new()),
            stage_variables: BTreeMap::new(),
            request_override: json!({"header": {}, "path": {}, "querystring": {}}),
            response_override: json!({"header": {}}),
        }
    }
}
