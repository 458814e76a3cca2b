//! What of an API differs from what was deployed, in words. Pure.

use std::collections::BTreeMap;
use std::sync::Arc;

use cloud::services::apigateway::state::{Method, Snapshot};

/// What differs, each in a few words; empty when callers get what is set up.
#[must_use]
pub fn changes(draft: &Snapshot, deployed: &Snapshot) -> Vec<String> {
    let (now, then) = (methods(draft), methods(deployed));
    let mut words = Vec::new();
    for ((path, verb), method) in &now {
        match then.get(&(*path, *verb)) {
            None => words.push(format!("{verb} {path} is new")),
            Some(before) if before == method => {}
            Some(before) if before.integration != method.integration => {
                words.push(format!("{verb} {path} is answered otherwise"));
            }
            Some(_) => words.push(format!("{verb} {path} has other settings")),
        }
    }
    for (path, verb) in then.keys().filter(|route| !now.contains_key(*route)) {
        words.push(format!("{verb} {path} is gone"));
    }
    for (is_other, what) in [
        (draft.settings != deployed.settings, "the API's own settings"),
        (draft.validators != deployed.validators, "request validators"),
        (draft.models != deployed.models, "models"),
        (draft.authorizers != deployed.authorizers, "authorizers"),
        (draft.gateway_responses != deployed.gateway_responses, "gateway responses"),
    ] {
        if is_other {
            words.push(what.to_owned());
        }
    }
    words
}

/// The methods by path and verb.
fn methods(snapshot: &Snapshot) -> BTreeMap<(&str, &str), &Arc<Method>> {
    snapshot
        .resources
        .values()
        .flat_map(|resource| {
            resource.methods.iter().map(|(verb, method)| ((resource.path.as_str(), verb.as_ref()), method))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use cloud::services::apigateway::state::{Integration, Resource};

    use super::*;

    fn with(verb: &str, uri: &str, key: bool) -> Snapshot {
        let integration = Some(Arc::new(Integration { uri: uri.to_owned(), ..Integration::default() }));
        let method = Method { integration, api_key_required: key, ..Method::default() };
        let mut resource = Resource { path: "/users".to_owned(), ..Resource::default() };
        resource.methods.insert(verb.into(), Arc::new(method));
        let mut snapshot = Snapshot::default();
        snapshot.resources.insert("r".into(), Arc::new(resource));
        snapshot
    }

    #[track_caller]
    fn check(draft: &Snapshot, deployed: &Snapshot, words: &[&str]) {
        assert_eq!(changes(draft, deployed), words);
    }

    #[test]
    fn a_route_is_new_gone_or_other() {
        let get = with("GET", "a", false);
        check(&get, &get, &[]);
        check(&get, &Snapshot::default(), &["GET /users is new"]);
        check(&with("PUT", "a", false), &get, &["PUT /users is new", "GET /users is gone"]);
        check(&with("GET", "b", false), &get, &["GET /users is answered otherwise"]);
        check(&with("GET", "a", true), &get, &["GET /users has other settings"]);
    }
}
