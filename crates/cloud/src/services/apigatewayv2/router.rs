//! Which route of a snapshot a request takes.
//!
//! A tree by the parts of the path. A route whose whole path fits comes before a greedy one, and a part that is spelt out
//! before a parameter; the longest greedy one comes before the others, the verb itself before `ANY`, `$default` last.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html>

use std::collections::BTreeMap;

/// The tree.
#[derive(Clone, Debug, Default)]
pub struct Router {
    root: Node,
    default: Option<usize>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    literal: BTreeMap<Box<str>, Self>,
    parameter: Option<Box<Self>>,
    /// Routes whose path ends here, by verb: the number of each, and the names of its parameters.
    ends: BTreeMap<Box<str>, End>,
    /// Routes that take all the rest.
    greedy: BTreeMap<Box<str>, End>,
}

#[derive(Clone, Debug)]
struct End {
    route: usize,
    names: Vec<String>,
}

/// The route that a request takes.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// Its number.
    pub route: usize,
    /// The path's parameters, as they stand in the path.
    pub parameters: Vec<(String, String)>,
}

/// A route's key in its parts.
#[derive(Debug, PartialEq, Eq)]
pub enum RouteKey<'a> {
    /// `$default`.
    Default,
    /// A verb, or `ANY`, and a path.
    Path(&'a str, &'a str),
}

/// The verbs that a route's key may have.
const VERBS: [&str; 8] = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/// Reads a route's key; none when it is no key of an HTTP API.
#[must_use]
pub fn route_key(key: &str) -> Option<RouteKey<'_>> {
    if key == "$default" {
        return Some(RouteKey::Default);
    }
    let (verb, path) = key.split_once(' ')?;
    let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    let is_right = |(index, part): (usize, &&str)| match parameter(part) {
        Some(name) => {
            let plain = name.strip_suffix('+').unwrap_or(name);
            let fits = |c: char| c.is_ascii_alphanumeric() || "._-:".contains(c);
            !plain.is_empty() && plain.chars().all(fits) && (plain.len() == name.len() || index + 1 == parts.len())
        }
        None => !part.contains(['{', '}', ' ', '?', '#']),
    };
    (VERBS.contains(&verb) && parts.iter().enumerate().all(is_right)).then_some(RouteKey::Path(verb, path))
}

/// The name in `{name}`, with its plus if it is greedy.
#[must_use]
pub fn parameter(part: &str) -> Option<&str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

impl Router {
    /// The tree of these routes' keys, by their numbers. What is no key leads nowhere.
    pub fn new<'a>(keys: impl IntoIterator<Item = &'a str>) -> Self {
        let mut router = Self::default();
        for (route, key) in keys.into_iter().enumerate() {
            match route_key(key) {
                Some(RouteKey::Default) => router.default = Some(route),
                Some(RouteKey::Path(verb, path)) => router.add(route, verb, path),
                None => {}
            }
        }
        router
    }

    fn add(&mut self, route: usize, verb: &str, path: &str) {
        let mut node = &mut self.root;
        let mut names = Vec::new();
        for part in path.split('/').skip(1) {
            node = match parameter(part).map(|name| (name, name.strip_suffix('+'))) {
                Some((_, Some(greedy))) => {
                    names.push(greedy.to_owned());
                    node.greedy.insert(verb.into(), End { route, names });
                    return;
                }
                Some((name, None)) => {
                    names.push(name.to_owned());
                    node.parameter.get_or_insert_default()
                }
                None => node.literal.entry(part.into()).or_default(),
            };
        }
        node.ends.insert(verb.into(), End { route, names });
    }

    /// The route of a request: its verb, and its path without the stage.
    #[must_use]
    pub fn find(&self, verb: &str, path: &str) -> Option<Found> {
        let parts: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
        let found =
            self.root.full(verb, &parts, &mut Vec::new()).or_else(|| self.root.rest(verb, &parts, &mut Vec::new()));
        found.or_else(|| self.default.map(|route| Found { route, parameters: Vec::new() }))
    }
}

