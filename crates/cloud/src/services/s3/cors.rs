//! CORS: whether a page of another origin may read a bucket, and the headers that say so.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html>

use std::sync::Arc;

use super::bucket::Bucket;
use super::error::Setting;
use crate::error::ServiceError;
use crate::http::{Headers, Request, Response};
use crate::operation::{Answer, Call, Context};
use crate::protocol::xml::Element;

/// What a browser that asks is told apart from the origins that may ask.
const VARY: &str = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

/// The rules of `bucket`; none when it has no CORS configuration.
#[must_use]
pub fn rules(bucket: &Bucket) -> Option<Vec<&Element>> {
    Some(bucket.settings.root(Setting::Cors)?.children_named("CORSRule").collect())
}

/// The first of `rules` that lets `origin` use `method` with these headers, separated by commas.
#[must_use]
pub fn matching<'a>(rules: &[&'a Element], origin: &str, method: &str, headers: &str) -> Option<&'a Element> {
    let mut headers = headers.split(',').map(str::trim).filter(|header| !header.is_empty());
    let headers: Vec<String> = headers.by_ref().map(str::to_ascii_lowercase).collect();
    rules.iter().copied().find(|rule| {
        let allows = |header: &String| {
            rule.children_named("AllowedHeader").any(|allowed| fits(&allowed.text.to_ascii_lowercase(), header))
        };
        rule.children_named("AllowedOrigin").any(|allowed| fits(&allowed.text, origin))
            && rule.children_named("AllowedMethod").any(|allowed| allowed.text == method)
            && headers.iter().all(allows)
    })
}

/// What an answer says to the browser that asked, for a page of `origin`: the headers of `rule`, and those among the
/// request's own that it announced.
#[must_use]
pub fn allowed(rule: &Element, origin: &str, announced: &str) -> Headers {
    let any = rule.children_named("AllowedOrigin").any(|allowed| allowed.text == "*");
    let listed = |name| rule.children_named(name).map(|child| child.text.as_str()).collect::<Vec<_>>().join(", ");
    let mut headers = Headers::new();
    headers.set("access-control-allow-origin", if any { "*" } else { origin });
    headers.set("access-control-allow-methods", listed("AllowedMethod"));
    if !announced.is_empty() {
        let announced: Vec<&str> = announced.split(',').map(str::trim).collect();
        headers.set("access-control-allow-headers", announced.join(", ").to_ascii_lowercase());
    }
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
    headers
}

/// What lets the page that sent `request` read the answer; nothing when no rule of the bucket does. S3 asks the rules
/// for what the request announces, as a preflight does, even when it is none.
#[must_use]
pub fn headers_for(request: &Request, bucket: Option<&Arc<Bucket>>) -> Headers {
    let Some(origin) = request.headers.get("origin") else { return Headers::new() };
    let rules = bucket.and_then(|bucket| rules(bucket)).unwrap_or_default();
    let method = request.headers.get("access-control-request-method").unwrap_or(&request.method);
    let announced = request.headers.get("access-control-request-headers").unwrap_or_default();
    matching(&rules, origin, method, announced).map_or_else(Headers::new, |rule| allowed(rule, origin, announced))
}

/// Adds `headers` to an answer.
pub fn add(headers: &Headers, response: &mut Response) {
    for (name, value) in headers.iter() {
        response.headers.set(name.to_owned(), value);
    }
}

/// Runs an operation, and adds to its answer what lets a page read it, by the rules that stood before it ran. Errors
/// get theirs where they are written.
///
/// # Errors
/// Those of the operation.
pub fn around(
    context: &mut Context<'_>,
    call: &Call<'_>,
    run: fn(&mut Context<'_>, &Call<'_>) -> Result<Answer, ServiceError>,
) -> Result<Answer, ServiceError> {
    let headers = headers_for(call.request, context.world.s3().bucket(&call.name));
    let mut answer = run(context, call)?;
    if let Answer::Now(response) = &mut answer {
        add(&headers, response);
    }
    Ok(answer)
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
