//! Which resource and method of a deployed API a request reaches.
//!
//! A tree by the parts of the path, built once for each deployment: a part that is spelt out comes before a parameter, and
//! a parameter before a greedy one; a method of its own comes before `ANY`. A resource without a method that fits is passed
//! over, so that a greedy one further up may take the request.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::services::apigateway::state::{Method, Resource, Snapshot};

/// The resources of a deployment, by the parts of their paths.
#[derive(Clone, Debug, Default)]
pub struct Router {
    root: Node,
}

#[derive(Clone, Debug, Default)]
struct Node {
    literals: BTreeMap<Box<str>, Node>,
    parameter: Option<Box<Node>>,
    greedy: Option<Arc<Resource>>,
    resource: Option<Arc<Resource>>,
}

/// Where a request goes.
#[derive(Clone, Debug)]
pub struct Found {
    /// The resource.
    pub resource: Arc<Resource>,
    /// Its method: the verb's own, or `ANY`.
    pub method: Arc<Method>,
}

impl Router {
    /// The tree of a deployment.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut router = Self::default();
        for resource in snapshot.resources.values().filter(|resource| !resource.methods.is_empty()) {
            let mut node = &mut router.root;
            let mut is_greedy = false;
            for part in resource.path.split('/').filter(|part| !part.is_empty()) {
                if part.ends_with("+}") {
                    is_greedy = true;
                } else if part.starts_with('{') {
                    node = node.parameter.get_or_insert_default();
                } else {
                    node = node.literals.entry(part.into()).or_default();
                }
            }
            let end = if is_greedy { &mut node.greedy } else { &mut node.resource };
            *end = Some(resource.clone());
        }
        router
    }

    /// Where a request with `verb` to `path` goes; `path` begins with a slash and has no stage.
    #[must_use]
    pub fn find(&self, verb: &str, path: &str) -> Option<Found> {
        let path = path.strip_prefix('/').unwrap_or(path);
        let path = path.strip_suffix('/').unwrap_or(path);
        let parts: Vec<&str> = if path.is_empty() { Vec::new() } else { path.split('/').collect() };
        self.root.find(verb, &parts)
    }
}

impl Node {
    fn find(&self, verb: &str, parts: &[&str]) -> Option<Found> {
        let Some((first, rest)) = parts.split_first() else { return method(self.resource.as_ref()?, verb) };
        let literal = self.literals.get(*first).and_then(|node| node.find(verb, rest));
        let parameter = || self.parameter.as_ref().filter(|_| !first.is_empty())?.find(verb, rest);
        let greedy = || method(self.greedy.as_ref()?, verb);
        literal.or_else(parameter).or_else(greedy)
    }
}

fn method(resource: &Arc<Resource>, verb: &str) -> Option<Found> {
    let method = resource.methods.get(verb).or_else(|| resource.methods.get("ANY"))?;
    Some(Found { resource: resource.clone(), method: method.clone() })
}

/// The path's parameters as the resource's path names them, not decoded.
#[must_use]
pub fn parameters(resource: &str, path: &str) -> BTreeMap<String, String> {
    let mut parameters = BTreeMap::new();
    let trimmed = path.strip_prefix('/').unwrap_or(path);
    let mut rest = trimmed.strip_suffix('/').unwrap_or(trimmed);
    for part in resource.split('/').filter(|part| !part.is_empty()) {
        let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        if let Some(name) = name.and_then(|name| name.strip_suffix('+')) {
            parameters.insert(name.to_owned(), rest.to_owned());
            break;
        }
        let (value, after) = rest.split_once('/').unwrap_or((rest, ""));
        if let Some(name) = name {
            parameters.insert(name.to_owned(), value.to_owned());
        }
        rest = after;
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An API with resources at `paths`, each followed by its verbs.
    fn snapshot(paths: &[(&str, &[&str])]) -> Snapshot {
        let resource = |(number, (path, verbs)): (usize, &(&str, &[&str]))| {
            let id: Arc<str> = number.to_string().into();
            let methods = verbs.iter().map(|verb| {
                (Arc::from(*verb), Arc::new(Method { http_method: (*verb).to_owned(), ..Method::default() }))
            });
            let path = (*path).to_owned();
            (id.clone(), Arc::new(Resource { id, path, methods: methods.collect(), ..Resource::default() }))
        };
        Snapshot { resources: paths.iter().enumerate().map(resource).collect(), ..Snapshot::default() }
    }

    #[test]
    fn the_most_special_resource_with_a_method_answers() {
        let router = Router::of(&snapshot(&[
            ("/", &["GET"]),
            ("/users", &["GET", "ANY"]),
            ("/users/{id}", &["GET"]),
            ("/users/me", &["GET"]),
            ("/users/me/empty", &[]),
            ("/{proxy+}", &["ANY"]),
            ("/users/{id}/photos/{proxy+}", &["GET"]),
        ]));
        #[track_caller]
        fn check(router: &Router, verb: &str, path: &str, expected: &str) {
            let found = router.find(verb, path);
            let found = found.map(|found| format!("{} {}", found.method.http_method, found.resource.path));
            assert_eq!(found.as_deref().unwrap_or("none"), expected, "{verb} {path}");
        }
        check(&router, "GET", "/", "GET /");
        check(&router, "POST", "/", "none");
        check(&router, "GET", "/users", "GET /users");
        check(&router, "GET", "/users/", "GET /users");
        check(&router, "PUT", "/users", "ANY /users");
        check(&router, "GET", "/users/7", "GET /users/{id}");
        check(&router, "GET", "/users/me", "GET /users/me");
        check(&router, "POST", "/users/7", "ANY /{proxy+}");
        check(&router, "GET", "/users/me/empty", "ANY /{proxy+}");
        check(&router, "GET", "/users/7/photos/a/b", "GET /users/{id}/photos/{proxy+}");
        check(&router, "GET", "/users/7/photos", "ANY /{proxy+}");
        check(&router, "GET", "/users//photos/a", "ANY /{proxy+}");
        check(&router, "GET", "//a", "ANY /{proxy+}");
    }

    #[test]
    fn parameters_are_read_from_the_path() {
        #[track_caller]
        fn check(resource: &str, path: &str, expected: &[(&str, &str)]) {
            let expected: BTreeMap<String, String> =
                expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            assert_eq!(parameters(resource, path), expected, "{path}");
        }
        check("/users", "/users", &[]);
        check("/users/{id}", "/users/7", &[("id", "7")]);
        check("/users/{id}", "/users/7/", &[("id", "7")]);
        check("/{a}/{b}", "/1/2", &[("a", "1"), ("b", "2")]);
        check("/{proxy+}", "/a//b/", &[("proxy", "a//b")]);
        check("/x/{id}/{rest+}", "/x/1/2/3", &[("id", "1"), ("rest", "2/3")]);
    }

    #[test]
    fn three_hundred_resources_are_found_as_three_are() {
        let paths: Vec<String> = (0..300).map(|number| format!("/route{number}/{{id}}/part")).collect();
        let paths: Vec<(&str, &[&str])> = paths.iter().map(|path| (path.as_str(), ["GET"].as_slice())).collect();
        let router = Router::of(&snapshot(&paths));
        for number in 0..300 {
            let found = router.find("GET", &format!("/route{number}/7/part")).expect("it has the route");
            assert_eq!(found.resource.path, format!("/route{number}/{{id}}/part"));
        }
        assert!(router.find("GET", "/route300/7/part").is_none());
    }
}
