//! CORS: whether a page of another origin may read a bucket, and the headers that say so.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html>

use super::bucket::Bucket;
use super::error::Setting;
use crate::http::{Request, Response};
use crate::protocol::xml::{self, Element};

/// What a browser that asks is told apart from the origins that may ask.
const VARY: &str = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

/// The rules of `bucket`; none when it has no CORS configuration.
#[must_use]
pub fn rules(bucket: &Bucket) -> Option<Vec<Element>> {
    let document = bucket.settings.documents.get(&Setting::Cors)?;
    let root = xml::parse(document).ok()?;
    Some(root.children.into_iter().filter(|child| child.name == "CORSRule").collect())
}

/// The first of `rules` that lets `origin` use `method` with these headers, separated by commas.
#[must_use]
pub fn matching<'a>(rules: &'a [Element], origin: &str, method: &str, headers: &str) -> Option<&'a Element> {
    let mut headers = headers.split(',').map(str::trim).filter(|header| !header.is_empty());
    let headers: Vec<String> = headers.by_ref().map(str::to_ascii_lowercase).collect();
    rules.iter().find(|rule| {
        let allows = |header: &String| {
            rule.children_named("AllowedHeader").any(|allowed| fits(&allowed.text.to_ascii_lowercase(), header))
        };
        rule.children_named("AllowedOrigin").any(|allowed| fits(&allowed.text, origin))
            && rule.children_named("AllowedMethod").any(|allowed| allowed.text == method)
            && headers.iter().all(allows)
    })
}

/// Adds what `rule` lets a page of `origin` do.
#[must_use]
pub fn allowed(mut response: Response, rule: &Element, origin: &str) -> Response {
    let any = rule.children_named("AllowedOrigin").any(|allowed| allowed.text == "*");
    let listed = |name| rule.children_named(name).map(|child| child.text.as_str()).collect::<Vec<_>>().join(", ");
    let headers = &mut response.headers;
    headers.set("access-control-allow-origin", if any { "*" } else { origin });
    headers.set("access-control-allow-methods", listed("AllowedMethod"));
    let exposed = listed("ExposeHeader");
    if !exposed.is_empty() {
        headers.set("access-control-expose-headers", exposed);
    }
    if let Some(seconds) = rule.child_text("MaxAgeSeconds") {
        headers.set("access-control-max-age", seconds);
    }
    if !any {
        headers.set("access-control-allow-credentials", "true");
    }
    headers.set("vary", VARY);
    response
}

/// Adds to the answer of `request` what lets the page that sent it read the answer, if a rule does.
#[must_use]
pub fn answered(response: Response, request: &Request, bucket: Option<&Bucket>) -> Response {
    let Some(origin) = request.headers.get("origin") else { return response };
    let rules = bucket.and_then(rules).unwrap_or_default();
    match matching(&rules, origin, &request.method, "") {
        Some(rule) => allowed(response, rule, origin),
        None => response,
    }
}

/// Whether `text` fits a pattern with at most one `*`.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => {
            text.len() >= before.len() + after.len() && text.starts_with(before) && text.ends_with(after)
        }
    }
}
