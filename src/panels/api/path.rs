//! Paths of routes: what is wrong with one, in words, and what of it is not there yet. Pure.

use cloud::account::{ACCOUNT_ID, REGION};

/// What is wrong with a path, a sentence; none when API Gateway takes it.
#[must_use]
pub fn wrong(path: &str) -> Option<String> {
    let Some(rest) = path.strip_prefix('/') else {
        return Some(if path.is_empty() {
            "A path is missing. The root is /.".to_owned()
        } else {
            format!("A path starts with a slash: /{path}")
        });
    };
    if rest.is_empty() {
        return None;
    }
    if rest.ends_with('/') {
        return Some("A path does not end with a slash.".to_owned());
    }
    let parts: Vec<&str> = rest.split('/').collect();
    parts.iter().enumerate().find_map(|(index, part)| {
        let is_last = index + 1 == parts.len();
        wrong_part(part, is_last)
    })
}

fn wrong_part(part: &str, is_last: bool) -> Option<String> {
    if part.is_empty() {
        return Some("Two slashes follow each other: the part between them is missing.".to_owned());
    }
    if let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
        let (name, is_greedy) = name.strip_suffix('+').map_or((name, false), |name| (name, true));
        if name.is_empty() {
            return Some(format!("{part} has no name: {{id}} or {{proxy+}}."));
        }
        if !name.chars().all(is_plain) {
            return Some(format!("{part}: a name is made of letters, digits and . _ -"));
        }
        return (is_greedy && !is_last).then(|| format!("{part} takes all that follows, so it comes last."));
    }
    if part.contains(['{', '}']) {
        return Some(format!("{part}: braces stand around a whole part, as in {{id}}."));
    }
    (!part.chars().all(|letter| is_plain(letter) || letter == ':'))
        .then(|| format!("{part}: a part is made of letters, digits and . _ - :"))
}

fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "._-".contains(letter)
}

/// The resources that a path wants and that are not there: the path of each one's parent, and its own part.
#[must_use]
pub fn missing(path: &str, is_there: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let mut parent = String::new();
    let mut found = Vec::new();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let own = format!("{parent}/{part}");
        if !is_there(&own) {
            found.push((if parent.is_empty() { "/".to_owned() } else { parent.clone() }, part.to_owned()));
        }
        parent = own;
    }
    found
}

/// For which calls a route may invoke a function: of any stage, by any path that the route takes.
#[must_use]
pub fn source_arn(api: &str, verb: &str, path: &str) -> String {
    format!("{}/*/{}{}", api_arn(api), any(verb), filled(path, "*"))
}

/// One call of a route, as the function's policy is asked about it.
#[must_use]
pub fn call_arn(api: &str, stage: &str, verb: &str, path: &str) -> String {
    let verb = if verb == "ANY" { "GET" } else { verb };
    format!("{}/{stage}/{verb}{}", api_arn(api), filled(path, "x"))
}

/// A name for the statement that lets a route invoke a function: letters, digits and hyphens, at most 100.
#[must_use]
pub fn statement_id(api: &str, verb: &str, path: &str) -> String {
    let words: String = path.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    let mut id = format!("{api}-{verb}{}", words.trim_end_matches('-'));
    id.truncate(100);
    id
}

fn api_arn(api: &str) -> String {
    format!("arn:aws:execute-api:{REGION}:{ACCOUNT_ID}:{api}")
}

fn any(verb: &str) -> &str {
    if verb == "ANY" { "*" } else { verb }
}

/// The path with `with` for each variable.
fn filled(path: &str, with: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { with.to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, says: &str) {
        assert_eq!(wrong(path).unwrap_or_default(), says, "{path}");
    }

    #[test]
    fn paths_are_told_apart() {
        check("/", "");
        check("/users", "");
        check("/users/{id}", "");
        check("/{proxy+}", "");
        check("/v1/a_b-c.d:e", "");
        check("", "A path is missing. The root is /.");
        check("users", "A path starts with a slash: /users");
        check("/users/", "A path does not end with a slash.");
        check("/a//b", "Two slashes follow each other: the part between them is missing.");
        check("/users/{}", "{} has no name: {id} or {proxy+}.");
        check("/users/{a b}", "{a b}: a name is made of letters, digits and . _ -");
        check("/users/x{id}", "x{id}: braces stand around a whole part, as in {id}.");
        check("/{proxy+}/users", "{proxy+} takes all that follows, so it comes last.");
        check("/ü", "ü: a part is made of letters, digits and . _ - :");
    }

    #[test]
    fn what_is_missing_is_made_from_the_root_down() {
        let made = missing("/a/b/{id}", |path| path == "/a");
        let made: Vec<(&str, &str)> = made.iter().map(|(parent, part)| (parent.as_str(), part.as_str())).collect();
        assert_eq!(made, [("/a", "b"), ("/a/b", "{id}")]);
        assert_eq!(missing("/", |_| false), []);
    }

    #[test]
    fn a_permission_is_for_one_route_of_any_stage() {
        let arn = |verb, path| source_arn("a1b2", verb, path).rsplit(':').next().map(str::to_owned);
        assert_eq!(arn("GET", "/users/{id}").as_deref(), Some("a1b2/*/GET/users/*"));
        assert_eq!(arn("ANY", "/{proxy+}").as_deref(), Some("a1b2/*/*/*"));
        assert_eq!(arn("GET", "/").as_deref(), Some("a1b2/*/GET/"));
        assert_eq!(statement_id("a1b2", "GET", "/users/{id}"), "a1b2-GET-users--id");
        assert_eq!(statement_id("a1b2", "GET", "/"), "a1b2-GET");
    }
}