impl Node {
    /// A route whose whole path fits. Each node is looked at once at most, whatever the path.
    fn full<'p>(&self, verb: &str, parts: &[&'p str], values: &mut Vec<&'p str>) -> Option<Found> {
        let Some((first, rest)) = parts.split_first() else { return found(&self.ends, verb, values) };
        if let Some(node) = self.literal.get(*first)
            && let Some(found) = node.full(verb, rest, values)
        {
            return Some(found);
        }
        let node = self.parameter.as_deref().filter(|_| !first.is_empty())?;
        values.push(first);
        let found = node.full(verb, rest, values);
        values.pop();
        found
    }

    /// The greedy route with the longest beginning.
    fn rest<'p>(&self, verb: &str, parts: &[&'p str], values: &mut Vec<&'p str>) -> Option<Found> {
        let (first, rest) = parts.split_first()?;
        if let Some(node) = self.literal.get(*first)
            && let Some(found) = node.rest(verb, rest, values)
        {
            return Some(found);
        }
        if let Some(node) = self.parameter.as_deref().filter(|_| !first.is_empty()) {
            values.push(first);
            let found = node.rest(verb, rest, values);
            values.pop();
            if found.is_some() {
                return found;
            }
        }
        if parts.iter().all(|part| part.is_empty()) {
            return None;
        }
        let joined = parts.join("/");
        let mut found = found(&self.greedy, verb, values)?;
        let name = self.greedy.get(verb).or_else(|| self.greedy.get("ANY"))?.names.last()?;
        found.parameters.push((name.clone(), joined));
        Some(found)
    }
}

fn found(ends: &BTreeMap<Box<str>, End>, verb: &str, values: &[&str]) -> Option<Found> {
    let end = ends.get(verb).or_else(|| ends.get("ANY"))?;
    let parameters = end.names.iter().zip(values).map(|(name, value)| (name.clone(), (*value).to_owned()));
    Some(Found { route: end.route, parameters: parameters.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 9] = [
        "GET /pets",
        "GET /pets/{id}",
        "GET /pets/all",
        "ANY /pets/all",
        "ANY /pets/{id}/{more}",
        "GET /{proxy+}",
        "ANY /pets/{any+}",
        "$default",
        "POST /",
    ];

    #[track_caller]
    fn check(verb: &str, path: &str, key: &str, parameters: &[(&str, &str)]) {
        let found = Router::new(KEYS).find(verb, path).expect("$default takes everything");
        let parameters: Vec<_> = parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        assert_eq!((KEYS[found.route], found.parameters), (key, parameters), "{verb} {path}");
    }

    #[test]
    fn a_request_takes_the_route_that_fits_best() {
        check("GET", "/pets", "GET /pets", &[]);
        check("GET", "/pets/7", "GET /pets/{id}", &[("id", "7")]);
        check("GET", "/pets/all", "GET /pets/all", &[]);
        check("PUT", "/pets/all", "ANY /pets/all", &[]);
        check("PUT", "/pets/7/x", "ANY /pets/{id}/{more}", &[("id", "7"), ("more", "x")]);
        check("PUT", "/pets/7", "ANY /pets/{any+}", &[("any", "7")]);
        check("GET", "/pets/7/x/y", "ANY /pets/{any+}", &[("any", "7/x/y")]);
        check("GET", "/other/", "GET /{proxy+}", &[("proxy", "other/")]);
        check("GET", "/", "$default", &[]);
        check("POST", "/", "POST /", &[]);
        check("POST", "/pets", "$default", &[]);
        // A parameter is never empty, so that a slash at the end makes another path.
        check("PUT", "/pets/", "$default", &[]);
    }

    #[test]
    fn only_a_verb_with_a_path_is_a_key() {
        for key in ["GET /a/{b}", "ANY /{p+}", "$default", "PATCH /", "GET /a//b"] {
            assert!(route_key(key).is_some(), "{key}");
        }
        for key in
            ["", "GET", "get /a", "GET a", "GET /{p+}/a", "GET /{}", "GET /{a", "GET /a?b", "TRACE /a", "GET /{a b}"]
        {
            assert!(route_key(key).is_none(), "{key}");
        }
    }

    #[test]
    fn many_routes_are_looked_through_once() {
        let keys: Vec<String> = (0..300).map(|index| format!("GET /{{a}}/{index}/{{b}}/x")).collect();
        let router = Router::new(keys.iter().map(String::as_str));
        assert_eq!(router.find("GET", "/1/299/2/x").map(|found| found.route), Some(299));
        assert_eq!(router.find("GET", "/1/299/2/y"), None);
        assert_eq!(router.find("GET", &"/a".repeat(10_000)), None);
    }
}
