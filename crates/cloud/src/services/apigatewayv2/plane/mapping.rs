//! Parameter mappings: what of a request is changed before the integration has it, and what of its answer afterwards.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html>

use super::variables::Scope;
use crate::http::{Headers, Request, Response};
use crate::protocol::uri;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// What is done.
    pub action: Action,
    /// With what.
    pub target: Target,
    /// The value, which may name parts of the request, of the answer, of `$context` and stage variables.
    pub value: String,
}

/// What a mapping does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Adds a value to those there are.
    Append,
    /// Puts a value in place of those there are.
    Overwrite,
    /// Takes all away.
    Remove,
}

/// What a mapping changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A header field.
    Header(String),
    /// A parameter of the query.
    Query(String),
    /// The path.
    Path,
    /// The status.
    Status,
}

/// Reads a mapping: `overwrite:header.x` with its value. None when it is none.
#[must_use]
pub fn read(key: &str, value: &str) -> Option<Mapping> {
    let (action, target) = key.split_once(':')?;
    let action = match action {
        "append" => Action::Append,
        "overwrite" => Action::Overwrite,
        "remove" => Action::Remove,
        _ => return None,
    };
    let target = match target.split_once('.') {
        Some(("header", name)) if !name.is_empty() => Target::Header(name.to_ascii_lowercase()),
        Some(("querystring", name)) if !name.is_empty() => Target::Query(name.to_owned()),
        None if action == Action::Overwrite && target == "path" => Target::Path,
        None if action == Action::Overwrite && target.eq_ignore_ascii_case("statuscode") => Target::Status,
        _ => return None,
    };
    Some(Mapping { action, target, value: value.to_owned() })
}

/// A mapping's value at a moment: `$request.header.x`, `a ${context.requestId} b`, or a plain text.
#[must_use]
pub fn resolve(value: &str, scope: &Scope<'_>) -> String {
    if let Some(name) = value.strip_prefix('$').filter(|name| !name.starts_with('{')) {
        return scope.value(name).unwrap_or_default();
    }
    let mut rest = value;
    let mut text = String::new();
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, after)) = after.split_once('}') else { break };
        text.push_str(before);
        text.push_str(&scope.value(name).unwrap_or_default());
        rest = after;
    }
    text.push_str(rest);
    text
}

/// Changes a request. `scope` is of the request as it came. A path that is overwritten is given back.
pub fn on_request(mappings: &[Mapping], request: &mut Request, scope: &Scope<'_>) -> Option<String> {
    let mut path = None;
    for mapping in mappings {
        let value = resolve(&mapping.value, scope);
        match &mapping.target {
            Target::Header(name) => on_headers(mapping.action, &mut request.headers, name, value),
            Target::Query(name) => request.query = on_query(mapping.action, &request.query, name, &value),
            Target::Path => path = Some(value),
            Target::Status => {}
        }
    }
    path
}

/// Changes an answer. A status that is none is left as it was.
pub fn on_response(mappings: &[Mapping], response: &mut Response, values: &[String]) {
    for (mapping, value) in mappings.iter().zip(values) {
        match &mapping.target {
            Target::Header(name) => on_headers(mapping.action, &mut response.headers, name, value.clone()),
            Target::Status => {
                response.status =
                    value.parse().ok().filter(|status| (200..600).contains(status)).unwrap_or(response.status);
            }
            Target::Query(_) | Target::Path => {}
        }
    }
}

fn on_headers(action: Action, headers: &mut Headers, name: &str, value: String) {
    match action {
        Action::Remove => headers.retain(|held| held != name),
        Action::Overwrite => headers.set(name.to_owned(), value),
        Action::Append => match headers.get(name).map(str::to_owned) {
            Some(held) => headers.set(name.to_owned(), format!("{held},{value}")),
            None => headers.set(name.to_owned(), value),
        },
    }
}

fn on_query(action: Action, query: &str, name: &str, value: &str) -> String {
    let keeps = |pair: &&str| {
        let held = uri::parameters(pair).next();
        action == Action::Append || held.is_none_or(|(held, _)| held != name)
    };
    let mut pairs: Vec<String> =
        query.split('&').filter(|pair| !pair.is_empty()).filter(keeps).map(str::to_owned).collect();
    if action != Action::Remove {
        pairs.push(format!("{}={}", uri::encode(name), uri::encode(value)));
    }
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mappings_are_read() {
        let header = |name: &str| Target::Header(name.to_owned());
        let check = |key: &str, expected: Option<(Action, Target)>| {
            assert_eq!(read(key, "v").map(|held| (held.action, held.target)), expected, "{key}");
        };
        check("append:header.X-A", Some((Action::Append, header("x-a"))));
        check("remove:querystring.a.b", Some((Action::Remove, Target::Query("a.b".to_owned()))));
        check("overwrite:path", Some((Action::Overwrite, Target::Path)));
        check("overwrite:statuscode", Some((Action::Overwrite, Target::Status)));
        for key in ["append:path", "header.x", "set:header.x", "overwrite:header.", "overwrite:body", ""] {
            check(key, None);
        }
    }

    #[test]
    fn a_query_is_changed_where_it_says_so() {
        let check = |action, expected: &str| assert_eq!(on_query(action, "a=1&b=2&a=3", "a", "x y"), expected);
        check(Action::Append, "a=1&b=2&a=3&a=x%20y");
        check(Action::Overwrite, "b=2&a=x%20y");
        check(Action::Remove, "b=2");
    }
}
